"""Every row of the benchmark, on a small board: all peers that are installed give one answer, and it is right."""

from importlib import import_module
from itertools import combinations
from typing import Any

import pytest

from bench import making
from bench.answers import agreement, same, summary
from bench.boards import Board, Slates, breaks, lawful, worth
from bench.process import OnDisk
from bench.rows import FAMILIES, rows
from bench.runner import PEERS
from bench.worker import NAMES

SMALL: dict[str, tuple[str, dict[str, Any]]] = {
    "first": ("six", {"people": 10, "seed": 3}),
    "every": ("six", {"people": 12, "chaired": False, "seats": 4}),
    "count": ("apart", {"people": 20, "seats": 5, "pairs": 4}),
    "best": ("six", {"people": 20}),
    "ten": ("six", {"people": 12, "seed": 4}),
    "departures": ("sitting", {"people": 12}),
}
OTHERS = (
    ("first", "tight", {"people": 20}),
    ("first", "closed", {"people": 20}),
    ("first", "clashing", {"people": 20}),
    ("best", "joint", {"people": 12}),
    ("count", "alike", {"people": 10}),
    ("every", "alike", {"people": 10}),
    ("process", "process", {"people": 10}),
)
QUESTIONS = [*((asks, *made) for asks, made in SMALL.items()), *OTHERS]


def peers(asks: str) -> dict[str, Any]:
    """The peers that are installed and do it."""
    found = {}
    for name in PEERS:
        try:
            peer = import_module(f"bench.peers.{NAMES.get(name, name)}")
        except ImportError:
            continue
        if asks in peer.DOES and not (asks == "best" and name == "python_constraint"):
            found[name] = peer
    return found


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_is_installed(name: str) -> None:
    """Where one is not, its rows say so, and so does this test."""
    try:
        peer = import_module(f"bench.peers.{NAMES.get(name, name)}")
    except ImportError as error:
        pytest.skip(f"the peer is not installed: {error}")
    assert peer.DOES


@pytest.mark.parametrize(("asks", "maker", "arguments"), QUESTIONS, ids=lambda each: str(each))
def test_all_peers_give_one_right_answer(asks: str, maker: str, arguments: dict[str, Any]) -> None:
    board = getattr(making, maker)(**arguments)
    told = {}
    for name, peer in peers(asks).items():
        given = peer.prepared(board) if hasattr(peer, "prepared") else board
        told[name] = summary(asks, board, peer.DOES[asks](given))
    assert {name: each["wrong"] for name, each in told.items() if "wrong" in each} == {}
    assert agreement({name: each["answer"] for name, each in told.items()}) is None
    assert same(told["quorate"]["answer"], tried(asks, board))


def tried(asks: str, board: Board | OnDisk) -> Any:
    """The answer by trying everything, in the shape of `summary`; of several bodies only that of CP-SAT is known."""
    if asks == "departures":
        people = range(board.people)
        return next(size for size in people if any(breaks(board, gone) for gone in combinations(people, size)))
    if isinstance(board, Board) and len(board.bodies) > 1:
        peer = import_module("bench.peers.cp_sat")
        return worth(board, peer.DOES["best"](board))
    slates = list(_slates(board.board if isinstance(board, OnDisk) else board))
    match asks:
        case "process":
            return len(slates)
        case "first":
            return "found" if slates else "none"
        case "count":
            return len(slates)
        case "every":
            return summary("every", board, slates)["answer"]
        case "best":
            return max((worth(board, each) for each in slates), default=None)
        case _:
            return sorted((worth(board, each) for each in slates), reverse=True)[:10]


def _slates(board: Board) -> Any:
    (body,) = board.bodies
    for members in combinations(range(board.people), body.seats):
        for chair in members if body.chair is not None else (None,):
            slates: Slates = ((members, chair),)
            if lawful(board, slates):
                yield slates


def test_every_row_has_a_name_of_its_own_and_a_board() -> None:
    keys = [row.key for row in rows()]
    assert len(set(keys)) == len(keys) > len(FAMILIES)
    assert [row.key for row in rows() if not hasattr(making, row.maker)] == []


def test_every_kind_of_row_is_tried_on_a_small_board() -> None:
    assert {row.maker for row in rows()} <= {maker for _, maker, _ in QUESTIONS} | {"calendar"}
    assert {row.asks for row in rows()} <= {asks for asks, _, _ in QUESTIONS} | {"calendar"}
