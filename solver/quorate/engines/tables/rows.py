"""The rows of a diagram, kept: every state that can be reached, without the edges that lead nowhere."""

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count as numbers
from typing import TypeAlias

from quorate.engines.base import Clock, OutOfTime
from quorate.engines.tables.diagram import Diagram, Edge, State

ROOM = 1_500_000
"""Edges that one table may hold before it is given up as too large (some hundred megabytes)."""

Row: TypeAlias = dict[State, list[Edge]]


def rows_of(diagram: Diagram, clock: Clock) -> list[Row]:
    """One row per count; a state from which no assignment can be completed has no edges left."""
    rows: list[Row] = []
    reached = [diagram.start] if diagram.possible else []
    held = 0
    for index in range(len(diagram.counts)):
        row: Row = {}
        for state in reached:
            clock.tick()
            row[state] = list(diagram.edges(index, state))
            held += len(row[state])
        if held > ROOM:
            raise OutOfTime(f"a table would need more than {ROOM:,} edges")
        rows.append(row)
        reached = list(dict.fromkeys(edge.target for edges in row.values() for edge in edges))
    _prune(rows)
    return rows


def _prune(rows: list[Row]) -> None:
    alive: Row | None = None
    for row in reversed(rows):
        for state, edges in list(row.items()):
            kept = edges if alive is None else [edge for edge in edges if edge.target in alive]
            if kept:
                row[state] = kept
            else:
                del row[state]
        alive = row


def completions(diagram: Diagram, rows: list[Row]) -> Iterator[list[int]]:
    """The values along every path, depth first."""
    if not diagram.possible:
        return
    if not rows:
        yield []
        return
    chosen: list[int] = []
    stack = [iter(rows[0].get(diagram.start, ()))]
    while stack:
        edge = next(stack[-1], None)
        if edge is None:
            stack.pop()
            if chosen:
                chosen.pop()
            continue
        chosen.append(edge.value)
        if len(chosen) == len(rows):
            yield chosen
            chosen.pop()
        else:
            stack.append(iter(rows[len(chosen)][edge.target]))


def worths(diagram: Diagram, rows: list[Row], units: list[int], clock: Clock) -> Iterator[int]:
    """What every path is worth, greatest first: the best path of all, then the best of those that leave it somewhere.

    `units` is what one of each count is worth; an edge's own gain comes on top.
    """
    if not diagram.possible or (rows and diagram.start not in rows[0]):
        return
    best = _best(rows, units)
    serial = numbers()
    queue = [(-(best[0][diagram.start] if rows else 0), next(serial), 0, diagram.start, 0)]
    while queue:
        _, _, index, state, worth = heappop(queue)
        while index < len(rows):
            clock.tick()
            sides = sorted(
                ((_worth(edge, units[index], best[index + 1]), edge) for edge in rows[index][state]),
                key=lambda side: side[0],
                reverse=True,
            )
            for promised, edge in sides[1:]:
                gained = worth + edge.gain + edge.value * units[index]
                heappush(queue, (-(worth + promised), next(serial), index + 1, edge.target, gained))
            _, edge = sides[0]
            worth += edge.gain + edge.value * units[index]
            index, state = index + 1, edge.target
        yield worth


def _best(rows: list[Row], units: list[int]) -> list[dict[State, int]]:
    """By row and state, the most that what follows is worth; after the last row nothing follows."""
    best: list[dict[State, int]] = [{}]
    for row, unit in zip(reversed(rows), reversed(units), strict=True):
        after = best[-1]
        best.append({state: max(_worth(edge, unit, after) for edge in edges) for state, edges in row.items()})
    best.reverse()
    return best


def _worth(edge: Edge, unit: int, after: dict[State, int]) -> int:
    return edge.gain + edge.value * unit + after.get(edge.target, 0)
