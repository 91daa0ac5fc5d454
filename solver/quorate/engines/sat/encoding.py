"""A problem as clauses and cardinality constraints that MiniCard takes as they are.

A count is as many literals as it has steps above its least: the first says `count >= low + 1`, and so on. A formula
below a disjunction gets a literal that implies it; nothing needs the converse, since no negation stands in a formula.
"""

from collections.abc import Iterable
from itertools import pairwise

from quorate.engines.limits import OutOfRoom
from quorate.engines.problem import Assignment, domain
from quorate.engines.sat.sums import Sum, normal
from quorate.formula.ast import All, AtLeastZero, Constant, Count, Formula, Linear, Some

ROOM = 200_000
"""Nodes that all sums with large weights may take together."""


class Encoding:
    """Grows by `require`; `clauses` and `at_most` (literals, and how many of them may be true) go to a solver."""

    def __init__(self, counts: Iterable[Count]) -> None:
        self.clauses: list[list[int]] = []
        self.at_most: list[tuple[list[int], int]] = []
        self.variables = 0
        self._counts = tuple(counts)
        self._steps: dict[str, list[int]] = {}
        self._copies: dict[int, list[int]] = {}
        self._literals: dict[Formula, int] = {}
        self._nodes = 0
        for count in self._counts:
            self._declare(count)

    def _declare(self, count: Count) -> None:
        values = len(domain(count))
        if not values:
            self.clauses.append([])
        steps = self._steps[count.key] = [self.fresh() for _ in range(values - 1)]
        self.clauses += ([lower, -upper] for lower, upper in pairwise(steps))

    def fresh(self) -> int:
        self.variables += 1
        return self.variables

    def _true(self) -> int:
        always = self.fresh()
        self.clauses.append([always])
        return always

    def steps(self) -> list[int]:
        """The literals of all counts, those of earlier counts first: the more are true, the greater the count."""
        return [step for steps in self._steps.values() for step in steps]

    def assignment(self, truths: list[int]) -> Assignment:
        """What the truths that a solver found, variable by variable, say of the counts."""
        steps = self._steps
        return {count: count.low + sum(truths[step - 1] > 0 for step in steps[count.key]) for count in self._counts}

    def require(self, formula: Formula, given: int | None = None) -> None:
        """The formula holds; with `given`, where that literal is true."""
        match formula:
            case Constant(truth):
                if not truth:
                    self._clause([], given)
            case AtLeastZero(linear):
                self.reach(self._sum(linear), given)
            case All(parts):
                for part in parts:
                    self.require(part, given)
            case Some(parts):
                self._any(parts, given)

    def _clause(self, literals: list[int], given: int | None) -> None:
        self.clauses.append(literals if given is None else [-given, *literals])

    def _any(self, parts: tuple[Formula, ...], given: int | None) -> None:
        literals: list[int] = []
        for part in parts:
            if isinstance(part, AtLeastZero) and (total := self._sum(part.linear)).is_clause:
                literals += total.literals
            else:
                literals.append(self._literal(part))
        self._clause(literals, given)

    def _literal(self, formula: Formula) -> int:
        """A literal that implies the formula."""
        literal = self._literals.get(formula)
        if literal is None:
            literal = self._literals[formula] = self.fresh()
            self.require(formula, literal)
        return literal

    def _sum(self, linear: Linear) -> Sum:
        literals: list[int] = []
        weights: list[int] = []
        bound = -linear.constant
        for count, factor in linear.terms:
            steps = self._steps[count.key]
            bound -= factor * count.low
            if factor > 0:
                literals += steps
            else:
                literals += [-step for step in steps]
                bound -= factor * len(steps)
            weights += [abs(factor)] * len(steps)
        return Sum(literals, weights, bound)

    def reach(self, asked: Sum, given: int | None = None) -> None:
        """The sum comes to its bound; with `given`, where that literal is true."""
        if asked.bound <= 0:
            return
        known = normal(asked)
        if known is None:
            self._clause([], given)
            return
        forced, rest = known
        for literal in forced:
            self._clause([literal], given)
        if rest.bound <= 0:
            return
        if rest.is_clause:
            self._clause(rest.literals, given)
        elif rest.is_light:
            self._cardinality(rest, given)
        else:
            self._diagram(rest, self._true() if given is None else given)

    def _cardinality(self, asked: Sum, given: int | None) -> None:
        """At most so many of the literals are false; as many more as the bound where `given` is false."""
        false = [-literal for literal in asked.literals]
        for literal, weight in zip(asked.literals, asked.weights, strict=True):
            if weight > 1:
                false += [-copy for copy in self._copied(literal, weight - 1)]
        spare = len(false) - asked.bound
        if given is not None:
            false += [given, *self._copied(given, asked.bound - 1)]
            spare = len(false) - asked.bound
        self.at_most.append((false, spare))

    def _copied(self, literal: int, times: int) -> list[int]:
        """So many other literals that are true where this one is: the solver knows no weights."""
        copies = self._copies.setdefault(abs(literal), [])
        while len(copies) < times:
            copies.append(self.fresh())
            self.clauses += ([-abs(literal), copies[-1]], [abs(literal), -copies[-1]])
        return copies[:times] if literal > 0 else [-copy for copy in copies[:times]]

    def _diagram(self, asked: Sum, root: int) -> None:
        """A node for whatever may still be missing after the first literals: it implies that the others bring it."""
        pairs = sorted(zip(asked.weights, asked.literals, strict=True), reverse=True)
        left = asked.total
        layer = {asked.bound: root}
        for weight, literal in pairs:
            left -= weight
            below: dict[int, int] = {}
            for missing, node in layer.items():
                self._edge([-node], missing - weight, left, below)
                self._edge([-node, literal], missing, left, below)
            layer = below
            self._nodes += len(layer)
            if self._nodes > ROOM:
                raise OutOfRoom(f"sums with large weights would take more than {ROOM:,} nodes")

    def _edge(self, unless: list[int], missing: int, left: int, below: dict[int, int]) -> None:
        if missing > left:
            self.clauses.append(unless)
        elif missing > 0:
            node = below.setdefault(missing, 0) or self.fresh()
            below[missing] = node
            self.clauses.append([*unless, node])
