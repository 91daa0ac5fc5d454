"""What an engine answers, within which limits, and which engine answers what: the face of all engines."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import import_module
from time import monotonic
from typing import Protocol, TypeAlias

from quorate.engines.interrupts import Interrupted
from quorate.engines.layout import table_size
from quorate.engines.problem import (
    NOTHING,
    Assignment,
    Constraint,
    Objective,
    Problem,
    Ways,
    canonical,
    domain,
    order,
    satisfies,
    score,
    weight,
)
from quorate.engines.query import NotDecided, Proof, Prover, Query, Satisfied, Sought, Unsatisfiable
from quorate.engines.second import READERS, SecondProver, second_prover
from quorate.source.diagnostic import CallError, Diagnostic, InternalError, did_you_mean
from quorate.source.reporter import SILENT, Reporter

__all__ = [
    "ENGINES", "NOTHING", "READERS", "Assignment", "Capability", "Choice", "Clock", "Constraint", "Engine", "Found",
    "Impossible", "Interrupted", "Limits", "NotDecided", "Objective", "OutOfRoom", "OutOfTime", "Outcome", "Problem",
    "Proof", "Prover", "Query", "Satisfied", "SecondProver", "Sought", "Undecided", "Unsatisfiable", "Ways",
    "canonical", "choose", "cross_check", "domain", "engine", "order", "prover", "satisfies", "score",
    "second_prover", "weight",
]  # fmt: skip


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
    """`seconds` of wall clock (none: no limit), the seed that makes an answer repeatable, and who hears of progress.

    Without `canonical`, `solve` may give any of the best assignments; the same one for the same seed, and sooner.
    `asked` is the limit that people gave, where `seconds` is only what is left of it.
    """

    seconds: float | None = None
    seed: int = 0
    reporter: Reporter = SILENT
    canonical: bool = True
    asked: float | None = None

    def left(self, clock: "Clock") -> "Limits":
        """What is left of these limits on a clock that began with them; raises `OutOfTime` when nothing is."""
        asked = self.seconds if self.asked is None else self.asked
        return replace(self, seconds=clock.left, asked=asked)


class OutOfTime(Exception):
    """The time limit, or the room an exact answer may take, was used up before the answer was complete."""


class OutOfRoom(OutOfTime):
    """An exact answer would need more memory than this engine takes; another may need less."""


class Clock:
    """The time of one search. `tick` is cheap enough for inner loops: only every so often it looks at the clock."""

    def __init__(self, limits: Limits, every: int = 256) -> None:
        self._limits = limits
        self._every = every
        self.ticks = 0
        self._end = None if limits.seconds is None else monotonic() + limits.seconds

    @property
    def left(self) -> float | None:
        """Seconds that remain, none without a limit; raises when there are none."""
        if self._end is None:
            return None
        left = self._end - monotonic()
        if left <= 0:
            asked = self._limits.seconds if self._limits.asked is None else self._limits.asked
            raise OutOfTime(f"the time limit of {asked:g} s was reached")
        return left

    def tick(self) -> None:
        self.ticks += 1
        if self.ticks % self._every == 0:
            self._look()

    def _look(self) -> None:
        _ = self.left
        self._limits.reporter.advance(self.ticks)


class Engine(Protocol):
    """A search engine; only what is among its `capabilities` is ever asked of it."""

    name: str
    capabilities: frozenset[Capability]

    def solve(self, problem: Problem, limits: Limits) -> Outcome:
        """The best assignment by the objectives, in order; among equals the canonical one."""

    def enumerate(self, problem: Problem, limits: Limits) -> Iterator[Assignment]:
        """Every assignment once, in no promised order; raises `OutOfTime` when the limit strikes."""

    def count(self, problem: Problem, limits: Limits) -> int:
        """The exact number of slates (assignments weighed by `ways`); raises `OutOfTime`."""

    def rank(self, problem: Problem, limits: Limits) -> Iterator[Found]:
        """Every assignment once, best first, ties in canonical order; raises `OutOfTime`."""


ENGINES: dict[str, str] = {
    "exhaustive": "quorate.engines.exhaustive:Exhaustive",
    "tables": "quorate.engines.tables:Tables",
    "python-constraint": "quorate.engines.csp:PythonConstraint",
    "cp-sat": "quorate.engines.cpsat:CpSat",
}

LIBRARIES = {"python-constraint": ("constraint", "python-constraint2"), "cp-sat": ("ortools", "ortools")}


def engine(name: str) -> Engine:
    """The engine of that name; a library it lacks is a `CallError` that names what to install."""
    if name not in ENGINES:
        help_ = did_you_mean(name, ENGINES) or f"choose one of {', '.join(ENGINES)}"
        raise CallError([Diagnostic("unknown-engine", f"there is no engine `{name}`", help=help_)])
    if name in LIBRARIES:
        _need(name, *LIBRARIES[name])
    module, _, cls = ENGINES[name].partition(":")
    made: Engine = getattr(import_module(module), cls)()
    return made


def _need(name: str, module: str, distribution: str) -> None:
    try:
        import_module(module)
    except ImportError:
        message = f"the engine `{name}` needs the library `{distribution}`, which is not installed"
        raise CallError([Diagnostic("missing-library", message, help=f"pip install {distribution}")]) from None


@dataclass(frozen=True, slots=True)
class Choice:
    """The engine that will answer, and why it was chosen."""

    name: str
    why: str


LARGEST_TABLE = 20_000_000
"""Edges, by a quick upper bound, up to which a table is surely quicker than importing CP-SAT and letting it search."""


def choose(problem: Problem, capability: Capability, forced: str | None = None) -> Choice:
    """Who answers. `tables` needs no library: it takes every count and list, and all but the largest searches.

    A search whose table could grow too large goes to `cp-sat`, which is worth its import then.
    """
    if forced is not None:
        if capability not in engine(forced).capabilities:
            message = f"the engine `{forced}` cannot {capability.value}"
            raise CallError([Diagnostic("incapable-engine", message, help="leave `--engine` out")])
        return Choice(forced, "asked for")
    if capability in (Capability.COUNT, Capability.ENUMERATE):
        return Choice("tables", "it counts without listing")
    size = table_size(problem)
    if size > LARGEST_TABLE:
        return Choice("cp-sat", f"a table could have {float(size):.1g} edges")
    return Choice("tables", f"a table has at most {size:,} edges")


def cross_check(problem: Problem, answer: Outcome | int, other: str, limits: Limits = Limits()) -> str:
    """Ask another engine for the same answer; a sentence if it agrees or cannot tell, `InternalError` if it differs.

    An integer answer is a count, any other the outcome of `solve`.
    """
    asked = engine(other)
    second: Outcome | int
    try:
        second = asked.count(problem, limits) if isinstance(answer, int) else asked.solve(problem, limits)
    except OutOfTime as error:
        return f"`{other}` could not check: {error}"
    if isinstance(second, Undecided):
        return f"`{other}` could not check: {second.why}"
    if isinstance(answer, Undecided) or _same(answer, second):
        return f"`{other}` agrees"
    disagreement = InternalError(f"`{other}` disagrees: {_brief(second)} where the answer was {_brief(answer)}")
    disagreement.add_note(f"the problem, as Python writes it: {problem!r}")
    raise disagreement


def _same(first: Outcome | int, second: Outcome | int) -> bool:
    if isinstance(first, Found) and isinstance(second, Found):
        return not (first.optimal and second.optimal) or first.values == second.values
    return first == second if isinstance(first, int) else type(first) is type(second)


def _brief(answer: Outcome | int) -> str:
    match answer:
        case Found(_, values):
            return f"found, worth {values}"
        case Impossible():
            return "impossible"
        case Undecided(why):
            return f"undecided ({why})"
        case int():
            return f"{answer:,}"


PROVERS: dict[str, str] = {"z3": "quorate.engines.smt:Z3"}


def prover(name: str = "z3") -> Prover:
    """The prover of that name, imported when it is first asked for."""
    module, _, cls = PROVERS[name].partition(":")
    made: Prover = getattr(import_module(module), cls)()
    return made
