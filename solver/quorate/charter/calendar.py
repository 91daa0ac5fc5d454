"""Days and periods: calendar arithmetic, fiscal years, the periods of `per:`, the days on which business is done.

The calendar has the years 1 to 9999; what would begin before them or end after them begins or ends with them.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module

from quorate.cel.moving import Moving
from quorate.charter.document import Per
from quorate.charter.roster import Calendar

DAY = timedelta(days=1)
SEARCHED = 3660  # days looked through for an open one before giving up


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; `last` is none where the calendar does not say when it ends."""

    first: date
    last: date | None
    label: str

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def add_days(day: date, count: int) -> date:
    """A day so many days later, or the end of the calendar.

    >>> add_days(date(9999, 12, 30), 7)
    datetime.date(9999, 12, 31)
    """
    if isinstance(day, Moving):
        moved: date = day.moved(lambda now: add_days(now, count))
        return moved
    return date.fromordinal(max(1, min(day.toordinal() + count, date.max.toordinal())))


def add_months(day: date, months: int) -> date:
    """A day so many months later, or the end of the calendar; the day clamps to the month's end.

    >>> add_months(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    """
    if isinstance(day, Moving):
        moved: date = day.moved(lambda now: add_months(now, months))
        return moved
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return _beyond(year) or date(year, month, min(day.day, monthrange(year, month)[1]))


def _beyond(year: int) -> date | None:
    """The end of the calendar that lies nearest to a year outside it."""
    return date.min if year < date.min.year else date.max if year > date.max.year else None


def _last_of(first: date, months: int) -> date:
    """The last day of so many months that begin on a day."""
    following = add_months(first, months)
    return following if following == date.max else following - DAY


def _year_begins(year: int, start: tuple[int, int]) -> date:
    month, day = start
    return _beyond(year) or date(year, month, min(day, monthrange(year, month)[1]))


def fiscal_year(calendar: Calendar, day: date) -> Period:
    """The fiscal year in which a day lies, known by the calendar year in which it ends."""
    if isinstance(day, Moving):
        return _kept(fiscal_year(calendar, day.now), day)
    start = calendar.fiscal_year
    year = day.year if day >= _year_begins(day.year, start) else day.year - 1
    first, last = _year_begins(year, start), date.max
    if year < date.max.year:
        last = _year_begins(year + 1, start) - DAY
    name = str(last.year) if first.year == last.year else f"{first.year}/{last.year % 100:02d}"
    return Period(first, last, f"fiscal year {name}")


def period(per: Per, calendar: Calendar, day: date) -> Period | None:
    """The period of a kind in which a day lies, or none where there is none (before the first annual meeting)."""
    if isinstance(day, Moving) and per.name not in ("rolling_year", "between_annual_meetings"):
        found = period(per, calendar, day.now)
        if found is None:
            day.trace.only_today()
        return None if found is None else _kept(found, day)
    match per.name:
        case "calendar_year":
            return Period(date(day.year, 1, 1), date(day.year, 12, 31), str(day.year))
        case "fiscal_year":
            return fiscal_year(calendar, day)
        case "quarter":
            return _quarter(calendar, day)
        case "month":
            last = date(day.year, day.month, monthrange(day.year, day.month)[1])
            return Period(day.replace(day=1), last, f"{day.year}-{day.month:02d}")
        case "between_annual_meetings":
            return _between_annual_meetings(calendar, day)
        case "every":
            return _every(per, day)
        case "rolling_year":
            return window(add_days(day, -1))
        case _:
            raise ValueError(per.name)


def _kept(found: Period, day: Moving) -> Period:
    """A period in which a day lies that goes on: it is the same one up to its last day, though not for a later day."""
    if found.last is not None:
        _ = day <= found.last
    return found


def _quarter(calendar: Calendar, day: date) -> Period:
    """A quarter of the fiscal year."""
    year = fiscal_year(calendar, day)
    firsts = [add_months(year.first, 3 * quarter) for quarter in range(4)]
    number = bisect_right(firsts, min(day, date.max - DAY))
    last = min(firsts[number] - DAY, year.last or date.max) if number < 4 else year.last
    return Period(firsts[number - 1], last, f"quarter {number} of {year.label}")


def _between_annual_meetings(calendar: Calendar, day: date) -> Period | None:
    """From one annual meeting to the day before the next; open where the next one is not in the calendar."""
    meetings = sorted(calendar.annual_meetings)
    number = bisect_right(meetings, day)
    if number == 0:
        return None
    first = meetings[number - 1]
    last = meetings[number] - DAY if number < len(meetings) else None
    return Period(first, last, f"since the annual meeting of {first}")


def _every(per: Per, day: date) -> Period | None:
    months, start = per.months or 12, per.start or date(day.year, 1, 1)
    if day < start:
        return None
    number = ((day.year - start.year) * 12 + day.month - start.month) // months
    if add_months(start, number * months) > day:
        number -= 1
    first = add_months(start, number * months)
    last = _last_of(start, (number + 1) * months)
    return Period(first, last, f"{first} to {last}")


def window(after: date, months: int = 12) -> Period:
    """The rolling period that begins the day after a day, and ends so many months after it."""
    return Period(add_days(after, 1), add_months(after, months), f"the {months} months after {after}")


def periods(per: Per, calendar: Calendar, first: date, last: date) -> Iterator[Period]:
    """The periods of a kind that touch the days from `first` to `last`, in order; rolling ones have no such order."""
    day = first
    if per.name == "between_annual_meetings" and period(per, calendar, day) is None:
        later = [meeting for meeting in calendar.annual_meetings if meeting > day]
        day = min(later, default=date.max)
    if per.name == "every" and per.start is not None:
        day = max(day, per.start)
    while day <= last:
        found = period(per, calendar, day)
        if found is None:
            return
        yield found
        if found.last is None or found.last == date.max:
            return
        day = found.last + DAY


def next_annual_meeting(calendar: Calendar, day: date) -> date | None:
    """The first annual meeting after a day, where the calendar has one."""
    meetings = sorted(calendar.annual_meetings)
    later = bisect_right(meetings, day)
    return meetings[later] if later < len(meetings) else None


def closed(calendar: Calendar, day: date) -> bool:
    """Whether the organisation is shut: a weekend, a closed day, or a holiday of the calendar's market."""
    if day.weekday() >= 5 or any(first <= day <= last for first, last in calendar.closed):
        return True
    return calendar.holidays is not None and holiday(calendar.holidays, day) is not None


def holiday(market: str, day: date) -> str | None:
    """The name of the holiday that closes a market or country on a day, if one does."""
    return _holidays(market)(day)


@lru_cache(maxsize=16)
def _holidays(market: str) -> Callable[[date], str | None]:
    """Late, since the tables of holidays are slow to load and few questions need them."""
    found: Callable[[date], str | None] = import_module("quorate.charter.holidays").closing_days(market)
    return found


def business_day(calendar: Calendar, day: date, count: int) -> date | None:
    """The open day so many open days after (or, below zero, before) a day; zero is the first open one from that day."""
    left = max(1, abs(count))
    for later in _searched(day, count):
        left -= not closed(calendar, later)
        if left == 0:
            return later
    return None


def _searched(day: date, count: int) -> Iterator[date]:
    """The days looked through for open ones, nearest first: before a day, after it, or for no count from it on."""
    if count == 0:
        return days(day, add_days(day, SEARCHED))
    step = 1 if count > 0 else -1
    room = (date.max - day if count > 0 else day - date.min).days
    return (day + number * step * DAY for number in range(1, min(SEARCHED, room) + 1))


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    for number in range((last - first).days + 1):
        yield first + number * DAY
