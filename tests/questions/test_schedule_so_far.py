"""What a schedule's search tells on its way: schedules that were replayed, of the bodies that are laid out by then."""

import json
from dataclasses import replace

import jsonschema
import pytest

from made import day
from quorate.charter.document import Policy
from quorate.charter.load import open_roster
from quorate.charter.roster import Roster
from quorate.charter.shipped import shipped
from quorate.cli import schedule as command
from quorate.cli.app import main
from quorate.engines.base import Constraint, Found, Interrupted, Outcome, Problem, cross_check, engine
from quorate.engines.cpsat import CpSat
from quorate.formula.ast import Count, Linear, equal
from quorate.questions.schedule import ScheduleAnswer, Unfinished, schedule
from quorate.questions.schedule.replay import Replay
from quorate.questions.schedule.search import _pinned
from quorate.reports.answer_schema import answer_schema
from quorate.source.diagnostic import InternalError
from quorate.source.reporter import Silent

BOARD = shipped("scenarios") / "aleris" / "board.yaml"
BODIES = ["board", "audit", "nominating"]


class Listener(Silent):
    """Hears of everything that is found, and has enough after so many."""

    def __init__(self, enough: int | None = None) -> None:
        self.heard: list[ScheduleAnswer] = []
        self.enough = enough

    def found(self, answer: object) -> None:
        assert isinstance(answer, ScheduleAnswer)
        self.heard.append(answer)
        if len(self.heard) == self.enough:
            raise KeyboardInterrupt


@pytest.fixture(scope="module")
def aleris() -> tuple[Roster, dict[str, Policy]]:
    there, binding = open_roster(BOARD)
    return there, dict(binding)


def test_all_that_is_told_is_unfinished_and_keeps_what_it_says(aleris: tuple[Roster, dict[str, Policy]]) -> None:
    there, binding = aleris
    ear = Listener()
    schedule(there, binding, bodies=BODIES, first=day("2027-01-01"), reporter=ear)
    assert len(ear.heard) >= len(BODIES)
    missing = []
    for answer in ear.heard:
        assert isinstance(answer.outcome, Unfinished)
        assert answer.schedule is not None
        assert not answer.schedule.optimal
        laid_out = tuple(body for body in BODIES if body not in answer.outcome.missing)
        assert {meeting.slot.body for meeting in answer.schedule.meetings} <= set(laid_out)
        replay = Replay(there, binding, replace(answer.ask, bodies=laid_out), lambda *_: False)
        assert replay.complaints(answer.schedule.meetings) == ()
        missing.append(len(answer.outcome.missing))
    assert missing == sorted(missing, reverse=True)
    assert missing[-1] == 0


def test_an_interrupt_in_the_engine_tells_what_it_had_found(
    aleris: tuple[Roster, dict[str, Policy]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine finds the best and is interrupted before it could say so."""
    solve = CpSat.solve

    def interrupted(self: CpSat, problem: object, limits: object) -> Outcome:
        outcome = solve(self, problem, limits)  # type: ignore[arg-type]
        assert isinstance(outcome, Found)
        raise Interrupted(outcome.assignment)

    monkeypatch.setattr(CpSat, "solve", interrupted)
    assert engine("cp-sat").name == "cp-sat"
    ear = Listener()
    with pytest.raises(KeyboardInterrupt):
        schedule(*aleris, bodies=["audit", "board"], first=day("2027-01-01"), reporter=ear)
    [answer] = ear.heard
    assert isinstance(answer.outcome, Unfinished)
    assert answer.outcome.missing == ("board",)
    assert answer.outcome.why == "the search was interrupted"
    assert answer.schedule is not None
    assert len(answer.schedule.meetings) >= 4


@pytest.mark.parametrize("enough", [0, 1, 2])
def test_an_interrupted_schedule_is_a_valid_document(
    enough: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def asked(*given: object, reporter: Silent, **how: object) -> ScheduleAnswer:
        if not enough:
            raise KeyboardInterrupt
        ear = Listener(enough)
        try:
            return schedule(*given, reporter=ear, **how)  # type: ignore[arg-type]
        finally:
            reporter.found(ear.heard[-1])

    monkeypatch.setattr(command.question, "schedule", asked)
    with pytest.raises(SystemExit) as stop:
        main(["schedule", str(BOARD), "--body", "board", "--body", "audit", "--year", "2027", "--format", "json"])
    assert stop.value.code == 130
    said = json.loads(capsys.readouterr().out)
    jsonschema.validate(said, answer_schema())
    assert (said["interrupted"], said["reply"], said["certainty"]) == (True, "undecided", "undecided")
    if enough:
        assert said["answer"]["outcome"] == "undecided"
        assert said["answer"]["missing"] == ["audit"]
        assert said["answer"]["schedule"]["best"] is False
    else:
        assert said["answer"] is None


def test_what_was_found_wrongly_fails_its_second_opinion() -> None:
    people = (Count("a"), Count("b"))
    one_of_two = Problem(people, (Constraint("one", equal(Linear.of((each, 1) for each in people), 1)),))
    right, wrong = Found({people[0]: 1, people[1]: 0}), Found({people[0]: 1, people[1]: 1})
    assert cross_check(_pinned(one_of_two, right), right, "python-constraint") == "`python-constraint` agrees"
    with pytest.raises(InternalError, match="disagrees"):
        cross_check(_pinned(one_of_two, wrong), wrong, "python-constraint")


def test_a_second_opinion_on_a_year_says_what_it_checked(aleris: tuple[Roster, dict[str, Policy]]) -> None:
    answer = schedule(*aleris, bodies=["audit"], first=day("2027-01-01"), cross_check=True)
    assert answer.schedule is not None
    assert answer.schedule.second is not None
    assert "`python-constraint` agrees that it keeps every demand; that none is better is beyond it" in (
        answer.schedule.second
    )
