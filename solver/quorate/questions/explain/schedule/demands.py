"""What could be given up for the sake of a schedule, and a case without it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import assert_never

from quorate.charter.calendar import DAY
from quorate.charter.document import Clause, Duty, Force, Per, Policy
from quorate.charter.roster import Busy, Calendar, Roster
from quorate.questions.explain.remedies import Costs
from quorate.questions.explain.schedule.nouns import Case, Demand, Kind
from quorate.questions.schedule.meetings import meeting_clauses
from quorate.questions.schedule.quorums import quorum_clauses
from quorate.questions.schedule.requirements import Requirements
from quorate.questions.schedule.rules import year_clauses


def demands(case: Case, requirements: Iterable[Requirements], costs: Costs) -> tuple[Demand, ...]:
    """Everything that the case demands, in the order: charters, wishes of the call, calendar, people's busy times."""
    of_bodies = (each for required in requirements for each in _of_body(required, costs))
    return (*of_bodies, *_of_call(case, costs), *_of_calendar(case, costs))


def _of_body(required: Requirements, costs: Costs) -> Iterator[Demand]:
    policy, body = required.policy, required.body
    for clause in (*quorum_clauses(policy), *meeting_clauses(policy), *year_clauses(policy)):
        if clause.force is not Force.SHOULD:
            yield _clause(clause, body, costs)
    needed = {need.duty for need in required.needs() if need.count and not need.wish}
    needed |= {gap.duty for gap in required.gaps() if not gap.wish}
    for duty in policy.duties:
        if duty.id in needed:
            yield from _duty(duty, body, costs)
    pairs = dict.fromkeys((order.earlier, order.later) for order in required.orders())
    for earlier, later in pairs:
        yield Demand(
            order_name(body, earlier, later), Kind.ORDER, f"`{earlier}` comes before `{later}`",
            f"let `{later}` come before `{earlier}`", costs.waive, body, earlier, later,
            span=_by_id(policy, earlier).span,
        )  # fmt: skip


def _by_id(policy: Policy, duty_id: str) -> Duty:
    return next(duty for duty in policy.duties if duty.id == duty_id)


def clause_name(body: str, clause: Clause) -> str:
    return f"clause {body} {clause.charter}/{clause.id}"


def duty_name(body: str, duty_id: str) -> str:
    return f"duty {body} {duty_id}"


def window_name(body: str, duty_id: str) -> str:
    return f"window {body} {duty_id}"


def order_name(body: str, earlier: str, later: str) -> str:
    return f"order {body} {earlier} {later}"


def busy_name(person: str, number: int) -> str:
    return f"busy {person} {number}"


def closed_name(number: int) -> str:
    return f"closed {number}"


def _clause(clause: Clause, body: str, costs: Costs) -> Demand:
    cost = costs.waive if clause.cost is None else clause.cost
    return Demand(
        clause_name(body, clause), Kind.CLAUSE, f"`{clause.id}`: {clause.text}", f"waive `{clause.id}`", cost,
        body, f"{clause.charter}/{clause.id}", span=clause.span,
    )  # fmt: skip


def _duty(duty: Duty, body: str, costs: Costs) -> Iterator[Demand]:
    often = {1: "", 2: " twice"}.get(duty.at_least, f" {duty.at_least} times")
    period = f" {_each(duty.per)}" if duty.per is not None else ""
    yield Demand(
        duty_name(body, duty.id), Kind.DUTY, f"`{duty.id}` is done{often}{period}: {duty.text}",
        f"waive the duty `{duty.id}`", costs.waive, body, duty.id, span=duty.span,
    )  # fmt: skip
    if duty.within is not None:
        window = " ".join(duty.within.excerpt.text.split())
        yield Demand(
            window_name(body, duty.id), Kind.WINDOW, f"`{duty.id}` is done within `{window}`",
            f"let `{duty.id}` be done outside of its window", costs.waive, body, duty.id, span=duty.span,
        )  # fmt: skip


def _each(per: Per) -> str:
    """A period, as duties say how often they fall due."""
    match per.name:
        case "between_annual_meetings":
            return "between any two annual meetings"
        case "rolling_year":
            return "in any twelve months"
        case "every":
            return f"every {per.months} months"
        case name:
            return f"in each {name.replace('_', ' ')}"


def _of_call(case: Case, costs: Costs) -> Iterator[Demand]:
    ask = case.ask
    if ask.fewest:
        yield Demand("fewest", Kind.FEWEST, f"at least {_meetings(ask.fewest)}", "hold fewer meetings", costs.wish)
    if ask.most is not None:
        yield Demand("most", Kind.MOST, f"at most {_meetings(ask.most)}", "hold more meetings", costs.wish)
    if ask.spare:
        text = f"a quorum is left whoever {ask.spare} of those available stay away"
        yield Demand("spare", Kind.SPARE, text, "plan meetings that hang on single people", costs.wish)


