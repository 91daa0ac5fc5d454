"""Printing an expression and reading it back gives the same expression."""

import pytest
from hypothesis import given, note, settings

from quorate.cel.ast import Expr
from quorate.cel.parser import parse
from quorate.cel.printer import show
from quorate.source.diagnostic import LanguageError
from quorate.source.span import Excerpt
from quorate.testing.conformance import cases
from quorate.testing.syntax import any_expression


@settings(max_examples=3 * settings.default.max_examples)
@given(any_expression())
def test_parsing_what_was_printed_is_the_identity(expr: Expr) -> None:
    text = show(expr)
    note(text)
    assert parse(Excerpt.whole(text)) == expr


@pytest.mark.parametrize(
    "text",
    [
        "size(members) >= 3",
        "members.all(m, m.independent || m == chair)",
        "a && (b || c) && !d",
        "a - (b - c) - d",
        "-(1) + --(1) - -1",
        "(a ? b : c) ? d : e ? f : g",
        "has(m.tenure) && m.since + years(3) <= as_of",
        "[1, 2u, 0.5, 'it\\'s', b'\\x00', null][0]",
        "{'a': 1}.a",
        "x.map(v, v > 1, v * 2)",
        "google.protobuf.Int64Value{value: 1}",
        ".a.b(.c)",
        "m.`content-type`",
    ],
)
def test_what_is_written_plainly_is_printed_as_written(text: str) -> None:
    assert show(parse(Excerpt.whole(text))) == text


def test_only_a_single_minus_is_the_sign_of_a_number() -> None:
    assert show(parse(Excerpt.whole("--1"))) == "--(1)"
    assert show(parse(Excerpt.whole("a--1"))) == "a - -1"
    assert show(parse(Excerpt.whole("!-1"))) == "!-1"
    with pytest.raises(LanguageError):
        parse(Excerpt.whole("--9223372036854775808"))


def test_superfluous_parentheses_go() -> None:
    assert show(parse(Excerpt.whole("((a) && ((b)))"))) == "a && b"


def test_every_conformance_case_that_parses_prints_and_reads_back(cel_spec) -> None:  # type: ignore[no-untyped-def]
    found = cases(cel_spec)
    if not found:
        pytest.skip(f"no conformance cases in {cel_spec}")
    for case in found:
        expr = parse(Excerpt.whole(case.expr))
        assert parse(Excerpt.whole(show(expr))) == expr
