"""What a proof asks: whether counts without upper bound can satisfy constraints, some of which speak of all choices."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from quorate.engines.problem import Assignment, Constraint
from quorate.formula.ast import Count, Formula

if TYPE_CHECKING:  # what reasons about any board is slow to load, and most searches never ask
    from quorate.formula.open.room import Possible


@dataclass(frozen=True, slots=True)
class Query:
    """Counts, constraints that must all hold, and counts that say whether some choice is possible."""

    counts: tuple[Count, ...]
    constraints: tuple[Constraint, ...]
    possible: "tuple[Possible, ...]" = ()


@dataclass(frozen=True, slots=True)
class Satisfied:
    """Counts that satisfy the query."""

    assignment: Assignment


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    """Nothing satisfies the query, whatever the size."""


@dataclass(frozen=True, slots=True)
class NotDecided:
    """Neither found nor refuted; never to be read as no."""

    why: str


Proof: TypeAlias = Satisfied | Unsatisfiable | NotDecided


class Sought(Protocol):
    """A query that has been put to a prover; it can be asked again with further constraints."""

    def ask(self, *more: Formula, seconds: float | None = None) -> Proof:
        """Each time by a solver of its own, which has learnt nothing from the last."""

    def with_(self, counts: tuple[Count, ...], constraints: tuple[Constraint, ...]) -> "Sought":
        """The same query with more counts and constraints, of which only these are new to the prover."""

    def smt_lib(self, *more: Formula) -> str:
        """The question in the language that other provers read."""


class Prover(Protocol):
    """A decision procedure for linear arithmetic over the integers, quantifiers included."""

    name: str

    def put(self, query: Query, seed: int = 0) -> Sought: ...
