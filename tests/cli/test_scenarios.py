"""`quorate test` tells every problem of its files once, at a path that people can read."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from quorate.charter.disk import shown
from quorate.cli.app import app
from quorate.cli.exits import Exit

ROSTER = "people: {ann: {name: Ann}}\nbodies: {board: {charter: no.such.charter, members: [ann], seats: many}}\n"
INLINE = "{people: {ann: {name: Ann}}, bodies: {board: {charter: no.such.charter, members: [ann]}}}"


def scenario(title: str, roster: str) -> str:
    expected = "expect:\n  - {verdict: x, body: board, is: holds}\n"
    return f"quorate: 1\nscenario: {title}\nas_of: 2026-01-01\nroster: {roster}\n{expected}"


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios" / "inner").mkdir(parents=True)
    (tmp_path / "scenarios" / "board.yaml").write_text(
        f"quorate: 1\nroster: example.board\ntitle: A board\nas_of: 2026-01-01\n{ROSTER}"
    )
    return tmp_path / "scenarios"


def told() -> str:
    result = CliRunner().invoke(app, ["test", "scenarios"])
    assert result.exit_code == Exit.WRONG
    return result.stderr


def test_what_is_wrong_with_a_roster_is_told_once_for_all_its_scenarios(there: Path) -> None:
    for number in range(3):
        (there / "inner" / f"{number}.yaml").write_text(scenario(f"number {number}", "../board.yaml"))
    errors = told()
    assert errors.count("error[") == 2
    assert errors.count("scenarios/board.yaml:6:27: error[unknown-charter]") == 1
    assert errors.count("scenarios/board.yaml:6:67: error[not-a-number]") == 1
    assert ".." not in errors


def test_a_charter_that_is_not_there_is_told_once_with_the_places_that_name_it(there: Path) -> None:
    for number in range(6):
        (there / f"s{number}.yaml").write_text(scenario(f"number {number}", INLINE))
    errors = told()
    assert errors.count("error[") == 1
    assert "scenarios/s0.yaml:4:64: error[unknown-charter]" in errors
    assert "also named at scenarios/s1.yaml:4:64, scenarios/s2.yaml:4:64, scenarios/s3.yaml:4:64 and 2 more" in errors


def test_a_path_is_shown_straight_unless_that_is_another_file(there: Path) -> None:
    assert shown(there / "inner" / ".." / "board.yaml") == "scenarios/board.yaml"
    (there / "link").symlink_to(there.parent)
    assert shown(there / "link" / ".." / "board.yaml") == str(Path("scenarios", "link", "..", "board.yaml"))
