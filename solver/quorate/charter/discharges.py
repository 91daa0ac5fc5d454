"""When a duty was done, by the log.

A duty of power review, recommend, approve, administer or report is done where the agenda of a quorate meeting lists its
id. Any duty is done by an event (`certified`, `filed`, `completed`, `reported`, or a vote) that names it as `duty:`,
or whose kind fits its power and whose `subject:` is the duty's; the minutes have events of their own.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial

from quorate.cel.evaluator import evaluate
from quorate.cel.values import Value
from quorate.charter.alternates import gathered
from quorate.charter.document import Duty, Force, Mode, Policy, Scope
from quorate.charter.events import KINDS
from quorate.charter.happenings import MeetingThing, actor, attending
from quorate.charter.occasions import gathering
from quorate.charter.roster import Event
from quorate.charter.state import State
from quorate.charter.surroundings import Surroundings
from quorate.charter.things import Known
from quorate.charter.windows import remembered
from quorate.charter.words import HELD, common_words, meeting_thing

AGENDA_POWERS = frozenset({"review", "recommend", "approve", "administer", "report"})
_KINDS = {
    "certify": {"certified"}, "file": {"filed", "minutes-filed"}, "complete": {"completed", "minutes-prepared"},
    "report": {"reported"}, "approve": {"minutes-approved"},
}  # fmt: skip
_NAMING = frozenset({"certified", "filed", "completed", "reported", "vote", "consent"})
_MINUTES = frozenset({"minutes-prepared", "minutes-approved", "minutes-filed"})


@dataclass(frozen=True, slots=True, order=True)
class Discharge:
    """One time a duty was done; they sort by day, place in the log and place on the agenda."""

    day: date
    index: int
    place: int = 0
    person: str | None = None
    meeting: date | None = None


def on_agenda(duty: Duty) -> bool:
    """Whether an occurrence of a duty is a place on a meeting's agenda, so many times a period."""
    planned = duty.power in AGENDA_POWERS and duty.per is not None and duty.after is None
    return planned and not duty.standing and duty.who != "each_member" and duty.force is not Force.MAY


def discharges(duty: Duty, policy: Policy, state: State, body: str) -> tuple[Discharge, ...]:
    """Every time a duty was done by a body (or its chair, or its members), as far as is known, in order."""
    key = ("discharges", body, duty.charter, duty.id)
    known = state.own.get(key)
    if not isinstance(known, tuple) or known[0] is not duty:
        known = state.own[key] = (duty, _discharges(duty, policy, state, body))
    found: tuple[Discharge, ...] = known[1]
    return found


def _discharges(duty: Duty, policy: Policy, state: State, body: str) -> tuple[Discharge, ...]:
    found = []
    for index, event in state.events(_kinds(duty), body):
        if event.kind == "held" or _means(duty, event):
            key = ("done", body, duty.charter, duty.id, index)
            done = state.piece(key, partial(_done, duty, policy, body, index))
            if done is not None:
                found.append(done)
    return tuple(sorted(found))


def _kinds(duty: Duty) -> frozenset[str]:
    """The kinds of entries by which a duty can be done."""
    by_event = _NAMING | _KINDS.get(duty.power, frozenset())
    return by_event | HELD if duty.power in AGENDA_POWERS else by_event


def _done(duty: Duty, policy: Policy, body: str, index: int, state: State) -> Discharge | None:
    event = state.timeline.log[index]
    if event.kind == "held":
        return _on_agenda(duty, policy, state, body, index, event)
    return _by_event(duty, state, body, index, event)


def _names(duty: Duty) -> tuple[str, str]:
    return duty.id, f"{duty.charter}/{duty.id}"


def _on_agenda(duty: Duty, policy: Policy, state: State, body: str, index: int, event: Event) -> Discharge | None:
    agenda = event.details.get("agenda")
    listed = agenda if isinstance(agenda, tuple) else ()
    place = next((place for place, item in enumerate(listed) if item in _names(duty)), None)
    if place is None or quorate(policy, state, body, index) is False:
        return None
    return Discharge(event.date, index, place, None, event.date)


