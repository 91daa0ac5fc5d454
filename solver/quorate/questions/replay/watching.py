"""Timelines that note what is read of them, and a ledger of what was found out, with what it was found out from.

What was found out on one day stands on another on which nothing that it read has changed. So a meeting long past is
judged once, however many entries the log has after it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from quorate.cel.moving import Trace, plain
from quorate.charter.roster import Event
from quorate.charter.state import State
from quorate.charter.timeline import Kinds, Snapshot, Timeline
from quorate.charter.verdict import Verdict

T = TypeVar("T")
_MISSING = object()
_EVERY = (None, None)


@dataclass(slots=True)
class Notes:
    """What was read: entries of the current snapshot, and which sorts of entries were looked for in the log.

    A sort is a kind and a body, each or both of which may be any.
    """

    read: dict[tuple[str, object], object] = field(default_factory=dict)
    sought: set[tuple[str | None, str | None]] = field(default_factory=set)

    def seek(self, kinds: Kinds, body: str | None) -> None:
        if kinds is None:
            self.sought.add((None, body))
        else:
            self.sought.update((kind, body) for kind in kinds)

    def add(self, other: "Notes") -> None:
        self.read |= other.read
        self.sought |= other.sought

    def same(self, timeline: Timeline, one: int, other: int) -> bool:
        """Whether nothing that was read at one position is another at another."""
        if one == other:
            return True
        if self.sought and any(self._was_sought(event) for event in timeline.log[min(one, other) : max(one, other)]):
            return False
        if not self.read:
            return True
        there = timeline.at(other)
        return all(getattr(there, part).get(key, _MISSING) == value for (part, key), value in self.read.items())

    def _was_sought(self, event: Event) -> bool:
        if _EVERY in self.sought:
            return True
        return any(
            kind in (None, event.kind) and (body is None or event.details.get("body", body) == body)
            for kind, body in self.sought
        )


@dataclass(slots=True)
class Found:
    """What was found out on a day, and until when it stands if nothing that it read changes.

    `position` is the last at which it is known to stand.
    """

    value: object
    first: date
    until: date
    marks: tuple[date, ...]
    position: int
    notes: Notes

    def stands(self, timeline: Timeline, day: date, position: int) -> bool:
        if not self.first <= day <= self.until or not self.notes.same(timeline, self.position, position):
            return False
        self.position = position
        return True


Ledger = dict[object, Found]


class Watched(Timeline):
    """A timeline at a position, on a day that goes on: it notes what is read of it, and remembers pieces of answers."""

    def __init__(self, of: Timeline, position: int, trace: Trace, ledger: Ledger) -> None:
        _share(self, of)
        self._of, self._now, self._trace, self._ledger = of, position, trace, ledger
        self.notes = Notes()

    def position(self, day: date) -> int:
        if self._is_now(day):
            self.notes.seek(None, None)
        return self._of.position(plain(day))

    def entries(self, end: int, kinds: Kinds = None, body: str | None = None) -> tuple[tuple[int, Event], ...]:
        if end >= self._now:
            self.notes.seek(kinds, body)
        return self._of.entries(end, kinds, body)

    def known(self, day: date, kinds: Kinds = None, body: str | None = None) -> tuple[tuple[int, Event], ...]:
        if self._is_now(day):
            self.notes.seek(kinds, body)
        return self._of.entries(self._of.position(plain(day)), kinds, body)

    def begun(self, day: date) -> date | None:
        found = self._of.begun(plain(day))
        if found is None:
            self.notes.seek(None, None)
        return found

    def at(self, position: int) -> Snapshot:
        found = self._of.at(position)
        if position < self._now:
            return found
        read = self.notes.read
        return Snapshot(
            _Noted("bodies", found.bodies, read),
            _Noted("offices", found.offices, read),
            _Noted("facts", found.facts, read),
        )

    def piece(self, state: State, key: object, find: Callable[[State], T]) -> T:  # type: ignore[override]
        known = self._ledger.get(key)
        if known is None or not known.stands(self._of, self._trace.today, self._now):
            known = self._ledger[key] = self._found(state, find)
        self.notes.add(known.notes)
        self._restrict(known.until, known.marks)
        return known.value  # type: ignore[return-value]

    def _found(self, state: State, find: Callable[[State], object]) -> Found:
        """What is found out anew, by itself: nothing that others have read may stand in for what it reads."""
        trace, outer = self._trace, self.notes
        until, marks = trace.until, trace.marks
        trace.until, trace.marks, self.notes = max(trace.limit, trace.today), (), Notes()
        value = find(replace(state, memory={}, own={}))
        found = Found(value, trace.today, trace.until, trace.marks, self._now, self.notes)
        trace.until, trace.marks, self.notes = until, marks, outer
        return found

    def _restrict(self, until: date, marks: tuple[date, ...]) -> None:
        self._trace.lasts_until(until)
        for mark in marks:
            self._trace.lasts_until(until, mark)

    def _is_now(self, day: date) -> bool:
        return plain(day) >= self._trace.today


class Halted(Timeline):
    """A timeline on a day of which no more than the first entries are known; what the ledger has is taken from it."""

    def __init__(self, of: Timeline, position: int, day: date, ledger: Ledger) -> None:
        _share(self, of)
        self.memory = {}
        self._most, self._day, self._ledger = position, day, ledger

    def position(self, day: date) -> int:
        return min(super().position(day), self._most)

    def piece(self, state: State, key: object, find: Callable[[State], T]) -> T:  # type: ignore[override]
        known = self._ledger.get(key)
        if known is not None and known.stands(self, self._day, self._most):
            return known.value  # type: ignore[return-value]
        return find(state)


class Telling(Timeline):
    """A timeline whose pieces are found out anew if they are verdicts on an occasion, else taken from the ledger."""

    def __init__(self, of: Timeline, occasion: str, ledger: Ledger) -> None:
        _share(self, of)
        self._occasion, self._ledger = occasion, ledger

    def piece(self, state: State, key: object, find: Callable[[State], T]) -> T:  # type: ignore[override]
        known = self._ledger.get(key)
        if known is None or (isinstance(known.value, Verdict) and known.value.occasion == self._occasion):
            return find(state)
        return known.value  # type: ignore[return-value]


def _share(new: Timeline, of: Timeline) -> None:
    """Give a timeline the roster, log and snapshots of another."""
    for name, value in vars(of).items():
        if name in _SHARED:
            setattr(new, name, value)


_SHARED = frozenset({"roster", "log", "days", "origin", "memory", "_snapshots", "_places"})


class _Noted(Mapping):  # type: ignore[type-arg]
    """A mapping whose entries are noted as they are read; reading all of it reads each."""

    __slots__ = ("_mapping", "_part", "_read")

    def __init__(self, part: str, mapping: Mapping, read: dict[tuple[str, object], object]) -> None:  # type: ignore[type-arg]
        self._part, self._mapping, self._read = part, mapping, read

    def __getitem__(self, key: object) -> object:
        self._read[self._part, key] = self._mapping.get(key, _MISSING)
        return self._mapping[key]

    def __iter__(self) -> Iterator[object]:
        for key in self._mapping:
            self._read[self._part, key] = self._mapping[key]
            yield key

    def __len__(self) -> int:
        return len(self._mapping)
