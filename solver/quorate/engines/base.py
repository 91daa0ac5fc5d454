"""What an engine answers, within which limits, and which engine answers what: the face of all engines."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Protocol, TypeAlias

from quorate.engines.explaining import Core, Explainer, Repair, Soft
from quorate.engines.interrupts import Interrupted
from quorate.engines.layout import atoms, table_size
from quorate.engines.limits import UNLIMITED, Clock, Limits, OutOfRoom, OutOfTime
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

__all__ = [
    "ENGINES", "EXPLAINERS", "NOTHING", "READERS", "Assignment", "Capability", "Choice", "Clock", "Constraint", "Core",
    "Engine", "Explainer", "Found", "Impossible", "Interrupted", "Limits", "NotDecided", "Objective", "OutOfRoom",
    "OutOfTime", "Outcome", "Problem", "Proof", "Prover", "Query", "Repair", "Satisfied", "SecondProver", "Soft",
    "Sought", "Undecided", "Unsatisfiable", "Ways", "canonical", "choose", "cross_check", "domain", "engine",
    "explainer", "order", "prover", "satisfies", "score", "second_prover", "weight",
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
    "pysat": "quorate.engines.sat:PySat",
}

LIBRARIES = {
    "python-constraint": ("constraint", "python-constraint2"),
    "cp-sat": ("ortools", "ortools"),
    "pysat": ("pysat", "python-sat"),
}


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

SMALL_TABLE = 50_000
"""Edges up to which a table finds something before PySAT is imported (0.06 s)."""

_LIGHT = 16
"""Factors up to which a sum is short as a cardinality of literals."""


def choose(problem: Problem, capability: Capability, forced: str | None = None) -> Choice:
    """Who answers. `tables` needs no library: it takes every count and list, and all but the largest searches.

    Whether there is anything at all is soon asked of `pysat`. A search for the best whose table could grow too large
    goes to `cp-sat`, which is worth its import then.
    """
    if forced is not None:
        if capability not in engine(forced).capabilities:
            message = f"the engine `{forced}` cannot {capability.value}"
            raise CallError([Diagnostic("incapable-engine", message, help="leave `--engine` out")])
        return Choice(forced, "asked for")
    if capability in (Capability.COUNT, Capability.ENUMERATE):
        return Choice("tables", "it counts without listing")
    size = table_size(problem)
    if size > SMALL_TABLE and capability is Capability.FIND and not problem.objectives and _light(problem):
        return Choice("pysat", f"a table could have {float(size):.1g} edges")
    if size > LARGEST_TABLE:
        return Choice("cp-sat", f"a table could have {float(size):.1g} edges")
    return Choice("tables", f"a table has at most {size:,} edges")


def _light(problem: Problem) -> bool:
    linears = (atom.linear for each in problem.constraints for atom in atoms(each.formula))
    return all(-_LIGHT <= factor <= _LIGHT for linear in linears for _, factor in linear.terms)


def cross_check(problem: Problem, answer: Outcome | int, other: str, limits: Limits = UNLIMITED) -> str:
    """Ask another engine for the same answer; a sentence if it agrees or cannot tell, `InternalError` if it differs.

    An integer answer is a count, any other the outcome of `solve`.
    """
    asked = engine(other)
    needed = Capability.COUNT if isinstance(answer, int) else Capability.OPTIMISE
    if needed not in asked.capabilities and (isinstance(answer, int) or problem.objectives):
        return f"`{other}` could not check: it cannot {needed.value}"
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


EXPLAINERS: dict[str, str] = {
    "exhaustive": "quorate.engines.exhaustive:ExhaustiveExplainer",
    "pysat": "quorate.engines.sat:SatExplainer",
}


def explainer(name: str = "pysat") -> Explainer:
    """Who says why a problem is impossible and what would make it possible; its library is imported only now."""
    if name in LIBRARIES:
        _need(name, *LIBRARIES[name])
    module, _, cls = EXPLAINERS[name].partition(":")
    made: Explainer = getattr(import_module(module), cls)()
    return made


PROVERS: dict[str, str] = {"z3": "quorate.engines.smt:Z3"}


def prover(name: str = "z3") -> Prover:
    """The prover of that name, imported when it is first asked for."""
    module, _, cls = PROVERS[name].partition(":")
    made: Prover = getattr(import_module(module), cls)()
    return made
