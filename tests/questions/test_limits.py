"""When time runs out, what is known so far is the answer, with a second opinion asked for or several bodies at once."""

from datetime import date

from quorate import api
from quorate.charter.shipped import shipped
from quorate.engines.base import Choice, Limits
from quorate.questions.schedule.answer import _joined
from quorate.questions.schedule.search import Best

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
