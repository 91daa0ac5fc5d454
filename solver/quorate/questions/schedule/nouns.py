"""The nouns of a schedule: what is asked, the times at which a body could meet, the meetings that are planned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from quorate.source.span import Span


@dataclass(frozen=True, slots=True)
class Ask:
    """What a schedule is asked for.

    Meetings lie between `first` and `last`, both included, and after `today`; each body holds from `fewest` to `most`
    more of them (none: as many as it takes); a quorum survives any `spare` absences among those who are available.
    """

    bodies: tuple[str, ...]
    today: date
    first: date
    last: date
    fewest: int = 0
    most: int | None = None
    spare: int = 0


@dataclass(frozen=True, slots=True)
class Absence:
    person: str
    why: str


DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which a body could hold a quorate meeting, and who would be there; `start` counts from midnight.

    `strays` is how many clauses that should hold would not.
    """

    body: str
    day: date
    start: int
    length: int
    present: tuple[str, ...]
    absent: tuple[Absence, ...] = ()
    chair: str | None = None
    mode: str = "in-person"
    strays: int = 0

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.day, time()) + timedelta(minutes=self.start)

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(minutes=self.length)

    @property
    def chair_absent(self) -> bool:
        return self.chair is not None and self.chair not in self.present

    def clashes(self, other: "Slot") -> bool:
        """Whether somebody would have to be at both at once."""
        later = (other.day - self.day).days * DAY_MINUTES + other.start - self.start
        return -other.length < later < self.length and not set(self.present).isdisjoint(other.present)


@dataclass(frozen=True, slots=True)
class Placed:
    """What a search says of a meeting: its slot, and the duty and period of each item of its agenda."""

    slot: Slot
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A duty on an agenda; `period` says for which period it is done."""

    duty: str
    text: str
    power: str
    minutes: int
    period: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A planned meeting: where in time, who is there, what it is for, in the order of its agenda."""

    slot: Slot
    agenda: tuple[Item, ...] = ()

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.agenda)


@dataclass(frozen=True, slots=True)
class Worth:
    """How good a schedule is in one respect; `value` is a plain figure, such as the absences in all."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """Meetings in the order of time. `held` are the days on which the bodies met within the period already.

    `optimal` says whether no schedule is better, `settled` whether none is better attended with as few meetings;
    `second` is what a second engine said, where one was asked.
    """

    meetings: tuple[Meeting, ...]
    held: tuple[tuple[str, date], ...] = ()
    worth: tuple[Worth, ...] = ()
    optimal: bool = True
    settled: bool = True
    engine: str = ""
    why_engine: str = ""
    second: str | None = None
    notes: tuple[str, ...] = ()

    def of(self, body: str) -> tuple[Meeting, ...]:
        return tuple(meeting for meeting in self.meetings if meeting.slot.body == body)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no schedule, in plain words; `subject` is the clause or duty, if one is to blame."""

    text: str
    body: str = ""
    subject: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class NoSchedule:
    """There is no schedule. Each of the reasons is enough for that by itself, or else all of them are `together`."""

    reasons: tuple[Reason, ...]
    together: bool = False
    engine: str | None = None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Neither a best schedule nor the proof that there is none; `best` is the best one so far.

    It was replayed as a schedule of the bodies asked for but the `missing`, whose meetings are not laid out yet.
    """

    why: str
    best: Schedule | None = None
    facts: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()


Outcome: TypeAlias = Schedule | NoSchedule | Unfinished


@dataclass(frozen=True, slots=True)
class ScheduleAnswer:
    """What was asked of which roster, and what came of it; `names` has everybody's name by id."""

    roster: str
    title: str
    illustrative: bool
    time_zone: str
    names: Mapping[str, str]
    ask: Ask
    outcome: Outcome

    @property
    def schedule(self) -> Schedule | None:
        """The schedule, or the best so far."""
        return self.outcome.best if isinstance(self.outcome, Unfinished) else self._found

    @property
    def _found(self) -> Schedule | None:
        return self.outcome if isinstance(self.outcome, Schedule) else None


def in_order(meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    return tuple(sorted(meetings, key=lambda meeting: (meeting.slot.begins, meeting.slot.body)))
