"""Questions about the first and the last days of the calendar are answered, or refused in words."""

import json
from datetime import date
from pathlib import Path
from time import monotonic

import pytest

from quorate.cli import app

ROOT = Path(__file__).parents[2]
BOARD = ROOT / "scenarios/aleris/board.yaml"
AMENDMENT = ROOT / "scenarios/aleris/amendments/minimum-four.yaml"
BODY = ("--body", "compensation")
CALLS = {
    "check": ("check", str(BOARD), *BODY),
    "slates": ("slates", str(BOARD), *BODY, "--count"),
    "stress": ("stress", str(BOARD), *BODY),
    "diff": ("diff", str(BOARD), "--amendment", str(AMENDMENT)),
    "schedule": ("schedule", str(BOARD), *BODY),
}
ENDS = (date.min, date.max)


def answered(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, dict[str, object]]:
    with pytest.raises(SystemExit) as left:
        app.main([*arguments, "--format", "json"])
    return left.value.code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("end", ENDS, ids=str)
@pytest.mark.parametrize("command", CALLS)
def test_a_day_at_the_end_of_the_calendar_is_answered_or_refused(
    command: str, end: date, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = answered(capsys, *CALLS[command], "--as-of", str(end))
    diagnostics = said.get("diagnostics", [])
    assert isinstance(diagnostics, list)
    codes = [diagnostic["code"] for diagnostic in diagnostics if diagnostic["severity"] == "error"]
    if command == "schedule":
        assert (status, codes) == (2, ["too-early" if end == date.min else "too-late"])
    elif end == date.max:
        assert (status, codes) == (2, ["too-far"])
    else:
        assert status in (0, 1, 3)
        assert codes == []


def test_a_day_a_hundred_years_after_the_roster_is_answered_and_none_later(capsys: pytest.CaptureFixture[str]) -> None:
    status, _ = answered(capsys, *CALLS["check"], "--as-of", "2126-12-31")
    assert status in (0, 1, 3)
    status, said = answered(capsys, *CALLS["check"], "--as-of", "2127-01-01")
    assert status == 2
    assert "more than 100 years after the day of the roster, 2026-09-15" in json.dumps(said)


def test_a_period_of_more_than_ten_years_is_not_planned(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = answered(capsys, *CALLS["schedule"], "--from", "2027-01-01", "--to", "2037-12-31")
    assert status == 2
    assert "more than 10 years" in json.dumps(said)


def test_candidate_days_are_laid_out_within_the_time_limit(capsys: pytest.CaptureFixture[str]) -> None:
    begun = monotonic()
    period = ("--from", "2027-01-01", "--to", "2036-12-31")
    status, said = answered(capsys, *CALLS["schedule"], *period, "--time-limit", "0.05")
    assert monotonic() - begun < 3
    assert status == 3
    assert "the time limit of 0.05 s was reached" in json.dumps(said)


def test_the_last_year_that_can_be_planned_is_planned(capsys: pytest.CaptureFixture[str]) -> None:
    status, _ = answered(capsys, *CALLS["schedule"], "--year", "2124")
    assert status == 0
    status, _ = answered(capsys, *CALLS["schedule"], "--year", "2125")
    assert status == 2


@pytest.mark.parametrize("end", [date.min, date.max], ids=str)
@pytest.mark.parametrize("command", CALLS)
def test_a_roster_at_the_end_of_the_calendar_is_answered_or_refused(
    command: str, end: date, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its day, a busy time and the windows of busy times of a file lie there; its log is empty."""
    text, _, _ = BOARD.read_text().partition("\nevents:")
    for old, new in (
        ("\nas_of: 2026-09-15\nlog_from: 2025-05-13\n", f"\nas_of: {end}\n"),
        ("- 2027-04-26", f"- {end}"),
    ):
        assert old in text
        text = text.replace(old, new)
    moved = tmp_path / "board.yaml"
    moved.write_text(text)
    (tmp_path / "busy").symlink_to(BOARD.parent / "busy")
    period = ("--from", "0001-01-02", "--to", "0001-03-31") if command == "schedule" and end == date.min else ()
    arguments = [str(moved) if each == str(BOARD) else each for each in CALLS[command]]
    status, _ = answered(capsys, *arguments, *period, "--policies", str(ROOT / "policies"))
    assert status in ((2,) if command == "schedule" else (0, 1, 3))
