"""Rows measured: all peers in turn, several times over, each in its own process; what stops a peer stops only it."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from bench.answers import agreement
from bench.rows import Row

FOLDER = Path(__file__).parents[1]
PEERS = (
    "quorate", "python_constraint", "cp_sat", "clingo", "cpmpy", "pysat", "z3", "dd", "pysdd", "highs",
)  # fmt: skip
TURNS = 5
ENOUGH = 6.0
"""Seconds after which a row, once everybody has had two turns, is not repeated further."""


class Worker:
    """A peer's process; it says whether its library is there."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker", name],
            cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            start_new_session=True,
        )  # fmt: skip
        hello = self._line()
        self.version: str | None = hello.get("version")
        self.missing: str | None = hello.get("missing")
        self.does: tuple[str, ...] = tuple(hello.get("does", ()))

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        found: dict[str, Any] = json.loads(line) if line else {"missing": "its process ended"}
        return found

    def ask(self, row: Row) -> dict[str, Any]:
        assert self._process.stdin is not None
        question = {"asks": row.asks, "maker": row.maker, "arguments": row.arguments, "seconds": row.seconds}
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self._line()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


@dataclass
class Cell:
    """What one peer did in one row: its times, or why there are none."""

    seconds: list[float] = field(default_factory=list)
    why: str | None = None
    over: float | None = None


@dataclass
class Measured:
    """A row with the cells of all peers; `void` says why its times mean nothing."""

    key: str
    cells: dict[str, Cell]
    answer: Any = None
    void: str | None = None

    def text(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> Self:
        found = json.loads(text)
        return cls(**{**found, "cells": {name: Cell(**cell) for name, cell in found["cells"].items()}})


def measured(row: Row, workers: Sequence[Worker]) -> Measured:
    """All peers in turn, again and again; a peer that failed or took too long is not asked again."""
    cells = {worker.name: Cell(why=_cannot(row, worker)) for worker in workers}
    answers: dict[str, Any] = {}
    found = Measured(row.key, cells)
    begun = time.monotonic()
    for turn in range(TURNS):
        if turn >= 2 and time.monotonic() - begun > ENOUGH:
            break
        for worker in workers:
            if cells[worker.name].why is None:
                _turn(worker, row, found, answers)
    found.void = found.void or agreement(answers)
    found.answer = next(iter(answers.values()), None)
    return found


def _cannot(row: Row, worker: Worker) -> str | None:
    if worker.missing is not None:
        return f"not installed: {worker.missing}"
    if worker.name in row.without:
        return row.without[worker.name]
    if row.asks not in worker.does or (row.peers and worker.name not in (*row.peers, "quorate")):
        return "not asked"
    return None


def _turn(worker: Worker, row: Row, found: Measured, answers: dict[str, Any]) -> None:
    said, cell = worker.ask(row), found.cells[worker.name]
    if "over" in said:
        cell.over, cell.why = said["over"], f"> {said['over']:g} s"
    elif "seconds" not in said:
        cell.why = said.get("failed") or said.get("missing") or "no answer"
    else:
        cell.seconds.append(said["seconds"])
        known = answers.setdefault(worker.name, said["answer"])
        if "wrong" in said:
            found.void = f"{worker.name}: {said['wrong']}"
        elif known != said["answer"]:
            found.void = f"{worker.name} says {known}, then {said['answer']}"
