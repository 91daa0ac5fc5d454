"""`quorate explain` on the command line: its exit status, its forms, what it says in each of them."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from quorate.charter.shipped import shipped
from quorate.cli.app import main
from quorate.cli.exits import Exit
from quorate.reports.answer_schema import answer_schema

BOARD = str(shipped("scenarios") / "aleris" / "board.yaml")
COMPENSATION = ["--body", "compensation"]
AUDIT = ["--body", "audit", "--exclude", "david-lindqvist", "--exclude", "grace-nakamura", "--exclude", "ines-duarte"]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["explain", BOARD, *arguments])
    return int(end.value.code or 0)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([*COMPENSATION], Exit.YES),
        ([*AUDIT], Exit.NO),
        ([*COMPENSATION, "--person", "henry-achebe"], Exit.YES),
        ([*COMPENSATION, "--person", "ben-okafor"], Exit.NO),
        ([*COMPENSATION, "--slate", "clara-voss,henry-achebe,elena-marchetti"], Exit.YES),
        ([*COMPENSATION, "--slate", "clara-voss,henry-achebe"], Exit.NO),
        ([*COMPENSATION, "--size", "3", "--rank", "2"], Exit.YES),
        (
            [*COMPENSATION, "--as-of", "2025-12-31", "--slate", "clara-voss,henry-achebe,elena-marchetti"],
            Exit.UNDECIDED,
        ),
        ([*COMPENSATION, "--time-limit", "0"], Exit.UNDECIDED),
        ([*COMPENSATION, "--person", "nobody-known"], Exit.WRONG),
        ([*COMPENSATION, "--cost", "waive=0"], Exit.WRONG),
        ([*COMPENSATION, "--cost", "waiver=2"], Exit.WRONG),
        ([*COMPENSATION, "--cost", "waive=2", "--cost", "waive=3"], Exit.WRONG),
        ([*COMPENSATION, "--rank", "2", "--year", "2027"], Exit.WRONG),
        ([*COMPENSATION, "--size", "3", "--year", "2027"], Exit.WRONG),
        ([*COMPENSATION, "--cross-check", "--year", "2027"], Exit.WRONG),
    ],
)
def test_the_exit_status_says_yes_no_or_undecided(arguments: list[str], status: Exit) -> None:
    assert run(*arguments, "--quiet") == status


@pytest.mark.parametrize(
    "arguments",
    [
        AUDIT,
        [*COMPENSATION, "--slate", "ben-okafor,clara-voss"],
        [*COMPENSATION, "--person", "ben-okafor"],
        [*COMPENSATION, "--size", "3", "--rank", "3"],
    ],
    ids=["slates", "slate", "person", "rank"],
)
def test_programs_get_what_the_schema_says(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run(*arguments, "--format", "json")
    said = json.loads(capsys.readouterr().out)
    Draft202012Validator(answer_schema()).validate(said)
    assert said["question"] == "explain"


def test_a_core_its_repairs_and_its_recruits_are_told_to_programs(capsys: pytest.CaptureFixture[str]) -> None:
    run(*AUDIT, "--format", "json")
    answer = json.loads(capsys.readouterr().out)["answer"]
    core = answer["why"]["cores"][0]
    assert core["smallest"]
    assert [part["names"][0] for part in core["parts"]][:2] == ["members", "expertise"]
    assert core["parts"][0]["keeps_out"] == ["ben-okafor", "liam-oconnor"]
    assert [each["cost"] for each in answer["repairs"]["found"]] == sorted(
        each["cost"] for each in answer["repairs"]["found"]
    )
    wanted = {trait["fact"] for trait in answer["recruits"]["openings"][0]["newcomers"][0]}
    assert {"accounting_expertise", "nyse_independent"} <= wanted


def test_costs_that_are_declared_order_the_repairs(capsys: pytest.CaptureFixture[str]) -> None:
    run(*AUDIT, "--cost", "waive=1", "--cost", "recruit=9", "--format", "json")
    first = json.loads(capsys.readouterr().out)["answer"]["repairs"]["found"][0]
    assert {each["kind"] for each in first["remedies"]} == {"waive"}


def test_a_second_engine_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    run(*AUDIT, "--cross-check")
    assert "second opinion: `python-constraint` agrees" in capsys.readouterr().out


def test_the_clauses_that_clash_are_annotated(capsys: pytest.CaptureFixture[str]) -> None:
    run(*AUDIT, "--format", "github")
    said = capsys.readouterr().out
    assert re.search(r"^::error file=.*audit\.yaml,line=\d+.*no-lawful-slate.*cannot both hold", said, re.MULTILINE)


def test_a_page_in_markdown_has_headings_and_lists(capsys: pytest.CaptureFixture[str]) -> None:
    run(*AUDIT, "--format", "markdown")
    said = capsys.readouterr().out
    assert "### what would help, cheapest first" in said
    assert "### whom to recruit" in said


def test_a_year_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--body", "nominating", "--year", "2027") == Exit.YES
    assert "there is a schedule" in capsys.readouterr().out


def test_slates_point_to_the_explanation_where_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["slates", BOARD, *AUDIT])
    assert "`quorate explain`" in capsys.readouterr().out
