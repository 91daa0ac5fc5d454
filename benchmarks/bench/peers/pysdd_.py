"""PySDD: the same windows conjoined over a right-linear vtree, where sentential diagrams of counts stay small."""

from typing import Any

from pysdd.sdd import SddManager, Vtree

from bench.boards import Board
from bench.peers.windows import window

DISTRIBUTION = "PySDD"


def count(board: Board) -> float:
    (body,) = board.bodies
    assert body.chair is None
    able = board.eligible(body)
    manager: Any = SddManager.from_vtree(Vtree(len(able), list(range(1, len(able) + 1)), "right"))
    inside = {person: manager.literal(place) for place, person in enumerate(able, 1)}
    outside = {person: manager.literal(-place) for place, person in enumerate(able, 1)}

    def ite(positive: Any, negative: Any, then: Any, other: Any) -> Any:
        return (positive & then) | (negative & other)

    whole = manager.true()
    for one, other in board.apart:
        if one in inside and other in inside:
            whole = whole & (outside[one] | outside[other])
    every = tuple([True] * board.people)
    for fact, low, high in [*board.counted(body), (every, body.seats, body.seats)]:
        levels = [(inside[person], outside[person], fact[person]) for person in able]
        whole = whole & window(levels, low, min(high, len(able)), manager.true(), manager.false(), ite)
    return float(whole.wmc(log_mode=False).propagate())


DOES = {"count": count}
