"""A diagnostic shows its place: underlined for people, as numbers for programs, as an annotation for GitHub."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quorate.reports import diagnostics as report
from quorate.reports.console import plain
from quorate.source.diagnostic import Diagnostic, Severity
from quorate.source.span import Source, Span

CHARTER = Source("policies/a,b.yaml", "quorate: 1\nrequire: size(membrs) >= 3\n  && true\n")


def at(fragment: str, citation: str | None = None) -> Span:
    start = CHARTER.text.index(fragment)
    return Span(CHARTER, start, start + len(fragment), citation)


FULL = Diagnostic(
    "unknown-name",
    "there is no `membrs` here",
    at("membrs", "Composition"),
    help="did you mean `members`?",
    path="$.clauses[0].require",
    notes=("scope body",),
)


def test_text_underlines_the_place() -> None:
    assert plain(report.text, [FULL]) == (
        "policies/a,b.yaml:2:15: error[unknown-name]: there is no `membrs` here\n"
        "  2 | require: size(membrs) >= 3\n"
        "    |               ^^^^^^\n"
        "  cited: Composition\n"
        "  at: $.clauses[0].require\n"
        "  note: scope body\n"
        "  help: did you mean `members`?\n"
    )


def test_text_without_a_place_is_one_line() -> None:
    found = Diagnostic("no-such-body", "there is no body `x`", severity=Severity.WARNING)
    assert plain(report.text, [found]) == "warning[no-such-body]: there is no body `x`\n"


def test_a_span_of_several_lines_underlines_its_first() -> None:
    shown = plain(report.text, [Diagnostic("odd", "odd", at("size(membrs) >= 3\n  && true"))])
    assert shown.splitlines()[2] == "    |          " + "^" * len("size(membrs) >= 3")


@given(
    before=st.integers(0, 400),
    word=st.integers(1, 300),
    after=st.integers(0, 400),
    tab=st.booleans(),
)
def test_the_caret_stands_under_the_place_on_any_line(before: int, word: int, after: int, tab: bool) -> None:
    text = ("\t" if tab else "") + "a" * before + "X" * word + "b" * after
    start = text.index("X")
    source = Source("f", text)
    _, line, carets, *_ = plain(report.text, [Diagnostic("c", "m", Span(source, start, start + word))]).splitlines()
    first, length = carets.index("^"), carets.count("^")
    assert len(line) < 140
    assert set(line[first : first + length]) == {"X"}
    assert line[first - 1] in " \ta|"


def test_a_place_at_the_end_of_the_file_is_shown() -> None:
    end = len(CHARTER.text)
    assert "^" in plain(report.text, [Diagnostic("c", "m", Span(CHARTER, end, end))])


def test_json_counts_from_one_with_an_exclusive_end() -> None:
    said = report.json(FULL)
    place = {"file": "policies/a,b.yaml", "line": 2, "column": 15, "end_line": 2, "end_column": 21}
    assert said["place"] == place | {"citation": "Composition"}
    assert (said["code"], said["severity"], said["notes"]) == ("unknown-name", "error", ["scope body"])


@pytest.mark.parametrize(
    ("severity", "command"), [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTE, "notice")]
)
def test_github_has_a_level_for_each_severity(severity: Severity, command: str) -> None:
    (line,) = report.github([Diagnostic("c", "m", severity=severity)])
    assert line == f"::{command} title=c::m"


def test_github_escapes_what_its_syntax_would_read() -> None:
    (line,) = report.github([FULL])
    head, _, message = line.removeprefix("::").partition("::")
    assert head == "error file=policies/a%2Cb.yaml,line=2,endLine=2,col=15,endColumn=20,title=unknown-name"
    assert "\n" not in line
    assert unquote(message).splitlines()[0] == FULL.message


def test_github_gives_no_columns_across_lines() -> None:
    (line,) = report.github([Diagnostic("c", "100% odd", at(">= 3\n  && true"))])
    assert line == "::error file=policies/a%2Cb.yaml,line=2,endLine=3,title=c::100%25 odd"
