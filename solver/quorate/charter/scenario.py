"""The nouns of scenarios and transcripts: a roster with what is changed of it, and what is expected of the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from quorate.charter.claims import PropertyStatus, Situation
from quorate.charter.document import Charter, Force, Policy, Property
from quorate.charter.roster import Roster
from quorate.charter.verdict import Status
from quorate.source.span import Source, Span


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number expected: exactly, at least, at most. An end that is none is open."""

    low: int | None = None
    high: int | None = None

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)

    def __str__(self) -> str:
        if self.low == self.high:
            return str(self.low)
        ends = (("at least", self.low), ("at most", self.high))
        return " and ".join(f"{word} {number}" for word, number in ends if number is not None)


@dataclass(frozen=True, slots=True)
class Seated:
    """A slate expected or not: its members, and its chair where that matters."""

    members: frozenset[str]
    chair: str | None = None


@dataclass(frozen=True, slots=True)
class VerdictExpected:
    """What becomes of one clause or duty (`subject`, its id or `pack/clause`). What is none is not looked at.

    `force` is how binding the clause or duty is to be.

    `occasion` is a part of the occasion's name; without it every verdict of the clause must be as expected or not
    applicable, and at least one as expected.
    """

    subject: str
    body: str
    status: Status
    day: date
    span: Span
    occasion: str | None = None
    people: frozenset[str] | None = None
    facts: frozenset[str] | None = None
    until: date | None = None
    force: Force | None = None


@dataclass(frozen=True, slots=True)
class VerdictsExpected:
    """All that is broken, unknown or due: exactly these clauses and duties, where a list is given."""

    body: str | None
    day: date
    span: Span
    listed: Mapping[Status, frozenset[str]]


@dataclass(frozen=True, slots=True)
class SlatesExpected:
    """The lawful slates of one or several bodies; `includes`, `excludes` and `best` are of the first body."""

    bodies: tuple[str, ...]
    day: date
    span: Span
    sizes: tuple[int, int] | None = None
    keep: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    count: Bounds | None = None
    includes: tuple[Seated, ...] = ()
    excludes: tuple[Seated, ...] = ()
    best: Seated | None = None


@dataclass(frozen=True, slots=True)
class ScheduleExpected:
    """Whether a schedule exists between two days, and how many meetings the best one has."""

    bodies: tuple[str, ...]
    first: date
    last: date
    span: Span
    spare: int = 0
    exists: bool = True
    meetings: Bounds | None = None


@dataclass(frozen=True, slots=True)
class StressExpected:
    """How many departures, absences or recusals a clause (or the quorum) survives."""

    body: str
    subject: str
    day: date
    span: Span
    departures: Bounds | None = None
    absences: Bounds | None = None
    recusals: Bounds | None = None


@dataclass(frozen=True, slots=True)
class DiffExpected:
    """What another charter (or the charter as amended) changes for a body. What is none is not looked at."""

    body: str
    after: Policy
    day: date
    span: Span
    added: frozenset[str] | None = None
    struck: frozenset[str] | None = None
    changed: frozenset[str] | None = None
    gained: Bounds | None = None
    lost: Bounds | None = None
    verdicts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class PropertyExpected:
    """What becomes of a property (`subject`, its id or `pack/id`) in one situation of a body.

    `pack` is the pack that the property stands in, or none for one of the charter's own.
    """

    subject: str
    body: str
    claim: Property
    pack: Charter | None
    situation: Situation
    status: PropertyStatus
    day: date
    span: Span


Expectation: TypeAlias = (
    VerdictExpected
    | VerdictsExpected
    | SlatesExpected
    | ScheduleExpected
    | StressExpected
    | DiffExpected
    | PropertyExpected
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A written example. `roster` has the scenario's changes and events in it; `policies` what binds each body."""

    title: str
    text: str
    source: Source
    span: Span
    day: date
    roster: Roster
    policies: Mapping[str, Policy]
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A command of a transcript, as written and as its parts, and the lines that are to follow it."""

    command: str
    arguments: tuple[str, ...]
    output: str
    span: Span


@dataclass(frozen=True, slots=True)
class Transcript:
    """A console block of a Markdown page: commands and what they say, run in the folder of the page.

    `title` is the heading it stands under, `span` what stands between the fences, `margin` the space before them.
    """

    title: str
    source: Source
    span: Span
    folder: Path
    spoken: tuple[Spoken, ...]
    margin: str = ""
