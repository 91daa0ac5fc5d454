"""The nouns of fuzzing: what was drawn against a property, and the board that refutes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from quorate.charter.document import Charter, Property
from quorate.questions.prove.nouns import Standing, Witness


class Outcome(StrEnum):
    REFUTED = "refuted"
    NOT_REFUTED = "not refuted"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """One property: `judged` boards were drawn, and of `claimed` of them it claims something.

    `proof` is what the prover says of it; `why` is why it cannot be asked.
    """

    claim: Property
    outcome: Outcome
    why: str = ""
    witness: Witness | None = None
    judged: int = 0
    claimed: int = 0
    proof: Standing | None = None


@dataclass(frozen=True, slots=True)
class Fuzz:
    """All properties that were asked; the same seed draws the same boards. `words` are as in a proof."""

    charter: Charter
    as_of: date
    seed: int
    found: tuple[Fuzzed, ...] = ()
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def of(self, outcome: Outcome) -> tuple[Fuzzed, ...]:
        return tuple(each for each in self.found if each.outcome is outcome)

    @property
    def judged(self) -> int:
        return sum(each.judged for each in self.found)
