"""`quorate diff OLD NEW` on the command line: formats, exit statuses, a roster beside, and a time limit."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from quorate.cli.app import main

DAY = ("--as-of", "2026-06-30")
OLD = """quorate: 1
charter: a.guild
title: The guild
kind: guild
facts:
  person:
    master: {type: bool, text: Has made a masterpiece}
clauses:
  - {id: size, topic: size, require: size(members) >= 3}
  - {id: quorum, topic: quorum, scope: quorum, require: size(present) >= 2}
properties:
  - {id: three, text: There are three., scope: body, claim: size(members) >= 3}
"""
STRICTER = OLD.replace("size(members) >= 3}\n  - {id: quorum", "size(members) >= 4}\n  - {id: quorum")
MILDER = OLD.replace("size(members) >= 3}\n  - {id: quorum", "size(members) >= 2}\n  - {id: quorum")
HOPELESS = OLD.replace("\nproperties", "\n  - {id: none, require: size(members) < 3}\nproperties")
AMENDMENT = """quorate: 1
amends: a.guild
title: A minimum of four
effective: 2027-01-01
changes:
  - {replace: size, clause: {id: size, topic: size, require: size(members) >= 4}}
"""
ROSTER = """quorate: 1
roster: town
as_of: 2026-06-30
organisation: {name: The town}
people: {ann: {master: true}, bea: {master: true}, cleo: {master: false}}
bodies: {smiths: {kind: guild, charter: a.guild, seats: 3, members: [ann, bea, cleo], chair: ann}}
"""
FILES = {
    "old": OLD, "stricter": STRICTER, "milder": MILDER, "hopeless": HOPELESS, "amendment": AMENDMENT, "town": ROSTER
}  # fmt: skip
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Exit status, output and complaints of `diff` in a folder of charters, of which no shared properties are asked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("quorate.cli.diff.shared", lambda _library: ())
    for name, text in FILES.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")

    def saying(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(("diff", *arguments))
        said = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, said.out, said.err

    return saying


def test_the_text_has_scopes_clauses_and_the_smallest_board(say: Say) -> None:
    status, out, err = say("old.yaml", "stricter.yaml", *DAY)
    assert (status, err) == (0, "")
    assert "overall: tightened (composition tightened; the rest equivalent)" in out
    assert "newly forbidden: 3 members; the chair is vacant (the smallest)" in out
    assert "~ size (changed, composition): tightened" in out
    assert "quorum: equivalent (in the same words)" in out


@pytest.mark.parametrize(
    ("arguments", "status", "relation"),
    [
        (["old.yaml", "old.yaml"], 0, "equivalent"),
        (["old.yaml", "stricter.yaml"], 0, "tightened"),
        (["old.yaml", "amendment.yaml"], 0, "tightened"),
        (["stricter.yaml", "old.yaml"], 0, "loosened"),
        (["old.yaml", "milder.yaml"], 1, "loosened"),
        (["old.yaml", "hopeless.yaml"], 1, "tightened"),
        (["old.yaml", "stricter.yaml", "--time-limit", "0"], 3, "undecided"),
    ],
)
def test_the_answer_as_json_fits_the_schema_and_the_exit_status(
    arguments: list[str], status: int, relation: str, say: Say, schema: jsonschema.Draft202012Validator
) -> None:
    left, out, _ = say(*arguments, *DAY, "--format", "json")
    document = json.loads(out)
    schema.validate(document)
    assert (left, document["answer"]["relation"]) == (status, relation)
    assert document["reply"] == {0: "yes", 1: "no", 3: "undecided"}[status]


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    """What `quorate schema answer` prints."""
    with pytest.MonkeyPatch.context() as patch:
        lines: list[str] = []
        patch.setattr("sys.stdout.write", lines.append, raising=False)
        with pytest.raises(SystemExit):
            main(("schema", "answer"))
    return jsonschema.Draft202012Validator(json.loads("".join(lines)))


def test_a_pull_request_gets_headings_and_lists(say: Say) -> None:
    _, text, _ = say("old.yaml", "stricter.yaml", *DAY)
    status, out, _ = say("old.yaml", "stricter.yaml", *DAY, "--format", "markdown")
    assert status == 0
    assert [line for line in out.splitlines() if line.startswith("#")]
    assert "tightened" in out
    assert out != text


def test_an_own_property_that_is_lost_is_told_and_annotated(say: Say) -> None:
    _, text, _ = say("old.yaml", "milder.yaml", *DAY)
    status, out, _ = say("old.yaml", "milder.yaml", *DAY, "--format", "github")
    assert "lost: three: There are three." in text
    assert "proved → violated" in text
    assert status == 1
    assert out.startswith("::")


def test_beside_a_roster_it_says_what_changes_there(say: Say) -> None:
    status, out, _ = say("old.yaml", "amendment.yaml", "--roster", "town.yaml", "--format", "json")
    here = json.loads(out)["answer"]["here"]
    assert status == 1, "three smiths are too few"
    assert (here["body"], here["lawful"]) == ("smiths", {"before": True, "after": False})


def test_a_time_limit_leaves_open_what_was_not_decided(say: Say) -> None:
    status, out, _ = say("old.yaml", "stricter.yaml", *DAY, "--time-limit", "0")
    assert status == 3
    assert "overall: undecided" in out
    assert "the time limit was reached" in out


def test_quietly_only_the_exit_status_answers(say: Say) -> None:
    assert say("old.yaml", "hopeless.yaml", *DAY, "--quiet") == (1, "", "")


@pytest.mark.parametrize(
    ("arguments", "message", "advice"),
    [
        (["old.yaml"], "what is to be compared is not clear", "give OLD and NEW"),
        (["old.yaml", "milder.yaml", "--charter", "stricter.yaml"], "not clear", "give OLD and NEW"),
        (["old.yaml", "missing.yaml"], "missing.yaml", ""),
        (["a.gild", "old.yaml"], "there is no charter or pack `a.gild`", "put its file"),
        (["law.dgcl-141", "old.yaml"], "`law.dgcl-141` is a pack", "name a charter that uses it"),
        (["town.yaml"], "what is to be compared is not clear", "`--amendment` and `--charter`"),
        (["town.yaml", "--roster", "town.yaml"], "two rosters are given", "before `--roster`"),
        (["old.yaml", "milder.yaml", "--as-of", "soon"], "`soon` is no date", ""),
        (["old.yaml", "milder.yaml", "--time-limit", "nan"], "no number of seconds", ""),
        (["old.yaml", "milder.yaml", "--engine", "zz"], "there is no engine `zz`", ""),
    ],
)
def test_a_wrong_call_says_what_to_do(arguments: list[str], message: str, advice: str, say: Say) -> None:
    status, _, err = say(*arguments)
    assert status == 2
    assert message in " ".join(err.split())
    assert advice in err