def quorate(policy: Policy, state: State, body: str, index: int) -> bool | None:
    """Whether a recorded meeting had a quorum; none where that is not known."""
    key = ("quorate", body, index)
    if key not in state.own:
        state.own[key] = _quorate(policy, state, body, index)
    known = state.own[key]
    return known if isinstance(known, bool) else None


def _quorate(policy: Policy, state: State, body: str, index: int) -> bool | None:
    event = state.timeline.log[index]
    then = gathered(state.back(event.date, index).under(body, policy), body, event)
    meeting = gathering(policy, then, body, attending(then, body, event.details["present"]))
    values = [
        meeting.context.holds(f"{clause.charter}/{clause.id}")
        for clause in policy.clauses
        if clause.scope is Scope.QUORUM and clause.force is Force.MUST and clause.mode is Mode.REQUIRE
    ]
    if any(value is False for value in values):
        return False
    return True if all(value is True for value in values) else None


def _by_event(duty: Duty, state: State, body: str, index: int, event: Event) -> Discharge | None:
    details = event.details
    if not _reaches(duty, state, event):
        return None
    who = _doer(event)
    if not _is_its_own(duty, state, body, index, event, who):
        return None
    meeting = details.get("meeting")
    return Discharge(event.date, index, 0, who, meeting if isinstance(meeting, date) else None)


def _means(duty: Duty, event: Event) -> bool:
    """Whether an event is about a duty."""
    named = event.details.get("duty")
    if named is not None:
        return named in _names(duty) and event.details.get("carried") is not False
    if event.kind not in _KINDS.get(duty.power, ()):
        return False
    return duty.subject == ("minutes" if event.kind in _MINUTES else event.details.get("subject"))


def _reaches(duty: Duty, state: State, event: Event) -> bool:
    """Whether what was done went to whom it must go; a log that does not say so is believed."""
    to = event.details.get("to")
    if duty.to is None or to is None:
        return True
    then = state.back(event.date)
    return _same(actor(then, duty.to), actor(then, str(to)))


def _same(first: Value, second: Value) -> bool:
    return first == second or not (isinstance(first, Known) and isinstance(second, Known))


def _doer(event: Event) -> str | None:
    """The person who did something, by the log."""
    who = event.details.get("person", event.details.get("by"))
    return str(who) if who is not None and "by" in KINDS[event.kind] else None


def _is_its_own(duty: Duty, state: State, body: str, index: int, event: Event, who: str | None) -> bool:
    """Whether it was this body, its chair, or a member of it that did something."""
    then = state.back(event.date, index)
    if duty.who == "chair":
        doer = actor(then, who) if who is not None else None
        return isinstance(doer, Known) and doer.key == then.chair(body)
    if "body" in event.details:
        return event.details["body"] == body
    if who is None:
        return "duty" in event.details
    doer = actor(then, who)
    if not isinstance(doer, Known):
        return False
    return doer.key == body if doer.kind == "body" else any(m.person == doer.key for m in then.tenure(body).definite)


def may_be_on(duty: Duty, policy: Policy, state: State, body: str, meeting: MeetingThing) -> Value:
    """Whether a duty's `within:` admits a meeting, held or planned; true where it has none."""
    if duty.within is None:
        return True
    by_day = remembered(duty.within.ast, state.roster.calendar)
    if by_day is not None and meeting.date in by_day:
        return by_day[meeting.date]
    then = meeting.then
    words = common_words(policy, then, body).with_(meeting=meeting)
    value = evaluate(duty.within.ast, words, Surroundings(policy, then, words))
    if by_day is not None:
        by_day[meeting.date] = value
    return value


def in_time(duty: Duty, policy: Policy, state: State, body: str, done: Discharge) -> Value:
    """Whether what was done was done at a time that `within:` admits."""
    event = state.timeline.log[done.index]
    if event.kind == "held":
        meeting = meeting_thing(state, done.index)
    else:
        meeting = MeetingThing(state.back(done.day), f"{body}/{done.day}", body, done.day)
    return may_be_on(duty, policy, state, body, meeting)
