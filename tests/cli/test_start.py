"""The command line starts light: no search library that the question does not need, and done before one looks up."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quorate.charter.shipped import shipped

BOARD = str(shipped("scenarios") / "aleris" / "board.yaml")
POLICIES = str(shipped("policies"))
SLATES = ["slates", BOARD, "--body", "compensation", "--size", "3..4", "--top", "3"]
SOLVERS = {"ortools", "z3", "pandas", "numpy"}
LOADED = """
import json, sys
from quorate.cli.app import main
try:
    main(json.loads(sys.argv[1]))
except SystemExit:
    pass
print("\\n" + json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def loaded(arguments: list[str]) -> set[str]:
    """Top-level packages that a command has imported when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, json.dumps(arguments)], capture_output=True, text=True, check=True
    )
    assert "internal error" not in done.stderr, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["check", BOARD], ["lint", POLICIES]], ids=["check", "lint"])
def test_judging_and_linting_load_no_solver_at_all(arguments: list[str]) -> None:
    assert not (SOLVERS | {"constraint", "rich", "hypothesis", "pytest"}) & loaded(arguments)


def test_a_small_search_loads_no_heavy_solver() -> None:
    assert not (SOLVERS | {"rich", "hypothesis", "pytest"}) & loaded(SLATES)


def spent(arguments: list[str]) -> float:
    """Processor time of a whole process, so that other work on the machine hardly counts."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [Path(sys.executable).parent / "quorate", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in {0, 1, 3}
    return usage.ru_utime + usage.ru_stime


@pytest.mark.parametrize("arguments", [["check", BOARD], SLATES], ids=["check", "slates"])
def test_small_questions_are_answered_at_once(arguments: list[str]) -> None:
    """Twice the promised 0.4 s is a fault even on a busy machine; `make bench-smoke` measures the promise itself.

    Some run of a few must do: the first compiles the modules, and neighbours slow the others.
    """
    assert any(spent(arguments) <= 0.8 for _ in range(10))
