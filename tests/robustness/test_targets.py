"""What coverage-guided fuzzing feeds takes the shipped files as they are, bent ones and nothing."""

import time
from pathlib import Path

import pytest

from robustness.targets import COMMANDS, TARGETS, seeds

CASES = sorted((Path(__file__).parent / "broken").glob("*/*"))
"""Inputs that once broke a target, in the folder of its name."""
SECONDS = 2.0  # far above what is needed, far below what an exponential reader takes


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_what_it_begins_with(name: str) -> None:
    begun = list(seeds(name).values())
    assert len(begun) > len(COMMANDS)
    for raw in (b"", b"\x00", begun[0][:-7], *begun[:: 40 if name == "command" else 10]):
        TARGETS[name](raw)


@pytest.mark.parametrize("file", CASES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_once_broke_it_no_longer_does_and_soon(file: Path) -> None:
    began = time.process_time()
    TARGETS[file.parent.name](file.read_bytes())
    assert time.process_time() - began < SECONDS
