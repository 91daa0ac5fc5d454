"""Scenarios that were run read the same in the forms of other tools: every expectation once, with its outcome."""

import xml.etree.ElementTree as xml
from pathlib import Path

import pytest

from quorate.charter.load import Library, read_scenario
from quorate.charter.shipped import shipped
from quorate.questions.test import Outcome, Runs
from quorate.reports.foreign import junit, tap
from quorate.testing.running import run_all

SCENARIO = """
quorate: 1
scenario: 'A committee #1 of "two" <&>'
as_of: 2026-05-01
illustrative: true
roster:
  people: {ana: {name: Ana}, bo: {name: Bo}}
  bodies: {compensation: {charter: aleris.compensation, members: [ana, bo], chair: ana}}
expect:
  - {verdict: composition.minimum, body: compensation, is: broken}
  - {verdict: composition.minimum, body: compensation, is: holds}
  - {verdict: composition.independence, body: compensation, is: unknown}
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    file = Path(tmp_path_factory.mktemp("scenarios")) / "two.yaml"
    file.write_text(SCENARIO, "utf-8")
    library = Library()
    vacant = read_scenario(shipped("scenarios") / "aleris" / "chair-vacant.yaml", library)
    return run_all([read_scenario(file, library), vacant])


def test_junit_has_a_case_for_each_expectation(runs: Runs) -> None:
    root = xml.fromstring("\n".join(junit(runs)).encode())
    suites = root.findall("testsuite")
    assert (root.tag, len(suites)) == ("testsuites", len(runs.runs))
    for suite, run in zip(suites, runs.runs, strict=True):
        assert (suite.get("name"), suite.get("tests")) == (run.scenario.title, str(len(run.judged)))
        told = ["failure" if case.find("failure") is not None else "passed" for case in suite.findall("testcase")]
        assert told == ["failure" if each.outcome is Outcome.FAILED else "passed" for each in run.judged]
        assert suite.get("failures") == str(told.count("failure"))
    failure = root.find(".//failure")
    assert failure is not None
    assert "expected holds, got broken" in (failure.get("message") or "")
    assert "two.yaml:11:" in (failure.text or "")
    assert (root.get("tests"), root.get("failures")) == ("6", "1")


def test_tap_has_a_line_for_each_expectation(runs: Runs) -> None:
    version, plan, *lines = tap(runs)
    assert (version, plan) == ("TAP version 14", "1..6")
    points = [line for line in lines if line.startswith(("ok ", "not ok "))]
    assert [line.split(" - ")[0] for line in points] == ["ok 1", "not ok 2", "ok 3", "ok 4", "ok 5", "ok 6"]
    assert "A committee \\#1" in points[0]
    begins = lines.index("  ---")
    assert lines[begins - 1] == points[1]
    assert "  ..." in lines[begins:]
