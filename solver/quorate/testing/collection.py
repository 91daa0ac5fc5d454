"""Scenario files and pages as pytest collects them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quorate.charter.disk import head_of
from quorate.charter.library import Library
from quorate.charter.load import open_roster as open_roster
from quorate.charter.load import read_scenarios
from quorate.charter.pages import PAGES, holds_scenarios, page_of
from quorate.charter.scenario import Scenario, Transcript
from quorate.questions.test import Judged, Outcome
from quorate.source.diagnostic import Diagnostic, QuorateError
from quorate.testing.running import run
from quorate.testing.scenarios import asked

LIBRARY: pytest.StashKey[Library] = pytest.StashKey()


def scenario_file(parent: pytest.Collector, path: Path) -> "ScenarioFile | None":
    """The file, if it says that it is a scenario or is a page with scenarios on it."""
    if path.suffix in PAGES:
        return ScenarioFile.from_parent(parent, path=path) if holds_scenarios(page_of(path)) else None
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
            shown = read_scenarios(self.path, library(self.config))
        except QuorateError as error:
            raise self.CollectError(_told(error.diagnostics)) from None
        for one in shown:
            for number, (name, alone) in enumerate(_apart(one), 1):
                yield ExpectationItem.from_parent(self, name=f"{number}: {name}", shown=alone)


def _apart(shown: Scenario | Transcript) -> Iterator[tuple[str, Scenario | Transcript]]:
    """A scenario or transcript for each of its expectations, which it names."""
    match shown:
        case Scenario():
            yield from ((asked(each), replace(shown, expectations=(each,))) for each in shown.expectations)
        case Transcript():
            yield from ((each.command, replace(shown, spoken=(each,))) for each in shown.spoken)


class Unmet(Exception):
    """An expectation that did not come out as written."""

    def __init__(self, judged: Judged) -> None:
        super().__init__(judged.asked)
        self.judged = judged


class ExpectationItem(pytest.Item):
    """One expectation of a scenario, or one command of a transcript."""

    def __init__(self, *, shown: Scenario | Transcript, **options: Any) -> None:
        super().__init__(**options)
        self.shown = shown
        self.user_properties.append(("scenario", shown.title))

    def runtest(self) -> None:
        (judged,) = run(self.shown).judged
        if judged.outcome is Outcome.UNDECIDED:
            pytest.skip(_differences(judged))
        if judged.outcome is not Outcome.MET:
            raise Unmet(judged)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: object, **__: object) -> Any:
        if isinstance(excinfo.value, Unmet):
            judged = excinfo.value.judged
            return f"{judged.expectation.span}: {judged.asked}\n{_differences(judged)}"
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        (expected,) = self.shown.expectations if isinstance(self.shown, Scenario) else self.shown.spoken
        return self.path, expected.span.line - 1, f"{self.shown.title}: {self.name}"


def _differences(judged: Judged) -> str:
    lines = []
    for each in judged.differences:
        lines += [f"  {each.about}", f"    expected  {each.expected}", f"    actual    {each.actual}"]
        lines += [f"    cited     {each.citation}"] if each.citation else []
        lines += [f"    because   {sentence}" for sentence in each.evidence]
    return "\n".join(lines)


def _told(diagnostics: Iterable[Diagnostic]) -> str:
    return "\n".join(f"{each.span or ''}: {each.message} [{each.code}]" for each in diagnostics)
