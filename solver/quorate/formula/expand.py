"""From counts to names and back: which named sets an assignment of a bag's counts stands for."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from math import comb, prod
from random import Random
from typing import TypeAlias

from quorate.formula.ast import Count, Linear
from quorate.formula.bag import ZERO, Bag, Cell, Class
from quorate.formula.evaluator import value

Named: TypeAlias = Mapping[str, tuple[str, ...]]
"""Chosen sets by name, their elements in the order of the bag."""
Placed: TypeAlias = tuple[str, frozenset[str]]


def expand(bag: Bag, assignment: Mapping[Count, int]) -> Iterator[Named]:
    """Every named choice that the counts stand for, lazily and in canonical order: earlier elements first."""
    order = {element: index for index, element in enumerate(bag.elements)}
    fixed = _fixed(bag, assignment)
    for placed in _placings(_splits(bag, assignment)):
        yield _named(bag, (*fixed, *placed), order)


@dataclass(frozen=True, slots=True)
class Rows:
    """Named choices as plain rows: each has one element per place, which is in exactly the sets `places` says.

    A row is in no promised order; made without a look at any set, so that millions take a second.
    """

    places: tuple[frozenset[str], ...]
    rows: Iterator[tuple[str, ...]]


class Unrolling:
    """What naming many assignments of one bag has in common: who can be where, and ways to fill cells made once."""

    def __init__(self, bag: Bag) -> None:
        singles = [
            (each, [(chosen.name, bag.inside(each, chosen.name)) for chosen in bag.sets]) for each in bag.classes
        ]
        self._single = [
            (each.ids[0], [(name, _count(inside)) for name, inside in sets if inside != ZERO])
            for each, sets in singles
            if each.single
        ]
        self._alike = [
            (each.ids, rest.inside, [(cell.inside, _count(cell.size)) for cell in cells])
            for each in bag.classes
            for group in _groups(bag, each)
            for rest, *cells in [bag.cells(each, group)]
        ]
        self._made: dict[_Split, list[tuple[str, ...]]] = {}

    def rows(self, assignment: Mapping[Count, int]) -> Rows:
        """Every named choice that the counts stand for, once, lazily."""
        fixed: list[str] = []
        places: list[frozenset[str]] = []
        for element, sets in self._single:
            inside = frozenset([name for name, count in sets if count is None or assignment[count]])
            if inside:
                fixed.append(element)
                places.append(inside)
        splits = []
        for ids, rest, cells in self._alike:
            sizes = [(inside, assignment[count]) for inside, count in cells if count is not None and assignment[count]]
            if sizes or rest:
                splits.append(_Split(ids, tuple(sizes), rest).chosen())
        splits.sort(key=_Split.many)
        places += [inside for split in splits for inside, size in split.cells for _ in range(size)]
        return Rows(tuple(places), self._named(tuple(fixed), splits))

    def _named(self, fixed: tuple[str, ...], splits: "list[_Split]") -> Iterator[tuple[str, ...]]:
        """The few ways of most classes put together at once, those of the last and largest one by one."""
        if not splits:
            return iter((fixed,))
        *others, last = splits
        if prod(split.many() for split in others) > _FEW:
            return _rows(fixed, splits)
        found = [fixed]
        for split in others:
            ways = self._ways(split)
            found = [before + chosen for before in found for chosen in ways]
        if last.many() > _FEW:
            return chain.from_iterable(map(before.__add__, last.picks()) for before in found)
        ways = self._ways(last)
        return chain.from_iterable(map(before.__add__, ways) for before in found)

    def _ways(self, split: "_Split") -> list[tuple[str, ...]]:
        found = self._made.get(split)
        if found is None:
            found = self._made[split] = list(split.picks())
        return found


_FEW = 10_000
"""Ways of naming that are kept in memory at once."""


def _sets_by_count(bag: Bag, each: Class) -> list[tuple[str, Count | None]]:
    """The sets in which the only element of a class can be, each with its count."""
    found = [(chosen.name, bag.inside(each, chosen.name)) for chosen in bag.sets]
    return [(name, _count(inside)) for name, inside in found if inside != ZERO]


def _count(inside: Linear) -> Count | None:
    """The only count of a term; none where the element is there anyway."""
    return inside.terms[0][0] if inside.terms else None


def _rows(before: tuple[str, ...], splits: "Sequence[_Split]") -> Iterator[tuple[str, ...]]:
    split, *others = splits
    if others:
        for chosen in split.picks():
            yield from _rows(before + chosen, others)
    else:
        yield from map(before.__add__, split.picks())


def draw(bag: Bag, assignment: Mapping[Count, int], chance: Random) -> Named:
    """One of the named choices that the counts stand for, each as likely."""
    placed = list(_fixed(bag, assignment))
    for split in _splits(bag, assignment):
        ids = chance.sample(split.ids, len(split.ids))
        placed += next(_fill(tuple(ids), split.cells, split.rest))
    return _named(bag, placed, {element: index for index, element in enumerate(bag.elements)})


def _fixed(bag: Bag, assignment: Mapping[Count, int]) -> tuple[Placed, ...]:
    return tuple((each.ids[0], _sets_of(bag, each, assignment)) for each in bag.classes if each.single)


def _splits(bag: Bag, assignment: Mapping[Count, int]) -> "list[_Split]":
    return [_Split.of(bag, each, group, assignment) for each in bag.classes for group in _groups(bag, each)]


def _named(bag: Bag, placed: Iterable[Placed], order: Mapping[str, int]) -> Named:
    members: dict[str, list[str]] = {each.name: [] for each in bag.sets}
    for element, inside in placed:
        for name in inside:
            members[name].append(element)
    return {name: tuple(sorted(found, key=order.__getitem__)) for name, found in members.items()}


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

    def chosen(self) -> "_Split":
        """The same without empty cells; elements in no set are left out."""
        cells = tuple((inside, size) for inside, size in self.cells if size)
        left = len(self.ids) - sum(size for _, size in cells)
        return _Split(self.ids, (*cells, (self.rest, left)) if self.rest and left else cells, frozenset())

    def many(self) -> int:
        """In how many ways the cells are filled."""
        ways, left = 1, len(self.ids)
        for _, size in self.cells:
            ways *= comb(left, size)
            left -= size
        return ways

    def picks(self) -> Iterator[tuple[str, ...]]:
        """Every way to fill the cells: who is in the first, then who is in the second, …"""
        return _picked(self.ids, [size for _, size in self.cells])


def _picked(free: tuple[str, ...], sizes: Sequence[int]) -> Iterator[tuple[str, ...]]:
    size, *others = sizes
    if not others:
        yield from combinations(free, size)
        return
    for taken in combinations(free, size):
        left = tuple(element for element in free if element not in taken)
        yield from map(taken.__add__, _picked(left, others))


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
