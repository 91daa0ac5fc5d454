"""Scenarios that are run: those that ship come out as written, and one that does not is told with its evidence."""

from dataclasses import replace
from pathlib import Path

import pytest

from quorate.charter.load import Library, read_amendment, read_scenario
from quorate.charter.scenario import (
    Bounds,
    DiffExpected,
    Scenario,
    ScheduleExpected,
    Seated,
    SlatesExpected,
    StressExpected,
    VerdictExpected,
)
from quorate.charter.shipped import shipped
from quorate.charter.verdict import Status
from quorate.cli.app import main
from quorate.questions.test import Outcome, Runs
from quorate.reports import test as report
from quorate.reports.console import plain
from quorate.testing.running import run_all
from quorate.testing.scenarios import run

ALERIS = shipped("scenarios") / "aleris"
SHIPPED = shipped("scenarios")
READ = (*SHIPPED.glob("*/*.yaml"), *SHIPPED.glob("library/*/*.yaml"))
FILES = sorted(path for path in READ if path.name not in ("board.yaml", "roster.yaml"))
LIBRARY = Library((shipped("policies"),))


def read(path: Path) -> Scenario:
    return read_scenario(path, LIBRARY)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_scenario_comes_out_as_written(path: Path) -> None:
    tested = run_all([read(path)])
    assert tested.outcome is Outcome.MET, plain(report.text, tested)


def test_there_are_scenarios_enough_and_all_say_that_their_people_are_invented() -> None:
    for folder, least in {"aleris": 12, "kubernetes": 6, "nixos": 6, "node": 6, "psf": 6}.items():
        assert sum(path.parent.name == folder for path in FILES) >= least
    assert all(read(path).roster.illustrative for path in FILES)
    asked = {type(expected).__name__ for path in FILES for expected in read(path).expectations}
    assert len(asked) == 7


def test_the_amendments_read() -> None:
    amendments = sorted((ALERIS / "amendments").glob("*.yaml"))
    assert len(amendments) >= 5
    assert {read_amendment(path, LIBRARY).amends for path in amendments} == {"aleris.compensation"}
    others = sorted(path for path in SHIPPED.glob("*/amendments/*.yaml") if path.parents[1] != ALERIS)
    assert {read_amendment(path, LIBRARY).amends for path in others} >= {
        "node.tsc-2017", "nixos.steering-2024", "kubernetes.steering", "psf.board",
    }  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_verdict_that_is_not_as_expected_fails_with_its_citation(path: Path) -> None:
    scenario = read(path)
    verdicts = [one for one in scenario.expectations if isinstance(one, VerdictExpected)]
    for expected in verdicts:
        other = Status.HOLDS if expected.status is not Status.HOLDS else Status.BROKEN
        changed = replace(expected, status=other, people=None, facts=None, until=None)
        (judged,) = run(replace(scenario, expectations=(changed,))).judged
        assert judged.outcome is Outcome.FAILED
        (first, *_) = judged.differences
        assert expected.subject.split("/")[-1] in first.about
        assert first.expected == other.value
        assert first.actual.startswith(expected.status.value)
        assert first.citation


def test_a_broken_verdict_shows_who_and_why() -> None:
    scenario = read(ALERIS / "loss-of-independence.yaml")
    expected = scenario.expectations[1]
    assert isinstance(expected, VerdictExpected)
    (judged,) = run(replace(scenario, expectations=(replace(expected, status=Status.HOLDS),))).judged
    (difference,) = judged.differences
    assert difference.citation == "Composition: “shall meet the independence requirements”"
    assert any("David Lindqvist" in sentence for sentence in difference.evidence)


def test_people_facts_and_last_days_are_compared() -> None:
    scenario = read(ALERIS / "unknown-determination.yaml")
    expected = scenario.expectations[0]
    assert isinstance(expected, VerdictExpected)
    wrong = replace(expected, facts=frozenset({"clara-voss.nyse_independent"}), people=frozenset({"clara-voss"}))
    (judged,) = run(replace(scenario, expectations=(wrong,))).judged
    told = {difference.about.split(": ")[-1]: difference.actual for difference in judged.differences}
    assert told["the facts that would decide it"] == "farid-haddad.nyse_independent"
    assert "the people named" in told


def test_an_occasion_that_is_not_there_is_told_with_those_that_are() -> None:
    scenario = read(ALERIS / "telephone-and-video.yaml")
    expected = scenario.expectations[0]
    assert isinstance(expected, VerdictExpected)
    (judged,) = run(replace(scenario, expectations=(replace(expected, occasion="2031-01-01"),))).judged
    (difference,) = judged.differences
    assert "no such occasion" in difference.actual
    assert "2026-10-19" in difference.actual


def test_counts_and_slates_that_are_not_as_expected_fail() -> None:
    scenario = read(ALERIS / "best-slate.yaml")
    (count, slates) = scenario.expectations
    assert isinstance(count, SlatesExpected)
    assert isinstance(slates, SlatesExpected)
    one_more = replace(count, count=Bounds(2461, 2461))
    swapped = replace(
        slates, includes=slates.excludes, excludes=slates.includes, best=Seated(frozenset({"ines-duarte"}))
    )
    for judged in run(replace(scenario, expectations=(one_more, swapped))).judged:
        assert judged.outcome is Outcome.FAILED
    assert judged.differences
    assert len(judged.differences) == len(slates.includes) + len(slates.excludes) + 1


