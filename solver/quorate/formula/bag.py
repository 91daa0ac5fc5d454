"""Bags: the elements a question chooses from, in classes of like ones, and counts that say how many of each are chosen.

A class of one has a Boolean per set; a class of like elements has disjoint cells (the combinations of the sets that
are read together), a count for each, and one cell that is what remains.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations

from quorate.formula.ast import Count, Formula, Linear, at_least

ZERO = Linear(())
ONE = Linear((), 1)


@dataclass(frozen=True, slots=True)
class ChosenSet:
    """A set that is chosen: a body's members, its chair, who is present, which meetings are held.

    `within` is a set it is part of; `most` bounds its size (a chair is at most one).
    """

    name: str
    within: str | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Class:
    """Like elements: nothing that is asked tells one from another. All may be in the sets `may`, all are in `must`.

    An `endless` class has as many elements as one likes; its one id stands for any of them.
    """

    key: str
    ids: tuple[str, ...]
    may: frozenset[str]
    must: frozenset[str] = frozenset()
    endless: bool = False

    @property
    def single(self) -> bool:
        return len(self.ids) == 1 and not self.endless


@dataclass(frozen=True, slots=True)
class Cell:
    """The elements of a class that are in exactly the sets `inside`, of those read together with them."""

    of: str
    inside: frozenset[str]
    size: Linear

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        return self.of, self.inside


@dataclass(frozen=True, slots=True)
class Filling:
    """`size` like elements spread over disjoint cells; those in no listed cell are in the remaining one."""

    size: int
    cells: tuple[Count, ...]


@dataclass(frozen=True)
class Bag:
    """Classes of things of one `kind`, chosen sets, and `together`: which sets are read together (a partition).

    `order` is the order in which elements are named; without it, that of the classes.
    """

    classes: tuple[Class, ...]
    sets: tuple[ChosenSet, ...]
    together: tuple[frozenset[str], ...]
    kind: str = "person"
    order: tuple[str, ...] = ()

    @cached_property
    def elements(self) -> tuple[str, ...]:
        return self.order or tuple(element for each in self.classes for element in each.ids)

    @cached_property
    def by_id(self) -> Mapping[str, Class]:
        return {element: each for each in self.classes for element in each.ids}

    @cached_property
    def by_key(self) -> Mapping[str, Class]:
        return {each.key: each for each in self.classes}

    @cached_property
    def by_name(self) -> Mapping[str, ChosenSet]:
        return {each.name: each for each in self.sets}

    def group_of(self, name: str) -> frozenset[str]:
        """The sets read together with this one."""
        return next(group for group in self.together if name in group)

    def inside(self, single: Class, name: str) -> Linear:
        """One if the only element of this class is in the set, else zero."""
        if name in single.must:
            return ONE
        if name not in single.may:
            return ZERO
        return Linear(((Count(f"{name}[{single.key}]"), 1),))

    def is_in(self, single: Class, name: str) -> Formula:
        """That the only element of this class is in the set."""
        known = self._memory.get((single.key, name))
        if known is None:
            known = self._memory[single.key, name] = at_least(self.inside(single, name), 1)
        return known

    @cached_property
    def _memory(self) -> dict[tuple[str, str], Formula]:
        return {}

    def cells(self, each: Class, group: frozenset[str]) -> tuple[Cell, ...]:
        """The disjoint cells of a class of like elements; the first is what the others leave."""
        return self._cells[each.key, group] if group else (Cell(each.key, group, Linear((), len(each.ids))),)

    @cached_property
    def _cells(self) -> Mapping[tuple[str, frozenset[str]], tuple[Cell, ...]]:
        alike = [each for each in self.classes if not each.single]
        return {(each.key, group): tuple(self._split(each, group)) for each in alike for group in self.together}

    def _split(self, each: Class, group: frozenset[str]) -> list[Cell]:
        first, *others = self._combinations(each, group)
        cells = [Cell(each.key, inside, Linear(((self._count(each, inside), 1),))) for inside in others]
        left = Linear.of((), len(each.ids))
        for cell in cells:
            left = left - cell.size
        return [Cell(each.key, first, left), *cells]

    def _count(self, each: Class, inside: frozenset[str]) -> Count:
        mosts = [most for name in inside if (most := self.by_name[name].most) is not None]
        named = "&".join(chosen.name for chosen in self.sets if chosen.name in inside)
        return Count(f"{named}[{each.key}]", 0, min([len(each.ids), *mosts]))

    def _combinations(self, each: Class, group: frozenset[str]) -> list[frozenset[str]]:
        """The combinations of sets that elements of a class can be in, the least first."""
        free = [chosen.name for chosen in self.sets if chosen.name in group & (each.may - each.must)]
        subsets = chain.from_iterable(combinations(free, size) for size in range(len(free) + 1))
        found = [frozenset(subset) | (each.must & group) for subset in subsets]
        return [inside for inside in found if self._closed(inside)]

    def _closed(self, inside: frozenset[str]) -> bool:
        return all((within := self.by_name[name].within) is None or within in inside for name in inside)

    def costly(self, each: Class) -> bool:
        """Whether a class takes no fewer counts, for its many cells, than its elements would take one by one."""
        if each.single:
            return False
        cells = sum(len(self.cells(each, group)) - 1 for group in self.together)
        return cells >= len(each.ids) * len(each.may - each.must) > 0

    def size_in(self, each: Class, name: str) -> Linear:
        """How many elements of a class are in the set."""
        if each.single:
            return self.inside(each, name)
        return total(cell.size for cell in self.cells(each, self.group_of(name)) if name in cell.inside)

    def size(self, name: str) -> Linear:
        """How many elements are in the set."""
        return total(self.size_in(each, name) for each in self.classes)

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """Every count of the bag, in the order of its classes and sets."""
        linears = chain.from_iterable(self._linears(each) for each in self.classes)
        return tuple(dict.fromkeys(count for linear in linears for count, _ in linear.terms))

    def _linears(self, each: Class) -> Iterable[Linear]:
        if each.single:
            return (self.inside(each, chosen.name) for chosen in self.sets)
        cells = chain.from_iterable(self.cells(each, group)[1:] for group in self.together)
        return (cell.size for cell in cells)

    @cached_property
    def laws(self) -> tuple[tuple[str, Formula], ...]:
        """What holds of the counts of every choice: a set lies within another, cells fit their class."""
        laws = [(f"bag.{name}", formula) for name, formula in (*self._within(), *self._most(), *self._fit())]
        return tuple(dict.fromkeys(laws))

    def _within(self) -> Iterable[tuple[str, Formula]]:
        for each in self.classes:
            for chosen in self.sets if each.single else ():
                if chosen.within is not None:
                    yield chosen.name, at_least(self.inside(each, chosen.within) - self.inside(each, chosen.name))

    def _most(self) -> Iterable[tuple[str, Formula]]:
        for chosen in self.sets:
            if chosen.most is not None:
                yield chosen.name, at_least(Linear((), chosen.most) - self.size(chosen.name))

    def _fit(self) -> Iterable[tuple[str, Formula]]:
        for (key, _), cells in self._cells.items():
            yield key, at_least(cells[0].size)

    @cached_property
    def fillings(self) -> tuple[Filling, ...]:
        """The classes of like elements with their counted cells: in how many ways an assignment can be named."""
        fillings = []
        for (key, _), cells in self._cells.items():
            counts = tuple(cell.size.terms[0][0] for cell in cells[1:])
            if counts:
                fillings.append(Filling(len(self.by_key[key].ids), counts))
        return tuple(fillings)


def total(linears: Iterable[Linear]) -> Linear:
    """The sum of linear terms."""
    terms: list[tuple[Count, int]] = []
    constant = 0
    for linear in linears:
        terms.extend(linear.terms)
        constant += linear.constant
    return Linear.of(terms, constant)
