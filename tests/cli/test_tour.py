"""The tour goes through the main job and each of its commands gives the same answer alone."""

import re
import shlex
import time

import pytest

from quorate.charter.shipped import shipped
from quorate.cli.app import main
from quorate.cli.tour import STOPS


def say(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    captured = capsys.readouterr()
    assert captured.err == ""
    return int(left.value.code or 0), captured.out


def test_every_step_is_what_its_command_says_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shipped("scenarios").parent)
    begin = time.perf_counter()
    status, toured = say(capsys, "tour")
    assert status == 0
    assert time.perf_counter() - begin < 60  # 15 s on a machine of its own
    commands = re.findall(r"^\$ quorate (.*)$", toured, re.MULTILINE)
    assert len(commands) == len(STOPS)
    for command in commands:
        _, alone = say(capsys, *shlex.split(command))
        assert alone in toured


def test_the_tour_is_quiet_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert say(capsys, "tour", "--quiet") == (0, "")
