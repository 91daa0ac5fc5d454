"""A problem as a layered diagram: a row of states per count, an edge per value that can still lead somewhere.

A state is what is left to decide with the partial sums that decide it. Two partial assignments in one state have the
same completions and gain the same from them, so the diagram forgets which of the two it was.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from quorate.engines.layout import Layout
from quorate.engines.problem import Problem
from quorate.engines.tables.goals import Goals
from quorate.engines.tables.windows import Sums, columns, windows
from quorate.formula.ast import Formula

State: TypeAlias = tuple[int, Sums, Sums]
"""The number of a goal, the partial sums of the forms it reads, and those of the open windows."""

Edge: TypeAlias = tuple[int, State, int]
"""The value of the count, the state it leads to, and what is gained on the way."""

START: State = (0, (), ())


class Diagram:
    """The edges of the diagram, made as they are asked for. `gain` is what surely true rewards are worth."""

    def __init__(self, problem: Problem, rewards: Iterable[tuple[Formula, int]] = ()) -> None:
        layout = Layout(problem)
        self.counts = layout.counts
        self.gain = 0
        self.possible = all(layout.domains.values())
        self._domains = [layout.domains[count] for count in self.counts]
        if self.possible:
            position = {count: index for index, count in enumerate(self.counts)}
            limits, others = windows(layout.musts)
            self._columns = columns(limits, position, layout.domains)
            self._goals = Goals(others, list(rewards), position, layout.domains)
            self.gain = self._goals.gain
            self.possible = self._goals.possible

    def edges(self, index: int, state: State) -> Iterator[Edge]:
        """From a state before the count at `index`, one edge per value that leaves the musts possible."""
        number, known, begun = state
        column = self._columns[index]
        opened = column.open(begun)
        if opened is None:
            return
        goals, step = self._goals, self._goals.step(index, number)
        sums = [*known, *[0] * step.begin]
        gain = 0
        for value in self._domains[index]:
            after = column.take(opened, value)
            if after is None:
                continue
            if step.touches:
                taken = goals.take(step, sums, value)
                if taken is None:
                    continue
                number, known, gain = taken
            yield value, (number, known, after), gain
