"""`quorate trace` says with its exit status whether a text is covered, and points at what is not."""

from pathlib import Path

import pytest

from quorate.charter.shipped import shipped
from quorate.cli.app import main

FOLDER = shipped("policies") / "illustrative"
CHARTER = str(FOLDER / "nominating.yaml")
TEXT = FOLDER / "nominating.md"


def traced(*arguments: str) -> int:
    with pytest.raises(SystemExit) as raised:
        main(["trace", CHARTER, *arguments])
    assert isinstance(raised.value.code, int)
    return raised.value.code


def test_a_covered_text_is_yes(capsys: pytest.CaptureFixture[str]) -> None:
    assert traced("--source", str(TEXT)) == 0
    said = capsys.readouterr().out
    assert "16 sentences: 14 formalised, 2 unchecked, 0 uncovered; quotes lost: 0, found more than once: 0" in said


def test_what_is_uncovered_lost_or_repeated_is_no(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = tmp_path / "changed.md"
    text = TEXT.read_text(encoding="utf-8").replace("A majority of the members is", "Half of the members are")
    changed.write_text(text + "\nThe chief executive shall not be a member.\nNobody says anything.\n", encoding="utf-8")
    assert traced("--source", str(changed)) == 1
    said = capsys.readouterr().out
    assert "lost `quorum` quotes “A majority of the members is a quorum”" in said
    assert "the text comes nearest with: Half of the members are a quorum." in said
    assert "repeated `no-chief-executive` quotes “The chief executive shall not be a member”" in said
    assert "the text has it on lines 13, 33" in said
    assert traced("--source", str(changed), "--format", "github") == 1
    marks = capsys.readouterr().out.splitlines()
    assert [mark.split(" ")[0] for mark in marks] == ["::error"] * 4
    assert f"file={changed},line=18" in marks[0]
    assert "title=uncovered-sentence" in marks[1]


def test_a_text_that_is_not_there_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert traced("--source", str(tmp_path / "nowhere.txt")) == 2
    assert "nowhere.txt" in capsys.readouterr().err


def test_a_text_in_an_old_code_page_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tmp_path / "old.txt"
    old.write_bytes(TEXT.read_text(encoding="utf-8").encode("cp1252"))
    assert traced("--source", str(old), "--quiet") == 0
    assert capsys.readouterr().out == ""


def test_a_clause_that_quotes_nothing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "text.md"
    text.write_text("Nothing is said here that anybody has formalised.\n", encoding="utf-8")
    with pytest.raises(SystemExit) as raised:
        main(["trace", str(FOLDER / "board.yaml"), "--source", str(text)])
    assert raised.value.code == 1
    said = capsys.readouterr().out
    assert "clauses and duties that quote nothing" in said
    assert "size, chair, cadence, consent" in said


def test_a_text_with_control_characters_is_refused_at_their_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "changed.md"
    changed.write_text("One page.\n\fThe \x1b[2Jboard.\n", encoding="utf-8")
    assert traced("--source", str(changed)) == 2
    said = capsys.readouterr().err
    assert f"{changed}:2:6: error[unprintable-character]: the character U+001B cannot be seen" in said
    assert "\x1b" not in said
