"""What binds a body: its charter, its packs, defaults where it is silent, and nothing that it overrides."""

from pathlib import Path

import pytest

from quorate.charter.document import Policy
from quorate.charter.library import Library
from quorate.charter.load import read_charter
from quorate.charter.policy import policy_of
from quorate.source.diagnostic import FileError

PACK = """quorate: 1
pack: law
title: The law
rank: statute
uses: [base]
facts: {person: {independent: {type: bool}}}
clauses:
  - {id: floor, topic: quorum, scope: quorum, require: size(present) >= third(members)}
  - {id: majority, topic: quorum, scope: quorum, default: true, require: size(present) > half(members)}
  - {id: vote, topic: vote, scope: vote, default: true, when: body.kind != 'board', require: size(ayes) > half(present)}
  - {id: notice, topic: notice, default: true, when: body.kind == 'audit', require: size(members) >= 1}
duties:
  - {id: report, subject: report, power: report, per: fiscal_year}
subjects: {report: Reports}
"""
BASE = "quorate: 1\npack: base\ntitle: The base\nclauses:\n  - {id: size, topic: size, require: size(members) >= 1}\n"
OTHER = """quorate: 1
pack: other
title: Another pack
clauses:
  - {id: votes, topic: vote, scope: vote, when: body.kind == 'board', require: size(ayes) >= 1}
  - {id: notices, topic: notice, when: "body.kind in ['audit', 'pay'] && seats > 3", require: size(members) >= 1}
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for name, text in (("law", PACK), ("base", BASE), ("other", OTHER)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Library((tmp_path,))


def policy(library: Library, folder: Path, text: str, uses: str = "[law]") -> Policy:
    path = folder / "charter.yaml"
    path.write_text(f"quorate: 1\ncharter: c\ntitle: C\nkind: audit\nuses: {uses}\n{text}", encoding="utf-8")
    return policy_of(read_charter(path, library), library.charter)


def named(bound: Policy) -> list[str]:
    return [f"{clause.charter}/{clause.id}" for clause in bound.clauses]


def test_packs_of_packs_bind_too(library: Library, tmp_path: Path) -> None:
    bound = policy(library, tmp_path, "")
    assert [pack.id for pack in bound.packs] == ["law", "base"]
    assert named(bound) == ["law/floor", "law/majority", "law/vote", "law/notice", "base/size"]
    assert [duty.id for duty in bound.duties] == ["report"]
    assert ("person", "independent") in bound.facts


def test_a_topic_of_the_charter_displaces_a_default_and_nothing_else(library: Library, tmp_path: Path) -> None:
    text = "clauses:\n  - {id: quorum, scope: quorum, require: size(present) >= 2}\n"
    assert named(policy(library, tmp_path, text)) == ["c/quorum", "law/floor", "law/vote", "law/notice", "base/size"]


def test_another_pack_displaces_a_default_only_for_its_own_kind_of_body(library: Library, tmp_path: Path) -> None:
    bound = named(policy(library, tmp_path, "", "[law, other]"))
    assert "law/vote" in bound, "the other pack's vote is for boards"
    assert "law/notice" not in bound, "the other pack's notice is for this kind"


def test_an_override_sets_a_clause_aside(library: Library, tmp_path: Path) -> None:
    text = "clauses:\n  - {id: quorum, scope: quorum, overrides: [law/floor], require: size(present) >= 2}\n"
    assert "law/floor" not in named(policy(library, tmp_path, text))


def test_packs_in_a_circle_are_refused(library: Library, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE + "uses: [law]\n", encoding="utf-8")
    with pytest.raises(FileError, match=r"circle|mistakes of its own"):
        policy(library, tmp_path, "")
