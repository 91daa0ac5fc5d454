"""Fractions, money, dates and calendar amounts are exact."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quorate.cel.dates import NO_CONTEXT
from quorate.cel.evaluator import evaluate
from quorate.cel.parser import parse
from quorate.cel.values import Days, Failure, Money, Months, Unknown, Value
from quorate.source.span import Excerpt
from quorate.testing.values import Described

PEOPLE = st.integers(0, 40)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


def value(text: str, **variables: Value) -> Value:
    return evaluate(parse(Excerpt.whole(text)), variables)


@given(PEOPLE, PEOPLE)
def test_more_than_half_and_no_less_than_a_third_read_as_the_text_does(present: int, members: int) -> None:
    assert value("present > half(members)", present=present, members=members) is (2 * present > members)
    assert value("present >= third(members)", present=present, members=members) is (3 * present >= members)
    assert value("present >= quarter(members)", present=present, members=members) is (4 * present >= members)
    assert value("present >= portion(2, 3, members)", present=present, members=members) is (3 * present >= 2 * members)


@given(DAYS, st.integers(-600, 600))
def test_months_keep_the_day_or_clamp_to_the_months_end(day: date, count: int) -> None:
    found = value("day + gap", day=day, gap=Months(count))
    assert isinstance(found, date)
    assert (found.year - day.year) * 12 + found.month - day.month == count
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])
    assert value("day - gap", day=day, gap=Months(-count)) == found


@given(DAYS, st.integers(-9999, 9999))
def test_days_are_counted(day: date, count: int) -> None:
    assert value("day + days(n)", day=day, n=count) == day + timedelta(days=count)
    assert value("day - days(n) + days(n)", day=day, n=count) == day


@given(DAYS, DAYS, DAYS)
def test_a_day_is_in_a_period_from_its_first_to_its_last_day(day: date, one: date, other: date) -> None:
    first, last = sorted((one, other))
    period = Described("period", "p", {"first": first, "last": last})
    assert value("day in p", day=day, p=period) is (first <= day <= last)
    open_ended = Described("period", "p", {"first": first, "last": last}, frozenset(("last",)))
    assert value("day in p", day=day, p=open_ended) == (False if day < first else Unknown(frozenset(("p.last",))))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("date('2024-02-29') + years(1)", date(2025, 2, 28)),
        ("date('2024-02-29') - years(1)", date(2023, 2, 28)),
        ("date('2026-08-31') + months(6)", date(2027, 2, 28)),
        ("date('2026-01-31') + months(1) + months(1)", date(2026, 3, 28)),
        ("years(2)", Months(24)),
        ("days(3)", Days(3)),
        ("business_days(3)", Days(3, business=True)),
        ("[date('2026-05-02'), date('2026-05-01')].min()", date(2026, 5, 1)),
        ("[date('2026-05-02'), date('2026-05-01')].max()", date(2026, 5, 2)),
        ("usd(120000) > usd(119999)", True),
        ("usd(1) + usd(2) * 3 - usd(half(1))", Money(Fraction(13, 2), "USD")),
        ("-usd(3) / 2", Money(Fraction(-3, 2), "USD")),
        ("3 * usd(2)", Money(Fraction(6), "USD")),
        ("[usd(1), usd(5)].max()", Money(Fraction(5), "USD")),
        ("[1, 2, 2].distinct()", (1, 2)),
        ("[half(1), 2].sum()", Fraction(5, 2)),
        ("[].sum()", 0),
        ("[].sum() < usd(1) && usd(1) > [].sum()", True),
        ("[].sum() + usd(1) == usd(1) + [].sum()", True),
        ("usd(5) - [].sum()", Money(Fraction(5), "USD")),
        ("[].sum() - usd(5)", Money(Fraction(-5), "USD")),
        ("half(1) / 2 == quarter(1)", True),
        ("7 / 2 == 3 && -7 / 2 == -3 && -7 % 2 == -1", True),
        ("-half(3) == portion(-1, 2, 3)", True),
        ("1 == portion(1, 1, 1)", True),
        ("half(1) in [1, portion(2, 4, 1)]", True),
    ],
)
def test_arithmetic(text: str, wanted: Value) -> None:
    assert value(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "date('9999-12-31') + days(1)",
        "date('0001-01-01') - months(1)",
        "date('2026-13-01') > date('2026-01-01')",
        "date('20260101') > date('2026-01-01')",
        "[].min()",
        "portion(1, 0, 5)",
        "half(1) / 0",
        "9223372036854775807 + 1",
        "9223372036854775807 * 2 > 0",
        "holds('x')",
        "possible('x')",
        "usd(1) < eur",
        "usd(1) + eur == eur",
        "[usd(1), eur].max() == eur",
        "[usd(1), eur].sum() == eur",
    ],
)
def test_what_has_no_value_fails_and_says_where(text: str) -> None:
    found = value(text, eur=Money(Fraction(1), "EUR"))
    assert isinstance(found, Failure)
    assert found.span is not None


def test_two_currencies_are_never_the_same_amount() -> None:
    assert value("usd(1) == eur", eur=Money(Fraction(1), "EUR")) is False


class Calendar:
    """A calendar on which every third day is closed, for one who asks."""

    def next_annual_meeting(self, after: date) -> Value:
        return date(after.year + 1, 5, 1)

    def business_day(self, start: date, count: int) -> Value:
        return start + timedelta(days=3 * count)

    def holds(self, clause: str) -> Value:
        return clause == "quorum"

    def opposed(self, clause: str) -> Value:
        return clause == "against"

    def possible(self, clause: str) -> Value:
        return clause == "vote"


def test_the_context_is_asked_for_what_only_the_world_knows() -> None:
    def asked(text: str) -> Value:
        return evaluate(parse(Excerpt.whole(text)), {}, Calendar())

    assert asked("date('2026-01-01') + business_days(2)") == date(2026, 1, 7)
    assert asked("date('2026-01-07') - business_days(2)") == date(2026, 1, 1)
    assert asked("next_annual_meeting(date('2026-01-01'))") == date(2027, 5, 1)
    assert asked("holds('quorum') && possible('vote') && !holds('vote')") is True
    assert asked("opposed('against') && !opposed('quorum')") is True


def test_without_a_calendar_its_days_are_unknown() -> None:
    assert isinstance(value("date('2026-01-01') + business_days(2)"), Unknown)
    assert isinstance(value("next_annual_meeting(date('2026-01-01'))"), Unknown)
    assert isinstance(NO_CONTEXT.holds("x"), Failure)
