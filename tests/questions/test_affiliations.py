"""Charters that cap affiliations (sets of organisations): counts, departures that force others out, words."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from quorate.cli.app import main

Ask = Callable[..., tuple[int, str]]
CHARTER = """
quorate: 1
charter: example.steering
title: A steering committee with a cap of a quarter
kind: steering
facts:
  person:
    affiliations: {type: set, of: organisation}
clauses:
  - {id: size, cite: {section: "1"}, require: size(voting) >= 4}
  - id: cap
    topic: composition
    cite: {section: "1"}
    require: |
      voting.all(m, m.affiliations.all(a, size(voting.filter(n, a in n.affiliations)) <= quarter(voting)))
"""
ROSTER = """
quorate: 1
roster: example
as_of: 2026-06-30
illustrative: true
board: steering
organisations: {acme: {name: Acme}, bolt: {name: Bolt}, cobalt: {name: Cobalt}, delta: {name: Delta}}
people:
  a1: {name: Ann, affiliations: [acme]}
  a2: {name: Abe, affiliations: [acme, bolt]}
  b1: {name: Bea, affiliations: [bolt]}
  b2: {name: Bob, affiliations: [bolt]}
  c1: {name: Cat, affiliations: [cobalt]}
  c2: {name: Cal, affiliations: [cobalt]}
  d1: {name: Dan, affiliations: [delta]}
  d2: {name: Dot, affiliations: [delta]}
  x1: {name: Xia, affiliations: []}
  y1: {name: Yan}
bodies:
  steering: {charter: example.steering, members: [a1, b1, b2, c1, c2, d1, d2, x1]}
"""
AFFILIATIONS = {
    "a1": "a", "a2": "ab", "b1": "b", "b2": "b", "c1": "c", "c2": "c", "d1": "d", "d2": "d", "x1": "", "y1": None,
}  # fmt: skip


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    (tmp_path / "charter.yaml").write_text(CHARTER.lstrip())
    (tmp_path / "roster.yaml").write_text(ROSTER.lstrip())

    def asked(question: str, *options: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            main([question, str(tmp_path / "roster.yaml"), *options])
        assert isinstance(left.value.code, int)
        return left.value.code, capsys.readouterr().out

    return asked


def capped(slate: tuple[str, ...]) -> bool:
    groups = [AFFILIATIONS[person] for person in slate]
    return all(4 * sum(firm in group for group in groups if group) <= len(slate) for firm in "abcd")


@pytest.mark.parametrize("engine", ["tables", "cp-sat", "python-constraint"])
def test_slates_under_a_cap_are_counted_as_by_hand(ask: Ask, engine: str) -> None:
    slates = [slate for size in range(4, 11) for slate in combinations(AFFILIATIONS, size) if capped(slate)]
    unknown = sum("y1" in slate for slate in slates)
    _, said = ask("slates", "--count", "--engine", engine)
    assert f"\n{len(slates) - unknown} lawful slates" in said
    assert f"\n{unknown:,} more hang on facts that are not known: y1.affiliations" in said


def test_one_departure_that_forces_others_out_is_told_as_that(ask: Ask) -> None:
    _, said = ask("stress")
    assert "those who remain are lawful by themselves" not in said
    assert "those who remain are lawful only if others leave too, for example as Ann, Bea, Cat, Dan" in said


def test_groups_among_the_facts_of_a_kind_are_told_by_name(ask: Ask) -> None:
    _, said = ask("stress")
    assert "any of Dan, Dot (affiliations: Delta)" in said
    assert "Xia (affiliations: none)" in said
