"""`quorate prove` on the command line: which properties are asked, the exit status, and counterexamples that run."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from quorate.charter.shipped import shipped
from quorate.cli.app import main

ALERIS = str(shipped("policies") / "aleris" / "compensation.yaml")
DAY = ("--as-of", "2026-09-15")
CHARTER = """quorate: 1
charter: a.guild
title: The guild
kind: guild
facts:
  person:
    master: {type: bool, text: Has made a masterpiece}
terms: {independent: m.master}
clauses:
  - {id: size, topic: size, require: size(members) >= 3}
  - {id: quorum, topic: quorum, scope: quorum, require: size(present) >= 2}
properties:
  - {id: masters, text: All are masters., scope: body, claim: "members.all(m, m.master)"}
  - {id: three, text: There are three., scope: body, claim: size(members) >= 3}
"""
OUGHT = """quorate: 1
pack: properties.ought
title: What ought to be
rank: policy
properties:
  - {id: three, text: There are three., scope: body, claim: size(members) >= 3}
"""
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Exit status, output and complaints of a command in a folder with one charter."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "guild.yaml").write_text(CHARTER, encoding="utf-8")

    def saying(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        said = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, said.out, said.err

    return saying


def asked(said: str) -> list[str]:
    return [each["property"] for each in json.loads(said)["answer"]["properties"]]


def test_seven_members_are_the_fewest_of_whom_two_are_less_than_a_third(say: Say) -> None:
    status, out, _ = say("prove", ALERIS, "properties.quorum/third", *DAY)
    assert status == 1
    assert "the smallest counterexample: 7 members, 2 present" in out
    assert "quorum [Meetings] Two members are a quorum." in out


def test_what_is_proved_ends_well(say: Say) -> None:
    status, out, _ = say("prove", ALERIS, "properties.quorum/independent-majority", "properties.chair/filled", *DAY)
    assert (status, "2 properties: 2 proved" in out) == (0, True)


def test_without_names_the_charters_own_properties_and_those_of_all_packs_are_asked(say: Say) -> None:
    found = asked(say("prove", "guild.yaml", "--list", "--format", "json")[1])
    packs = {name.rpartition("/")[0] for name in found}
    assert found[:2] == ["a.guild/masters", "a.guild/three"]
    assert {"properties.quorum", "properties.chair", "properties.vote"} < packs


def test_a_folder_of_policies_brings_properties_along(say: Say, tmp_path: Path) -> None:
    (tmp_path / "more" / "properties").mkdir(parents=True)
    (tmp_path / "more" / "properties" / "ought.yaml").write_text(OUGHT, encoding="utf-8")
    listed = asked(say("prove", "guild.yaml", "--policies", "more", "--list", "--format", "json")[1])
    assert "properties.ought/three" in listed
    status, out, _ = say("prove", "guild.yaml", "properties.ought", "--policies", "more")
    assert (status, "properties.ought/three" in out) == (0, True)


CHAIR = ("filled", "member", "independent", "eligible")


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["masters"], ["a.guild/masters"]),
        (["a.guild/three", "masters", "three"], ["a.guild/three", "a.guild/masters"]),
        (["a.guild"], ["a.guild/masters", "a.guild/three"]),
        (["properties.quorum/third"], ["properties.quorum/third"]),
        (["properties.chair"], [f"properties.chair/{name}" for name in CHAIR]),
    ],
)
def test_a_name_is_an_own_id_or_a_pack_or_one_of_a_packs_properties(
    names: list[str], found: list[str], say: Say
) -> None:
    assert asked(say("prove", "guild.yaml", *names, "--list", "--format", "json")[1]) == found


@pytest.mark.parametrize(
    ("arguments", "message", "advice"),
    [
        (["guild.yaml", "mastres"], "is asked no property `mastres`", "did you mean `masters`?"),
        (["guild.yaml", "third"], "is asked no property `third`", "did you mean `properties.quorum/third`?"),
        (["guild.yaml", "properties.quorm"], "no property `properties.quorm`", "did you mean `properties.quorum`?"),
        (["guild.yaml", "law.dgcl-141"], "the pack `law.dgcl-141` has no properties", "--list"),
        (["guild.yaml", "zzz/zzz"], "is asked no property `zzz/zzz`", "--list"),
        (["law.dgcl-141"], "`law.dgcl-141` is a pack", "name a charter that uses it"),
        (["a.gild"], "there is no charter or pack `a.gild`", "put its file"),
        (["missing.yaml"], "missing.yaml", ""),
        (["guild.yaml", "--save", "x.yaml"], "a file holds the counterexample to one property", "folder"),
        (["guild.yaml", "masters", "--save", "guild.yaml/x.yaml"], "cannot be written", ""),
        (["guild.yaml", "--as-of", "soon"], "`soon` is no date", ""),
        (["guild.yaml", "--time-limit", "nan"], "no number of seconds", ""),
    ],
)
def test_a_wrong_call_says_what_to_do(arguments: list[str], message: str, advice: str, say: Say) -> None:
    status, _, err = say("prove", *arguments)
    assert status == 2
    assert message in " ".join(err.split())
    assert advice in err


def test_a_second_opinion_without_its_library_says_what_to_install(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cvc5", None)
    status, _, err = say("prove", "guild.yaml", "masters", "--cross-check")
    assert status == 2
    assert "pip install 'quorate[cross-check]'" in err


def test_every_counterexample_runs_as_a_scenario(say: Say, tmp_path: Path) -> None:
    status, out, err = say("prove", ALERIS, *DAY, "--save", "all", "--format", "json")
    violated = json.loads(out)["answer"]["counts"]["violated"]
    files = sorted((tmp_path / "all").glob("*.yaml"))
    assert (status, len(files), err.count("saved ")) == (1, violated, violated)
    assert violated > 10
    assert say("test", "all")[0] == 0


def test_the_counterexample_of_a_charter_elsewhere_finds_it(say: Say, tmp_path: Path) -> None:
    assert say("prove", "guild.yaml", "masters", "--save", "deep/down/masters.yaml")[0] == 1
    text = (tmp_path / "deep" / "down" / "masters.yaml").read_text(encoding="utf-8")
    assert "../../guild.yaml" in text
    assert say("test", "deep")[0] == 0
    changed = text.replace("master: false", "master: true")
    (tmp_path / "deep" / "down" / "masters.yaml").write_text(changed, encoding="utf-8")
    assert say("test", "deep")[0] == 1


FAMILY = """quorate: 1
charter: a.family
title: The family council
kind: council
facts:
  person:
    shares: {type: int, text: Shares held}
    parents: {type: set, of: person, text: Who raised the person}
    joined: {type: date, text: When the person came}
