"""Bags without end: for each profile as many people as one likes, counted by the sets they are in.

Nobody is counted who is in no set. A refined bag splits the cells of another by sets that are chosen later: the
gatherings that the members of a chosen body could hold.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations

from quorate.formula.ast import Count, Formula, Linear, at_least
from quorate.formula.bag import Bag, Cell, Class, total


@dataclass(frozen=True, slots=True)
class Division:
    """Parts of a set that exclude each other; together they are all of it."""

    of: str
    parts: tuple[str, ...]

    def fits(self, inside: frozenset[str], known: frozenset[str]) -> bool:
        """Whether one element may be in exactly these of the known sets."""
        parts = len(inside.intersection(self.parts))
        return parts <= 1 and (self.of not in inside or parts == 1 or not known.issuperset(self.parts))


@dataclass(frozen=True)
class OpenBag(Bag):
    """A bag of endless classes; all its sets are read together. `prefix` keeps the counts of several bags apart."""

    divisions: tuple[Division, ...] = ()
    prefix: str = ""

    @property
    def group(self) -> frozenset[str]:
        return frozenset(chosen.name for chosen in self.sets)

    def cells(self, each: Class, group: frozenset[str]) -> tuple[Cell, ...]:
        """The cells of a class by some of the sets alone: those that differ in other sets are one."""
        finest = self._cells.get((each.key, self.group), ())
        if group >= self.group:
            return finest
        key = each.key, group
        if key not in self._coarse:
            self._coarse[key] = tuple(_merged(each, finest, group))
        return self._coarse[key]

    @cached_property
    def _coarse(self) -> dict[tuple[str, frozenset[str]], tuple[Cell, ...]]:
        return {}

    def _split(self, each: Class, group: frozenset[str]) -> list[Cell]:
        made = ((inside, self._count(each, inside)) for inside in self._combinations(each, group))
        return [Cell(each.key, inside, Linear(((count, 1),))) for inside, count in made]

    def _count(self, each: Class, inside: frozenset[str]) -> Count:
        mosts = [most for name in inside if (most := self.by_name[name].most) is not None]
        named = "&".join(chosen.name for chosen in self.sets if chosen.name in inside)
        return Count(f"{self.prefix}{named}[{each.key}]", 0, min(mosts) if mosts else None)

    def _combinations(self, each: Class, group: frozenset[str]) -> list[frozenset[str]]:
        """The combinations of sets that one element can be in, but for none."""
        names = [chosen.name for chosen in self.sets]
        subsets = chain.from_iterable(combinations(names, size) for size in range(1, len(names) + 1))
        return [inside for inside in map(frozenset, subsets) if self._closed(inside) and self._divided(inside)]

    def _divided(self, inside: frozenset[str]) -> bool:
        return all(division.fits(inside, self.group) for division in self.divisions)

    def _linears(self, each: Class) -> Iterable[Linear]:
        return (cell.size for cell in self.cells(each, self.group))

    def _fit(self) -> Iterable[tuple[str, Formula]]:
        return ()


def _merged(each: Class, finest: Iterable[Cell], group: frozenset[str]) -> Iterator[Cell]:
    sizes: dict[frozenset[str], list[Linear]] = {}
    for cell in finest:
        sizes.setdefault(cell.inside & group, []).append(cell.size)
    return (Cell(each.key, inside, total(found)) for inside, found in sizes.items() if inside)


@dataclass(frozen=True)
class RefinedBag(OpenBag):
    """The cells of `base`; those in all sets of `among` and none of `but` are split by `choices` of further sets.

    Sizes are those of the base, by the sets `seen`, and of what is chosen of it; what is in no further set remains.
    """

    base: OpenBag | None = None
    seen: frozenset[str] = frozenset()
    among: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    choices: tuple[frozenset[str], ...] = ()

    def _split(self, each: Class, group: frozenset[str]) -> list[Cell]:
        assert self.base is not None
        return [piece for cell in self.base.cells(each, self.seen) for piece in self._pieces(each, cell)]

    def _pieces(self, each: Class, cell: Cell) -> list[Cell]:
        if not cell.inside >= self.among or cell.inside & self.but:
            return [cell]
        taken = [self._piece(each, cell, choice) for choice in self.choices]
        left = cell.size - total(piece.size for piece in taken)
        return [Cell(each.key, cell.inside, left), *taken]

    def _piece(self, each: Class, cell: Cell, choice: frozenset[str]) -> Cell:
        high = cell.size.terms[0][0].high if len(cell.size.terms) == 1 else None
        named = "&".join(chosen.name for chosen in self.sets if chosen.name in cell.inside | choice)
        count = Count(f"{self.prefix}{named}[{each.key}]", 0, high)
        return Cell(each.key, cell.inside | choice, Linear(((count, 1),)))

    def _fit(self) -> Iterable[tuple[str, Formula]]:
        """No more is taken of a cell than there is."""
        for (key, _), cells in self._cells.items():
            for cell in cells:
                yield key, at_least(cell.size)

    @property
    def added(self) -> tuple[Count, ...]:
        """The counts that the base does not have."""
        assert self.base is not None
        known = set(self.base.counts)
        return tuple(count for count in self.counts if count not in known)
