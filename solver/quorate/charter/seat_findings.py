"""Where a roster and the classes of seats of its charters disagree: classes, numbers, votes, terms, offices."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from quorate.charter.calendar import add_months
from quorate.charter.document import Policy, SeatClass
from quorate.charter.roster import Body, Event, Membership
from quorate.charter.seating import class_of
from quorate.charter.state import State
from quorate.charter.timeline import seats_in
from quorate.source.diagnostic import Diagnostic, Severity, did_you_mean
from quorate.source.span import Span


def seat_findings(state: State, policies: Mapping[str, Policy]) -> Iterator[Diagnostic]:
    """What does not fit, body by body, on the state's day."""
    for name, policy in policies.items():
        classes = policy.charter.seats
        if classes:
            body = state.roster.bodies[name]
            stated = tuple(state.timeline.at(state.position).bodies[name].members.values())
            yield from _numbers(state, body, classes)
            yield from _members(state, body, stated, classes)
            yield from _offices(state, body, stated, classes)
            yield from _selected(state, body, classes)


def _say(code: str, message: str, span: Span | None, advice: str, severity: Severity = Severity.WARNING) -> Diagnostic:
    return Diagnostic(code, message, span, advice, severity)


def _seated(state: State, body: str) -> tuple[Membership, ...]:
    tenure = state.tenure(body)
    return (*tenure.definite, *tenure.possible)


def _numbers(state: State, body: Body, classes: tuple[SeatClass, ...]) -> Iterator[Diagnostic]:
    """Seats in all and in each class, and terms that end together."""
    total, seats = sum(one.count for one in classes), state.seats(body.name)
    if seats is not None and seats != total:
        message = f"`{body.name}` has {seats} seats, and the classes of its charter have {total}"
        yield _say("seats-against-charter", message, body.span, "correct `seats`, or the classes")
    seated = _seated(state, body.name)
    counts = Counter(one.name for member in seated if (one := class_of(member, classes)) is not None)
    for one in classes:
        filled = counts[one.name]
        if filled > one.count:
            message = f"`{body.name}` has {filled} members in seats `{one.name}`, and there are {one.count}"
            yield _say("class-overfull", message, body.span, "correct the `seat` of somebody, or the charter")
        elif filled < one.count:
            free = one.count - filled
            message = f"{free} of {one.count} seats `{one.name}` of `{body.name}` {_are(free)} vacant"
            yield _say("seat-vacant", message, body.span, "see what the charter says of vacancies", Severity.NOTE)
        yield from _cohorts(body, one, [member for member in seated if class_of(member, classes) is one])


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _cohorts(body: Body, one: SeatClass, seated: list[Membership]) -> Iterator[Diagnostic]:
    """More terms that end in one year than the largest cohort has."""
    years = Counter(member.term_ends.year for member in seated if member.term_ends is not None)
    for year, number in sorted(years.items()):
        if one.cohorts and number > max(one.cohorts):
            message = (
                f"{number} terms of seats `{one.name}` of `{body.name}` end in {year}; a cohort has {max(one.cohorts)}"
            )
            yield _say("cohort-overfull", message, body.span, "terms are staggered: correct `term_ends`")


def _members(
    state: State, body: Body, stated: tuple[Membership, ...], classes: tuple[SeatClass, ...]
) -> Iterator[Diagnostic]:
    known = [one.name for one in classes]
    for member in stated:
        name = state.roster.people[member.person].name
        one = class_of(member, classes)
        if member.seat is not None and one is None:
            advice = did_you_mean(member.seat, known) or f"the classes are {', '.join(f'`{each}`' for each in known)}"
            message = f"{name} has a seat `{member.seat}` of `{body.name}`, a class that its charter does not have"
            yield _say("unknown-seat-class", message, body.span, advice)
        elif one is None and not _by_office(state, member, classes):
            message = f"the class of the seat of {name} in `{body.name}` is not stated"
            yield _say("no-seat-class", message, body.span, f"say `seat:` {' or '.join(known)}", Severity.NOTE)
        elif one is not None:
            yield from _place(state, body, member, one)


def _by_office(state: State, member: Membership, classes: tuple[SeatClass, ...]) -> bool:
    """Whether it is an office that gives somebody a seat."""
    return any(one.ex_officio is not None and state.office(one.ex_officio) == member.person for one in classes)


def _place(state: State, body: Body, member: Membership, one: SeatClass) -> Iterator[Diagnostic]:
    """The votes, the term and the number of terms of a member against those of the class."""
    name = state.roster.people[member.person].name
    if member.votes not in (1, one.votes):
        message = f"{name} has {member.votes} votes in `{body.name}`; a seat `{one.name}` has {one.votes}"
        yield _say("votes-against-charter", message, body.span, "correct `votes`")
    first = _term_began(state, body.name, member)
    if one.term is not None and member.term_ends is not None and first is not None:
        latest = add_months(first, one.term)
        if member.term_ends > latest:
            message = f"the term of {name} in `{body.name}` began on {first} and ends on {member.term_ends}"
            yield _say("term-too-long", message, body.span, f"a term of a seat `{one.name}` ends by {latest}")
    if one.most_terms is not None and member.terms is not None and member.terms > one.most_terms:
        message = (
            f"{name} serves term {member.terms} in `{body.name}`; in a seat `{one.name}` {one.most_terms} are allowed"
        )
        yield _say("too-many-terms", message, body.span, "somebody else follows")


def _term_began(state: State, body: str, member: Membership) -> date | None:
    """The day on which the present term began, as far as the log or a first term says it."""
    entries = [
        event.date
        for event in state.timeline.log[: state.position]
        if seats_in(event) == body and event.details["person"] == member.person
    ]
    return entries[-1] if entries else member.since if member.terms == 1 else None


def _offices(
    state: State, body: Body, stated: tuple[Membership, ...], classes: tuple[SeatClass, ...]
) -> Iterator[Diagnostic]:
    """Seats that offices fill, and that the roster gives to others."""
    for one in classes:
        if one.ex_officio is None:
            continue
        holder = state.office(one.ex_officio)
        if one.ex_officio not in state.roster.offices:
            message = (
                f"a seat `{one.name}` of `{body.name}` belongs to the office `{one.ex_officio}`, which the roster lacks"
            )
            yield _say("no-such-office", message, body.span, "add it under `offices:`")
        for member in stated:
            if member.seat == one.name and isinstance(holder, str) and member.person != holder:
                name, owner = state.roster.people[member.person].name, state.roster.people[holder].name
                message = f"{name} is stated in the seat `{one.name}` of `{body.name}`, which {owner} has by office"
                yield _say(
                    "seat-of-office", message, body.span, f"the office is `{one.ex_officio}`: correct one of the two"
                )


def _selected(state: State, body: Body, classes: tuple[SeatClass, ...]) -> Iterator[Diagnostic]:
    """Entries that seat somebody by another than selects for the class."""
    makers = {**state.roster.bodies, **{f"offices.{name}": None for name in state.roster.offices}}
    for _, event in state.events():
        if seats_in(event) == body.name and (one := _class_filled(event, classes)) is not None:
            by = event.details.get("by")
            if by is not None and one.selected_by in makers and by != one.selected_by:
                message = f"`{by}` filled a seat `{one.name}` of `{body.name}` on {event.date}"
                yield _say("selected-by-another", message, event.span, f"`{one.selected_by}` selects for it")


def _class_filled(event: Event, classes: tuple[SeatClass, ...]) -> SeatClass | None:
    seat = event.details.get("seat")
    return class_of(Membership("", seat=str(seat) if seat is not None else None), classes)
