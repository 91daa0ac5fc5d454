"""What is still to be decided of some formulas once the first counts are known: goals, and how they shrink."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from quorate.engines.layout import Form, bound_of
from quorate.formula.ast import All, AtLeastZero, Constant, Formula, Some


@dataclass(frozen=True, slots=True)
class Reached:
    """The form of that number is at least `at` (or, where `below`, under it)."""

    form: int
    at: int
    below: bool


@dataclass(frozen=True, slots=True)
class Junction:
    """All of the parts, or some of them; parts are numbers of nodes."""

    every: bool
    parts: frozenset[int]


Node: TypeAlias = Reached | Junction
NO, YES = 0, 1

Sure: TypeAlias = dict[int, tuple[int, int]]
"""By form, what its final value surely lies between."""


class Nodes:
    """Formulas as numbers: equal formulas have equal numbers, whatever order their parts came in."""

    def __init__(self, form_numbers: dict[Form, int]) -> None:
        self._forms = form_numbers
        self._nodes: list[Node | None] = [None, None]
        self._numbers: dict[Node, int] = {}
        self._reads: list[dict[int, frozenset[int]]] = [{}, {}]

    def add(self, formula: Formula) -> int:
        match formula:
            case Constant(truth):
                return YES if truth else NO
            case AtLeastZero(linear) if not linear.terms:
                return YES if linear.constant >= 0 else NO
            case AtLeastZero():
                bound = bound_of(formula)
                return self._number(Reached(self._forms[bound.form], bound.at, bound.below))
            case All(parts):
                return self._join(True, [self.add(part) for part in parts])
            case Some(parts):
                return self._join(False, [self.add(part) for part in parts])

    def reads(self, node: int) -> dict[int, frozenset[int]]:
        """The bounds a node reads, by form."""
        return self._reads[node]

    def reduce(self, node: int, sure: Sure) -> int:
        """The node once the final values of forms are known to lie in those ranges."""
        if not any(form in sure for form in self._reads[node]):
            return node
        match self._nodes[node]:
            case Reached(form, at, below):
                low, high = sure[form]
                return (NO if below else YES) if low >= at else (YES if below else NO) if high < at else node
            case Junction(every, parts):
                return self._join(every, [self.reduce(part, sure) for part in parts])
            case None:
                return node

    def _join(self, every: bool, parts: Iterable[int]) -> int:
        neutral, absorbing = (YES, NO) if every else (NO, YES)
        kept: set[int] = set()
        for part in parts:
            if part == absorbing:
                return absorbing
            inner = self._nodes[part]
            kept |= inner.parts if isinstance(inner, Junction) and inner.every is every else {part}
        kept.discard(neutral)
        if len(kept) < 2:
            return kept.pop() if kept else neutral
        return self._number(Junction(every, frozenset(kept)))

    def _number(self, node: Node) -> int:
        number = self._numbers.get(node)
        if number is None:
            number = self._numbers[node] = len(self._nodes)
            self._nodes.append(node)
            self._reads.append(self._reads_of(node))
        return number

    def _reads_of(self, node: Node) -> dict[int, frozenset[int]]:
        match node:
            case Reached(form, at, _):
                return {form: frozenset([at])}
            case Junction(_, parts):
                return _union(self._reads[part] for part in parts)


def _union(reads: Iterable[dict[int, frozenset[int]]]) -> dict[int, frozenset[int]]:
    merged: dict[int, frozenset[int]] = {}
    for each in reads:
        for form, ats in each.items():
            merged[form] = merged.get(form, frozenset()) | ats
    return merged


@dataclass(frozen=True, slots=True)
class Goal:
    """Nodes that must come true, and what each other node is worth if it does."""

    musts: frozenset[int] = frozenset()
    rewards: frozenset[tuple[int, int]] = frozenset()

    def reads(self, nodes: Nodes) -> dict[int, frozenset[int]]:
        """The bounds that any of its nodes reads, by form."""
        return _union(nodes.reads(node) for node in (*self.musts, *(node for node, _ in self.rewards)))

    def joined(self, other: "Goal") -> "Goal":
        return Goal(self.musts | other.musts, _worth([*self.rewards, *other.rewards]))


def _worth(rewards: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    sums: dict[int, int] = {}
    for node, gain in rewards:
        sums[node] = sums.get(node, 0) + gain
    return frozenset((node, gain) for node, gain in sums.items() if gain)


def shrink(nodes: Nodes, goal: Goal, sure: Sure) -> tuple[Goal, int] | None:
    """The goal under what is now sure, and what was gained; none if a must has become impossible."""
    musts: set[int] = set()
    for node in goal.musts:
        rest = nodes.reduce(node, sure)
        if rest == NO:
            return None
        musts.add(rest)
    musts.discard(YES)
    reduced = [(nodes.reduce(node, sure), gain) for node, gain in goal.rewards]
    gained = sum(gain for node, gain in reduced if node == YES)
    return Goal(frozenset(musts), _worth(item for item in reduced if item[0] > YES)), gained
