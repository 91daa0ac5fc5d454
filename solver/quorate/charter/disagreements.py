"""Where a roster disagrees with itself: determinations with the facts, the bodies as stated with the log, a vote with
the meeting at which it was taken, an agenda with the duties there are, a charter with the offices there are.
"""

from collections.abc import Iterator, Mapping

from quorate.cel.ast import Binary, Expr, Name, Select
from quorate.cel.equality import equal
from quorate.cel.values import Failure, Unknown, Value
from quorate.charter.alternates import gathered
from quorate.charter.document import Expression, FactDeclaration, Policy
from quorate.charter.events import LEAVING
from quorate.charter.evidence import named
from quorate.charter.happenings import attending
from quorate.charter.occasions import polled
from quorate.charter.outsiders import outsiders
from quorate.charter.roster import Body, Determination, Event, Roster
from quorate.charter.seat_findings import seat_findings
from quorate.charter.state import State
from quorate.charter.things import BodyThing, OrganisationThing, PersonThing, computed, fact_name, lift
from quorate.charter.timeline import UNSTATED, chair_leavers, chairs, facts_of, leavers, seats_in
from quorate.source.diagnostic import Diagnostic, Severity, did_you_mean
from quorate.source.span import Span


def disagreements(state: State, policies: Mapping[str, Policy]) -> tuple[Diagnostic, ...]:
    """Everything that does not fit together, as far as the state's day; each is said once."""
    found = [
        *_determinations(state, policies),
        *_changes(state),
        *(one for body in state.roster.bodies.values() for one in _body(state, body)),
        *outsiders(state, policies),
        *seat_findings(state, policies),
        *(one for index, event in state.events() for one in _event(state, policies, index, event)),
    ]
    return tuple(dict.fromkeys(found))


def _say(code: str, message: str, span: Span | None, advice: str | None = None) -> Diagnostic:
    return Diagnostic(code, message, span, advice, Severity.WARNING)


# Facts --------------------------------------------------------------------------------------------------------------


def _determinations(state: State, policies: Mapping[str, Policy]) -> Iterator[Diagnostic]:
    """Facts that are stated, although their definition says otherwise; what is stated wins."""
    for body, policy in policies.items():
        judged = state.under(body, policy)
        for (kind, name), declaration in policy.facts.items():
            if declaration.rules:
                for thing, span in _holders(judged, kind, name):
                    yield from _contradiction(judged, thing, declaration, name, span)


def _holders(
    state: State, kind: str, name: str
) -> Iterator[tuple[PersonThing | BodyThing | OrganisationThing, Span | None]]:
    """Everybody of a kind who has a fact stated."""
    roster = state.roster
    match kind:
        case "person":
            for person in roster.people.values():
                if state.stated(kind, person.id, name) is not UNSTATED:
                    yield PersonThing(state, person.id), person.fact_spans.get(name)
        case "body":
            for body in roster.bodies.values():
                if state.stated(kind, body.name, name) is not UNSTATED:
                    yield BodyThing(state, body.name), body.fact_spans.get(name)
        case "organisation":
            for firm in (roster.organisation, *roster.organisations.values()):
                if state.stated(kind, firm.id, name) is not UNSTATED:
                    yield OrganisationThing(state, firm.id), firm.fact_spans.get(name)


def _contradiction(
    state: State,
    thing: PersonThing | BodyThing | OrganisationThing,
    declaration: FactDeclaration,
    name: str,
    span: Span | None,
) -> Iterator[Diagnostic]:
    given = lift(state, state.stated(thing.kind, thing.key, name), declaration.type, fact_name(thing, name))
    advice = "what is stated counts; look at the facts it rests on"
    if declaration.denied is not None:
        if given is True and computed(thing, declaration.denied) is True:
            why = f"but the facts rule it out{_by(thing, declaration.denied)}{unverified(declaration)}"
            yield _say("contradicted-fact", f"`{fact_name(thing, name)}` is stated as `true`, {why}", span, advice)
        return
    gives = computed(thing, declaration.rules[0])
    if not isinstance(gives, Unknown | Failure) and equal(given, gives) is False:
        why = f"but its definition gives {_shown(gives)}{unverified(declaration)}"
        message = f"`{fact_name(thing, name)}` is stated as {_shown(given)}, {why}"
        yield _say("contradicted-fact", message, span, advice)


