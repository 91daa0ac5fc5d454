"""The rows of a diagram, kept: every state that can be reached, without the edges that lead nowhere."""

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count as numbers
from typing import TypeAlias

from quorate.engines.base import Clock, OutOfRoom
from quorate.engines.tables.diagram import START, Diagram, State

ROOM = 1_500_000
"""Edges that one table may hold before it is given up as too large (some hundred megabytes)."""

Link: TypeAlias = tuple[int, int, int]
"""The value of the count, the place of the state it leads to in the next row, and what is gained on the way."""

Row: TypeAlias = list[list[Link]]
"""The links of every state of a row; the first row has one state, the row after the last is the end."""


def rows_of(diagram: Diagram, clock: Clock) -> list[Row]:
    """One row per count; empty if nothing is possible. A state from which nothing can be completed has no links."""
    rows: list[Row] = []
    reached: dict[State, int] = {START: 0} if diagram.possible else {}
    held = 0
    for index in range(len(diagram.counts)):
        following: dict[State, int] = {}
        row: Row = []
        for state in reached:
            clock.tick()
            links = [
                (value, following.setdefault(target, len(following)), gain)
                for value, target, gain in diagram.edges(index, state)
            ]
            held += len(links)
            row.append(links)
        if held > ROOM:
            raise OutOfRoom(f"a table would need more than {ROOM:,} edges")
        rows.append(row)
        reached = following
    _prune(rows, len(reached))
    return rows


def _prune(rows: list[Row], ends: int) -> None:
    alive = [True] * ends
    for row in reversed(rows):
        for links in row:
            if not all(alive[target] for _, target, _ in links):
                links[:] = [link for link in links if alive[link[1]]]
        alive = [bool(links) for links in row]


def completions(diagram: Diagram, rows: list[Row]) -> Iterator[list[int]]:
    """The values along every path, depth first."""
    if not rows and diagram.possible:
        yield []
    chosen: list[int] = []
    stack = [iter(rows[0][0])] if rows and rows[0] else []
    while stack:
        link = next(stack[-1], None)
        if link is None:
            stack.pop()
            if chosen:
                chosen.pop()
        elif len(chosen) == len(rows) - 1:
            yield [*chosen, link[0]]
        else:
            chosen.append(link[0])
            stack.append(iter(rows[len(chosen)][link[1]]))


def worths(diagram: Diagram, rows: list[Row], units: list[int], clock: Clock) -> Iterator[int]:
    """What every path is worth, greatest first: the best path of all, then the best of those that leave it somewhere.

    `units` is what one of each count is worth; a link's own gain comes on top.
    """
    if not diagram.possible or (rows and not (rows[0] and rows[0][0])):
        return
    best = _best(rows, units)
    serial = numbers()
    queue = [(-best[0][0] if rows else 0, next(serial), 0, 0, 0)]
    while queue:
        _, _, index, state, worth = heappop(queue)
        while index < len(rows):
            clock.tick()
            unit, after = units[index], best[index + 1]
            sides = [(gain + value * unit, target) for value, target, gain in rows[index][state]]
            index += 1
            ahead = max(sides, key=lambda side: side[0] + after[side[1]])
            for gained, target in sides:
                if (gained, target) != ahead:
                    promised = worth + gained + after[target]
                    heappush(queue, (-promised, next(serial), index, target, worth + gained))
            worth, state = worth + ahead[0], ahead[1]
        yield worth


def _best(rows: list[Row], units: list[int]) -> list[list[int]]:
    """By row and state, the most that what follows is worth; nothing follows after the last row."""
    ends = max((target + 1 for links in rows[-1] for _, target, _ in links), default=0) if rows else 0
    best = [[0] * ends]
    for row, unit in zip(reversed(rows), reversed(units), strict=True):
        after = best[-1]
        best.append([max([gain + value * unit + after[to] for value, to, gain in links], default=0) for links in row])
    best.reverse()
    return best
