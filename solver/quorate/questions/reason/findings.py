"""The findings of reasoning as diagnostics, and those that say what could not be found out."""

from collections.abc import Sequence

from quorate.charter.document import Clause
from quorate.questions.reason.desk import Desk
from quorate.questions.reason.wording import listed, name, own_place
from quorate.source.diagnostic import Diagnostic, Severity
from quorate.source.span import Span


def tell(
    code: str,
    message: str,
    span: Span,
    advice: str,
    severity: Severity = Severity.WARNING,
    notes: tuple[str, ...] = (),
) -> Diagnostic:
    return Diagnostic(code, message, span, advice, severity, notes=notes)


def not_decided(desk: Desk, clauses: Sequence[Clause], what: str, span: Span | None = None) -> Diagnostic:
    """The time limit was reached."""
    message = f"{_of(desk, clauses)}: {what} was not decided in time"
    advice = "give it longer with `--time-limit`"
    return Diagnostic("not-decided", message, span or own_place(desk, clauses), advice, Severity.NOTE)


def not_reasoned(desk: Desk, clauses: Sequence[Clause], why: str, span: Span | None = None) -> Diagnostic:
    """Beyond what can be reasoned about."""
    message = f"{_of(desk, clauses)} could not be reasoned about: {why}"
    advice = "test it on rosters: `quorate check`"
    return Diagnostic("not-reasoned", message, span or own_place(desk, clauses), advice, Severity.NOTE)


def _of(desk: Desk, clauses: Sequence[Clause]) -> str:
    return listed(name(clause, desk.charter) for clause in clauses)
