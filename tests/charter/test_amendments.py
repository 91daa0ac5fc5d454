"""An amendment makes exactly the changes it says, in order, and says which of them cannot be made."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from quorate.charter.amendment import Amendment, Insert, Replace, Strike, amend, pieces
from quorate.charter.document import Charter, Scope
from quorate.charter.library import Library
from quorate.charter.load import read_amendment, read_charter
from quorate.charter.shipped import shipped
from quorate.source.diagnostic import FileError

CHARTER = """quorate: 1
charter: c
title: C
kind: audit
subjects: {pay: Pay}
clauses:
  - {id: size, require: size(members) >= 3}
  - {id: quorum, scope: quorum, require: size(present) >= 2}
  - {id: chair, require: chair in members}
duties:
  - {id: goals, subject: pay, power: approve, per: fiscal_year, before: [review]}
  - {id: review, subject: pay, power: review, per: fiscal_year}
properties:
  - {id: floor, scope: quorum, claim: 'holds("quorum") && size(present) >= third(members)'}
"""
HEAD = "quorate: 1\namends: c\ntitle: A change\neffective: 2026-07-01\n"
Make = Callable[[str], tuple[Charter, Amendment]]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """The charter and an amendment of it that makes these changes."""
    (tmp_path / "charter.yaml").write_text(CHARTER, encoding="utf-8")

    def making(changes: str) -> tuple[Charter, Amendment]:
        path = tmp_path / "amendment.yaml"
        path.write_text(HEAD + changes, encoding="utf-8")
        library = Library((tmp_path,))
        return read_charter(tmp_path / "charter.yaml", library), read_amendment(path, library)

    return making


def ids(charter: Charter) -> list[str]:
    return [piece.id for piece in pieces(charter)]


def test_a_replacement_stands_where_the_old_piece_stood(make: Make) -> None:
    charter, amendment = make(
        """changes:
  - replace: quorum
    clause: {id: quorum, scope: quorum, require: size(present) > half(members)}
"""
    )
    after = amend(charter, amendment)
    assert amendment.effective == date(2026, 7, 1)
    assert ids(after) == ids(charter)
    assert after.clause("quorum").rule.excerpt.text == "size(present) > half(members)"
    assert after.clause("quorum").scope is Scope.QUORUM
    assert charter.clause("quorum").rule.excerpt.text == "size(present) >= 2", "the old charter is what it was"
    assert [clause for clause in after.clauses if clause.id != "quorum"] == [
        clause for clause in charter.clauses if clause.id != "quorum"
    ]


def test_changes_are_made_in_order(make: Make) -> None:
    charter, amendment = make(
        """changes:
  - strike: chair
  - {after: size, clause: {id: size.most, require: size(members) <= 7}}
  - {after: size.most, clause: {id: chair, require: chair in board.members}}
  - {duty: {id: training, subject: pay, power: complete, per: fiscal_year}}
  - {property: {id: other, claim: size(members) >= 1}}
"""
    )
    assert [type(change) for change in amendment.changes] == [Strike, Insert, Insert, Insert, Insert]
    after = amend(charter, amendment)
    assert ids(after) == ["size", "size.most", "chair", "quorum", "goals", "review", "training", "floor", "other"]


def test_a_piece_may_be_replaced_by_one_of_another_kind_or_name(make: Make) -> None:
    charter, amendment = make(
        """changes:
  - replace: size
    duty: {id: head-count, subject: pay, power: review, per: fiscal_year}
"""
    )
    assert isinstance(amendment.changes[0], Replace)
    assert ids(amend(charter, amendment)) == ["quorum", "chair", "goals", "review", "head-count", "floor"]


def test_an_amendment_may_declare_what_its_clauses_read(make: Make) -> None:
    charter, amendment = make(
        """facts: {person: {trained: {type: bool}}}
changes:
  - {clause: {id: training, require: "members.all(m, m.trained)"}}
"""
    )
    assert [fact.name for fact in amend(charter, amendment).facts] == ["trained"]


def test_loose_ends_are_refused_unless_they_are_tied_up(make: Make) -> None:
    with pytest.raises(FileError, match="`goals` still names `review`"):
        make("changes:\n  - strike: review\n")
    with pytest.raises(FileError, match="`floor` still names `quorum`"):
        make("changes:\n  - strike: quorum\n")
    charter, amendment = make("changes:\n  - strike: review\n  - strike: goals\n")
    assert ids(amend(charter, amendment)) == ["size", "quorum", "chair", "floor"]


def test_an_amendment_of_another_charter_changes_nothing(make: Make) -> None:
    _, amendment = make("changes:\n  - strike: chair\n")
    aleris = read_charter(shipped("policies") / "aleris" / "compensation.yaml")
    with pytest.raises(FileError, match=r"not of `aleris\.compensation`"):
        amend(aleris, amendment)


@pytest.mark.parametrize("path", sorted(shipped("scenarios").glob("*/amendments/*.yaml")), ids=lambda p: p.stem)
def test_the_shipped_amendments_can_be_made(path: Path) -> None:
    library = Library()
    amendment = read_amendment(path, library)
    charter = library.charter(amendment.amends)
    assert amend(charter, amendment) != charter
