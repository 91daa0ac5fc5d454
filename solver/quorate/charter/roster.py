"""The nouns of a roster: people, bodies, offices, the calendar and the log of one organisation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from quorate.source.span import Source, Span


@dataclass(frozen=True, slots=True)
class Determination:
    """A fact stated by decision: `{is: true, determined: 2026-02-10, by: board}`."""

    value: object
    determined: date
    by: str


@dataclass(frozen=True, slots=True)
class Person:
    """`facts` holds typed values (or `Determination`s) by fact name; a name that is missing is not known.

    A value that refers to a person, body or organisation is its id; a record is a mapping of its fields.
    `eligible` has the first and the last day on which the person can be put on a slate.
    """

    id: str
    name: str
    facts: Mapping[str, object] = field(default_factory=dict)
    candidate: bool = True
    span: Span | None = None
    fact_spans: Mapping[str, Span] = field(default_factory=dict)
    eligible: tuple[date | None, date | None] = (None, None)

    def can_stand(self, day: date) -> bool:
        """Whether the person may be put on a slate of a day, as far as the roster says it outright."""
        first, last = self.eligible
        return self.candidate and (first is None or first <= day) and (last is None or day <= last)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A firm that facts speak of; `id` is empty for the roster's own organisation."""

    id: str
    name: str
    facts: Mapping[str, object] = field(default_factory=dict)
    span: Span | None = None
    fact_spans: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Membership:
    """A person's place in a body; `terms` counts the terms served, this one included, where that is stated."""

    person: str
    since: date | None = None
    term_ends: date | None = None
    seat: str | None = None
    votes: int = 1
    terms: int | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A board, committee or subcommittee as the roster states it on the roster's `as_of` day.

    `charter` is the id of the charter that governs it, or none; `seats` the authorised number, or none (not fixed);
    `term` the months of a term of whoever joins, or none (not said).
    """

    name: str
    kind: str
    charter: str | None = None
    seats: int | None = None
    members: tuple[Membership, ...] = ()
    chair: str | None = None
    parent: str | None = None
    established: date | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    span: Span | None = None
    fact_spans: Mapping[str, Span] = field(default_factory=dict)
    term: int | None = None


@dataclass(frozen=True, slots=True)
class Busy:
    """A time at which somebody cannot meet: `start <= t < end`, local time of the organisation."""

    start: datetime
    end: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the calendar says. `fiscal_year` is the (month, day) on which a fiscal year begins.

    `closed` are days the organisation is shut, both ends included; `holidays` names a market or country whose closing
    days count too (`NYSE`, `US`); `busy` maps person ids to times; `hours` are the local (start, end) minutes of a day
    in which meetings may lie, `length` the ordinary minutes of a meeting, `spacing` the fewest days between two.
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
    details: Mapping[str, object] = field(default_factory=dict)
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Acting:
    """An alternate and the member, the principal, for whom the alternate acts at one gathering."""

    principal: str
    alternate: str


@dataclass(frozen=True, slots=True)
class Roster:
    """One organisation. `people`, `bodies`, `offices` keep the file's order; `log` is sorted by date, stable.

    `log_from` is the day from which the log is complete; where it is not stated, the log is taken to cover the whole
    of the period in which its first event lies. `uses` names charters and packs, beside those of the bodies, whose
    facts the people may have.
    """

    id: str
    title: str
    as_of: date
    source: Source
    span: Span
    illustrative: bool = False
    organisation: Organisation = Organisation("", "")
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    offices: Mapping[str, str | None] = field(default_factory=dict)
    calendar: Calendar = Calendar()
    log: tuple[Event, ...] = ()
    board: str = "board"
    time_zone: str = "UTC"
    log_from: date | None = None
    uses: tuple[str, ...] = ()
