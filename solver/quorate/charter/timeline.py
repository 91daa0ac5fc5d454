"""The log played forward and backward from the day on which a roster states its bodies.

Position `k` of a timeline is the moment after the first `k` events of the log; the roster stands at the position after
the events of its `as_of` day. What the log and the roster leave open on an earlier day is `UNSTATED`, never guessed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TypeAlias, TypeVar

from quorate.charter.events import LEAVING, SEATING
from quorate.charter.roster import Acting, Event, Membership, Roster


class Gap(Enum):
    UNSTATED = "unstated"


UNSTATED = Gap.UNSTATED
Holder: TypeAlias = str | Gap | None
FactKey: TypeAlias = tuple[str, str, str]  # kind of holder, its id, the fact's name
Kinds: TypeAlias = frozenset[str] | None
"""Kinds of entries; none for all of them."""
S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits in a body, by person, and who chairs it; `acting` are the alternates among them at one gathering."""

    members: Mapping[str, Membership]
    chair: Holder
    acting: tuple[Acting, ...] = ()

    @property
    def beside(self) -> int:
        """How many members are alternates of members, and so fill no seat of their own."""
        return sum(pair.principal in self.members for pair in self.acting)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is the case at one position; `facts` holds only what some event of the log changes."""

    bodies: Mapping[str, Seating]
    offices: Mapping[str, Holder]
    facts: Mapping[FactKey, object]


def stated(roster: Roster) -> Snapshot:
    """The snapshot that the roster itself gives."""
    bodies = {
        name: Seating({member.person: member for member in body.members}, body.chair)
        for name, body in roster.bodies.items()
    }
    return Snapshot(bodies, dict(roster.offices), {})


class Timeline:
    """The snapshots of one roster, each computed once; `memory` keeps what is the same on whatever day it is asked."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.log = roster.log
        self.days = [event.date for event in roster.log]
        self.origin = self.position(roster.as_of)
        self._snapshots = {self.origin: stated(roster)}
        self.memory: dict[object, object] = {}
        self._places: dict[tuple[str, str | None], list[int]] = {}

    def position(self, day: date) -> int:
        """The position at the end of a day."""
        return bisect_right(self.days, day)

    def entries(self, end: int, kinds: Kinds = None, body: str | None = None) -> tuple[tuple[int, Event], ...]:
        """The entries before a position, with their places: of some kinds, of a body (or none) if one is given."""
        if kinds is None:
            listed = enumerate(self.log[:end])
            return tuple(one for one in listed if body is None or one[1].details.get("body", body) == body)
        found = [_before(self._of_kind(kind, body), end) for kind in kinds]
        places = found[0] if len(found) == 1 else sorted(place for one in found for place in one)
        return tuple((place, self.log[place]) for place in places)

    def known(self, day: date, kinds: Kinds = None, body: str | None = None) -> tuple[tuple[int, Event], ...]:
        """The entries up to the end of a day."""
        return self.entries(self.position(day), kinds, body)

    def begun(self, day: date) -> date | None:
        """The day of the first entry, if it lies before the end of a day."""
        return self.days[0] if self.position(day) else None

    def piece(self, state: S, key: object, find: Callable[[S], T]) -> T:
        """A part of an answer about a state that may be known already; this timeline keeps none."""
        return find(state)

    def _of_kind(self, kind: str, body: str | None) -> list[int]:
        """The places of all entries of a kind, of a body (or none) if one is given."""
        if (kind, body) not in self._places:
            self._places[kind, body] = [
                place
                for place, event in enumerate(self.log)
                if event.kind == kind and (body is None or event.details.get("body", body) == body)
            ]
        return self._places[kind, body]

    def at(self, position: int) -> Snapshot:
        step = 1 if position < self.origin else -1
        known = position
        while known not in self._snapshots:
            known += step
        while known != position:
            snapshot = self._snapshots[known]
            if step > 0:
                known -= 1
                snapshot = undo(snapshot, self.log, known)
            else:
                snapshot = apply(snapshot, self.log[known])
                known += 1
            self._snapshots[known] = snapshot
        return self._snapshots[position]


