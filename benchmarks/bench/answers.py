"""Answers in short, such that those of all peers can be compared, each held against the rules in plain Python."""

import math
from typing import Any

from bench.boards import Board, Slates, breaks, lawful, worth

CLOSE = 1e-9
"""Two peers count in floating point; to these many digits they have to agree."""


def summary(asks: str, board: Board, answer: Any) -> dict[str, Any]:
    """`answer` to be compared; or `wrong`, what is wrong with it."""
    match asks:
        case "first":
            return {"answer": "none" if answer is None else "found", **_wrong(board, [answer] if answer else [])}
        case "best":
            return {
                "answer": None if answer is None else worth(board, answer),
                **_wrong(board, [answer] if answer else []),
            }
        case "ten":
            return {"answer": [worth(board, each) for each in answer], **_wrong(board, answer)}
        case "every":
            return {"answer": [len(answer), sum(map(_print, answer)) % (1 << 61)], **_wrong(board, answer[:100])}
        case "departures":
            bad = {} if breaks(board, answer) else {"wrong": "these departures break nothing"}
            return {"answer": len(answer), **bad}
        case "calendar":
            return {"answer": list(answer)}
        case _:
            return {"answer": answer}


def _print(slates: Slates) -> int:
    """A number for a slate, the same in every process."""
    return hash(tuple((members, -1 if chair is None else chair) for members, chair in slates))


def _wrong(board: Board, slates: list[Slates]) -> dict[str, str]:
    if len(set(slates)) < len(slates):
        return {"wrong": "a slate comes twice"}
    return {} if all(lawful(board, each) for each in slates) else {"wrong": "a slate is not lawful"}


def same(one: Any, other: Any) -> bool:
    """Whether two answers are one; of a count in floating point the digits that it has."""
    if isinstance(one, float) or isinstance(other, float):
        return math.isclose(one, other, rel_tol=CLOSE)
    return bool(one == other)


def agreement(answers: dict[str, Any]) -> str | None:
    """Why the answers of the peers are not one, if so."""
    if not answers:
        return None
    first, *others = answers.items()
    differ = [f"{name} says {answer}" for name, answer in others if not same(first[1], answer)]
    return f"{first[0]} says {first[1]}, {', '.join(differ)}" if differ else None
