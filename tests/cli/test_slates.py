"""`quorate slates` on the command line: its exit status, its forms, its stream, and what Ctrl-C leaves."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quorate.charter.shipped import shipped
from quorate.cli.app import main
from quorate.cli.exits import Exit

BOARD = str(shipped("scenarios") / "aleris" / "board.yaml")
COMPENSATION = ["slates", BOARD, "--body", "compensation"]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main([*COMPENSATION, *arguments])
    return int(end.value.code or 0)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--size", "3"], Exit.YES),
        (["--count"], Exit.YES),
        (["--size", "11..12"], Exit.NO),
        (["--keep", "ben-okafor"], Exit.NO),
        (["--as-of", "2025-12-31"], Exit.UNDECIDED),
        (["--time-limit", "0"], Exit.UNDECIDED),
        (["--keep", "nobody-known"], Exit.WRONG),
        (["--prefer", "size(members"], Exit.WRONG),
        (["--size", "three"], Exit.WRONG),
    ],
)
def test_the_exit_status_says_yes_no_or_undecided(arguments: list[str], status: Exit) -> None:
    assert run(*arguments, "--quiet") == status


def test_a_list_is_the_same_streamed_or_not(capsys: pytest.CaptureFixture[str]) -> None:
    run("--size", "9", "--all")
    streamed = capsys.readouterr().out
    run("--size", "9", "--top", "1000")
    assert streamed == capsys.readouterr().out
    assert "90 lawful slates\n" in streamed


def test_programs_get_ids_counts_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    run("--size", "3..5", "--top", "2", "--format", "json")
    said = json.loads(capsys.readouterr().out)
    assert (said["reply"], said["certainty"], said["engine"]) == ("yes", "exact", "tables")
    assert said["answer"]["lawful"] == 2460
    best, second = said["answer"]["slates"]
    seated = {"body": "compensation", "chair": "clara-voss"}
    assert best["seats"] == [seated | {"members": ["clara-voss", "david-lindqvist", "elena-marchetti"]}]
    assert second["reason"] == "another chair than today's: Elena Marchetti"


def test_clauses_in_the_way_are_annotated_at_their_place(capsys: pytest.CaptureFixture[str]) -> None:
    run("--keep", "ben-okafor", "--format", "github")
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("::error file=")
    assert "policies/aleris/compensation.yaml" in line
    assert "keeps out Ben Okafor and Liam O'Connor" in line


def test_the_same_call_gives_the_same_answer(capsys: pytest.CaptureFixture[str]) -> None:
    answers = set()
    for seed in ("0", "1", "7"):
        run("--size", "4", "--seed", seed, "--engine", "cp-sat", "--top", "5")
        answers.add(capsys.readouterr().out)
    assert len(answers) == 1


def test_ctrl_c_leaves_what_was_found(tmp_path: Path) -> None:
    """A list of thousands is interrupted after its first lines: the count is open, the slates are written."""
    output = tmp_path / "said"
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with output.open("w") as file:
        command = [sys.executable, "-m", "quorate", *COMPENSATION, "--all"]
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.PIPE, env=environment, text=True)
        limit = time.monotonic() + 60
        while "   3  " not in output.read_text() and time.monotonic() < limit:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=60)
    assert process.returncode == Exit.INTERRUPTED
    assert "interrupted: this is what was found so far" in complaint
    assert "lawful slates" not in output.read_text()