def _before(places: list[int], end: int) -> list[int]:
    return places[: bisect_left(places, end)]


def seats_in(event: Event) -> str | None:
    """The body in which an event seats its person."""
    member = event.kind == "designated" and event.details.get("office") == "member"
    return str(event.details["body"]) if (member or event.kind in SEATING) and "body" in event.details else None


def chairs(event: Event) -> str | None:
    """The body to whose chair an event designates its person."""
    if event.kind == "designated" and event.details.get("office") == "chair" and "body" in event.details:
        return str(event.details["body"])
    return None


def leavers(event: Event, body: str) -> Iterator[str]:
    """The people who cease to sit in a body by an event."""
    details = event.details
    if event.kind in LEAVING and "office" not in details and details.get("body", body) == body:
        yield str(details["person"])
    if seats_in(event) == body and "replaces" in details:
        yield str(details["replaces"])


def chair_leavers(event: Event, body: str) -> Iterator[str]:
    """The people who cease to chair a body by an event, if they did."""
    yield from leavers(event, body)
    details = event.details
    if event.kind in LEAVING and details.get("office") == "chair" and details.get("body") == body:
        yield str(details["person"])


def membership(event: Event, earlier: Membership | None) -> Membership:
    """The membership that an appointment or election gives; a reappointment keeps the first day and counts a term."""
    details = event.details
    person = str(details["person"])
    base = earlier or Membership(person, since=event.date, terms=0)
    terms = None if base.terms is None else base.terms + 1
    given = {"term_ends": None} | {name: details[name] for name in ("seat", "term_ends", "votes") if name in details}
    return replace(base, terms=terms, **given)  # type: ignore[arg-type]


def facts_of(event: Event) -> Iterator[tuple[FactKey, object]]:
    """The facts that an event changes, with their new values."""
    facts = event.details.get("facts")
    if not isinstance(facts, Mapping):
        return
    holder = ("organisation", "")
    for kind in ("person", "body"):
        if kind in event.details:
            holder = (kind, str(event.details[kind]))
            break
    for name, value in facts.items():
        yield (*holder, str(name)), value


def office_change(event: Event) -> tuple[str, str, str | None] | None:
    """The office an event fills or empties: its name, the person concerned, and who holds it afterwards."""
    details = event.details
    office = details.get("office")
    if office is None or "body" in details:
        return None
    person = str(details["person"])
    if event.kind == "designated":
        return str(office), person, person
    return (str(office), person, None) if event.kind in LEAVING else None


def apply(snapshot: Snapshot, event: Event) -> Snapshot:
    """What is the case after an event."""
    bodies = {name: _seating_after(seating, event, name) for name, seating in snapshot.bodies.items()}
    offices = dict(snapshot.offices)
    change = office_change(event)
    if change is not None and (change[2] is not None or offices.get(change[0]) == change[1]):
        offices[change[0]] = change[2]
    if event.kind in LEAVING and "office" not in event.details and "body" not in event.details:
        offices = {name: None if held == event.details["person"] else held for name, held in offices.items()}
    return Snapshot(bodies, offices, {**snapshot.facts, **dict(facts_of(event))})


def _seating_after(seating: Seating, event: Event, body: str) -> Seating:
    members, chair = dict(seating.members), seating.chair
    for person in leavers(event, body):
        members.pop(person, None)
    if chair in set(chair_leavers(event, body)):
        chair = None
    if seats_in(event) == body:
        person = str(event.details["person"])
        members[person] = membership(event, members.get(person))
    if chairs(event) == body:
        chair = str(event.details["person"])
    if members == seating.members and chair == seating.chair:
        return seating
    return Seating(members, chair)


