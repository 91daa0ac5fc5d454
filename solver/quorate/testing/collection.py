"""Scenario files as pytest collects them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quorate.charter.disk import head_of
from quorate.charter.library import Library
from quorate.charter.load import open_roster as open_roster
from quorate.charter.load import read_scenario
from quorate.charter.scenario import Scenario
from quorate.questions.test import Judged, Outcome
from quorate.source.diagnostic import Diagnostic, QuorateError
from quorate.testing.scenarios import asked, run

LIBRARY: pytest.StashKey[Library] = pytest.StashKey()


def scenario_file(parent: pytest.Collector, path: Path) -> "ScenarioFile | None":
    """The file, if it says that it is a scenario."""
    says = any(line.startswith("scenario:") for line in head_of(path).splitlines())
    return ScenarioFile.from_parent(parent, path=path) if says else None


def library(config: pytest.Config) -> Library:
    """The charters and packs of this run, read once."""
    if LIBRARY not in config.stash:
        config.stash[LIBRARY] = Library(tuple(config.getoption("--quorate-policies")))
    return config.stash[LIBRARY]


class ScenarioFile(pytest.File):
    """A scenario file; what is wrong with it is an error of collection."""

    def collect(self) -> Iterator["ExpectationItem"]:
        try:
            scenario = read_scenario(self.path, library(self.config))
        except QuorateError as error:
            raise self.CollectError(_told(error.diagnostics)) from None
        for number, _ in enumerate(scenario.expectations):
            yield ExpectationItem.from_parent(self, scenario=scenario, number=number)


class Unmet(Exception):
    """An expectation that did not come out as written."""

    def __init__(self, judged: Judged) -> None:
        super().__init__(judged.asked)
        self.judged = judged


class ExpectationItem(pytest.Item):
    """One expectation of a scenario."""

    def __init__(self, *, scenario: Scenario, number: int, **options: Any) -> None:
        expected = scenario.expectations[number]
        super().__init__(f"{number + 1}: {asked(expected)}", **options)
        self.scenario, self.expected = scenario, expected
        self.user_properties.append(("scenario", scenario.title))

    def runtest(self) -> None:
        (judged,) = run(replace(self.scenario, expectations=(self.expected,))).judged
        if judged.outcome is Outcome.UNDECIDED:
            pytest.skip(_differences(judged))
        if judged.outcome is not Outcome.MET:
            raise Unmet(judged)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: object, **__: object) -> Any:
        if isinstance(excinfo.value, Unmet):
            return f"{self.expected.span}: {excinfo.value}\n{_differences(excinfo.value.judged)}"
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.expected.span.line - 1, f"{self.scenario.title}: {self.name}"


def _differences(judged: Judged) -> str:
    lines = []
    for each in judged.differences:
        lines += [f"  {each.about}", f"    expected  {each.expected}", f"    actual    {each.actual}"]
        lines += [f"    cited     {each.citation}"] if each.citation else []
        lines += [f"    because   {sentence}" for sentence in each.evidence]
    return "\n".join(lines)


def _told(diagnostics: Iterable[Diagnostic]) -> str:
    return "\n".join(f"{each.span or ''}: {each.message} [{each.code}]" for each in diagnostics)