def test_stress_figures_that_are_not_as_expected_fail() -> None:
    scenario = read(ALERIS / "stress-figures.yaml")
    for expected in scenario.expectations:
        assert isinstance(expected, StressExpected)
        wrong = replace(expected, departures=Bounds(7, 7))
        (judged,) = run(replace(scenario, expectations=(wrong,))).judged
        assert judged.outcome is Outcome.FAILED


def _failing(scenario: Scenario) -> Scenario:
    expected = next(one for one in scenario.expectations if isinstance(one, VerdictExpected))
    return replace(scenario, expectations=(replace(expected, status=Status.WAIVED),))


def test_the_first_failure_ends_the_run_if_asked() -> None:
    good = read(ALERIS / "chair-vacant.yaml")
    bad = _failing(good)
    tested = run_all([good, bad, good, good], fail_fast=True)
    assert [one.outcome for one in tested.runs] == [Outcome.MET, Outcome.FAILED]
    assert tested.left_out == 2
    assert len(run_all([good, bad, good, good]).runs) == 4


def test_the_report_shows_expected_and_actual_on_the_expectations_line() -> None:
    tested = run_all([_failing(read(ALERIS / "chair-vacant.yaml"))])
    told = plain(report.text, tested)
    assert "failed  The chair is vacant (1 expectation)" in told
    assert "expected  waived" in told
    assert "actual    holds" in told
    (mark,) = report.github(tested)
    assert (mark.code, mark.span.line if mark.span else 0) == ("scenario-failed", 9)
    found = report.json(tested)
    assert found["counts"] == {"met": 0, "failed": 1, "undecided": 0, "left_out": 0}
    assert found["scenarios"][0]["expectations"][0]["differences"][0]["expected"] == "waived"


def test_nothing_is_met_when_nothing_is_run() -> None:
    assert plain(report.text, Runs(())).strip() == "0 scenarios: 0 met, 0 failed, 0 undecided"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--run", "chair is vac*"], 0),
        (["--run", "nothing has this title"], 0),
        (["--run", "nothing has this title", "--fail-on-empty"], 2),
        (["--run", "appointment-path", "--format", "github"], 0),
    ],
)
def test_the_exit_status_says_how_it_went(
    arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["test", str(ALERIS), *arguments])
    assert raised.value.code == status
    assert capsys.readouterr() is not None


def test_a_failing_scenario_and_a_broken_file_have_their_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ALERIS / "chair-vacant.yaml").read_text(encoding="utf-8").replace("board.yaml", str(ALERIS / "board.yaml"))
    failing = tmp_path / "failing.yaml"
    failing.write_text(text.replace("is: broken", "is: holds"), encoding="utf-8")
    with pytest.raises(SystemExit) as raised:
        main(["test", str(failing)])
    assert raised.value.code == 1
    assert "expected  holds" in capsys.readouterr().out
    failing.write_text(text.replace("is: broken", "is: brokn"), encoding="utf-8")
    with pytest.raises(SystemExit) as raised:
        main(["test", str(failing)])
    assert raised.value.code == 2
    assert "did you mean `broken`?" in capsys.readouterr().err


def test_changes_that_are_not_as_expected_fail_with_what_becomes_of_the_verdicts() -> None:
    scenario = read(ALERIS / "amendment-ceo-pay.yaml")
    (expected,) = scenario.expectations
    assert isinstance(expected, DiffExpected)
    wrong = replace(
        expected, changed=frozenset(), added=frozenset({"x"}), verdicts=frozenset(), gained=Bounds(1), lost=Bounds(1, 2)
    )
    (judged,) = run(replace(scenario, expectations=(wrong,))).judged
    told = {difference.about: (difference.expected, difference.actual) for difference in judged.differences}
    assert told == {
        "clauses and duties added": ("x", "none"),
        "clauses and duties changed": ("none", "ceo-pay"),
        "verdicts that change": ("none", "law.nyse-303a/compensation.ceo-pay"),
        "slates gained": ("at least 1", "0"),
        "slates lost": ("at least 1 and at most 2", "0"),
    }
    evidence = next(difference.evidence for difference in judged.differences if difference.evidence)
    assert evidence == ("law.nyse-303a/compensation.ceo-pay: broken becomes holds",)


def test_schedules_that_are_not_as_expected_fail() -> None:
    busy, free = read(ALERIS / "everybody-busy.yaml"), read(ALERIS / "schedule-2027.yaml")
    (none,), (three, _) = busy.expectations, free.expectations
    assert isinstance(none, ScheduleExpected)
    assert isinstance(three, ScheduleExpected)
    (judged,) = run(replace(busy, expectations=(replace(none, exists=True),))).judged
    assert judged.differences[0].actual == "there is none"
    assert "David Lindqvist" in judged.differences[0].evidence[0]
    wrong = replace(three, meetings=Bounds(2, 2))
    (judged,) = run(replace(free, expectations=(wrong,))).judged
    assert [(one.expected, one.actual) for one in judged.differences] == [("2", "3")]


def test_a_question_that_cannot_be_asked_fails_and_says_why() -> None:
    scenario = read(ALERIS / "best-slate.yaml")
    expected = scenario.expectations[0]
    assert isinstance(expected, SlatesExpected)
    (judged,) = run(replace(scenario, expectations=(replace(expected, keep=("nora-field",)),))).judged
    assert judged.outcome is Outcome.FAILED
    assert "nora-field" in judged.differences[0].actual


def test_bounds_say_what_they_hold() -> None:
    assert [number for number in range(5) if number in Bounds(1, 3)] == [1, 2, 3]
    assert 7 in Bounds(2)
    assert "two" not in Bounds(0)
    assert (str(Bounds(2, 2)), str(Bounds(2)), str(Bounds(None, 4))) == ("2", "at least 2", "at most 4")
