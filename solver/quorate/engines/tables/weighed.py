"""The diagram with its weights, kept: what counts of one person, of two, and uniform draws are read from.

A node is a state with how many of the class in hand are taken. A link knows in how many ways it can be taken, so that
the number of slates through it is what reaches it, times its ways, times what can follow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb
from typing import TypeAlias

from quorate.engines.base import Clock, OutOfRoom
from quorate.engines.problem import Problem
from quorate.engines.tables.counting import Packing, columns_of, packed
from quorate.engines.tables.diagram import START, Diagram, State
from quorate.engines.tables.rows import ROOM
from quorate.formula.ast import Count

Link: TypeAlias = tuple[int, int, int]
"""The value of the count, the place of the node it leads to in the next row, and in how many ways."""

Node: TypeAlias = tuple[State, int]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Rows of links, one per count; numbers of ways are packed by the value of `packing`'s form."""

    counts: tuple[Count, ...]
    rows: tuple[list[list[Link]], ...]
    factors: tuple[int, ...]
    packing: Packing
    start: bool = True

    @property
    def possible(self) -> bool:
        return bool(self.rows[0]) if self.rows else self.start

    def onward(self, index: int, reached: list[int], power: int = 0) -> list[int]:
        """What reaches the nodes after a row; each link counts as often as that power of its value."""
        rows = self.rows
        following = [0] * (len(rows[index + 1]) if index + 1 < len(rows) else 1)
        mask, unit = self.packing.mask, self.factors[index] * self.packing.bits
        for ways, links in zip(reached, rows[index], strict=True):
            if ways:
                for value, target, many in links:
                    following[target] += ways * (many * value**power) << value * unit
        return [ways & mask for ways in following]

    def meeting(self, index: int, after: list[int], power: int = 1) -> list[int]:
        """By node of a row, what follows by all its links, each as often as that power of its value."""
        mask, unit = self.packing.mask, self.factors[index] * self.packing.bits
        return [
            sum([after[target] * (many * value**power) << value * unit for value, target, many in links]) & mask
            for links in self.rows[index]
        ]

    def backward(self, clock: Clock) -> list[list[int]]:
        """By row and node, what can follow; the last is the end."""
        found = [[1]]
        for index in range(len(self.rows) - 1, -1, -1):
            clock.tick()
            found.append(self.meeting(index, found[-1], power=0))
        found.reverse()
        return found


def weighed(problem: Problem, clock: Clock) -> Weighed:
    """The diagram of a problem, without the nodes from which nothing can be completed."""
    packing, rest = packed(problem)
    diagram = Diagram(rest)
    columns = list(columns_of(problem, diagram.counts, packing))
    rows: list[list[list[Link]]] = []
    reached: dict[Node, int] = {(START, 0): 0} if diagram.possible else {}
    held = 0
    for index, column in enumerate(columns):
        following: dict[Node, int] = {}
        row: list[list[Link]] = []
        for (state, taken), _ in reached.items():
            clock.tick()
            links: list[Link] = []
            for value, target, _ in diagram.edges(index, state):
                if value * column.factor > packing.high or (column.size is not None and taken + value > column.size):
                    break
                many = 1 if column.size is None else comb(column.size - taken, value)
                then = 0 if column.last or column.size is None else taken + value
                links.append((value, following.setdefault((target, then), len(following)), many))
            held += len(links)
            row.append(links)
        if held > ROOM:
            raise OutOfRoom(f"a table would need more than {ROOM:,} edges")
        rows.append(row)
        reached = following
    ends = len(reached)
    return Weighed(
        diagram.counts,
        tuple(_pruned(rows, ends)),
        tuple(column.factor for column in columns),
        packing,
        diagram.possible,
    )


def _pruned(rows: list[list[list[Link]]], ends: int) -> Iterator[list[list[Link]]]:
    """The rows with living nodes alone, numbered anew; whatever is reached at the end is one node."""
    places: list[int | None] = [0] * ends
    kept: list[list[list[Link]]] = []
    for row in reversed(rows):
        living: list[list[Link]] = []
        numbers: list[int | None] = []
        for links in row:
            alive = [(value, place, many) for value, to, many in links if (place := places[to]) is not None]
            numbers.append(len(living) if alive else None)
            if alive:
                living.append(alive)
        kept.append(living)
        places = numbers
    return reversed(kept)
