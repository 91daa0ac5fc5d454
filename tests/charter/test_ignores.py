"""`# quorate: ignore CODE reason` silences what it names, where it stands, and nothing else."""

import pytest

from quorate.charter.ignores import heed, ignores_in
from quorate.source.diagnostic import Diagnostic, Severity
from quorate.source.span import Source, Span

TEXT = """quorate: 1
clauses:
  # quorate: ignore unused counted elsewhere
  - id: one
    require: x

    when: y
  - id: two
    require: x  # quorate: ignore unused here too
# quorate: ignore other because
title: a
"""
SOURCE = Source("x.yaml", TEXT)


def finding(line: int, code: str = "unused", severity: Severity = Severity.WARNING) -> Diagnostic:
    start = SOURCE.offset(line)
    return Diagnostic(code, "something", Span(SOURCE, start, start + 1), severity=severity)


def lines(found: list[Diagnostic], code: str = "unused") -> list[int]:
    return [one.span.line for one in found if one.span is not None and one.code == code]


def test_a_comment_says_code_reason_and_where() -> None:
    assert [(one.code, one.reason, one.first, one.last) for one in ignores_in(SOURCE)] == [
        ("unused", "counted elsewhere", 4, 7),
        ("unused", "here too", 9, 9),
        ("other", "because", 11, 11),
    ]


def test_a_comment_on_its_own_line_covers_the_entry_that_follows() -> None:
    assert lines(heed(SOURCE, [finding(line) for line in range(1, 12)])) == [1, 2, 3, 8, 10, 11]


def test_another_code_is_not_silenced() -> None:
    assert lines(heed(SOURCE, [finding(4, "another")]), "another") == [4]


def test_an_error_is_not_silenced() -> None:
    kept = heed(SOURCE, [finding(4, severity=Severity.ERROR)])
    assert lines(kept) == [4]
    assert lines(kept, "unused-ignore") == [3, 9, 10]


def test_a_comment_that_silences_nothing_is_a_finding() -> None:
    kept = heed(SOURCE, [finding(4), finding(9)])
    assert lines(kept, "unused-ignore") == [10]


@pytest.mark.parametrize("comment", ["# quorate: ignore unused", "#quorate:ignore unused  "])
def test_a_reason_has_to_be_given(comment: str) -> None:
    source = Source("x.yaml", f"title: a {comment}\n")
    found = Diagnostic("unused", "something", Span(source, 0, 1), severity=Severity.WARNING)
    assert [one.code for one in heed(source, [found])] == ["ignore-without-reason"]


def test_a_file_without_comments_is_as_it_was() -> None:
    source = Source("x.yaml", "title: a # a comment about quorate\n")
    found = [Diagnostic("unused", "something", Span(source, 0, 1), severity=Severity.NOTE)]
    assert heed(source, found) == found
