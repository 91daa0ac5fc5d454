"""What a replay tells: intervals of one verdict, what began and ended each, who had to be told, what is ahead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quorate.charter.document import Charter, Clause, Duty
from quorate.charter.roster import Event
from quorate.charter.verdict import Status, Verdict
from quorate.source.diagnostic import Diagnostic
from quorate.source.span import Span


class Why(StrEnum):
    """What sort of thing makes a verdict another."""

    EVENT = "event"
    TERM = "term"
    FORCE = "in force"
    PERIOD = "period"
    DEADLINE = "deadline"
    DETERMINATION = "determination"
    DATE = "date"
    START = "start"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a verdict changed on a day: what happened, or which day it was."""

    why: Why
    day: date
    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Interval:
    """The days, both included, on which one verdict on a clause or duty stayed the same.

    `verdict` is that of the first day, with its evidence. `began` has what made it so, `ended` what ended it; empty
    where it goes on beyond the days that were asked about.
    """

    first: date
    last: date
    verdict: Verdict
    began: tuple[Cause, ...] = ()
    ended: tuple[Cause, ...] = ()

    @property
    def status(self) -> Status:
        return self.verdict.status

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Course:
    """What became of a clause or duty of a body on one occasion, day after day.

    Empty days are those on which nothing is told of the occasion: before it came, or once a later one stands for it.
    `lasting` courses are those of the present state, which can be mended; others are about what is done and over.
    """

    subject: Clause | Duty
    body: str
    occasion: str
    intervals: tuple[Interval, ...]
    lasting: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody who had to be told something: by which duty or clause, because of what, and whether it was done."""

    body: str
    subject: Clause | Duty
    to: str
    occasion: str
    called: date
    status: Status
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day to come on which something must have been done, or is over."""

    day: date
    body: str
    text: str
    status: Status | None = None
    subject: Clause | Duty | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry of the log within the days asked about, in words; `bodies` are those that it concerns, or none."""

    event: Event
    text: str
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyReplay:
    name: str
    charter: Charter | None
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class ReplayAnswer:
    """`days` counts those from `first` to `last`; `judged` how many verdicts were computed for them."""

    roster: str
    title: str
    illustrative: bool
    first: date
    last: date
    bodies: tuple[BodyReplay, ...]
    marks: tuple[Mark, ...]
    notices: tuple[Notice, ...]
    deadlines: tuple[Deadline, ...]
    findings: tuple[Diagnostic, ...]
    names: Mapping[str, str]
    judged: int = 0

    @property
    def courses(self) -> tuple[Course, ...]:
        return tuple(course for body in self.bodies for course in body.courses)
