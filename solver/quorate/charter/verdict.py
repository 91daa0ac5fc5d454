"""What became of a clause, and the evidence for it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quorate.charter.document import Clause, Duty, ReliefKind
from quorate.source.span import Span


class Status(StrEnum):
    HOLDS = "holds"
    BROKEN = "broken"
    DUE = "due"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"
    WAIVED = "waived"
    CURING = "curing"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a verdict: a sentence in the charter's words, the people concerned (ids), a figure, its bound.

    `about` is with whom the sentence begins, before a colon, where it speaks of somebody.
    """

    text: str
    people: tuple[str, ...] = ()
    figure: str | None = None
    bound: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """A relief as it runs, or ran, for one body: since when, its last day (none where it has none), for whom.

    `why` says what it began with, or why it helps no longer; `span` is where the log records what began it.
    """

    name: str
    kind: ReliefKind
    since: date | None
    until: date | None
    people: tuple[str, ...] = ()
    why: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of one clause or duty for one body on one occasion.

    `occasion` says which meeting, vote, period, event or person (empty for scope body and charter), `span` where the
    roster records it; `facts` are those that would decide an unknown; `until` is the last day of a due, waived or
    curing verdict, none where no day is known. `relief` is what spares the clause; of a broken clause, `lapsed` is
    what did so and is over, `remedy` who leaves to mend it, step by step.
    """

    subject: Clause | Duty
    body: str
    status: Status
    as_of: date
    occasion: str = ""
    evidence: tuple[Evidence, ...] = ()
    facts: frozenset[str] = frozenset()
    until: date | None = None
    reason: str | None = None
    span: Span | None = None
    relief: tuple[Granted, ...] = ()
    lapsed: tuple[Granted, ...] = ()
    remedy: tuple[Evidence, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether the clause has been compared with its source."""
        return not isinstance(self.subject, Clause) or self.subject.verified
