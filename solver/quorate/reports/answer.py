"""What every report says alike: yes, no or undecided, how sure, by which engine; and what a report module offers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from quorate.reports.console import Page
from quorate.source.diagnostic import Diagnostic

Json: TypeAlias = Mapping[str, Any]


class Reply(StrEnum):
    """The short answer, which is also the exit status."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Standing:
    """How an answer stands: the short reply, how sure it is, which engine gave it, whether it was cut short.

    `certainty` is one of `exact` (everything there is was evaluated or searched), `proved`, `bounded(n)`,
    `tested(n)`, `witness` and `undecided`.
    """

    reply: Reply
    certainty: str = "exact"
    engine: str | None = None
    interrupted: bool = False


class Report(Protocol):
    """What `reports/X.py` offers for the question X, as module-level names."""

    SCHEMA: Json
    """JSON Schema of what `json` gives."""

    def text(self, answer: Any, page: Page) -> None:
        """Write the answer for people."""

    def json(self, answer: Any) -> Json:
        """The answer for programs: what stands under `answer` in the envelope."""

    def github(self, answer: Any) -> Iterable[Diagnostic]:
        """The findings that have a place in a file."""
