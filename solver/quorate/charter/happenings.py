"""What expressions see of what happens and of what is written: events, meetings, votes, periods, duties, clauses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from quorate.cel.values import Failure, Group, Value
from quorate.charter.alternates import gathered
from quorate.charter.calendar import Period
from quorate.charter.document import Clause, Duty
from quorate.charter.events import FIELDS, KINDS, Part
from quorate.charter.roster import Event
from quorate.charter.state import State
from quorate.charter.things import BodyThing, Known, PersonThing, group, holder, unknown
from quorate.charter.timeline import facts_of, leavers, seats_in

_NOTICE = frozenset({"notice"})
_BALLOTS = frozenset({"ayes", "noes", "abstentions", "seated"})
_GATHERED = {"held": frozenset({"present", "seated"}), "vote": _BALLOTS, "consent": _BALLOTS}


def actor(state: State, name: str) -> Value:
    """The body, person or holder of an office that a log names."""
    if name in state.roster.bodies:
        return BodyThing(state, name)
    if name in state.roster.people:
        return PersonThing(state, name)
    office = name.removeprefix("offices.")
    return holder(state, state.office(office), f"offices.{office}")


@dataclass(frozen=True, slots=True, eq=False)
class EventThing(Known):
    """An event of the log; persons are seen from the body in question."""

    event: Event
    body: str | None = None

    @property
    def kind(self) -> str:
        return "event"

    @property
    def name(self) -> str:
        return f"`{self.event.kind}` of {self.event.date}"

    def field(self, name: str) -> Value:
        if name == "date":
            return self.event.date
        if name == "kind":
            return self.event.kind
        if name in ("left", "joined"):
            return self._moved(name)
        if name == "changes":
            return tuple(changed for (_, _, changed), _ in facts_of(self.event))
        if name in _GATHERED.get(self.event.kind, ()):
            return self._attendance(name)
        if name not in KINDS[self.event.kind]:
            return Failure(f"the event {self.name} has no `{name}`" if name in FIELDS else f"no event has `{name}`")
        return detail(self.state, self.event, name, self.body)

    def _moved(self, name: str) -> Value:
        """Who ceases to sit, or comes to sit, in the body in question by the event."""
        if self.body is None:
            return group(self.state, None, ())
        before = self._seated_before(self.body)
        gone = [person for person in leavers(self.event, self.body) if person in before]
        comes = str(self.event.details["person"]) if seats_in(self.event) == self.body else None
        if name == "joined":
            return group(self.state, self.body, (comes,) if comes is not None and comes not in before else ())
        return group(self.state, self.body, (person for person in gone if person != comes))

    def _attendance(self, name: str) -> Value:
        """Who was present at a meeting or gave which ballot, of whichever body, and who sat there then."""
        body = str(self.event.details["body"])
        then = gathered(self.state.back(self.event.date, int(self.key)), body, self.event)
        return among_members(then, body, "all" if name == "seated" else self.event.details.get(name, ()))

    def _seated_before(self, body: str) -> frozenset[str]:
        """Who sat in a body just before the event."""
        before = self.state.timeline.at(int(self.key)).bodies.get(body)
        return frozenset(before.members) if before is not None else frozenset()


def detail(state: State, event: Event, name: str, body: str | None = None) -> Value:
    """A field of an event as expressions see it; not known where the log does not give it."""
    spec = KINDS[event.kind][name]
    value = event.details.get(name, spec.default)
    if value is None:
        return unknown(f"{event.kind} of {event.date}.{name}")
    match spec.part:
        case Part.ACTOR:
            return actor(state if event.date >= state.as_of else state.back(event.date), str(value))
        case Part.PERSON:
            return PersonThing(state, str(value), body)
        case Part.PEOPLE:
            there = gathered(state, body, event) if body is not None else state
            return group(there, body, attending(there, body, value) if body is not None else ())
        case Part.ALTERNATES:
            return group(state, body, (pair.alternate for pair in value) if isinstance(value, tuple) else ())
        case Part.BODY:
            return BodyThing(state, str(value))
        case _:
            return value


@dataclass(frozen=True, slots=True, eq=False)
class MeetingThing(Known):
    """A meeting that was held (the event at `index` of the log), or one that is only thought of, on a day."""

    body: str
    date: date
    index: int | None = None
    given: Mapping[str, Value] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return "meeting"

    @property
    def name(self) -> str:
        return f"the meeting of {self.date}"

    @property
    def then(self) -> State:
        """The state in which the meeting began, alternates in the places of those for whom they act."""
        if self.index is None:
            return self.state
        return gathered(self.state.back(self.date, self.index), self.body, self.state.timeline.log[self.index])

    def field(self, name: str) -> Value:
        held = self.state.timeline.log[self.index] if self.index is not None else None
        match name:
            case "date":
                return self.date
            case "body":
                return BodyThing(self.state, self.body)
            case _ if held is None and name in self.given:
                return self.given[name]
            case _ if held is None:
                return unknown(f"meeting of {self.date}.{name}")
            case "notice":
                return self._notice(held)
            case "present":
                return among_members(self.then, self.body, held.details["present"])
            case "alternates":
                there = self.then
                return group(there, self.body, (pair.alternate for pair in there.seating(self.body).acting))
            case "minutes_prepared":
                return held.details.get(name) is True or self._minutes("minutes-prepared")
            case "minutes_approved":
                return self._minutes("minutes-approved")
            case "minutes_filed":
                return self._minutes("minutes-filed")
            case _:
                return detail(self.then, held, name, self.body)

    def _minutes(self, kind: str) -> bool:
        about = self._about(frozenset({kind, "filed"}) if kind == "minutes-filed" else frozenset({kind}))
        return any(event.kind == kind or _files_minutes(event, kind) for event in about)

    def _notice(self, held: Event) -> Value:
        """The day of the earliest notice; the log is complete, so that none there means that none was given."""
        given = [event.date for event in self._about(_NOTICE)]
        stated = held.details.get("notice")
        if isinstance(stated, date):
            given.append(stated)
        return min(given, default=None) or Failure(f"the log has no notice of {self.name}")

    def _about(self, kinds: frozenset[str]) -> list[Event]:
        return [
            event
            for _, event in self.state.events(kinds, self.body)
            if event.details.get("meeting") == self.date and event.details.get("body") == self.body
        ]


def _files_minutes(event: Event, kind: str) -> bool:
    return kind == "minutes-filed" and event.kind == "filed" and event.details.get("subject") == "minutes"


def attending(state: State, body: str, people: object) -> tuple[str, ...]:
    """The people a log lists; `all` is every member of the body, and none of those for whom alternates act."""
    if people == "all":
        seated = state.tenure(body)
        absent = {pair.principal for pair in state.seating(body).acting}
        listed = (member.person for member in (*seated.definite, *seated.possible))
        return tuple(person for person in listed if person not in absent)
    return people if isinstance(people, tuple) else ()


def among_members(state: State, body: str, people: object) -> Group:
    """Those of some people who are members of a body; guests are no part of a quorum or a vote."""
    seated = state.tenure(body)
    listed = attending(state, body, people)
    return Group(
        tuple(PersonThing(state, member.person, body) for member in seated.definite if member.person in listed),
        tuple(PersonThing(state, member.person, body) for member in seated.possible if member.person in listed),
        seated.facts,
    )


@dataclass(frozen=True, slots=True, eq=False)
class VoteThing(Known):
    event: Event

    @property
    def kind(self) -> str:
        return "vote"

    @property
    def name(self) -> str:
        return f"the vote of {self.event.date}"

    def field(self, name: str) -> Value:
        match name:
            case "date":
                return self.event.date
            case "form":
                return "consent" if self.event.kind == "consent" else "meeting"
            case _:
                return detail(self.state, self.event, name)


@dataclass(frozen=True, slots=True, eq=False)
class PeriodThing(Known):
    period: Period

    @property
    def kind(self) -> str:
        return "period"

    @property
    def name(self) -> str:
        return self.period.label

    def field(self, name: str) -> Value:
        match name:
            case "first":
                return self.period.first
            case "last" if self.period.last is not None:
                return self.period.last
            case "last":
                return unknown("calendar.annual_meetings")
            case _:
                return Failure(f"a period has no `{name}`")


@dataclass(frozen=True, slots=True, eq=False)
class BreachThing(Known):
    """A clause that is broken, since a day."""

    since: date

    @property
    def kind(self) -> str:
        return "breach"

    def field(self, name: str) -> Value:
        return self.since if name == "since" else Failure(f"a breach has no `{name}`")


@dataclass(frozen=True, slots=True, eq=False)
class DutyThing(Known):
    duty: Duty

    @property
    def kind(self) -> str:
        return "duty"

    def field(self, name: str) -> Value:
        match name:
            case "id" | "subject" | "power" | "standing" | "at_least" | "who":
                return getattr(self.duty, name)
            case _:
                return Failure(f"a duty has no `{name}`")


@dataclass(frozen=True, slots=True, eq=False)
class ClauseThing(Known):
    clause: Clause

    @property
    def kind(self) -> str:
        return "clause"

    def field(self, name: str) -> Value:
        match name:
            case "id" | "topic":
                return getattr(self.clause, name)
            case "force" | "scope":
                return str(getattr(self.clause, name))
            case _:
                return Failure(f"a clause has no `{name}`")
