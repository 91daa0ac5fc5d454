"""Whole processes: the command as people call it, and a bare script that does the same with python-constraint."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.boards import Board
from bench.files import written

FOLDER = Path(__file__).parents[1]
KEPT = FOLDER / ".bench.files"


@dataclass(frozen=True)
class OnDisk:
    """A board and its roster file."""

    board: Board
    path: Path


def on_disk(board: Board) -> OnDisk:
    KEPT.mkdir(exist_ok=True)
    return OnDisk(board, written(KEPT, board))


def by_command(given: OnDisk) -> int:
    """`quorate slates`, from start to exit."""
    command = [Path(sys.executable).parent / "quorate", "slates", given.path, "--body", "pay", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lawful: int = json.loads(done.stdout)["answer"]["lawful"]
    return lawful


def by_script(given: OnDisk) -> int:
    """The bare script, from start to exit."""
    command = [sys.executable, FOLDER / "bench" / "bare.py", given.path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lawful: int = json.loads(done.stdout)["lawful"]
    return lawful
