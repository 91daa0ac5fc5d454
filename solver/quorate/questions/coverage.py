"""How much of a charter its scenarios see: clauses by their verdicts, conditions by whether they were decisive."""

from collections.abc import Iterable
from dataclasses import dataclass

from quorate.charter.document import Clause, Duty, Property
from quorate.charter.verdict import Status
from quorate.source.span import Span

SEEN = (Status.HOLDS, Status.BROKEN, Status.DUE, Status.CURING, Status.WAIVED, Status.UNKNOWN)
"""The statuses that say that a clause was judged."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An operand of `&&`, `||` or `!` in a clause, or a whole rule that has none; `text` is how it reads.

    `decides` are the values with which it was seen to decide the outcome: had it been the other, the whole would have
    been too, whatever else was so (masking MC/DC; Chilenski 2001, DOT/FAA/AR-01/18).
    """

    text: str
    span: Span
    decides: frozenset[bool]

    @property
    def covered(self) -> bool:
        return len(self.decides) == 2


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """A clause or duty with the statuses of its verdicts in all scenarios, and its conditions (a duty has none)."""

    subject: Clause | Duty
    statuses: frozenset[Status]
    conditions: tuple[Condition, ...] = ()

    @property
    def judged(self) -> bool:
        return any(status in self.statuses for status in SEEN)


@dataclass(frozen=True, slots=True)
class PropertyCoverage:
    """A property of a charter, and whether a scenario expects something of it."""

    claim: Property
    asked: bool


@dataclass(frozen=True, slots=True)
class DocumentCoverage:
    """A charter or pack: its clauses and duties, then its properties, in the order of its file."""

    id: str
    file: str
    clauses: tuple[ClauseCoverage, ...]
    properties: tuple[PropertyCoverage, ...]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return tuple(condition for clause in self.clauses for condition in clause.conditions)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All charters that the scenarios speak of, and the packs of which they name clauses."""

    documents: tuple[DocumentCoverage, ...]

    @property
    def clauses(self) -> tuple[int, int]:
        """How many clauses and duties were judged, of how many."""
        return _share(clause.judged for document in self.documents for clause in document.clauses)

    @property
    def conditions(self) -> tuple[int, int]:
        """How many conditions were seen to decide both ways, of how many."""
        return _share(condition.covered for document in self.documents for condition in document.conditions)

    def reaches(self, percent: float) -> bool:
        """Whether both shares are at least so much; of nothing, everything is covered."""
        return all(100 * met >= percent * total for met, total in (self.clauses, self.conditions))


def _share(met: Iterable[bool]) -> tuple[int, int]:
    found = list(met)
    return sum(found), len(found)
