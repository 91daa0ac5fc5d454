"""Thresholds as decision diagrams, for the two peers that count with them."""

from collections.abc import Callable
from typing import TypeVar

Node = TypeVar("Node")


def window(
    levels: list[tuple[Node, Node, bool]], low: int, high: int, true: Node, false: Node, ite: Callable[..., Node]
) -> Node:
    """Between so many of the levels that count: layer by layer from the last, a node per partial count."""
    counting = sum(counts for *_, counts in levels)
    layer = {seen: true if low <= seen <= high else false for seen in range(counting + 1)}
    for positive, negative, counts in reversed(levels):
        if counts:
            counting -= 1
            layer = {seen: ite(positive, negative, layer[seen + 1], layer[seen]) for seen in range(counting + 1)}
    return layer[0]
