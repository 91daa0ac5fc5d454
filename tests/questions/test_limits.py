"""When time runs out, what is known so far is the answer, with a second opinion asked for or several bodies at once."""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from quorate import api
from quorate.charter.opening import open_roster
from quorate.charter.shipped import shipped
from quorate.cli.app import main
from quorate.engines.base import Choice, Clock, Limits, OutOfTime
from quorate.questions.schedule.answer import _joined
from quorate.questions.schedule.search import Best
from quorate.source.diagnostic import QuorateError

BOARD = shipped("scenarios") / "aleris" / "board.yaml"


def test_a_second_opinion_that_comes_too_late_is_none() -> None:
    answer = api.slates(BOARD, bodies=["compensation"], cross_check=True, limits=Limits(0))
    assert answer.open_because is not None
    assert answer.second is not None
    assert "time limit" in answer.second


def test_schedules_of_several_bodies_are_joined_though_one_was_cut_short() -> None:
    chosen = Choice("cp-sat", "")
    whole, cut = Best((), chosen, (1, 0, 0, -3, 5, 6, 7)), Best((), chosen, (2, 0, 0, -2), "time")
    joined = _joined([whole, cut])
    assert joined.values == (3, 0, 0, -5)
    assert joined.open == "time"


def test_a_schedule_without_time_is_undecided() -> None:
    answer = api.schedule(BOARD, bodies=["audit"], first=date(2027, 1, 1), last=date(2027, 12, 31), limits=Limits(0))
    assert answer.schedule is None


def test_every_search_without_time_is_undecided() -> None:
    figures = api.stress(BOARD, bodies=["compensation"], limits=Limits(0)).figures
    assert any(figure.undecided == "the time limit of 0 s was reached" for figure in figures)
    assert all(figure.undecided is not None or figure.breaks is None for figure in figures)


def test_the_limit_that_is_told_is_the_one_that_was_given() -> None:
    limits = Limits(0.01)
    clock = Clock(limits)
    left = limits.left(clock)
    assert left.seconds is not None
    assert left.seconds < 0.01
    time.sleep(0.02)
    with pytest.raises(OutOfTime, match=r"the time limit of 0\.01 s was reached"):
        _ = Clock(replace(left, seconds=0.0)).left
    with pytest.raises(OutOfTime, match=r"the time limit of 0\.01 s was reached"):
        limits.left(clock)


@pytest.mark.parametrize("seconds", ["nan", "inf"])
def test_a_limit_that_is_no_time_is_refused(seconds: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["schedule", str(BOARD), "--time-limit", seconds])
    assert stop.value.code == 2
    assert f"`{seconds}` is no number of seconds" in capsys.readouterr().err


def test_meetings_of_no_length_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "none.yaml"
    text = "quorate: 1\nroster: none\nas_of: 2026-01-01\nillustrative: true\npeople: {}\ncalendar: {length: 0}\n"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(QuorateError) as refused:
        open_roster(file)
    assert [each.code for each in refused.value.diagnostics] == ["not-a-number"]
    assert "`0` minutes are no meeting" in refused.value.diagnostics[0].message
