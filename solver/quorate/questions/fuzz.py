"""The nouns of fuzzing: what was drawn against a property, and the board that refutes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from quorate.cel.values import Value
from quorate.charter.document import Charter, Clause, Property
from quorate.questions.prove.nouns import Standing, Witness


class Outcome(StrEnum):
    REFUTED = "refuted"
    NOT_REFUTED = "not refuted"
    NOT_APPLICABLE = "not applicable"


class Happens(StrEnum):
    """What befalls a board in one turn of a story."""

    BECOMES = "becomes"
    FORGOTTEN = "is no longer known"
    LEAVES = "leaves"
    JOINS = "joins"
    CHAIRS = "chairs"
    SEATS = "seats"


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that happens: to whom (a person's id, a body's, nobody's), in which fact, and what it then is."""

    happens: Happens
    who: str | None
    fact: str = ""
    value: Value = None


@dataclass(frozen=True, slots=True)
class Story:
    """How a board came about: how it began, whether every clause about the body held then, and what happened since."""

    start: Witness
    lawful: bool
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """One property: `judged` boards were drawn, and of `claimed` of them it claims something.

    `proof` is what the prover says of it; `why` is why it cannot be asked. `clauses` are those that the claim names and
    that are broken at the end of the `story`, or else those it is about.
    """

    claim: Property
    outcome: Outcome
    why: str = ""
    witness: Witness | None = None
    judged: int = 0
    claimed: int = 0
    proof: Standing | None = None
    story: Story | None = None
    clauses: tuple[Clause, ...] = ()


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
