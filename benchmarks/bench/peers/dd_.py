"""dd with CUDD: each rule a diagram of its own by partial counts, the diagrams conjoined, the whole counted."""

from typing import Any

from dd.cudd import BDD

from bench.boards import Board
from bench.peers.windows import window

DISTRIBUTION = "dd"


def count(board: Board) -> float:
    (body,) = board.bodies
    assert body.chair is None
    able = board.eligible(body)
    bdd: Any = BDD()
    bdd.configure(reordering=False)
    names = [f"x{person}" for person in able]
    bdd.declare(*names)
    inside = {person: bdd.var(name) for person, name in zip(able, names, strict=True)}

    def ite(positive: Any, negative: Any, then: Any, other: Any) -> Any:
        return bdd.ite(positive, then, other)

    whole = bdd.true
    for one, other in board.apart:
        if one in inside and other in inside:
            whole &= ~(inside[one] & inside[other])
    every = tuple([True] * board.people)
    for fact, low, high in [*board.counted(body), (every, body.seats, body.seats)]:
        levels = [(inside[person], None, fact[person]) for person in able]
        whole &= window(levels, low, min(high, len(able)), bdd.true, bdd.false, ite)
    return float(bdd.count(whole, nvars=len(able)))


DOES = {"count": count}
