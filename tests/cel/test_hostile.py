"""Expressions made to hurt end in a clear error, soon and without deep recursion."""

import sys
import time
from collections.abc import Iterator

import pytest

from quorate.cel.checker import check
from quorate.cel.evaluator import evaluate
from quorate.cel.lexer import MAX_LENGTH
from quorate.cel.library import CHARTER, CORE
from quorate.cel.parser import MAX_DEPTH, MAX_NESTING, parse
from quorate.cel.printer import show
from quorate.cel.types import Schema
from quorate.source.diagnostic import LanguageError
from quorate.source.span import Excerpt

SECONDS = 1.0  # far above what is needed, far below what a quadratic reader takes

HOSTILE = {
    "parentheses": "(" * 9_999 + "1" + ")" * 9_999,
    "too many parentheses": "(" * 100_000 + "1" + ")" * 100_000,
    "open parentheses": "(" * MAX_LENGTH,
    "brackets": "[" * 18_000,
    "braces": "{1:" * 6_000,
    "negations": "!" * 19_800 + "true",
    "minus signs": "-" * 19_800 + "x",
    "sums": "1" + "+1" * 9_800,
    "choices": "a?b:" * 4_800 + "c",
    "fields": "a" + ".b" * 9_800,
    "indexes": "a" + "[0]" * 6_600,
    "calls": "f(" * 9_800,
    "methods": "a" + ".f()" * 4_800,
    "macros": "a" + ".map(x,x)" * 2_200,
    "nested macros": "a.map(x," * 2_400 + "x" + ")" * 100,
    "conjunctions": "a" + "&&a" * 6_600,
    "quotes": "'" * 19_999,
    "open triple quotes": "'''" * 6_666,
    "backslashes": "'" + "\\" * 19_999,
    "no words": "$#€" * 6_600,
    "digits": "9" * MAX_LENGTH,
    "hexadecimal digits": "0x" + "f" * (MAX_LENGTH - 2),
    "exponent": "1e" + "9" * (MAX_LENGTH - 2),
    "long": "a" * (MAX_LENGTH + 1),
    "very long": "a + " * 2_500_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_ends_soon_in_a_clear_error(text: str) -> None:
    began = time.process_time()
    with pytest.raises(LanguageError) as raised:
        parse(Excerpt.whole(text))
    assert time.process_time() - began < SECONDS
    assert all(one.span is not None and len(one.message) < 200 for one in raised.value.diagnostics)


def deep() -> Iterator[str]:
    """The deepest expressions that are still read."""
    nest, long = MAX_NESTING - 1, MAX_DEPTH - 1
    yield "(1 + " * nest + "1" + ")" * nest
    yield "f(1 || 1 && 1 == 1 + 1 * " * (long // 6) + "1" + ")" * (long // 6)
    yield "(true || 1 && " * nest + "1" + ")" * nest
    yield "[" * nest + "1" + "]" * nest
    yield "{1: " * nest + "1" + "}" * nest
    yield "[1].map(x, " * nest + "1" + ")" * nest
    yield "a[" * nest + "0" + "]" * nest
    yield "!" * long + "true"
    yield "-" * (long - 1) + "(1)"
    yield "1" + " + 1" * long
    yield "a" + ".b" * long
    yield "true ? 1 : " * long + "1"
    yield "[1]" + ".map(x, x)" * (long - 1)
    yield "true" + " && true" * long


@pytest.mark.parametrize("text", list(deep()), ids=lambda text: text[:12])
def test_the_deepest_expressions_go_through_every_stage_with_room_to_spare(text: str) -> None:
    limit = sys.getrecursionlimit()
    frame, used = sys._getframe(), 0
    while frame.f_back is not None:
        frame, used = frame.f_back, used + 1
    sys.setrecursionlimit(used + 800)
    try:
        expr = parse(Excerpt.whole(text))
        assert parse(Excerpt.whole(show(expr))) == expr
        for language in (CHARTER, CORE):
            check(expr, {}, Schema({}), language)
            evaluate(expr, {}, language=language)
    finally:
        sys.setrecursionlimit(limit)


def test_evaluating_many_small_expressions_is_quick() -> None:
    expr = parse(Excerpt.whole("seats >= 3 && (seats - 1) * 2 < 90 || !true"))
    began = time.process_time()
    for _ in range(2_000):
        evaluate(expr, {"seats": 5})
    assert time.process_time() - began < SECONDS


def test_parsing_many_small_expressions_is_quick() -> None:
    excerpt = Excerpt.whole("members.all(m, m.independent || m == chair) && size(members) >= 3")
    began = time.process_time()
    for _ in range(1_000):
        parse(excerpt)
    assert time.process_time() - began < SECONDS
