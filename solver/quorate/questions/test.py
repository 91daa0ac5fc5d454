"""What became of scenarios: each expectation met, failed (what was expected, what there is, and why) or undecided."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from quorate.charter.scenario import Expectation, Scenario, Spoken, Transcript


class Outcome(StrEnum):
    MET = "met"
    FAILED = "failed"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected: what it is about, what was expected, what there is, and the evidence."""

    about: str
    expected: str
    actual: str
    evidence: tuple[str, ...] = ()
    citation: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One expectation with its outcome; `asked` is the question in a few words; met, it has no differences."""

    expectation: Expectation | Spoken
    asked: str
    outcome: Outcome
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One scenario or transcript that was run."""

    scenario: Scenario | Transcript
    judged: tuple[Judged, ...]

    @property
    def outcome(self) -> Outcome:
        return worst(one.outcome for one in self.judged)


@dataclass(frozen=True, slots=True)
class Runs:
    """All scenarios that were run; `left_out` is how many were not, after the first failure."""

    runs: tuple[Run, ...]
    left_out: int = 0

    @property
    def outcome(self) -> Outcome:
        return worst(run.outcome for run in self.runs)

    def count(self, outcome: Outcome) -> int:
        return sum(run.outcome is outcome for run in self.runs)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Failed if anything failed, else undecided if anything is, else met."""
    found = frozenset(outcomes)
    return next((one for one in (Outcome.FAILED, Outcome.UNDECIDED) if one in found), Outcome.MET)