def undo(snapshot: Snapshot, log: tuple[Event, ...], index: int) -> Snapshot:
    """What was the case just before the event at `index`, given what was the case just after it."""
    event = log[index]
    bodies = {name: _seating_before(seating, log, index, name) for name, seating in snapshot.bodies.items()}
    offices = {name: _office_before(held, log, index, name) for name, held in snapshot.offices.items()}
    facts = dict(snapshot.facts)
    for key, _ in facts_of(event):
        facts[key] = _fact_by_log(log, index, key)
    return Snapshot(bodies, offices, facts)


def _seating_before(seating: Seating, log: tuple[Event, ...], index: int, body: str) -> Seating:
    event = log[index]
    members = dict(seating.members)
    if seats_in(event) == body:
        person = str(event.details["person"])
        earlier = _membership_before(members.get(person), log, index, body)
        if earlier is None:
            members.pop(person, None)
        else:
            members[person] = earlier
    for person in leavers(event, body):
        before = _membership_by_log(log, index, body, person)
        if before is not None or event.details.get("body") == body:
            members[person] = before or Membership(person)
    return Seating(members, _chair_before(seating.chair, log, index, body))


def _membership_before(after: Membership | None, log: tuple[Event, ...], index: int, body: str) -> Membership | None:
    """The membership before an appointment: none, the one the log gives, or one older than the log.

    Whoever is elected again was a member before, wherever the log begins.
    """
    event = log[index]
    person = str(event.details["person"])
    earlier = _membership_by_log(log, index, body, person)
    if earlier is None and event.kind == "re-elected":
        earlier = Membership(person)
    if after is None or after.since is None or after.since >= event.date:
        return earlier
    if earlier is not None:
        return replace(earlier, since=after.since)
    return replace(after, term_ends=None, terms=None if after.terms is None else after.terms - 1)


def _membership_by_log(log: tuple[Event, ...], index: int, body: str, person: str) -> Membership | None:
    """The membership that the events before `index` alone give."""
    found: Membership | None = None
    for event in log[:index]:
        if person in leavers(event, body):
            found = None
        if seats_in(event) == body and event.details["person"] == person:
            found = membership(event, found)
    return found


def _chair_before(after: Holder, log: tuple[Event, ...], index: int, body: str) -> Holder:
    event = log[index]
    if chairs(event) == body:
        before = _chair_by_log(log, index, body)
        replaced = event.details.get("replaces")
        return str(replaced) if before is UNSTATED and replaced is not None else before
    if isinstance(after, str) or not any(chair_leavers(event, body)):
        return after
    return _chair_by_log(log, index, body)


def _chair_by_log(log: tuple[Event, ...], index: int, body: str) -> Holder:
    chair: Holder = UNSTATED
    for event in log[:index]:
        if chair in set(chair_leavers(event, body)):
            chair = None
        if chairs(event) == body:
            chair = str(event.details["person"])
    return chair


def _office_before(after: Holder, log: tuple[Event, ...], index: int, office: str) -> Holder:
    event = log[index]
    change = office_change(event)
    everything = event.kind in LEAVING and "office" not in event.details and "body" not in event.details
    if (change is None or change[0] != office) and not (everything and after is None):
        return after
    held: Holder = UNSTATED
    for earlier in log[:index]:
        held = _office_after(held, earlier, office)
    replaced = event.details.get("replaces")
    if held is UNSTATED and change is not None and change[2] is None:
        return change[1]
    return str(replaced) if held is UNSTATED and replaced is not None else held


def _office_after(held: Holder, event: Event, office: str) -> Holder:
    change = office_change(event)
    if change is not None and change[0] == office and (change[2] is not None or held == change[1]):
        return change[2]
    leaves = event.kind in LEAVING and "office" not in event.details and "body" not in event.details
    return None if leaves and held == event.details["person"] else held


def _fact_by_log(log: tuple[Event, ...], index: int, key: FactKey) -> object:
    """The value that the events before `index` last gave a fact."""
    for event in reversed(log[:index]):
        for changed, value in facts_of(event):
            if changed == key:
                return value
    return UNSTATED