def unverified(declaration: FactDeclaration) -> str:
    """What a report says beside a rule that nobody has compared with its source."""
    return "" if declaration.verified else " (needs counsel's check)"


def _by(thing: PersonThing | BodyThing | OrganisationThing, denied: Expression) -> str:
    """The facts of a thing that are so, out of those that rule it out, with where they come from."""
    told: list[str] = []
    for part in _alternatives(denied.ast):
        match part:
            case Select(operand=Name(name="self"), field=name) if thing.field(name) is True:
                fact = thing.state.facts[thing.kind, name]
                told.append(f"`{name}`{f', {fact.cite}' if str(fact.cite) else ''}{unverified(fact)}")
            case _:
                pass
    return f": {'; '.join(told)}" if told else ""


def _alternatives(expr: Expr) -> Iterator[Expr]:
    match expr:
        case Binary(op="||", left=left, right=right):
            yield from _alternatives(left)
            yield from _alternatives(right)
        case _:
            yield expr


def _shown(value: Value) -> str:
    return f"`{named(value)}`"


def _changes(state: State) -> Iterator[Diagnostic]:
    """Facts that the log has changed before the roster's day, and that the roster states differently."""
    roster = state.roster
    for (kind, holder, name), (value, event) in _last_changes(roster).items():
        stated = _facts_stated(roster, kind, holder).get(name, UNSTATED)
        plain = stated.value if isinstance(stated, Determination) else stated
        changed = value.value if isinstance(value, Determination) else value
        if name != "seats" and plain is not UNSTATED and plain != changed:
            who = holder or "organisation"
            message = f"`{who}.{name}` is stated as `{plain}`, but the log last set it to `{changed}` on {event.date}"
            yield _say("roster-against-log", message, event.span, f"the roster is as of {roster.as_of}: correct one")


def _last_changes(roster: Roster) -> dict[tuple[str, str, str], tuple[object, Event]]:
    found: dict[tuple[str, str, str], tuple[object, Event]] = {}
    for event in roster.log:
        if event.date <= roster.as_of:
            found.update({key: (value, event) for key, value in facts_of(event)})
    return found


def _facts_stated(roster: Roster, kind: str, holder: str) -> Mapping[str, object]:
    match kind:
        case "person":
            return roster.people[holder].facts
        case "body":
            return roster.bodies[holder].facts
        case _:
            return roster.organisation.facts


# Bodies -------------------------------------------------------------------------------------------------------------


def _body(state: State, body: Body) -> Iterator[Diagnostic]:
    """A body as the roster states it, against the log up to the roster's day and against itself."""
    roster = state.roster
    log = [event for event in roster.log if event.date <= roster.as_of]
    stated = {member.person for member in body.members}
    yield from _membership(roster, body, stated, log)
    yield from _chair(roster, body, log)
    if body.seats is not None and len(body.members) > body.seats:
        message = f"`{body.name}` has {len(body.members)} members and {body.seats} seats"
        yield _say("more-members-than-seats", message, body.span)
    for member in state.tenure(body.name).lapsed:
        name = roster.people[member.person].name
        message = f"the term of {name} in `{body.name}` ended on {member.term_ends}, and nothing holds it over"
        yield _say("term-over", message, body.span, "record who follows, or the clause by which members hold over")


def _membership(roster: Roster, body: Body, stated: set[str], log: list[Event]) -> Iterator[Diagnostic]:
    last: dict[str, tuple[bool, Event]] = {}
    for event in log:
        last.update(dict.fromkeys(leavers(event, body.name), (False, event)))
        if seats_in(event) == body.name:
            last[str(event.details["person"])] = (True, event)
    for person, (joined, event) in last.items():
        if joined is not (person in stated):
            is_one = "is" if person in stated else "is not"
            name = roster.people[person].name
            message = (
                f"{name} {is_one} a member of `{body.name}` by the roster; the log has `{event.kind}` on {event.date}"
            )
            advice = f"the roster states who sits there on {roster.as_of}: correct one of the two"
            yield _say("roster-against-log", message, event.span or body.span, advice)


def _chair(roster: Roster, body: Body, log: list[Event]) -> Iterator[Diagnostic]:
    chair: object = UNSTATED
    last: Event | None = None
    for event in log:
        if chair in set(chair_leavers(event, body.name)):
            chair, last = None, event
        if chairs(event) == body.name:
            chair, last = event.details["person"], event
    if last is not None and chair != body.chair:
        by_log = roster.people[str(chair)].name if chair is not None else "nobody"
        by_roster = roster.people[body.chair].name if body.chair is not None else "nobody"
        message = f"the chair of `{body.name}` is {by_roster} by the roster, and {by_log} by the log since {last.date}"
        yield _say("roster-against-log", message, last.span, "correct one of the two")


