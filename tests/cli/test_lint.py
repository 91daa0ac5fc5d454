"""`quorate lint` and `quorate schema` on the command line: exit status, forms, and what they load."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quorate.charter.schema import SHAPES, schema_of
from quorate.cli.app import main
from quorate.questions.reason import Reasoned

CHARTER = """quorate: 1
charter: a.b
title: A title
kind: audit
clauses:
  - {id: a, require: size(members) >= 3}
"""
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Exit status, output and complaints of a command in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def saying(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        said = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, said.out, said.err

    return saying


@pytest.mark.parametrize(
    ("text", "fail_on", "status"),
    [
        (CHARTER, "error", 0),
        (CHARTER, "warning", 1),
        (CHARTER, "note", 1),
        (CHARTER, "never", 0),
        (CHARTER.replace("members", "membrs"), "error", 1),
        (CHARTER.replace("members", "membrs"), "never", 0),
        (CHARTER.replace("id: a,", "id: a, cite: {section: 1},"), "warning", 0),
    ],
)
def test_the_status_is_that_of_the_worst_finding(
    text: str, fail_on: str, status: int, say: Say, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    assert say("lint", "a.yaml", "--fail-on", fail_on)[0] == status


def test_a_path_that_is_not_there_is_a_wrong_call(say: Say) -> None:
    status, out, err = say("lint", "missing")
    assert (status, out) == (2, "")
    assert "there is nothing at `missing`" in err


def test_annotations_stand_on_the_right_lines(say: Say, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(CHARTER.replace("members", "membrs"), encoding="utf-8")
    _, out, _ = say("lint", "a.yaml", "--format", "github")
    (line,) = out.splitlines()
    assert line.startswith("::error file=a.yaml,line=6,endLine=6,col=27,endColumn=32,title=unknown-name::")


def test_programs_read_findings_with_places(say: Say, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(CHARTER, encoding="utf-8")
    _, out, _ = say("lint", ".", "--format", "json")
    answer = json.loads(out)["answer"]
    assert answer["files"] == ["a.yaml"]
    (warning,) = [one for one in answer["findings"] if one["severity"] == "warning"]
    assert (warning["code"], warning["place"]["line"]) == ("no-citation", 6)


def test_packs_are_looked_for_where_it_is_said(say: Say, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "pack.yaml").write_text("quorate: 1\npack: own\ntitle: Own\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(CHARTER + "uses: [own]\n", encoding="utf-8")
    assert say("lint", "a.yaml")[0] == 1
    assert say("lint", "a.yaml", "--policies", "rules")[0] == 0


@pytest.mark.parametrize("kind", SHAPES)
def test_a_schema_is_written_as_it_is(kind: str, say: Say) -> None:
    status, out, _ = say("schema", kind)
    assert status == 0
    assert json.loads(out) == schema_of(kind)


def test_the_schema_of_a_kind_that_does_not_exist_is_a_wrong_call(say: Say) -> None:
    assert say("schema", "statute")[0] == 2


QUIET = CHARTER.replace("id: a,", "id: a, cite: {section: 1},")
CONTRADICTION = QUIET + "  - {id: b, cite: {section: 2}, require: size(members) < 3}\n"


def test_what_reasoning_finds_decides_the_status_only_where_it_is_asked_for(say: Say, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(CONTRADICTION, encoding="utf-8")
    assert say("lint", "a.yaml", "--fail-on", "warning")[0] == 0
    status, out, _ = say("lint", "a.yaml", "--reason")
    assert status == 1
    assert "a.yaml:7:10: error[contradictory-clauses]: no board fulfils both `a` and `b`" in out
    assert "cited: 2" in out


def test_programs_and_pull_requests_read_what_reasoning_finds(say: Say, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(CONTRADICTION, encoding="utf-8")
    _, out, _ = say("lint", "a.yaml", "--reason", "--format", "json")
    envelope = json.loads(out)
    (error,) = [one for one in envelope["answer"]["findings"] if one["severity"] == "error"]
    assert (error["code"], error["place"]["line"], envelope["engine"]) == ("contradictory-clauses", 7, "z3")
    _, out, _ = say("lint", "a.yaml", "--reason", "--format", "github")
    assert "::error file=a.yaml,line=7,endLine=7,col=10,endColumn=10,title=contradictory-clauses::" in out


def test_a_time_limit_that_was_reached_is_neither_yes_nor_no(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yaml").write_text(QUIET, encoding="utf-8")
    late = Reasoned((), decided=False)
    monkeypatch.setattr("quorate.questions.reason.reason", lambda *_, **__: late)
    assert say("lint", "a.yaml", "--reason", "--time-limit", "0.1")[0] == 3
    assert say("lint", "a.yaml", "--reason", "--time-limit", "0.1", "--fail-on", "note")[0] == 1


@pytest.mark.parametrize("option", [("--as-of", "2026-06-30"), ("--time-limit", "1")])
def test_options_of_reasoning_want_reasoning(option: tuple[str, str], say: Say, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(QUIET, encoding="utf-8")
    status, _, err = say("lint", "a.yaml", *option)
    assert status == 2
    assert f"`{option[0]}` is about what is reasoned" in err
    assert say("lint", "a.yaml", "--reason", *option)[0] == 0
