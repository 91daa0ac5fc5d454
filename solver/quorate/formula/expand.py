"""From counts to names and back: which named sets an assignment of a bag's counts stands for."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from quorate.formula.ast import Count
from quorate.formula.bag import Bag, Cell, Class
from quorate.formula.evaluator import value

Named: TypeAlias = Mapping[str, tuple[str, ...]]
"""Chosen sets by name, their elements in the order of the bag."""
Placed: TypeAlias = tuple[str, frozenset[str]]


def expand(bag: Bag, assignment: Mapping[Count, int]) -> Iterator[Named]:
    """Every named choice that the counts stand for, lazily and in canonical order: earlier elements first."""
    order = {element: index for index, element in enumerate(bag.elements)}
    fixed = tuple((each.ids[0], _sets_of(bag, each, assignment)) for each in bag.classes if each.single)
    splits = [_Split.of(bag, each, group, assignment) for each in bag.classes for group in _groups(bag, each)]
    for placed in _placings(splits):
        members: dict[str, list[str]] = {each.name: [] for each in bag.sets}
        for element, inside in (*fixed, *placed):
            for name in inside:
                members[name].append(element)
        yield {name: tuple(sorted(found, key=order.__getitem__)) for name, found in members.items()}


def first(bag: Bag, assignment: Mapping[Count, int]) -> Named:
    """The canonical named choice."""
    return next(expand(bag, assignment))


def assign(bag: Bag, named: Mapping[str, Collection[str]]) -> dict[Count, int]:
    """The counts of a named choice."""
    found: dict[Count, int] = {}
    for each in bag.classes:
        if each.single:
            for chosen in bag.sets:
                for count, _ in bag.inside(each, chosen.name).terms:
                    found[count] = int(each.ids[0] in named.get(chosen.name, ()))
        else:
            for group in bag.together:
                found.update(_cell_counts(each, group, bag.cells(each, group), named))
    return found


def _cell_counts(
    each: Class, group: frozenset[str], cells: tuple[Cell, ...], named: Mapping[str, Collection[str]]
) -> Iterator[tuple[Count, int]]:
    places = [frozenset(name for name in group if element in named.get(name, ())) for element in each.ids]
    for cell in cells[1:]:
        yield cell.size.terms[0][0], places.count(cell.inside)


def _sets_of(bag: Bag, each: Class, assignment: Mapping[Count, int]) -> frozenset[str]:
    return frozenset(chosen.name for chosen in bag.sets if value(bag.inside(each, chosen.name), assignment))


def _groups(bag: Bag, each: Class) -> tuple[frozenset[str], ...]:
    return () if each.single else bag.together


@dataclass(frozen=True, slots=True)
class _Split:
    """Like elements to be spread: so many into each cell, the rest into the remaining one."""

    ids: tuple[str, ...]
    cells: tuple[tuple[frozenset[str], int], ...]
    rest: frozenset[str]

    @classmethod
    def of(cls, bag: Bag, each: Class, group: frozenset[str], assignment: Mapping[Count, int]) -> "_Split":
        rest, *cells = bag.cells(each, group)
        return cls(each.ids, tuple((cell.inside, value(cell.size, assignment)) for cell in cells), rest.inside)


def _placings(splits: list[_Split]) -> Iterator[tuple[Placed, ...]]:
    if not splits:
        yield ()
        return
    split, *others = splits
    for chosen in _fill(split.ids, split.cells, split.rest):
        for more in _placings(others):
            yield (*chosen, *more)


def _fill(
    free: tuple[str, ...], cells: tuple[tuple[frozenset[str], int], ...], rest: frozenset[str]
) -> Iterator[tuple[Placed, ...]]:
    if not cells:
        yield tuple((element, rest) for element in free)
        return
    (inside, size), *others = cells
    for taken in combinations(free, size):
        left = tuple(element for element in free if element not in taken)
        for more in _fill(left, tuple(others), rest):
            yield (*((element, inside) for element in taken), *more)