# Events -------------------------------------------------------------------------------------------------------------


def _event(state: State, policies: Mapping[str, Policy], index: int, event: Event) -> Iterator[Diagnostic]:
    match event.kind:
        case "held":
            yield from _guests(state, index, event)
            yield from _agenda(policies, event)
        case "vote":
            yield from _voters(state, index, event)
        case "re-elected":
            yield from _returning(state, index, event)
        case kind if kind in LEAVING:
            yield from _leaving(state, index, event)
        case _:
            pass


def _guests(state: State, index: int, event: Event) -> Iterator[Diagnostic]:
    body = str(event.details["body"])
    seated = _seated(state, index, event, body)
    then = gathered(state.back(event.date, index), body, event)
    for person in attending(then, body, event.details["present"]):
        if person not in seated:
            message = f"{_name(state, person)} is recorded as present on {event.date}, and was no member of `{body}`"
            yield Diagnostic("guest-present", message, event.span, "guests do not count", Severity.NOTE)


def _agenda(policies: Mapping[str, Policy], event: Event) -> Iterator[Diagnostic]:
    """Entries of an agenda that are no duty: most often a slip of the pen."""
    policy = policies.get(str(event.details["body"]))
    agenda = event.details.get("agenda")
    if policy is None or not isinstance(agenda, tuple):
        return
    known = {name for duty in policy.duties for name in (duty.id, f"{duty.charter}/{duty.id}")}
    for item in agenda:
        if item not in known:
            advice = did_you_mean(item, known) or "what is no duty goes under `subjects:`"
            yield _say("unknown-duty", f"the agenda of {event.date} has `{item}`, which is no duty", event.span, advice)


def _voters(state: State, index: int, event: Event) -> Iterator[Diagnostic]:
    """Votes by people who were no members, or were not there."""
    body = str(event.details["body"])
    then = gathered(state.back(event.date, index), body, event)
    meetings = [
        attending(gathered(then, body, other), body, other.details["present"])
        for _, other in state.events()
        if other.kind == "held" and other.date == event.date and other.details["body"] == body
    ]
    if not meetings:
        message = f"the log has a vote of `{body}` on {event.date}, and no meeting on that day"
        yield _say("vote-without-meeting", message, event.span, "record the meeting, or the consent it was")
    seated = _seated(state, index, event, body)
    for person in polled(then, body, event):
        if person not in seated:
            message = f"{_name(state, person)} voted on {event.date}, and was no member of `{body}`"
            yield _say("vote-of-stranger", message, event.span, "the vote does not count")
        elif meetings and not any(person in present for present in meetings):
            message = f"{_name(state, person)} voted on {event.date}, and was not present"
            yield _say("vote-of-absent", message, event.span, "correct who was present, or who voted")


def _returning(state: State, index: int, event: Event) -> Iterator[Diagnostic]:
    """Somebody who is re-elected without having been a member; of the time before the roster's day nobody can tell."""
    body, person = str(event.details["body"]), str(event.details["person"])
    if event.date > state.roster.as_of and person not in _seated(state, index, event, body):
        message = f"{_name(state, person)} was re-elected to `{body}` on {event.date} without being a member"
        yield _say("roster-against-log", message, event.span, "write `elected`, or correct the log")


def _leaving(state: State, index: int, event: Event) -> Iterator[Diagnostic]:
    body = event.details.get("body")
    person = str(event.details["person"])
    if body is None or "office" in event.details:
        return
    if event.date > state.roster.as_of and person not in _seated(state, index, event, str(body)):
        message = f"{_name(state, person)} left `{body}` on {event.date} without being a member"
        yield _say("roster-against-log", message, event.span, "correct the body, or the log")


def _seated(state: State, index: int, event: Event, body: str) -> frozenset[str]:
    tenure = gathered(state.back(event.date, index), body, event).tenure(body)
    return frozenset(member.person for member in (*tenure.definite, *tenure.possible))


def _name(state: State, person: str) -> str:
    found = state.roster.people.get(person)
    return found.name if found is not None else person
