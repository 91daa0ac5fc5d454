"""The nouns of why there is no schedule: what is demanded, what cannot hold together, what would open a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quorate.charter.document import Policy
from quorate.charter.roster import Roster
from quorate.questions.schedule.nouns import Ask, Meeting
from quorate.source.span import Span


class Kind(StrEnum):
    """What can be given up: of a charter (waived), of the roster's calendar (changed), of the call (a wish)."""

    CLAUSE = "clause"
    DUTY = "duty"
    WINDOW = "window"
    ORDER = "order"
    BUSY = "busy"
    CLOSED = "closed"
    SPACING = "spacing"
    LENGTH = "length"
    FEWEST = "fewest"
    MOST = "most"
    SPARE = "spare"


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that a schedule must keep and that could be given up, at a cost.

    `subject` is the clause, duty or person; `text` says what is demanded, `remedy` what it is to give it up. `first`
    to `last` are the days of a busy time or a closed one, `number` which of them it is; `later` the duty that an order
    puts after `subject`.
    """

    name: str
    kind: Kind
    text: str
    remedy: str
    cost: int
    body: str = ""
    subject: str = ""
    later: str = ""
    number: int = 0
    first: date | None = None
    last: date | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """Demands that together open a schedule when they are given up, none of them needlessly; `meetings` is one.

    The meetings were replayed on the changed roster and policies; they are not the best there are.
    """

    demands: tuple[Demand, ...]
    cost: int
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What a schedule is sought for: a roster whose log ends today, the policies of its bodies, what was asked."""

    roster: Roster
    policies: Mapping[str, Policy]
    ask: Ask


@dataclass(frozen=True, slots=True)
class ScheduleExplanation:
    """Why there is no schedule and what then; or the `meetings` of one, which was replayed.

    `core` are demands that cannot hold together, though without any one of them they can; `smallest` says that no
    fewer demands do, `because` in what they clash, where one duty or figure tells. `remedies` are the minimal ones of
    at most `most` demands, cheapest first: all of them, if `complete`. `open_because` says why something is not known,
    `facts` what would have to be.
    """

    roster: str
    title: str
    illustrative: bool
    names: Mapping[str, str]
    ask: Ask
    meetings: tuple[Meeting, ...] | None = None
    impossible: bool = False
    core: tuple[Demand, ...] = ()
    smallest: bool = False
    because: str | None = None
    remedies: tuple[Remedy, ...] = ()
    most: int = 3
    complete: bool = False
    open_because: str | None = None
    facts: tuple[str, ...] = ()
    engine: str = ""

    @property
    def none(self) -> bool:
        """Whether it is sure that there is no schedule, whatever the unknown facts are."""
        return self.impossible and not self.facts
