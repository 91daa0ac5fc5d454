"""One peer in a process of its own: its library is imported once, every answer is given by a fork that can be killed.

`python -m bench.worker PEER` reads a question per line and writes an answer per line, both JSON.
"""

import gc
import json
import os
import select
import signal
import sys
import time
from importlib import import_module
from importlib.metadata import version
from typing import Any

from bench import making
from bench.answers import summary

PATIENCE = 60.0
"""Seconds for what is not measured: making the board, writing and reading its files, judging the answer."""
NAMES = {"quorate": "quorate_", "cpmpy": "cpmpy_", "clingo": "clingo_", "pysat": "pysat_", "z3": "z3_", "dd": "dd_"}
NAMES["pysdd"] = "pysdd_"


SMALL: dict[str, dict[str, Any]] = {
    asks: {"asks": asks, "maker": maker, "arguments": arguments}
    for asks, maker, arguments in (
        ("first", "six", {"people": 20}),
        ("every", "six", {"people": 12, "chaired": False, "seats": 3}),
        ("count", "apart", {"people": 20, "seats": 4, "pairs": 2}),
        ("best", "six", {"people": 20}),
        ("ten", "six", {"people": 12}),
        ("departures", "sitting", {"people": 20}),
    )
}
"""What is asked beforehand of every process, and again of every fork: its memory is its own only once it is touched."""


def peer(name: str) -> Any:
    return import_module(f"bench.peers.{NAMES.get(name, name)}")


def board_of(question: dict[str, Any]) -> Any:
    return getattr(making, question["maker"])(**question["arguments"])


def answered(asked: Any, question: dict[str, Any], begun: Any = lambda: None) -> dict[str, Any]:
    """The answer of a peer, in short, and how long it took."""
    board = board_of(question)
    given = asked.prepared(board) if hasattr(asked, "prepared") else board
    work = asked.DOES[question["asks"]]
    gc.collect()
    gc.disable()
    begun()
    start = time.perf_counter()
    answer = work(given)
    seconds = time.perf_counter() - start
    gc.enable()
    return {"seconds": seconds, **summary(question["asks"], board, answer)}


def _child(asked: Any, question: dict[str, Any], out: int) -> None:
    """Run in a fork, which ends here."""
    try:
        if question["asks"] in SMALL:
            answered(asked, SMALL[question["asks"]])
        said = answered(asked, question, lambda: os.write(out, b"begun\n") and None)
    except Exception as error:
        said = {"failed": f"{type(error).__name__}: {error}"[:200]}
    os.write(out, json.dumps(said).encode() + b"\n")
    os._exit(0)


def forked(asked: Any, question: dict[str, Any]) -> dict[str, Any]:
    """An answer from a fork; it is killed when its time is up."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        _child(asked, question, theirs)
    os.close(theirs)
    try:
        return _heard(ours, question["seconds"])
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(ours)


def _heard(ours: int, seconds: float) -> dict[str, Any]:
    text, until = b"", time.monotonic() + PATIENCE
    measured = False
    while True:
        ready, _, _ = select.select([ours], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return {"over": seconds} if measured else {"failed": "the board could not be made in time"}
        piece = os.read(ours, 1 << 16)
        text += piece
        if not measured and text.startswith(b"begun\n"):
            text, measured, until = text[6:], True, time.monotonic() + seconds
        if text.endswith(b"\n") and text:
            said: dict[str, Any] = json.loads(text)
            return said if said.get("seconds", 0) <= seconds else {"over": seconds}
        if not piece:
            return {"failed": "the process ended without an answer"}


def warm(asked: Any) -> None:
    """Everything once on a small board, so that no late import is measured."""
    getattr(asked, "load", lambda: None)()
    for question in SMALL.values():
        if question["asks"] in asked.DOES:
            answered(asked, question)


def main(name: str) -> None:
    out = os.dup(1)
    os.dup2(2, 1)  # what libraries print goes to the side
    try:
        asked = peer(name)
        warm(asked)
        hello = {"version": version(asked.DISTRIBUTION), "does": sorted(asked.DOES)}
    except ImportError as error:
        hello = {"missing": str(error)}
    os.write(out, json.dumps(hello).encode() + b"\n")
    for line in sys.stdin:
        os.write(out, json.dumps(forked(asked, json.loads(line))).encode() + b"\n")


if __name__ == "__main__":
    main(sys.argv[1])
