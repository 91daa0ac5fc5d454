"""What an explanation says: cores with their parts, a slate and a person looked into, ranks compared, the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quorate.charter.verdict import Evidence
from quorate.questions.explain.remedies import Recruits, Repairs
from quorate.questions.slates.nouns import Searched, Seated, Slate
from quorate.source.span import Span


class Kind(StrEnum):
    """What can stand in a core."""

    CLAUSE = "clause"
    FACT = "fact"
    SEATS = "seats"
    SIZE = "size"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Near:
    """A slate that fulfils the rest of a core, and what the reference evaluator says against it."""

    slate: tuple[Seated, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One member of a core; `names` are clauses that come to the same, told as one.

    By itself, whatever else holds, it keeps out `keeps_out` (`why` says the reference evaluator) and lets bodies have
    the `sizes`, least and greatest; those are none where no slate meets it or where they say nothing. `no_chairs` are
    never the chair by it, though they could be otherwise, because of `why_no_chair`. `near` is a slate of the others.
    """

    kind: Kind
    names: tuple[str, ...]
    body: str
    text: str
    cite: str = ""
    span: Span | None = None
    keeps_out: tuple[str, ...] = ()
    why: tuple[Evidence, ...] = ()
    sizes: tuple[int, int] | None = None
    no_chairs: tuple[str, ...] = ()
    why_no_chair: tuple[Evidence, ...] = ()
    near: Near | None = None


@dataclass(frozen=True, slots=True)
class Core:
    """Clauses, facts and wishes that cannot hold together, while any all but one of them can.

    `smallest` says that it was proved that no fewer clauses and wishes clash; of the facts that may change it has the
    fewest with which they do. `because` says in what they clash, where one figure tells. With `people` it is about
    slates in which these sit; without, they clash whoever sits.
    """

    parts: tuple[Part, ...]
    because: str | None
    smallest: bool
    people: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[Part, ...]:
        """The clauses and wishes."""
        return tuple(part for part in self.parts if part.kind is not Kind.FACT)

    @property
    def facts(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.kind is Kind.FACT)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why there is no slate. With `certain` whatever the unknown facts are, else as far as facts are known.

    `hanging` slates break nothing but hang on the unknown `facts`. `complete` says whether the cores are all there
    are. `tried` clauses come to no formulas; `beyond` is said where only they stand in the way.
    """

    cores: tuple[Core, ...] = ()
    certain: bool = True
    complete: bool = False
    hanging: int | None = None
    facts: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()
    beyond: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Clauses that a slate breaks for the same reason, each of which suffices; `open` where that is not known."""

    names: tuple[str, ...]
    body: str
    text: str
    cite: str
    evidence: tuple[Evidence, ...]
    open: bool = False
    facts: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Swap:
    """Another slate that is lawful, by who joins and who leaves; `chair` is by body the new chair, where it is new."""

    joining: Mapping[str, tuple[str, ...]]
    leaving: Mapping[str, tuple[str, ...]]
    chair: Mapping[str, str]
    seats: tuple[Seated, ...]


@dataclass(frozen=True, slots=True)
class OneSlate:
    """A proposed slate: whether it is lawful (none: that hangs on facts), what it breaks, what would help.

    `unfit` says of people why they may not sit at all. `swaps` are the lawful slates with the fewest people exchanged;
    none: there is no lawful slate. `together` is why these people cannot sit together, with whomever else. A chair that
    the proposal leaves open is told where the slate is lawful with it.
    """

    seats: tuple[Seated, ...]
    lawful: bool | None
    reasons: tuple[Reason, ...] = ()
    unfit: Mapping[str, str] | None = None
    swaps: tuple[Swap, ...] = ()
    more_swaps: bool = False
    together: WhyNot | None = None


@dataclass(frozen=True, slots=True)
class OnePerson:
    """Whether a person can serve: in `slates` of `lawful` slates, such as `example`; if not, why.

    `unfit` says why nobody asks the clauses at all: no candidate, or no member of the parent body.
    """

    person: str
    body: str
    slates: int | None = None
    lawful: int | None = None
    example: Slate | None = None
    unfit: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing by which slates are ranked, with what it comes to for the slates compared, in their order."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneRank:
    """Why a slate ranks where it does: against the `first`, and against the one `before` it."""

    slate: Slate
    first: Slate
    before: Slate
    against_first: str
    against_before: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class ExplainAnswer:
    """An explanation. Of `slate`, `person` and `rank` at most one is there; without any, it is of all slates.

    `lawful` is how many lawful slates there are, none where it was not counted; `example` is the best. `why` is there
    where there is none, with `repairs` and `recruits`. `second` is what another engine said of the cores.
    """

    roster: str
    title: str
    illustrative: bool
    as_of: date
    bodies: tuple[Searched, ...]
    names: Mapping[str, str]
    lawful: int | None = None
    example: Slate | None = None
    why: WhyNot | None = None
    slate: OneSlate | None = None
    person: OnePerson | None = None
    rank: OneRank | None = None
    repairs: Repairs | None = None
    recruits: Recruits | None = None
    second: str | None = None
    open_because: str | None = None
    engine: str = ""