clauses:
  - {id: size, topic: size, require: size(members) >= 2}
  - {id: each, topic: composition, require: "members.all(m, m.shares >= 2)"}
properties:
  - {id: enough, text: They hold four shares., scope: body, claim: "members.map(m, m.shares).sum() >= 4"}
  - {id: more, text: They hold five shares., scope: body, claim: "members.map(m, m.shares).sum() >= 5"}
  - {id: kin, text: Nobody sits with a parent., scope: body, claim: "members.all(m, m.parents.all(p, !(p in members)))"}
  - {id: eldest, text: One came first., scope: body, claim: "members.exists(m, members.all(k, m.joined <= k.joined))"}
"""


def test_what_cannot_be_proved_is_bounded_or_shown_by_a_board_that_runs(say: Say, tmp_path: Path) -> None:
    (tmp_path / "family.yaml").write_text(FAMILY, encoding="utf-8")
    status, out, _ = say("prove", "family.yaml", "enough", "eldest", "--format", "json")
    found = json.loads(out)
    assert (status, found["certainty"]) == (0, "bounded(3)")
    assert [each["up_to"] for each in found["answer"]["properties"]] == [6, 3]
    assert say("prove", "family.yaml", "more", "kin", "--save", "shown", "--quiet")[0] == 1
    assert len(list((tmp_path / "shown").glob("*.yaml"))) == 2
    assert say("test", "shown")[0] == 0


def test_a_counterexample_in_which_nobody_is_referred_to_runs_as_a_scenario(say: Say, tmp_path: Path) -> None:
    text = """quorate: 1
charter: a.house
title: The house
kind: house
facts:
  person:
    master: {type: bool, text: Has made a masterpiece}
    parent: {type: person, text: Who brought them up}
clauses:
  - {id: kin, topic: composition, require: "members.all(m, !(m.parent in members))"}
properties:
  - {id: many, text: There are three., scope: body, claim: "size(members) >= 3 || members.exists(m, m.parent == m)"}
  - {id: free, text: Somebody is a master., scope: body, claim: "members.exists(m, m.master && m.parent != m)"}
"""
    (tmp_path / "house.yaml").write_text(text, encoding="utf-8")
    status, out, _ = say("prove", "house.yaml", "a.house", "--save", "shown")
    assert (status, "parent: nobody" in out) == (1, True)
    assert len(list((tmp_path / "shown").iterdir())) == 2
    assert say("test", "shown")[0] == 0


def test_what_is_proved_saves_nothing(say: Say, tmp_path: Path) -> None:
    assert say("prove", "guild.yaml", "three", "--save", "three.yaml")[0] == 0
    assert not (tmp_path / "three.yaml").exists()


def test_annotations_are_on_the_property_or_on_the_charter(say: Say) -> None:
    _, out, _ = say("prove", "guild.yaml", "masters", "three", "properties.quorum/third", "--format", "github")
    lines = out.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error", "::error"]
    assert "line=13" in lines[0]
    assert "property-violated" in lines[0]
    assert "line=1," in lines[1]
