"""Wherever Quorate is installed, `pytest` runs scenario files as tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROSTER = """
quorate: 1
scenario: A committee of two
as_of: 2026-05-01
illustrative: true
roster:
  people: {ana: {name: Ana}, bo: {name: Bo}}
  bodies: {committee: {charter: garden.committee, members: [ana, bo], chair: ana}}
expect:
  - {verdict: size, body: committee, is: SIZE}
  - {slates: committee, count: 1}
"""
CHARTER = """
quorate: 1
charter: garden.committee
title: Charter of the garden committee
kind: governance
clauses:
  - {id: size, text: At least two., cite: {section: "1"}, require: size(members) >= 2}
"""
TEST = """
def test_a_charter_comes_by_its_id(charter_policy):
    assert charter_policy("garden.committee").charter.kind == "governance"

def test_a_roster_comes_with_what_binds_its_bodies(open_roster):
    roster, policies = open_roster("../board.yaml")
    assert list(policies) == ["committee"] and list(roster.people) == ["ana"]
"""
BOARD = """
quorate: 1
roster: garden
title: Garden
illustrative: true
as_of: 2026-05-01
people: {ana: {name: Ana}}
bodies: {committee: {charter: garden.committee, members: [ana]}}
"""


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    for name, text in (("policies/committee.yaml", CHARTER), ("board.yaml", BOARD), ("scenarios/other.yaml", "a: 1\n")):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def ran(folder: Path, *asked: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COV"))}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *asked]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_scenarios_are_tests_one_for_each_expectation(garden: Path) -> None:
    (garden / "scenarios" / "two.yaml").write_text(ROSTER.replace("SIZE", "holds"), "utf-8")
    (garden / "scenarios" / "test_garden.py").write_text(TEST, "utf-8")
    run = ran(garden / "scenarios", "--quorate-policies", str(garden / "policies"))
    assert run.returncode == 0, run.stdout
    assert "4 passed" in run.stdout


def test_what_fails_is_told_as_quorate_tells_it(garden: Path) -> None:
    (garden / "scenarios" / "two.yaml").write_text(ROSTER.replace("SIZE", "broken"), "utf-8")
    run = ran(garden, "--quorate-policies", "policies", "scenarios")
    assert run.returncode == 1
    assert "1 failed, 1 passed" in run.stdout
    told = ("two.yaml:10:5: verdict of `size`", "expected  broken", "actual    holds", "cited     1")
    assert [each for each in told if each not in run.stdout] == []


def test_a_mistake_in_a_scenario_is_an_error_with_its_place(garden: Path) -> None:
    (garden / "scenarios" / "two.yaml").write_text(ROSTER.replace("is: SIZE", "iss: holds"), "utf-8")
    run = ran(garden, "--quorate-policies", "policies", "scenarios")
    assert run.returncode == 2
    assert "two.yaml:10:" in run.stdout
    assert "unknown key `iss`" in run.stdout
    assert "Traceback" not in run.stdout


def test_pages_are_collected_too_with_a_test_for_each_command(garden: Path) -> None:
    block = ROSTER.replace("SIZE", "holds").strip()
    page = f"# Two\n\n```yaml\n{block}\n```\n\n```console\n$ quorate schema nothing -q\nwrong\n```\n"
    (garden / "scenarios" / "two.md").write_text(page, "utf-8")
    (garden / "scenarios" / "prose.md").write_text("# Prose\n", "utf-8")
    run = ran(garden, "--quorate-policies", "policies", "scenarios")
    assert "1 failed, 2 passed" in run.stdout
    assert "two.md:17:1: `quorate schema nothing -q`" in run.stdout
