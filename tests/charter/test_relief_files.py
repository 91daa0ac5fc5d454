"""Reliefs, remedies and seats in files: read, written out again, judged, and told by `check` in every form."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quorate.api import check, slates, stress
from quorate.charter.amendment import amend
from quorate.charter.charter_to_yaml import charter_text
from quorate.charter.document import ReliefKind
from quorate.charter.load import read_amendment, read_charter
from quorate.charter.opening import open_roster
from quorate.charter.verdict import Status
from quorate.cli.app import app
from quorate.source.diagnostic import QuorateError

CHARTER = """\
quorate: 1
charter: example.audit
title: An audit committee
kind: audit
uses: [{pack: example.law, at: 2007-01-01}]
facts:
  person:
    independent: {type: bool}
    firm: {type: text}
clauses:
  - id: size.minimum
    require: size(members) >= 3
  - id: affiliation.cap
    require: members.all(m, size(members.filter(n, n.firm == m.firm)) <= 2)
    remedy:
      - {leave: "size(members.filter(n, n.firm == m.firm)) > 2", choose: by_agreement, by: breach.since + days(28)}
      - {leave: "size(members.filter(n, n.firm == m.firm)) > 2", then: a special election}
  - id: composition.independence
    require: members.all(m, m.independent)
    relief:
      - id: exceptional
        kind: waiver
        given: relief.by == board && relief.disclosed
        who: m != chair
        at_most: 1
        until: relief.date + years(2)
relief:
  - id: vacancy
    kind: cure
    cite: {section: Vacancies}
    helps: [size.minimum, example.law/size]
    start: size(event.left) > 0
    until: start + days(30)
    alone: true
    in_force: {from: 2020-01-01}
seats:
  - {class: elected, count: 3, selected_by: board, term: years(2), cohorts: [1, 2], hold_over: true, most_terms: 3}
  - {class: treasurer, ex_officio: offices.treasurer, votes: 0}
"""
LAW = """\
quorate: 1
pack: example.law
title: The law
clauses:
  - {id: size, require: size(members) >= 2, in_force: {until: 2012-12-31}}
  - {id: size-now, require: size(members) >= 9, in_force: {from: 2013-01-01}}
"""
ROSTER = """\
quorate: 1
roster: example
title: An example
as_of: 2026-01-01
people:
  ann: {independent: true, firm: a}
  bob: {independent: true, firm: b}
  cat: {independent: true, firm: c}
  dan: {independent: true, firm: d, candidate: {from: 2026-06-01}}
  eve: {independent: true, firm: e}
offices: {treasurer: eve}
bodies:
  board: {kind: board, members: [ann, bob, cat, dan, eve]}
  audit:
    kind: audit
    charter: example.audit
    chair: ann
    members:
      - {person: ann, seat: elected, since: 2025-03-01, term_ends: 2027-02-28}
      - {person: bob, seat: elected, since: 2025-03-01, term_ends: 2026-12-31}
      - {person: cat, seat: elected, since: 2025-03-01, term_ends: 2026-12-31}
