"""Facts that are determined: what rules them out, what is presumed, when it was, and what is said of mistakes."""

from datetime import date
from pathlib import Path

import pytest

from quorate.api import prove
from quorate.cel.values import Unknown, Value
from quorate.charter.load import Library, open_roster, read_charter
from quorate.charter.tenure import state_of
from quorate.charter.things import PersonThing
from quorate.questions.prove.nouns import Standing
from quorate.source.diagnostic import FileError

CHARTER = """quorate: 1
charter: made.board
title: A made-up board
kind: board
facts:
  person:
    paid: {type: bool}
    employed: {type: bool}
    independent: {type: bool, denied: self.paid || self.employed, usual: true}
    safe: {type: bool, presumed: "!self.paid"}
    determined: {type: date, date_of: independent}
clauses:
  - {id: independent, text: All., cite: {section: "1"}, require: "members.all(m, m.independent && m.safe)"}
  - {id: size, text: Three., cite: {section: "2"}, require: size(members) >= 3}
  - {id: quorum, text: Two., cite: {section: "3"}, scope: quorum, require: size(present) >= 2}
properties:
  - {id: all, text: Whoever is present is independent., scope: quorum, claim: "present.all(m, m.independent && m.safe)"}
  - {id: unpaid, text: Whoever is present is unpaid., scope: quorum, claim: "present.all(m, !m.paid)"}
"""


def seen(folder: Path, stated: str, fact: str, as_of: str = "2026-06-30") -> Value:
    (folder / "board.yaml").write_text(CHARTER, encoding="utf-8")
    path = folder / "roster.yaml"
    path.write_text(
        f"quorate: 1\nroster: made.roster\nas_of: {as_of}\npeople:\n  ann: {{{stated}}}\n"
        "bodies: {board: {charter: made.board, members: [ann], chair: ann}}\n",
        encoding="utf-8",
    )
    roster, policies = open_roster(path, Library((folder,)))
    return PersonThing(state_of(roster, policies), "ann").field(fact)


def asks(*facts: str) -> Unknown:
    return Unknown(frozenset(facts))


@pytest.mark.parametrize(
    ("stated", "independent", "safe"),
    [
        ("paid: true", False, False),
        ("paid: true, independent: true, safe: true", True, True),
        ("paid: false, employed: false", asks("ann.independent"), True),
        ("paid: false", asks("ann.independent", "ann.employed"), True),
        ("employed: true", False, asks("ann.safe", "ann.paid")),
        ("name: Ann", asks("ann.independent"), asks("ann.safe", "ann.paid")),
        ("paid: false, employed: false, independent: false, safe: false", False, False),
    ],
)
def test_what_is_stated_counts_and_then_what_rules_it_out(
    tmp_path: Path, stated: str, independent: object, safe: object
) -> None:
    assert seen(tmp_path, stated, "independent") == independent
    assert seen(tmp_path, stated, "safe") == safe


def test_the_day_of_a_determination_is_that_of_the_fact(tmp_path: Path) -> None:
    stated = "independent: {is: true, determined: 2026-02-10, by: board}"
    assert str(seen(tmp_path, stated, "determined")) == "2026-02-10"
    assert seen(tmp_path, stated, "determined", "2026-02-09") == asks("ann.determined")
    assert seen(tmp_path, "independent: true", "determined") == asks("ann.determined")


def test_in_proofs_a_determination_is_free(tmp_path: Path) -> None:
    path = tmp_path / "board.yaml"
    path.write_text(CHARTER, encoding="utf-8")
    found = prove(path, "all", "unpaid", as_of=date(2026, 6, 30), policies=[tmp_path]).answers
    assert [each.standing for each in found] == [Standing.PROVED, Standing.VIOLATED]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("denied: self.paid || self.employed", "denied: self.paid, define: self.paid", "two-definitions"),
        ("denied: self.paid || self.employed", "denied: self.independent", "cyclic-definition"),
        ("denied: self.paid || self.employed", "denied: self.paid, default: true", "default-of-definition"),
        ("determined: {type: date, date_of", "determined: {type: date, denied: self.paid, date_of", "stray-denied"),
        ("date_of: independent", "date_of: independnet", "unknown-fact"),
        ("determined: {type: date", "determined: {type: bool", "stray-date-of"),
        ("denied: self.paid || self.employed", "denied: 3", "wrong-type"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert old in CHARTER
    path = tmp_path / "board.yaml"
    path.write_text(CHARTER.replace(old, new), encoding="utf-8")
    with pytest.raises(FileError) as told:
        read_charter(path, Library((tmp_path,)))
    assert code in {one.code for one in told.value.diagnostics}
