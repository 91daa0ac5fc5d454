"""A charter beside a roster is found by a scenario in another folder."""

from pathlib import Path

from quorate.charter.load import read_scenario

CHARTER = """quorate: 1
charter: river.finance
title: Finance (illustrative)
kind: finance
clauses:
  - id: size
    text: Two members at least.
    cite: {section: "1"}
    topic: size
    require: size(members) >= 2
"""
ROSTER = """quorate: 1
roster: river
title: River (illustrative)
illustrative: true
as_of: 2026-06-30
people: {ann: {name: Ann}, bob: {name: Bob}}
bodies:
  board: {kind: board, members: [ann, bob]}
  finance: {kind: finance, charter: river.finance, members: [ann, bob]}
"""


def test_a_charter_beside_the_roster_is_found_from_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "finance.yaml").write_text(CHARTER)
    (tmp_path / "roster.yaml").write_text(ROSTER)
    (tmp_path / "cases").mkdir()
    case = tmp_path / "cases" / "ok.yaml"
    expected = "expect: [{verdict: size, body: finance, is: holds}]\n"
    case.write_text("quorate: 1\nscenario: It holds\nroster: ../roster.yaml\n" + expected)
    assert set(read_scenario(case).policies) == {"finance"}
