"""Diagnostics as text with the source line and a caret, as JSON, and as annotations that GitHub shows on the line."""

from collections.abc import Iterable, Iterator
from typing import Any

from quorate.reports.console import Page, Tone, Toned, muted, strong
from quorate.source.diagnostic import Diagnostic, Severity
from quorate.source.span import Span

_TONES = {Severity.ERROR: Tone.BAD, Severity.WARNING: Tone.WARN, Severity.NOTE: Tone.STRONG}
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_WIDEST = 120


def text(diagnostics: Iterable[Diagnostic], page: Page) -> None:
    """`file:line:col: error[code]: message`, the line, a caret under the place, citation, path, notes and help."""
    for diagnostic in diagnostics:
        _one(diagnostic, page)


def _one(diagnostic: Diagnostic, page: Page) -> None:
    where = f"{diagnostic.span}: " if diagnostic.span else ""
    label = Toned(f"{diagnostic.severity}[{diagnostic.code}]", _TONES[diagnostic.severity])
    page.line(strong(where), label, f": {diagnostic.message}")
    if diagnostic.span:
        _excerpt(diagnostic.span, _TONES[diagnostic.severity], page)
    for name, value in _particulars(diagnostic):
        page.line(muted(f"  {name}: "), value)


def _particulars(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    if diagnostic.span and diagnostic.span.citation:
        yield "cited", diagnostic.span.citation
    if diagnostic.path:
        yield "at", diagnostic.path
    for note in diagnostic.notes:
        yield "note", note
    if diagnostic.help:
        yield "help", diagnostic.help


def _excerpt(span: Span, tone: Tone, page: Page) -> None:
    """The first line of the span with its stretch underlined; a very long line is cut around the place."""
    line = span.source.line(span.line).expandtabs(1)
    column = span.column - 1
    length = max(1, min(span.end - span.start, len(line) - column))
    if len(line) > _WIDEST:
        begin = max(0, min(column - _WIDEST // 3, len(line) - _WIDEST))
        line, column = line[begin : begin + _WIDEST], column - begin
        length = max(1, min(length, _WIDEST - column))
    margin = f"{span.line} | "
    page.line(muted(margin), line, indent=2, exact=True)
    page.line(muted(" " * (len(margin) - 2) + "| "), " " * column, Toned("^" * length, tone), indent=2, exact=True)


def json(diagnostic: Diagnostic) -> dict[str, Any]:
    """One diagnostic for programs; lines and columns count from 1, the end column is exclusive."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "place": place(diagnostic.span) if diagnostic.span else None,
        "path": diagnostic.path,
        "notes": list(diagnostic.notes),
        "help": diagnostic.help,
    }


def place(span: Span) -> dict[str, Any]:
    """A place in a file for programs."""
    end_line, end_column = span.source.position(max(span.start, span.end))
    return {
        "file": span.source.name,
        "line": span.line,
        "column": span.column,
        "end_line": end_line,
        "end_column": end_column,
        "citation": span.citation,
    }


def github(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """One workflow command per diagnostic: `::error file=…,line=…,col=…,endColumn=…,title=…::…`."""
    for diagnostic in diagnostics:
        properties = ",".join(f"{name}={_escape(str(value), ':,')}" for name, value in _properties(diagnostic))
        yield f"::{_GITHUB[diagnostic.severity]} {properties}::{_escape(_message(diagnostic))}"


def _properties(diagnostic: Diagnostic) -> Iterator[tuple[str, object]]:
    if diagnostic.span:
        where = place(diagnostic.span)
        yield "file", where["file"]
        yield "line", where["line"]
        yield "endLine", where["end_line"]
        if where["line"] == where["end_line"]:  # GitHub refuses columns on annotations of several lines
            yield "col", where["column"]
            yield "endColumn", max(where["column"], where["end_column"] - 1)
    yield "title", diagnostic.code


def _message(diagnostic: Diagnostic) -> str:
    return "\n".join([diagnostic.message, *(f"{name}: {value}" for name, value in _particulars(diagnostic))])


def _escape(value: str, more: str = "") -> str:
    """Percent-encode what the workflow command syntax would read as its own."""
    for char in "%\r\n" + more:
        value = value.replace(char, f"%{ord(char):02X}")
    return value
