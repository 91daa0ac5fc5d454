"""The nouns of a roster: people, bodies, offices, the calendar and the log of one organisation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from quorate.source.span import Source, Span

EMPTY: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Determination:
    """A fact stated by decision: `{is: true, determined: 2026-02-10, by: board}`."""

    value: object
    determined: date
    by: str


@dataclass(frozen=True, slots=True)
class Person:
    """`facts` holds typed values (or `Determination`s) by fact name; a name that is missing is not known."""

    id: str
    name: str
    facts: Mapping[str, object] = EMPTY
    candidate: bool = True
    span: Span | None = None
    fact_spans: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Membership:
    person: str
    since: date | None = None
    term_ends: date | None = None
    seat: str | None = None
    votes: int = 1


@dataclass(frozen=True, slots=True)
class Body:
    """A board, committee or subcommittee as the roster states it on the roster's `as_of` day.

    `charter` is the id of the charter that governs it, or none; `seats` the authorised number, or none (not fixed).
    """

    name: str
    kind: str
    charter: str | None = None
    seats: int | None = None
    members: tuple[Membership, ...] = ()
    chair: str | None = None
    parent: str | None = None
    facts: Mapping[str, object] = EMPTY
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Busy:
    """A time at which somebody cannot meet: `start <= t < end`, local time of the organisation."""

    start: datetime
    end: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the calendar says. `fiscal_year` is the (month, day) on which a fiscal year begins.

    `closed` are days the organisation is shut; `holidays` names a market or country whose closing days count too
    (`NYSE`, `US`); `busy` maps person ids to times; `hours` are the local (start, end) minutes of a day in which
    meetings may lie, `length` the ordinary minutes of a meeting, `notice` ordinary days of notice.
    """

    fiscal_year: tuple[int, int] = (1, 1)
    annual_meetings: tuple[date, ...] = ()
    board_meetings: tuple[date, ...] = ()
    closed: tuple[tuple[date, date], ...] = ()
    holidays: str | None = None
    busy: Mapping[str, tuple[Busy, ...]] = field(default_factory=dict)
    hours: tuple[int, int] = (9 * 60, 17 * 60)
    length: int = 120
    spacing: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One dated entry of the log; `details` are the typed fields of its kind (see `charter.events`)."""

    date: date
    kind: str
    details: Mapping[str, object] = EMPTY
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """One organisation. `people`, `bodies`, `offices` keep the file's order; `log` is sorted by date, stable."""

    id: str
    title: str
    as_of: date
    source: Source
    span: Span
    illustrative: bool = False
    organisation: Mapping[str, object] = EMPTY
    people: Mapping[str, Person] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)
    calendar: Calendar = Calendar()
    log: tuple[Event, ...] = ()
    board: str = "board"
