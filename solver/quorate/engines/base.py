"""What an engine is given and what it answers: problems, outcomes, limits, and the table of engines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Protocol, TypeAlias

from quorate.formula.ast import Count, Formula, Linear

NOTHING = Linear(())


@dataclass(frozen=True, slots=True)
class Constraint:
    """A named formula; the name (a clause id, `search.size`, …) is what a core speaks of."""

    name: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Objective:
    """Something to maximise: `linear` plus the weight of every formula that holds. Integers."""

    name: str
    linear: Linear = NOTHING
    rewards: tuple[tuple[int, Formula], ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """In how many ways a class of `size` like elements can fill its disjoint cells: a multinomial coefficient."""

    size: int
    cells: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Counts within bounds, constraints that must all hold, objectives in lexicographic order.

    `ways` weighs an assignment when slates rather than assignments are counted; a count in no `Ways` weighs one.
    """

    counts: tuple[Count, ...]
    constraints: tuple[Constraint, ...]
    objectives: tuple[Objective, ...] = ()
    ways: tuple[Ways, ...] = ()


Assignment: TypeAlias = Mapping[Count, int]


@dataclass(frozen=True, slots=True)
class Found:
    """An assignment that satisfies the problem; `optimal` says whether the objectives were proved best."""

    assignment: Assignment
    values: tuple[int, ...] = ()
    optimal: bool = True


@dataclass(frozen=True, slots=True)
class Impossible:
    """Nothing satisfies the problem; `core` names constraints that suffice for that, where the engine can say."""

    core: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither found nor refuted; never to be read as no. `best` is the best assignment so far, if any."""

    why: str
    best: Found | None = None


Outcome: TypeAlias = Found | Impossible | Undecided


class Capability(StrEnum):
    FIND = "find"
    OPTIMISE = "optimise"
    ENUMERATE = "enumerate"
    COUNT = "count"
    RANK = "rank"


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` of wall clock (none: no limit) and the seed that makes an answer repeatable."""

    seconds: float | None = None
    seed: int = 0


class Engine(Protocol):
    """A search engine. Methods outside `capabilities` raise `NotImplementedError`."""

    name: str
    capabilities: frozenset[Capability]

    def solve(self, problem: Problem, limits: Limits) -> Outcome:
        """The best assignment by the objectives, in order."""

    def enumerate(self, problem: Problem, limits: Limits) -> Iterator[Assignment]:
        """Every assignment once, in no promised order; raises `OutOfTime` when the limit strikes."""

    def count(self, problem: Problem, limits: Limits) -> int:
        """The exact number of slates (assignments weighed by `ways`); raises `OutOfTime`."""

    def rank(self, problem: Problem, limits: Limits, top: int) -> list[Found]:
        """The `top` best assignments, best first; ties in canonical order (see `canonical`)."""


class OutOfTime(Exception):
    """The time limit struck before the answer was complete."""


def canonical(problem: Problem, assignment: Assignment) -> tuple[int, ...]:
    """The order among equally good assignments: those that use earlier counts more come first."""
    return tuple(-assignment[count] for count in problem.counts)


ENGINES: dict[str, str] = {
    "exhaustive": "quorate.engines.exhaustive:Exhaustive",
    "tables": "quorate.engines.tables:Tables",
    "python-constraint": "quorate.engines.csp:PythonConstraint",
    "cp-sat": "quorate.engines.cpsat:CpSat",
}


def engine(name: str) -> Engine:
    """The engine of that name, its library imported only now."""
    module, _, cls = ENGINES[name].partition(":")
    made: Engine = getattr(import_module(module), cls)()
    return made
