"""Clauses on periods are compared as trying all periods with few meetings says; what hangs on days is undecided."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made import clause, policy
from quorate.charter.document import Per, Policy, Scope
from quorate.charter.load import Library
from quorate.questions.diff.any_board import Outcome, Relation, Shift, any_board
from quorate.questions.diff.any_board.nouns import Compared

DAY = date(2026, 6, 30)
LIBRARY = Library()
YEAR = Per("calendar_year")
MOST = 5

Meeting = tuple[str, bool]
"""Its mode, and whether it is special."""
Meetings = Sequence[Meeting]
PERIODS = [
    some
    for size in range(MOST + 1)
    for some in combinations_with_replacement(tuple(product(("in-person", "video"), (True, False))), size)
]
RULES: Sequence[tuple[str, Callable[[Meetings], bool]]] = (
    ("true", lambda _: True),
    *((f"size(meetings) >= {n}", lambda all_, n=n: len(all_) >= n) for n in (1, 2, 4)),
    ("size(meetings) == 3", lambda all_: len(all_) == 3),
    ("meetings.exists(n, n.special)", lambda all_: any(special for _, special in all_)),
    ("meetings.all(n, n.mode == 'in-person')", lambda all_: all(mode == "in-person" for mode, _ in all_)),
    (
        "2 * size(meetings.filter(n, n.mode == 'video')) <= size(meetings)",
        lambda all_: 2 * sum(mode == "video" for mode, _ in all_) <= len(all_),
    ),
    (
        "size(meetings.filter(n, n.mode == 'in-person' && !n.special)) >= 2",
        lambda all_: sum(mode == "in-person" and not special for mode, special in all_) >= 2,
    ),
    (
        "size(meetings) % 2 == 0 || meetings.exists_one(n, n.special)",
        lambda all_: len(all_) % 2 == 0 or sum(special for _, special in all_) == 1,
    ),
)


def years(*texts: str, per: Per = YEAR) -> Policy:
    return policy([clause(text, name=f"c{n}", scope=Scope.YEAR, per=per) for n, text in enumerate(texts)])


def compared(old: Policy, new: Policy, *, cross_check: bool = False) -> Compared:
    answer = any_board(old, new, LIBRARY.charter, as_of=DAY, cross_check=cross_check)
    return next(each.compared for each in answer.scopes if each.scope is Scope.YEAR)


def fewest(lawful: Sequence[Callable[[Meetings], bool]], broken: Sequence[Callable[[Meetings], bool]]) -> int | None:
    """The fewest meetings of a period that keeps some rules and breaks one of others."""
    found = (some for some in PERIODS if all(one(some) for one in lawful) and not all(one(some) for one in broken))
    return min(map(len, found), default=None)


def agrees(shift: Shift, number: int | None) -> None:
    if number is None:
        assert shift.outcome is Outcome.NONE, shift
    else:
        assert shift.year is not None, shift
        assert (len(shift.year.meetings), shift.year.fewest) == (number, True)


SOME = st.lists(st.sampled_from(RULES), min_size=1, max_size=2, unique_by=lambda rule: rule[0])


@settings(max_examples=25 if settings().max_examples <= 100 else 800)
@given(SOME, SOME)
def test_periods_are_told_apart_just_where_some_small_one_is(
    old: list[tuple[str, Callable[[Meetings], bool]]], new: list[tuple[str, Callable[[Meetings], bool]]]
) -> None:
    (before, was), (after, is_) = (tuple(zip(*rules, strict=True)) for rules in (old, new))
    found = compared(years(*before), years(*after))
    agrees(found.allowed, fewest(is_, was))
    agrees(found.forbidden, fewest(was, is_))


def test_more_meetings_a_year_is_stricter_and_both_provers_say_so() -> None:
    found = compared(years("size(meetings) >= 2"), years("size(meetings) >= 4"), cross_check=True)
    assert found.relation is Relation.TIGHTENED
    agrees(found.forbidden, 2)


def test_a_year_without_any_meeting_counts() -> None:
    found = compared(years("true"), years("size(meetings) >= 1"))
    assert found.relation is Relation.TIGHTENED
    agrees(found.forbidden, 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (years("size(meetings) >= 2"), years("size(meetings) >= 1", per=Per("quarter"))),
        (years("size(meetings) >= 2", per=Per("rolling_year")), years("size(meetings) >= 3", per=Per("rolling_year"))),
        (years("size(meetings) >= 1"), years("meetings.exists(n, n.date < year.first + months(6))")),
        (years("size(meetings) >= 1"), years("meetings.exists(n, 'pay' in n.subjects)")),
    ],
)
def test_what_hangs_on_days_or_on_other_periods_is_undecided(old: Policy, new: Policy) -> None:
    assert compared(old, new).relation is Relation.UNDECIDED
    assert compared(old, old).alike


def test_beside_a_clause_that_is_not_reasoned_about_nothing_is_shown_and_nothing_wrongly_proved() -> None:
    late = "meetings.exists(n, n.date > year.first + months(6))"
    looser = compared(years(late, "size(meetings) >= 1"), years(late, "true"))
    assert looser.relation is Relation.UNDECIDED
    assert "`c0`" in looser.allowed.why
    same = compared(years(late, "size(meetings) >= 2"), years(late, "size(meetings) > 1"))
    assert same.relation is Relation.EQUIVALENT
