"""What a schedule says of a roster without a title, a body without a chair, a duty without a text."""

from pathlib import Path

import pytest

from quorate.cli.app import main

CHARTER = """
quorate: 1
charter: example.steering
title: A steering committee
kind: steering
subjects: {budget: The budget}
clauses:
  - {id: quorum, cite: {section: "1"}, scope: quorum, require: size(present) > half(seats)}
duties:
  - {id: yearly-budget, cite: {section: "2"}, subject: budget, power: approve, per: calendar_year, minutes: 30}
"""
ROSTER = """
quorate: 1
roster: example.rosters
as_of: 2026-06-30
illustrative: true
board: steering
people: {ann: {}, bob: {}, cat: {}}
bodies:
  steering: {charter: example.steering, seats: 3, members: [ann, bob, cat]}
"""


def test_what_is_not_there_is_not_spoken_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "charter.yaml").write_text(CHARTER.lstrip())
    (tmp_path / "roster.yaml").write_text(ROSTER.lstrip())
    days = ["--from", "2026-09-01", "--to", "2026-12-31"]
    with pytest.raises(SystemExit) as left:
        main(["schedule", str(tmp_path / "roster.yaml"), *days, "--ics", str(tmp_path / "made.ics")])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("Meetings of steering, 2026-09-01 to 2026-12-31: example.rosters (illustrative)\n")
    assert "1 meeting, no absences\n" in said
    assert r"Agenda:\n1. yearly-budget (30 minutes)" in (tmp_path / "made.ics").read_text().replace("\r\n ", "")
