"""How the figures are searched for: one time limit for all of them, the engines that answer, a second opinion."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from time import monotonic

from quorate.engines.base import (
    Capability,
    Clock,
    Found,
    Impossible,
    Limits,
    Outcome,
    OutOfTime,
    Problem,
    Undecided,
    choose,
    cross_check,
    engine,
)

PATIENCE = 20.0
"""Seconds that all second opinions together may take."""


@dataclass(slots=True)
class Opinions:
    """What second engines said: in how many searches they agreed, and why they could not in the others."""

    agreed: dict[str, int] = field(default_factory=dict)
    unable: dict[str, int] = field(default_factory=dict)
    spent: float = 0.0

    def hear(self, other: str, said: str) -> None:
        if said == f"`{other}` agrees":
            self.agreed[other] = self.agreed.get(other, 0) + 1
        else:
            self.unable[said] = self.unable.get(said, 0) + 1

    def __str__(self) -> str:
        parts = [f"`{other}` agrees in {_searches(number)}" for other, number in self.agreed.items()]
        parts += [f"in {_searches(number)} {why}" for why, number in self.unable.items()]
        return "; ".join(parts) or "nothing was searched"


def _searches(number: int) -> str:
    return "one search" if number == 1 else f"{number:,} searches"


@dataclass(slots=True)
class Search:
    """How to search, with one time limit for everything that is asked, and which engines were used.

    With `opinions` a second, independent engine is asked for every outcome and every number.
    """

    given: Limits = field(default_factory=Limits)
    forced: str | None = None
    engines: dict[str, None] = field(default_factory=dict)
    opinions: Opinions | None = None
    clock: Clock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = Clock(self.given)

    @property
    def limits(self) -> Limits:
        """What is left of the time; raises `OutOfTime` when nothing is."""
        return self.given.left(self.clock)

    @property
    def second(self) -> str | None:
        """What the second engines said; none if they were not asked."""
        return None if self.opinions is None else str(self.opinions)

    def solve(self, problem: Problem, capability: Capability) -> Found | Impossible:
        """The outcome, checked; raises `OutOfTime` where it is undecided."""
        name = self._pick(problem, capability)
        outcome = engine(name).solve(problem, self.limits)
        if isinstance(outcome, Undecided):
            raise OutOfTime(outcome.why)
        self._check(problem, outcome, name)
        return outcome

    def count(self, problem: Problem) -> int:
        """The exact number of slates, checked; raises `OutOfTime`."""
        name = self._pick(problem, Capability.COUNT)
        number = engine(name).count(problem, self.limits)
        self._check(problem, number, name)
        return number

    def rank(self, problem: Problem) -> Iterator[Found]:
        """The assignments, best first; raises `OutOfTime`."""
        return engine(self._pick(problem, Capability.RANK)).rank(problem, self.limits)

    def _pick(self, problem: Problem, capability: Capability) -> str:
        choice = choose(problem, capability, self.forced)
        self.engines[choice.name] = None
        return choice.name

    def _check(self, problem: Problem, answer: Outcome | int, first: str) -> None:
        """Ask a second engine for the same; what it says is kept, `InternalError` if it is something else."""
        if self.opinions is None:
            return
        other = "tables" if first == "python-constraint" else "python-constraint"
        self.opinions.hear(other, self._second(problem, answer, other, PATIENCE - self.opinions.spent))

    def _second(self, problem: Problem, answer: Outcome | int, other: str, patience: float) -> str:
        assert self.opinions is not None
        if patience <= 0:
            return f"`{other}` could not check: {PATIENCE:g} s were spent on second opinions"
        limits = replace(self.limits, canonical=False)
        if limits.seconds is None or limits.seconds > patience:
            limits = replace(limits, seconds=patience, asked=PATIENCE)
        begun = monotonic()
        try:
            return cross_check(problem, answer, other, limits)
        finally:
            self.opinions.spent += monotonic() - begun
