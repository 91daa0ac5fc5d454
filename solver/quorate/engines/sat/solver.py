"""MiniCard at work on an encoding: asked again and again under assumptions, within a time limit, heeding Ctrl-C."""

from threading import Event, Thread
from typing import Any

from quorate.engines.interrupts import deferred
from quorate.engines.limits import Clock, OutOfTime
from quorate.engines.problem import Assignment
from quorate.engines.sat.encoding import Encoding
from quorate.source.diagnostic import InternalError

_AT_ONCE = 1_000
"""Conflicts that are tried before a thread is worth its while."""

_GLANCE = 0.02
"""Seconds between looks at the clock and for Ctrl-C while the solver's thread works."""


class Solver:
    """Keeps what it learns from one question to the next; `core` and `truths` are of the last answer."""

    def __init__(self, encoding: Encoding, clock: Clock) -> None:
        from pysat.solvers import Minicard

        self._encoding = encoding
        self._clock = clock
        self._solver: Any = Minicard()
        self._clauses = 0
        self._at_most = 0
        self.update()

    def update(self) -> None:
        """Take over what the encoding has grown by."""
        add, bound, encoding = self._solver.add_clause, self._solver.add_atmost, self._encoding
        for clause in encoding.clauses[self._clauses :]:
            add(clause)
        for literals, most in encoding.at_most[self._at_most :]:
            bound(literals, most)
        self._clauses, self._at_most = len(encoding.clauses), len(encoding.at_most)

    def ask(self, assumed: list[int] | None = None, conflicts: int | None = None) -> bool | None:
        """Whether there is an assignment under what is assumed; raises `OutOfTime` or `KeyboardInterrupt`.

        With `conflicts` it is given up after so many of them, and the answer is none.
        """
        _ = self._clock.left
        self._clock.tick()
        self._solver.conf_budget(_AT_ONCE if conflicts is None else conflicts)
        # INVARIANT: `expect_interrupt` always, or PySAT would leave its solver by a jump when it hears Ctrl-C
        answer: bool | None = self._solver.solve_limited(assumed or [], expect_interrupt=True)
        return self._at_length(assumed or []) if answer is None and conflicts is None else answer

    def _at_length(self, assumed: list[int]) -> bool:
        """In a thread of its own, which is told to stop when time is up or somebody has pressed Ctrl-C."""
        done, come_to = Event(), list[bool | None]()

        def work() -> None:
            try:
                come_to.append(self._solver.solve_limited(assumed, expect_interrupt=True))
            finally:
                done.set()

        self._solver.conf_budget(-1)
        with deferred() as heard:
            Thread(target=work, daemon=True).start()
            while not done.wait(_GLANCE):
                if heard or self._late():
                    self._solver.interrupt()
        answer = come_to[0]
        if answer is None:
            _ = self._clock.left
            raise InternalError("MiniCard gave up without a word")
        return answer

    def _late(self) -> bool:
        try:
            _ = self._clock.left
        except OutOfTime:
            return True
        return False

    def assignment(self) -> Assignment:
        """The counts of the last answer, which was yes."""
        return self._encoding.assignment(self.truths())

    def truths(self) -> list[int]:
        """The last answer, variable by variable; what no constraint speaks of is false."""
        found: list[int] = self._solver.get_model()
        return found + [-variable for variable in range(len(found) + 1, self._encoding.variables + 1)]

    def core(self) -> list[int]:
        """Assumptions that suffice for the last answer, which was no."""
        found: list[int] = self._solver.get_core() or []
        return found