events:
  - {date: 2026-02-01, kind: lost-independence, person: cat, own_control: true, facts: {independent: false}}
  - date: 2026-02-10
    kind: waived
    by: board
    person: cat
    body: audit
    relief: exceptional
    disclosed: true
    until: 2026-03-31
  - {date: 2026-03-01, kind: resigned, person: bob, body: audit}
  - {date: 2026-03-05, kind: designated, person: dan, office: treasurer}
  - {date: 2026-04-20, kind: changed, person: dan, facts: {firm: a}}
  - {date: 2026-04-20, kind: changed, person: cat, facts: {firm: a}}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name, text in (("charter", CHARTER), ("law", LAW), ("roster", ROSTER)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_what_is_read_is_what_the_file_says(place: Path) -> None:
    found = read_charter(place / "charter.yaml")
    (vacancy,) = found.relief
    assert (vacancy.kind, vacancy.alone, vacancy.helps) == (
        ReliefKind.CURE, True, ("example.audit/size.minimum", "example.law/size"),
    )  # fmt: skip
    assert [one.helps for clause in found.clauses for one in clause.relief] == [
        ("example.audit/composition.independence",)
    ]
    assert [(step.choose, step.then) for step in found.clause("affiliation.cap").remedy] == [
        ("by_agreement", None), ("all", "a special election"),
    ]  # fmt: skip
    assert [(one.name, one.count, one.term, one.cohorts, one.ex_officio, one.votes) for one in found.seats] == [
        ("elected", 3, 24, (1, 2), None, 1), ("treasurer", 1, None, (), "treasurer", 0),
    ]  # fmt: skip


def test_what_is_written_out_says_the_same(place: Path) -> None:
    found = read_charter(place / "charter.yaml")
    (place / "charter.yaml").write_text(charter_text(found), encoding="utf-8")
    again = read_charter(place / "charter.yaml")
    assert charter_text(again) == charter_text(found)
    assert [(one.helps, one.alone, one.in_force) for one in again.relief] == [
        (one.helps, one.alone, one.in_force) for one in found.relief
    ]
    assert again.used_at == found.used_at == {"example.law": date(2007, 1, 1)}


@pytest.mark.parametrize(
    ("when", "statuses"),
    [
        ("2026-01-01", {}),
        ("2026-02-09", {"composition.independence": "broken"}),
        ("2026-02-10", {"composition.independence": "waived"}),
        ("2026-03-31", {"composition.independence": "waived", "size.minimum": "holds"}),
        ("2026-04-01", {"composition.independence": "broken"}),
        ("2026-04-20", {"composition.independence": "broken", "affiliation.cap": "broken"}),
    ],
)
def test_check_says_day_by_day_what_is_spared(place: Path, when: str, statuses: dict[str, str]) -> None:
    answer = check(place / "roster.yaml", bodies=["audit"], as_of=date.fromisoformat(when))
    found = {one.subject.id: one.status.value for one in answer.verdicts if one.status is not Status.HOLDS}
    assert found == {name: status for name, status in statuses.items() if status != "holds"}
    assert "size-now" not in {one.subject.id for one in answer.verdicts}


def test_whoever_becomes_treasurer_sits_there_without_a_vote(place: Path) -> None:
    before = check(place / "roster.yaml", bodies=["audit"], as_of=date(2026, 3, 4)).bodies[0]
    after = check(place / "roster.yaml", bodies=["audit"], as_of=date(2026, 3, 5)).bodies[0]
    assert (set(before.members), set(after.members)) == ({"ann", "cat", "eve"}, {"ann", "cat", "dan"})


def run(*words: str) -> str:
    return CliRunner().invoke(app, list(words)).output


def test_the_command_tells_relief_in_every_form(place: Path) -> None:
    roster, day = str(place / "roster.yaml"), ("--body", "audit", "--as-of", "2026-03-20")
    text = run("check", roster, *day)
    assert "waiver `example.audit/exceptional`" in text
    assert "expires in 11 days, on 2026-03-31" in text
    assert "expires" not in run("check", roster, *day, "--warn-within", "10d")
    assert "expires" in run("check", roster, *day, "--warn-within", "11d")
    told = json.loads(run("check", roster, *day, "--format", "json"))
    (one,) = [each for each in told["answer"]["bodies"][0]["verdicts"] if each["status"] == "waived"]
    assert (one["until"], one["relief"][0]["relief"], one["relief"][0]["people"]) == (
        "2026-03-31", "example.audit/exceptional", ["cat"],
    )  # fmt: skip
    github = run("check", roster, *day, "--format", "github")
    assert "is waived until 2026-03-31" in github
    assert "::warning" in github
    assert "no number of days" in run("check", roster, "--warn-within", "soon")


def test_a_waiver_that_is_over_is_a_finding_and_its_clause_broken(place: Path) -> None:
    text = run("check", str(place / "roster.yaml"), "--body", "audit", "--as-of", "2026-04-01")
    assert "does not help: its last day was 2026-03-31" in text
    assert (
        "the waiver `example.audit/exceptional` for `example.audit/composition.independence` of `audit` expired" in text
    )


def test_remedies_stand_beside_what_is_broken(place: Path) -> None:
    text = run("check", str(place / "roster.yaml"), "--body", "audit", "--as-of", "2026-04-21")
    assert "remedy: of ann, cat and dan at least 1 by agreement, by 2026-05-18" in text
    assert "remedy: ann, cat and dan leave; then a special election" in text


def test_slates_and_stress_of_such_files_are_answered(place: Path) -> None:
    binding, policies = open_roster(place / "roster.yaml")
    assert binding.people["dan"].eligible == (date(2026, 6, 1), None)
    answer = slates(place / "roster.yaml", bodies=["audit"], as_of=date(2026, 1, 1))
    assert answer.slates
    assert all("eve" in seats.members and "dan" not in seats.members for one in answer.slates for seats in one.seats)
    found = stress(place / "roster.yaml", bodies=["audit"])
    assert policies["audit"].charter.relief
    assert any(one.spared for body in found.bodies for one in body.aftermaths) or found.bodies[0].aftermaths


AMENDMENT = """\
quorate: 1
amends: example.audit
title: Vacancies are cured more quickly
changes:
  - replace: vacancy
    relief:
      id: vacancy
      kind: cure
      helps: [size.minimum]
      start: size(event.left) > 0
      until: start + days(10)
  - relief: {id: always, kind: waiver, helps: [affiliation.cap], while: size(members) <= 3}
"""


def test_an_amendment_replaces_adds_and_strikes_reliefs(place: Path) -> None:
    def amended(text: str) -> list[tuple[str, tuple[str, ...]]]:
        (place / "amendment.yaml").write_text(text, encoding="utf-8")
        found = amend(read_charter(place / "charter.yaml"), read_amendment(place / "amendment.yaml"))
        return [(relief.id, relief.helps) for relief in found.relief]

    size, cap = "example.audit/size.minimum", "example.audit/affiliation.cap"
    assert amended(AMENDMENT) == [("vacancy", (size,)), ("always", (cap,))]
    assert amended(AMENDMENT.split("  - replace")[0] + "  - {strike: vacancy}\n") == []
    with pytest.raises(QuorateError, match=r"there is no clause `size\.minimun`"):
        amended(AMENDMENT.replace("size.minimum", "size.minimun"))
    with pytest.raises(QuorateError, match=r"still names `size\.minimum`"):
        amended(AMENDMENT.split("  - replace")[0] + "  - {strike: size.minimum}\n")


def test_a_comparison_tells_what_is_said_differently_of_reliefs(place: Path) -> None:
    (place / "amendment.yaml").write_text(AMENDMENT, encoding="utf-8")
    told = run(
        "diff", str(place / "charter.yaml"), str(place / "amendment.yaml"), "--roster", str(place / "roster.yaml")
    )
    assert "~ vacancy (relief changed)" in told
    assert "until: start + days(30) → start + days(10)" in told
    assert "+ always" in told
