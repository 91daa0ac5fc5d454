"""How the formulas that are more than a plain bound shrink, count by count, and what the rewards among them gain."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from quorate.engines.layout import Domains, Form, atoms, bound_of
from quorate.engines.tables.residual import NO, YES, Goal, Nodes, Sure, shrink
from quorate.engines.tables.windows import Sums, moves_of
from quorate.formula.ast import Count, Formula, counts_of


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
    begin: int
    touches: tuple[Touch, ...]
    following: dict[tuple[int, ...], Following | None] = field(default_factory=dict)


class Goals:
    """Goals by number; 0 is the one at the start. `possible` is false where a must is never true."""

    def __init__(
        self, musts: list[Formula], rewards: list[tuple[Formula, int]], position: dict[Count, int], domains: Domains
    ) -> None:
        self._position = position
        forms = _forms([*musts, *(formula for formula, _ in rewards)])
        self._moves = [moves_of(form, position, domains) for form in forms]
        self._nodes = Nodes({form: number for number, form in enumerate(forms)})
        self._arrivals = [Goal() for _ in position]
        self.possible = True
        self.gain = 0
        for formula in musts:
            node = self._nodes.add(formula)
            self.possible &= node != NO
            self._enter(formula, node, Goal(musts=frozenset([node])))
        for formula, gain in rewards:
            node = self._nodes.add(formula)
            self.gain += gain if node == YES else 0
            self._enter(formula, node, Goal(rewards=frozenset([(node, gain)])))
        self._goals: list[tuple[Goal, tuple[int, ...]]] = []
        self._numbers: dict[Goal, int] = {}
        self._steps: dict[tuple[int, int], Step] = {}
        self._number(Goal())

    def _enter(self, formula: Formula, node: int, goal: Goal) -> None:
        """A formula enters with the first count it reads; one that reads none is decided already."""
        if node > YES:
            first = min(self._position[count] for count in counts_of(formula))
            self._arrivals[first] = self._arrivals[first].joined(goal)

    def step(self, index: int, number: int) -> Step:
        found = self._steps.get((index, number))
        if found is None:
            found = self._steps[index, number] = self._new_step(index, number)
        return found

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
        return Step(goal, forms, len(forms) - len(known), touches)

    def take(self, step: Step, sums: list[int], value: int) -> tuple[int, Sums, int] | None:
        """The goal, its sums and the gain after the count has that value; none if a must has become impossible."""
        moved = sums.copy()
        key: list[int] = []
        for place, _, coefficient, rest_low, rest_high, bounds in step.touches:
            total = moved[place] = sums[place] + coefficient * value
            key.append(bisect_right(bounds, total + rest_low))
            key.append(bisect_right(bounds, total + rest_high))
        passed = tuple(key)
        following = step.following[passed] if passed in step.following else self._follow(step, passed, moved)
        if following is None:
            return None
        places = following.places
        kept = tuple(moved) if places is None else tuple([moved[place] for place in places])
        return following.goal, kept, following.gain

    def _follow(self, step: Step, passed: tuple[int, ...], moved: list[int]) -> Following | None:
        sure: Sure = {}
        for number, touch in enumerate(step.touches):
            if passed[2 * number] > 0 or passed[2 * number + 1] < len(touch.bounds):
                total = moved[touch.place]
                sure[touch.form] = (total + touch.rest_low, total + touch.rest_high)
        shrunk = shrink(self._nodes, step.goal, sure)
        following = step.following[passed] = self._following(step, *shrunk) if shrunk else None
        return following

    def _following(self, step: Step, goal: Goal, gain: int) -> Following:
        number = self._number(goal)
        forms = self._goals[number][1]
        if forms == step.forms:
            return Following(number, gain, None)
        place = {form: index for index, form in enumerate(step.forms)}
        return Following(number, gain, tuple(place[form] for form in forms))

    def _number(self, goal: Goal) -> int:
        number = self._numbers.get(goal)
        if number is None:
            number = self._numbers[goal] = len(self._goals)
            self._goals.append((goal, tuple(sorted(goal.reads(self._nodes)))))
        return number


def _forms(formulas: Iterable[Formula]) -> list[Form]:
    read = (atom for formula in formulas for atom in atoms(formula))
    return list(dict.fromkeys(bound_of(atom).form for atom in read if atom.linear.terms))
