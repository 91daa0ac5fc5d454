"""A problem whose softs have a literal each, to be assumed or not, and the checks that every answer about them passes.

A set of softs is a set of their places.
"""

from collections.abc import Iterable

from quorate.engines.explaining import Soft, groups, kept
from quorate.engines.limits import Clock
from quorate.engines.problem import Assignment, Problem
from quorate.engines.sat.encoding import Encoding
from quorate.engines.sat.replay import Replay
from quorate.engines.sat.solver import Solver
from quorate.source.diagnostic import InternalError

Places = frozenset[int]


class Softened:
    """Asks which softs are possible together: evaluated where they are, refuted by a solver of their own where not."""

    def __init__(self, problem: Problem, softs: tuple[Soft, ...], clock: Clock) -> None:
        self._problem, self._softs, self._clock = problem, softs, clock
        self._encoding = Encoding(problem.counts)
        hard, soft = groups(problem, softs)
        for constraint in hard:
            self._encoding.require(constraint.formula)
        self._literals = [self._encoding.fresh() for _ in softs]
        for each, literal in zip(softs, self._literals, strict=True):
            for constraint in soft[each.name]:
                self._encoding.require(constraint.formula, literal)
        self._places = {literal: place for place, literal in enumerate(self._literals)}
        self._solver = Solver(self._encoding, clock)
        replay = Replay(problem.counts)
        self._hard = replay.all_of(hard)
        self._checks = [replay.all_of(soft[each.name]) for each in softs]
        self.every = frozenset(range(len(softs)))

    def names(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._softs[place].name for place in sorted(places))

    def possible(self, places: Places, conflicts: int | None = None) -> bool | None:
        """Whether these softs are possible together; none if that was not found out within so many conflicts."""
        # INVARIANT: the others are assumed away, or the solver might try to have them too and not come to an end
        assumed = [literal if place in places else -literal for place, literal in enumerate(self._literals)]
        return self._solver.ask(assumed, conflicts)

    def clash(self) -> Places:
        """Softs that suffice for the last answer, which was no."""
        return frozenset(self._places[literal] for literal in self._solver.core() if literal > 0)

    def witness(self) -> tuple[Places, Assignment]:
        """The assignment of the last answer, which was yes, and all softs that it satisfies."""
        assignment = self._solver.assignment()
        values = list(assignment.values())
        if not self._hard(values):
            raise self._disagreement("an assignment does not satisfy the hard constraints", ())
        return frozenset(place for place, check in enumerate(self._checks) if check(values)), assignment

    def refute(self, core: Places) -> None:
        """A solver that knows of nothing but the hard constraints and these finds them impossible too."""
        alone = kept(self._problem, self._softs, self.names(core))
        encoding = Encoding(alone.counts)
        for constraint in alone.constraints:
            encoding.require(constraint.formula)
        if Solver(encoding, self._clock).ask():
            raise self._disagreement("a solver of its own finds possible what was impossible", core)

    def agree(self, claim: bool, what: str, places: Places) -> None:
        """An answer follows from what was checked, or is never given."""
        if not claim:
            raise self._disagreement(what, places)

    def _disagreement(self, what: str, places: Iterable[int]) -> InternalError:
        error = InternalError(f"`pysat` contradicts itself: {what}")
        error.add_note(f"the softs: {', '.join(self.names(places))}")
        error.add_note(f"the problem, as Python writes it: {self._problem!r}")
        return error
