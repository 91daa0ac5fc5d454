"""What is asked of slates and what is answered: requests, slates with their worth, the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quorate.cel.values import Value
from quorate.charter.verdict import Verdict
from quorate.questions.slates.shares import Leverage
from quorate.source.span import Span


@dataclass(frozen=True, slots=True)
class Seated:
    """Who sits in one body; the chair is none where nothing reads it and it stays open."""

    body: str
    members: tuple[str, ...]
    chair: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """How a slate differs from today's body; `chair` is the new chair where today's is not kept."""

    body: str
    joining: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    chair: str | None = None


@dataclass(frozen=True, slots=True)
class Slate:
    """One lawful slate. `missed` are the verdicts on aims (`should`) that it falls short of, with their evidence.

    `preferences` has a value for each preference given; `reason` says why it ranks after the one before. `meetings`
    are those of a lawful year in which it sits, by body and day, where that was asked for.
    """

    rank: int
    seats: tuple[Seated, ...]
    missed: tuple[Verdict, ...] = ()
    preferences: tuple[Value, ...] = ()
    changes: tuple[Change, ...] = ()
    reason: str = ""
    meetings: tuple[tuple[str, date], ...] | None = None


@dataclass(frozen=True, slots=True)
class YearOfMeetings:
    """What became of slates that were offered only with a lawful year of meetings.

    `unscheduled` have none, of `open` that is not known in time; `complete`: every lawful slate was tried.
    """

    year: int
    unscheduled: int = 0
    open: int = 0
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Barrier:
    """Clauses that come to the same (or a wish of the call) in the way: whom they keep out, what there is without.

    `alone` is false where no slate that was asked for meets them; `without` is none where that was not counted.
    """

    names: tuple[str, ...]
    text: str
    keeps_out: tuple[str, ...]
    alone: bool
    without: int | None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Searched:
    """A body that is filled: who may sit in it, in which sizes, and whether slates name its chair."""

    body: str
    charter: str
    candidates: tuple[str, ...]
    sizes: tuple[int, int]
    chaired: bool
    today: Seated


class Order(StrEnum):
    """How the slates of an answer were chosen: the best, drawn at random, or far from each other."""

    BEST = "best"
    DRAWN = "drawn"
    DIVERSE = "diverse"


@dataclass(frozen=True, slots=True)
class SlatesAnswer:
    """`lawful` counts all lawful slates, `hanging` those that break nothing but hang on the unknown `facts`.

    Either is none where it was not counted; `open_because` then says why, or why the list is not complete. `slates`
    are chosen as `order` says. `replayed` clauses came to no formulas: slates were tried one by one. `second` is what
    another engine said.
    """

    roster: str
    title: str
    illustrative: bool
    as_of: date
    bodies: tuple[Searched, ...]
    preferences: tuple[str, ...] = ()
    slates: tuple[Slate, ...] = ()
    lawful: int | None = None
    hanging: int | None = None
    facts: tuple[str, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    replayed: tuple[str, ...] = ()
    unranked: tuple[str, ...] = ()
    open_because: str | None = None
    engine: str = ""
    why_engine: str = ""
    second: str | None = None
    names: Mapping[str, str] | None = None
    order: Order = Order.BEST
    leverage: Leverage | None = None
    year: YearOfMeetings | None = None

    @property
    def found(self) -> bool:
        """Whether there is a lawful slate (with a lawful year, where that is asked for)."""
        return bool(self.slates) or (bool(self.lawful) and self.year is None)

    @property
    def none(self) -> bool:
        """Whether it is sure that there is none, whatever the unknown facts are."""
        if self.hanging == 0 and self.year is not None and self.year.complete:
            return not self.slates and not self.year.open
        return self.lawful == 0 and self.hanging == 0