def _meetings(number: int) -> str:
    return f"{number} meeting{'' if number == 1 else 's'}"


def _of_calendar(case: Case, costs: Costs) -> Iterator[Demand]:
    calendar = case.roster.calendar
    if calendar.spacing > 1:
        text = f"meetings lie at least {calendar.spacing} days apart"
        yield Demand("spacing", Kind.SPACING, text, "let meetings lie closer together", costs.change)
    text = f"an agenda fits into {calendar.length} minutes"
    yield Demand("length", Kind.LENGTH, text, "let meetings last longer", costs.change)
    for number, (first, last) in enumerate(calendar.closed):
        if last >= case.ask.first and first <= case.ask.last:
            when = days(first, last)
            yield Demand(
                closed_name(number), Kind.CLOSED, f"closed {when}", f"open {when}", costs.change,
                number=number, first=first, last=last,
            )  # fmt: skip
    for person, times in calendar.busy.items():
        yield from (_busy(case.roster, person, number, busy, costs) for number, busy in enumerate(times))


def _busy(roster: Roster, person: str, number: int, busy: Busy, costs: Costs) -> Demand:
    name = roster.people[person].name if person in roster.people else person
    first, last = busy.start.date(), (busy.end - DAY / 86400).date()
    hours = "" if _whole_days(busy) else f", {busy.start:%H:%M} to {busy.end:%H:%M}"
    when, why = f"{days(first, last)}{hours}", f" ({busy.why})" if busy.why else ""
    return Demand(
        busy_name(person, number), Kind.BUSY, f"{name} is away {when}{why}", f"{name} comes {when}{why}", costs.change,
        subject=person, number=number, first=first, last=last,
    )  # fmt: skip


def _whole_days(busy: Busy) -> bool:
    return all((moment.hour, moment.minute, moment.second) == (0, 0, 0) for moment in (busy.start, busy.end))


def days(first: date, last: date) -> str:
    return f"on {first}" if first == last else f"from {first} to {last}"


# without them ------------------------------------------------------------------------------------------------------


def without(case: Case, given_up: Iterable[Demand]) -> Case:
    """The case in which some demands are given up."""
    gone = tuple(given_up)
    roster = replace(case.roster, calendar=_calendar(case, gone))
    policies = {body: _policy(policy, body, gone) for body, policy in case.policies.items()}
    kinds = {each.kind for each in gone}
    ask = replace(
        case.ask,
        fewest=0 if Kind.FEWEST in kinds else case.ask.fewest,
        most=None if Kind.MOST in kinds else case.ask.most,
        spare=0 if Kind.SPARE in kinds else case.ask.spare,
    )
    return Case(roster, policies, ask)


def _calendar(case: Case, gone: tuple[Demand, ...]) -> Calendar:
    calendar = case.roster.calendar
    open_again = {each.number for each in gone if each.kind is Kind.CLOSED}
    free = {(each.subject, each.number) for each in gone if each.kind is Kind.BUSY}
    freed = {person for person, _ in free}
    busy = {
        person: tuple(each for number, each in enumerate(times) if (person, number) not in free)
        if person in freed
        else times
        for person, times in calendar.busy.items()
    }
    return replace(
        calendar,
        closed=tuple(each for number, each in enumerate(calendar.closed) if number not in open_again),
        busy=busy if freed else calendar.busy,
        spacing=0 if any(each.kind is Kind.SPACING for each in gone) else calendar.spacing,
    )


def _policy(policy: Policy, body: str, gone: tuple[Demand, ...]) -> Policy:
    for each in gone:
        if each.body == body or each.kind is Kind.LENGTH:
            policy = _less(policy, each)
    return policy


def _less(policy: Policy, gone: Demand) -> Policy:
    match gone.kind:
        case Kind.CLAUSE:
            kept = tuple(each for each in policy.clauses if f"{each.charter}/{each.id}" != gone.subject)
            return replace(policy, clauses=kept)
        case Kind.DUTY:
            return replace(policy, duties=tuple(each for each in policy.duties if each.id != gone.subject))
        case Kind.WINDOW | Kind.ORDER | Kind.LENGTH:
            return replace(policy, duties=tuple(_eased(duty, gone) for duty in policy.duties))
        case Kind.BUSY | Kind.CLOSED | Kind.SPACING | Kind.FEWEST | Kind.MOST | Kind.SPARE:
            return policy
        case _:
            assert_never(gone.kind)


def _eased(duty: Duty, gone: Demand) -> Duty:
    if gone.kind is Kind.LENGTH:
        return replace(duty, minutes=0)
    if duty.id != gone.subject:
        return duty
    if gone.kind is Kind.WINDOW:
        return replace(duty, within=None)
    return replace(duty, before=tuple(name for name in duty.before if name.rpartition("/")[2] != gone.later))
