"""Every shipped charter is mutated and fuzzed, a little: nothing breaks, and nothing that is proved is refuted.

`make nightly` does more of it; the scenarios of all charters are run by `tests/scenarios`.
"""

from datetime import date
from functools import cache

import pytest
from hypothesis import settings

from quorate.charter.library import Library
from quorate.charter.load import read_charter
from quorate.charter.properties import properties_asked
from quorate.charter.scenario import Scenario
from quorate.charter.shipped import shipped
from quorate.cli.scenario_files import scenarios
from quorate.questions.fuzz import Outcome
from quorate.questions.mutate import Fate
from quorate.questions.prove import Standing
from quorate.testing.fuzzing import Drawing, fuzz
from quorate.testing.mutation import mutate

DAY = date(2026, 6, 30)
LIBRARY = Library()
SHORT = settings.default is not None and settings.default.max_examples <= 100
MUTANTS, EXAMPLES, EVERY = (2, 8, 12) if SHORT else (40, 100, 1)
FOLDERS = ("aleris", "harbours", "kubernetes", "library", "nixos", "node", "psf")


def charters() -> list[str]:
    files = (file for folder in FOLDERS for file in sorted((shipped("policies") / folder).glob("*.yaml")))
    return sorted(charter.id for charter in map(read_charter, files) if charter.kind is not None)


@cache
def every_scenario() -> tuple[Scenario, ...]:
    return tuple(scenarios([shipped("scenarios")], LIBRARY))


@pytest.mark.parametrize("name", charters())
def test_mutants_of_it_are_tried(name: str) -> None:
    answer = mutate(LIBRARY.charter(name), LIBRARY.charter, every_scenario(), as_of=DAY, most=MUTANTS, seed=1)
    assert len(answer.trials) == min(MUTANTS, len(answer.trials) + answer.left)
    for trial in answer.trials:
        told = (trial.by is not None, trial.shift is not None or trial.told_by is not None, bool(trial.why))
        wanted = {Fate.KILLED: (True, False, False), Fate.SURVIVED: (False, True, False)}
        assert told == wanted.get(trial.fate, (False, False, trial.fate is Fate.UNDECIDED))


@pytest.mark.parametrize("name", charters())
def test_stories_of_its_boards_refute_nothing_that_is_proved(name: str) -> None:
    charter = LIBRARY.charter(name)
    asked = properties_asked(charter, (), LIBRARY)[::EVERY]
    answer = fuzz(charter, LIBRARY.charter, asked, as_of=DAY, drawing=Drawing(EXAMPLES))
    assert len(answer.found) == len(asked)
    for each in answer.found:
        assert (each.outcome is Outcome.NOT_APPLICABLE) == (each.judged == 0)
        assert each.outcome is not Outcome.REFUTED or each.proof is not Standing.PROVED
