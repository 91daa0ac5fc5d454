"""Engines at work on one request: which of them answers, how much time is left, who hears of progress."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from quorate.engines.base import (
    Capability,
    Choice,
    Clock,
    Found,
    Impossible,
    Limits,
    OutOfRoom,
    OutOfTime,
    Problem,
    Undecided,
    choose,
    cross_check,
    engine,
)
from quorate.engines.some import some
from quorate.engines.weighing import Weigher, weigher
from quorate.source.diagnostic import CallError, Diagnostic

NOBODY_YET = Choice("", "")
PATIENCE = 10.0
"""Seconds that a second opinion may take."""


@dataclass(slots=True)
class Desk:
    """One time limit for everything that is asked; `choice` is the engine that ranked or counted last."""

    forced: str | None
    given: Limits
    clock: Clock
    choice: Choice = NOBODY_YET

    @property
    def limits(self) -> Limits:
        return self.given.left(self.clock)

    def count(self, problem: Problem) -> int:
        self.choice = choose(problem, Capability.COUNT, self.forced)
        return engine(self.choice.name).count(problem, self.limits)

    def weigher(self) -> Weigher:
        """Who weighs slates; only one engine can."""
        if self.forced not in (None, "tables"):
            message = f"the engine `{self.forced}` cannot weigh slates"
            raise CallError([Diagnostic("incapable-engine", message, help="leave `--engine` out")])
        self.choice = Choice("tables", "it weighs slates without listing them")
        return weigher()

    def enumerate(self, problem: Problem) -> Iterator[Found]:
        self.choice = choose(problem, Capability.ENUMERATE, self.forced)
        return (Found(each) for each in engine(self.choice.name).enumerate(problem, self.limits))

    def ranked(self, problem: Problem) -> Iterator[Found]:
        """The assignments best first; where a table has no room for them, by CP-SAT."""
        self.choice = choose(problem, Capability.RANK, self.forced)
        try:
            yield from engine(self.choice.name).rank(problem, self.limits)
        except OutOfRoom as error:
            if self.forced is not None:
                raise
            self.choice = Choice("cp-sat", str(error))
            yield from engine("cp-sat").rank(problem, self.limits)

    def one(self, problem: Problem) -> Found | None:
        """Some assignment, or none if there is none."""
        _, found = some(problem, self.limits, self.forced)
        match found:
            case Found():
                return found
            case Impossible():
                return None
            case Undecided(why):
                raise OutOfTime(why)

    def second(self, problem: Problem, answer: Found | Impossible | int) -> str:
        """What an independent engine says of an answer."""
        other = "python-constraint" if self.choice.name != "python-constraint" else "tables"
        limits = self.limits
        if limits.seconds is None or limits.seconds > PATIENCE:
            limits = replace(limits, seconds=PATIENCE, asked=None)
        return cross_check(problem, answer, other, limits)
