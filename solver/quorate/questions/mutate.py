"""What became of a charter's mutants: killed by a scenario, proved equivalent, or alive, with a board that tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from quorate.charter.document import Charter, Clause, Duty
from quorate.questions.diff.any_board.nouns import Shift


class Kind(StrEnum):
    """What a mutant has changed of one clause or duty."""

    BOUND = "bound"
    STRICTNESS = "strictness"
    FRACTION = "fraction"
    QUANTIFIER = "quantifier"
    PART = "part dropped"
    BASE = "base"
    DROPPED = "dropped"
    FORCE = "force"
    FREQUENCY = "frequency"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small change of a charter: `changed` stands for `piece`, or nothing does; `old` and `new` say it in words."""

    kind: Kind
    piece: Clause | Duty
    changed: Clause | Duty | None
    old: str
    new: str

    @property
    def name(self) -> str:
        return self.piece.id


class Fate(StrEnum):
    KILLED = "killed"
    EQUIVALENT = "equivalent"
    SURVIVED = "survived"
    UNDECIDED = "undecided"
    """Nothing kills it, no example tells it from the charter, and no proof says that none could."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one mutant.

    `by` is the file of the scenario that killed it. Of a survivor, `shift` has the smallest board that tells it from
    the original, or `told_by` is the file of a scenario that does and does not look there; of one that is undecided,
    `why` says what was in the way.
    """

    mutant: Mutant
    fate: Fate
    by: str | None = None
    shift: Shift | None = None
    why: str = ""
    told_by: str | None = None


@dataclass(frozen=True, slots=True)
class Mutation:
    """All trials of a charter's mutants in order; `left` is how many were not tried; `words` say what facts mean."""

    charter: Charter
    scenarios: int
    trials: tuple[Trial, ...]
    left: int = 0
    words: Mapping[str, tuple[str, str]] | None = None

    def count(self, fate: Fate) -> int:
        return sum(trial.fate is fate for trial in self.trials)

    @property
    def score(self) -> tuple[int, int]:
        """How many were killed of those that are not proved equivalent."""
        killed = self.count(Fate.KILLED)
        return killed, killed + len(self.alive)

    @property
    def alive(self) -> tuple[Trial, ...]:
        """What no scenario killed and no proof excuses."""
        return tuple(trial for trial in self.trials if trial.fate in (Fate.SURVIVED, Fate.UNDECIDED))
