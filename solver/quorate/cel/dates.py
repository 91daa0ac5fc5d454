"""Dates and calendar amounts: months clamp to the month's end, business days ask the roster's calendar."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Protocol

from quorate.cel.equality import not_after
from quorate.cel.logic import all_of, no_overload, unsettled
from quorate.cel.moving import Moving
from quorate.cel.values import Days, Failure, Interval, Months, Thing, Unknown, Value


class Context(Protocol):
    """What an expression may ask of the world beside its variables."""

    def next_annual_meeting(self, after: date) -> Value:
        """The date of the first annual meeting after a date."""

    def business_day(self, start: date, count: int) -> Value:
        """The date `count` open days after a date (before it, if negative)."""

    def holds(self, clause: str) -> Value:
        """Whether a clause holds under the variables at hand; only in claims."""

    def opposed(self, clause: str) -> Value:
        """Whether a clause holds when ayes and noes are exchanged; only in claims."""

    def possible(self, clause: str) -> Value:
        """Whether some gathering of the members satisfies a clause; only in claims."""


class NoContext:
    """The context of an expression that stands alone: no calendar is known and no clause."""

    def next_annual_meeting(self, after: date) -> Value:
        return Unknown(frozenset(("calendar.annual_meetings",)))

    def business_day(self, start: date, count: int) -> Value:
        return Unknown(frozenset(("calendar.holidays",)))

    def holds(self, clause: str) -> Value:
        return Failure(f"no clause `{clause}` is at hand here")

    def opposed(self, clause: str) -> Value:
        return Failure(f"no clause `{clause}` is at hand here")

    def possible(self, clause: str) -> Value:
        return Failure(f"no clause `{clause}` is at hand here")


NO_CONTEXT: Context = NoContext()
_OUT_OF_RANGE = Failure("the date lies outside the years 1 to 9999")


def day(text: Value) -> Value:
    """`date('2026-05-14')`."""
    if not isinstance(text, str):
        return no_overload("date", text)
    found = read_date(text)
    return Failure(f"`{text}` is no date") if found is None else found


def read_date(text: str) -> date | None:
    """The day that a text `2026-05-14` names, or none; no other form is read."""
    try:
        return date.fromisoformat(text) if len(text) == 10 and text.isascii() else None
    except ValueError:
        return None


def days(count: Value) -> Value:
    return _amount("days", count, Days)


def months(count: Value) -> Value:
    return _amount("months", count, Months)


def years(count: Value) -> Value:
    return _amount("years", count, lambda number: Months(12 * number))


def business_days(count: Value) -> Value:
    return _amount("business_days", count, lambda number: Days(number, business=True))


def _amount(name: str, count: Value, make: Callable[[int], Value]) -> Value:
    if isinstance(count, Interval):
        return Unknown(count.facts)
    return make(count) if type(count) is int else no_overload(name, count)


def later(start: Value, amount: Value, context: Context) -> Value:
    """`start + amount`: months clamp to the end of the month.

    >>> later(date(2024, 2, 29), Months(12), NO_CONTEXT)
    datetime.date(2025, 2, 28)
    """
    if not isinstance(start, date):
        return no_overload("+", start, amount)
    if isinstance(start, Moving):
        found: Value = start.moved(lambda day_: later(day_, amount, context))
        return found
    match amount:
        case Days(count=count, business=True):
            return context.business_day(start, count)
        case Days(count=count):
            return _day_number(start.toordinal() + count)
        case Months(count=count):
            return _months_later(start, count)
        case _:
            return no_overload("+", start, amount)


def earlier(start: Value, amount: Value, context: Context) -> Value:
    """`start - amount`."""
    match amount:
        case Days(count=count, business=business):
            return later(start, Days(-count, business), context)
        case Months(count=count):
            return later(start, Months(-count), context)
        case _:
            return no_overload("-", start, amount)


def _day_number(ordinal: int) -> Value:
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else _OUT_OF_RANGE


def _months_later(start: date, count: int) -> Value:
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        return _OUT_OF_RANGE
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def in_period(day_: Value, period: Thing) -> Value:
    """`day in period`: from its first to its last day."""
    first, last = period.field("first"), period.field("last")
    begun = unsettled((first,)) or not_after(first, day_)
    return all_of((begun, unsettled((last,)) or not_after(day_, last)))


def next_annual_meeting(context: Context, after: Value) -> Value:
    return context.next_annual_meeting(after) if isinstance(after, date) else no_overload("next_annual_meeting", after)


def holds(context: Context, clause: Value) -> Value:
    return context.holds(clause) if isinstance(clause, str) else no_overload("holds", clause)


def opposed(context: Context, clause: Value) -> Value:
    return context.opposed(clause) if isinstance(clause, str) else no_overload("opposed", clause)


def possible(context: Context, clause: Value) -> Value:
    return context.possible(clause) if isinstance(clause, str) else no_overload("possible", clause)
