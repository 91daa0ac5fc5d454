"""What is said to a person about a place in a file: one code, one message, one place, one way out."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from quorate.source.span import Span

MANY = 300
LONG = 80


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding about a file.

    `code` is stable and kebab-case; `message` is lower case without a full stop, user text in backticks;
    `help` says what to do; `path` is the place inside the document (`$.clauses[3].require`).
    """

    code: str
    message: str
    span: Span | None = None
    help: str | None = None
    severity: Severity = Severity.ERROR
    path: str | None = None
    notes: tuple[str, ...] = ()


class QuorateError(Exception):
    """Root of every error that a user can cause; carries all diagnostics of the stage that stopped."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("; ".join(d.message for d in self.diagnostics))


class FileError(QuorateError):
    """A file cannot be read as what it claims to be."""


class LanguageError(QuorateError):
    """An expression does not parse or does not type-check."""


class CallError(QuorateError):
    """A question was asked in a way that cannot be answered (unknown body, contradictory options)."""


class InternalError(Exception):
    """An answer failed its own replay: a defect of Quorate, never of the user's files."""


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Help that names the closest known word, or none; of very many words only those that begin alike are looked at."""
    words = list(known)
    if len(words) > MANY:
        words = [word for word in words if word[:2] == name[:2]][:MANY]
    close = get_close_matches(name[:LONG], words, n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else None
