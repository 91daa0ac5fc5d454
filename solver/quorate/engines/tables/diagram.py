"""A problem as a layered diagram: a row of states per count, an edge per value that can still lead somewhere.

A state is what is left to decide (a `Goal`) with the partial sum of every form that the goal still reads. Two partial
assignments in one state have the same completions and gain the same from them, so the diagram forgets which it was.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from quorate.engines.layout import Form, Layout, conjuncts
from quorate.engines.problem import Problem, domain
from quorate.engines.tables.residual import NO, YES, Goal, Nodes, Sure, shrink
from quorate.formula.ast import Count, Formula, counts_of

Sums: TypeAlias = tuple[int, ...]


class State(NamedTuple):
    """The number of a goal and the partial sums of the forms it reads, in the order of the forms."""

    goal: int
    sums: Sums


class Edge(NamedTuple):
    value: int
    target: State
    gain: int


class Touch(NamedTuple):
    """A form that a count moves: its place among the sums, by how much, what may still come, and its open bounds."""

    place: int
    form: int
    coefficient: int
    rest_low: int
    rest_high: int
    bounds: tuple[int, ...]


class Following(NamedTuple):
    """Where a goal goes; `places` are the sums it still reads, none if all in the same order."""

    goal: int
    gain: int
    places: tuple[int, ...] | None


@dataclass(slots=True)
class Step:
    """One goal taking one count: with the formulas that begin there it is `goal`, reading `forms`."""

    goal: Goal
    forms: tuple[int, ...]
    begun: int
    touches: tuple[Touch, ...]
    following: dict[tuple[int, ...], Following | None] = field(default_factory=dict)


class Diagram:
    """The edges of the diagram, made as they are asked for. `possible` is false where a formula is never true."""

    def __init__(self, problem: Problem, rewards: Iterable[tuple[Formula, int]] = ()) -> None:
        layout = Layout(problem)
        self.counts = layout.counts
        self._domains = [domain(count) for count in self.counts]
        self._position = {count: index for index, count in enumerate(self.counts)}
        self._moves = [_moves(form, self._position) for form in layout.bounds]
        self._nodes = Nodes({form: number for number, form in enumerate(layout.bounds)})
        self._goals: list[tuple[Goal, tuple[int, ...]]] = []
        self._numbers: dict[Goal, int] = {}
        self._steps: dict[tuple[int, int], Step] = {}
        self.possible = all(len(values) for values in self._domains)
        self.gain = 0
        self._arrivals = [Goal() for _ in self.counts]
        self._arrive(problem, rewards)
        self.start = State(self._number(Goal()), ())

    def _arrive(self, problem: Problem, rewards: Iterable[tuple[Formula, int]]) -> None:
        """A formula enters with the first count it reads; one that reads none is decided now."""
        for formula in conjuncts(problem):
            node = self._nodes.add(formula)
            self.possible &= node != NO
            self._enter(formula, Goal(musts=frozenset([node])), node)
        for formula, gain in rewards:
            node = self._nodes.add(formula)
            self.gain += gain if node == YES else 0
            self._enter(formula, Goal(rewards=frozenset([(node, gain)])), node)

    def _enter(self, formula: Formula, goal: Goal, node: int) -> None:
        if node > YES:
            first = min(self._position[count] for count in counts_of(formula))
            self._arrivals[first] = self._arrivals[first].joined(goal)

    def edges(self, index: int, state: State) -> Iterator[Edge]:
        """From a state before the count at `index`, one edge per value that leaves the musts possible."""
        step = self._step(index, state.goal)
        sums = [*state.sums, *[0] * (len(step.forms) - step.begun)]
        touches = step.touches
        for value in self._domains[index]:
            key: list[int] = []
            for place, _, coefficient, rest_low, rest_high, bounds in touches:
                moved = sums[place] + coefficient * value
                key.append(bisect_right(bounds, moved + rest_low))
                key.append(bisect_right(bounds, moved + rest_high))
            following = self._follow(index, step, tuple(key), sums, value)
            if following is not None:
                new = sums.copy()
                for touch in touches:
                    new[touch.place] += touch.coefficient * value
                places = following.places
                kept = tuple(new) if places is None else tuple([new[place] for place in places])
                yield Edge(value, State(following.goal, kept), following.gain)

    def _follow(self, index: int, step: Step, key: tuple[int, ...], sums: list[int], value: int) -> Following | None:
        try:
            return step.following[key]
        except KeyError:
            pass
        sure: Sure = {}
        for number, touch in enumerate(step.touches):
            if key[2 * number] > 0 or key[2 * number + 1] < len(touch.bounds):
                moved = sums[touch.place] + touch.coefficient * value
                sure[touch.form] = (moved + touch.rest_low, moved + touch.rest_high)
        shrunk = shrink(self._nodes, step.goal, sure)
        following = self._following(step, *shrunk) if shrunk else None
        step.following[key] = following
        return following

    def _following(self, step: Step, goal: Goal, gain: int) -> Following:
        number = self._number(goal)
        forms = self._goals[number][1]
        if forms == step.forms:
            return Following(number, gain, None)
        place = {form: index for index, form in enumerate(step.forms)}
        return Following(number, gain, tuple(place[form] for form in forms))

    def _step(self, index: int, number: int) -> Step:
        step = self._steps.get((index, number))
        if step is None:
            step = self._steps[index, number] = self._new_step(index, number)
        return step

    def _new_step(self, index: int, number: int) -> Step:
        before, known = self._goals[number]
        goal = before.joined(self._arrivals[index])
        reads = goal.reads(self._nodes)
        forms = (*known, *sorted(reads.keys() - set(known)))
        touches = tuple(
            Touch(place, form, *self._moves[form][index], tuple(sorted(reads[form])))
            for place, form in enumerate(forms)
            if index in self._moves[form]
        )
        return Step(goal, forms, len(known), touches)

    def _number(self, goal: Goal) -> int:
        number = self._numbers.get(goal)
        if number is None:
            number = self._numbers[goal] = len(self._goals)
            self._goals.append((goal, tuple(sorted(goal.reads(self._nodes)))))
        return number


def _moves(form: Form, position: dict[Count, int]) -> dict[int, tuple[int, int, int]]:
    """By position of a count in the form: its coefficient, and what the counts after it add at least and at most."""
    moves: dict[int, tuple[int, int, int]] = {}
    low = high = 0
    for index, count, factor in sorted(((position[count], count, factor) for count, factor in form), reverse=True):
        moves[index] = (factor, low, high)
        values = domain(count)
        low += min(factor * values[0], factor * values[-1])
        high += max(factor * values[0], factor * values[-1])
    return moves
