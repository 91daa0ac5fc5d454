"""Months that clamp, periods that tile the days, business days, holidays, and calendar files."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import day
from quorate.charter import calendar as cal
from quorate.charter.calendar import add_months, business_day, closed, fiscal_year, next_annual_meeting, period, periods
from quorate.charter.document import Per
from quorate.charter.ics import busy_times
from quorate.charter.roster import Busy, Calendar
from quorate.source.diagnostic import CallError

_days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
_starts = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda d: (d.month, d.day))
_named = st.sampled_from([Per("calendar_year"), Per("fiscal_year"), Per("quarter"), Per("month")])
_every = st.builds(
    lambda months, start: Per("every", months, start), st.integers(1, 40), st.dates(date(1999, 1, 1), date(2000, 1, 1))
)


@given(_days, st.integers(-500, 500))
def test_months_land_in_the_right_month_and_clamp(start: date, months: int) -> None:
    later = add_months(start, months)
    assert later.year * 12 + later.month == start.year * 12 + start.month + months
    assert later.day == start.day or (later.day < start.day and (later + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", -12, "2023-02-28"),
        ("2023-02-28", 12, "2024-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
    ],
)
def test_month_ends(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)


@given(_days, _starts, st.one_of(_named, _every))
def test_a_day_lies_in_its_period(when: date, start: tuple[int, int], per: Per) -> None:
    found = period(per, Calendar(fiscal_year=start), when)
    assert found is not None
    assert when in found
    assert found.last is not None
    for edge in (found.first, found.last):
        assert period(per, Calendar(fiscal_year=start), edge) == found


@given(_days, st.integers(0, 1500), _starts, st.one_of(_named, _every))
def test_periods_tile_the_days(first: date, length: int, start: tuple[int, int], per: Per) -> None:
    last = first + timedelta(days=length)
    found = list(periods(per, Calendar(fiscal_year=start), first, last))
    assert first in found[0]
    assert last in found[-1]
    assert all(one.last is not None and one.last + cal.DAY == other.first for one, other in pairwise(found))


def test_a_fiscal_year_that_ends_in_june() -> None:
    calendar = Calendar(fiscal_year=(7, 1))
    assert fiscal_year(calendar, day("2026-06-30")).first == day("2025-07-01")
    assert fiscal_year(calendar, day("2026-07-01")).last == day("2027-06-30")
    assert fiscal_year(calendar, day("2026-07-01")).label == "fiscal year 2026/27"


def test_a_fiscal_year_that_begins_on_the_leap_day() -> None:
    calendar = Calendar(fiscal_year=(2, 29))
    assert fiscal_year(calendar, day("2025-02-28")).first == day("2025-02-28")
    assert fiscal_year(calendar, day("2024-02-28")).last == day("2024-02-28")


def test_periods_are_named() -> None:
    calendar = Calendar(fiscal_year=(7, 1))
    labels = {
        per.name: found.label if (found := period(per, calendar, day("2026-09-15"))) is not None else None
        for per in (Per("calendar_year"), Per("fiscal_year"), Per("quarter"), Per("month"), Per("rolling_year"))
    }
    assert labels == {
        "calendar_year": "2026",
        "fiscal_year": "fiscal year 2026/27",
        "quarter": "quarter 1 of fiscal year 2026/27",
        "month": "2026-09",
        "rolling_year": "the 12 months after 2026-09-14",
    }


def test_periods_of_several_years_begin_where_they_are_said_to() -> None:
    per = Per("every", 24, day("2020-02-29"))
    assert period(per, Calendar(), day("2020-02-28")) is None
    found = [(one.first, one.last) for one in periods(per, Calendar(), day("2019-01-01"), day("2024-03-01"))]
    assert found == [
        (day("2020-02-29"), day("2022-02-27")),
        (day("2022-02-28"), day("2024-02-28")),
        (day("2024-02-29"), day("2026-02-27")),
    ]


def test_between_annual_meetings() -> None:
    calendar = Calendar(annual_meetings=(day("2025-05-13"), day("2026-05-12")))
    per = Per("between_annual_meetings")
    assert period(per, calendar, day("2025-05-12")) is None
    first = period(per, calendar, day("2026-05-11"))
    assert first is not None
    assert (first.first, first.last) == (day("2025-05-13"), day("2026-05-11"))
    running = period(per, calendar, day("2026-05-12"))
    assert running is not None
    assert running.last is None
    assert len(list(periods(per, calendar, day("2020-01-01"), day("2030-01-01")))) == 2
    assert next_annual_meeting(calendar, day("2025-05-13")) == day("2026-05-12")
    assert next_annual_meeting(calendar, day("2026-05-12")) is None


def test_a_rolling_year_ends_on_the_same_day_a_year_later() -> None:
    window = cal.window(day("2025-03-04"))
    assert (window.first, window.last) == (day("2025-03-05"), day("2026-03-04"))
    assert cal.window(day("2024-02-29")).last == day("2025-02-28")


@given(_days, st.integers(1, 60))
def test_business_days_count_open_days(start: date, count: int) -> None:
    calendar = Calendar(closed=((date(2030, 1, 1), date(2030, 1, 31)),))
    end = business_day(calendar, start, count)
    assert end is not None
    opened = [one for one in cal.days(start + cal.DAY, end) if not closed(calendar, one)]
    assert len(opened) == count
    assert opened[-1] == end
    back = business_day(calendar, end, -count)
    assert back is not None
    assert sum(not closed(calendar, one) for one in cal.days(back, end - cal.DAY)) == count


def test_zero_business_days_is_the_first_open_day() -> None:
    assert business_day(Calendar(), day("2026-03-07"), 0) == day("2026-03-09")
    assert business_day(Calendar(), day("2026-03-09"), 0) == day("2026-03-09")


def test_holidays_of_a_market_and_of_a_country() -> None:
    exchange = Calendar(holidays="NYSE")
    assert closed(exchange, day("2026-07-03"))  # Independence Day falls on a Saturday
    assert closed(exchange, day("2026-04-03"))  # Good Friday
    assert not closed(exchange, day("2026-10-12"))  # Columbus Day: open
    assert closed(Calendar(holidays="US"), day("2026-10-12"))
    assert closed(Calendar(holidays="DE-BY"), day("2026-01-06"))
    assert business_day(exchange, day("2026-07-02"), 1) == day("2026-07-06")


def test_holidays_that_do_not_exist_are_told() -> None:
    with pytest.raises(CallError, match="no calendar of holidays called `NYES`"):
        closed(Calendar(holidays="NYES"), day("2026-03-09"))


# Calendar files ------------------------------------------------------------------------------------------------------

_HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"


def _ics(*entries: str) -> bytes:
    wrapped = (f"BEGIN:VEVENT\r\nUID:{n}\r\n{entry.strip()}\r\nEND:VEVENT\r\n" for n, entry in enumerate(entries))
    return (_HEAD + "".join(wrapped) + "END:VCALENDAR\r\n").replace("\n", "\r\n").replace("\r\r\n", "\r\n").encode()


def _read(*entries: str, zone: str = "America/New_York") -> tuple[Busy, ...]:
    return busy_times(_ics(*entries), zone, day("2026-01-01"), day("2026-12-31"))


def test_a_weekly_entry_is_written_out_with_its_exceptions() -> None:
    found = _read(
        "DTSTART;TZID=America/New_York:20260105T100000\nDTEND;TZID=America/New_York:20260105T113000\n"
        "RRULE:FREQ=WEEKLY;BYDAY=MO\nEXDATE;TZID=America/New_York:20260112T100000\nSUMMARY:class"
    )
    assert len(found) == 51  # 52 Mondays, one left out
    assert {(one.start.hour, one.end.hour, one.end.minute) for one in found} == {(10, 11, 30)}
    assert datetime(2026, 1, 12, 10) not in {one.start for one in found}


def test_an_instance_that_was_moved_is_busy_where_it_went() -> None:
    first = "DTSTART:20260302T150000Z\nDTEND:20260302T160000Z\nRRULE:FREQ=DAILY;COUNT=3"
    raw = (
        _ics(first)
        .decode()
        .replace(
            "END:VCALENDAR",
            "BEGIN:VEVENT\r\nUID:0\r\nRECURRENCE-ID:20260303T150000Z\r\nDTSTART:20260310T150000Z\r\n"
            "DTEND:20260310T160000Z\r\nEND:VEVENT\r\nEND:VCALENDAR",
        )
    )
    found = busy_times(raw.encode(), "UTC", day("2026-01-01"), day("2026-12-31"))
    assert [one.start.day for one in found] == [2, 4, 10]


def test_times_come_on_the_organisations_clock() -> None:
    found = _read("DTSTART:20260401T233000Z\nDURATION:PT1H\nSUMMARY:x")
    assert [(one.start, one.end) for one in found] == [(datetime(2026, 4, 1, 19, 30), datetime(2026, 4, 1, 20, 30))]
    winter = _read("DTSTART:20260115T170000Z\nDURATION:PT1H", zone="Europe/Berlin")
    assert winter[0].start == datetime(2026, 1, 15, 18)


def test_a_floating_time_is_local() -> None:
    assert _read("DTSTART:20260401T090000\nDTEND:20260401T100000")[0].start == datetime(2026, 4, 1, 9)


def test_whole_days_are_local_days() -> None:
    found = _read("DTSTART;VALUE=DATE:20260310\nDTEND;VALUE=DATE:20260313")
    assert [(one.start, one.end) for one in found] == [(datetime(2026, 3, 10), datetime(2026, 3, 13))]


def test_free_and_cancelled_entries_occupy_nobody() -> None:
    assert not _read(
        "DTSTART:20260401T090000\nDTEND:20260401T100000\nTRANSP:TRANSPARENT",
        "DTSTART:20260402T090000\nDTEND:20260402T100000\nSTATUS:CANCELLED",
    )


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2,3"])
def test_entries_that_would_flood_are_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="more often than once a day"):
        _read(f"DTSTART:20260401T090000\nDTEND:20260401T090001\nRRULE:{rule}")


def test_a_flood_of_entries_is_noticed_early() -> None:
    daily = "DTSTART:20260101T0900{:02d}\nDTEND:20260101T1000{:02d}\nRRULE:FREQ=DAILY"
    with pytest.raises(ValueError, match="more than 400 entries recur"):
        _read(*[daily.format(0, 0)] * 401)
    with pytest.raises(ValueError, match="more than 5,000 entries"):
        _read(*[daily.format(n % 60, n // 60) for n in range(400)])


def test_a_calendar_of_too_many_entries_is_not_even_parsed() -> None:
    with pytest.raises(ValueError, match="more than 5,000 entries"):
        _read(*["DTSTART:20260101T090000"] * 5001)


def test_an_entry_over_several_stretches_is_told_once() -> None:
    found = _read("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20261001")
    assert [(one.start, one.end) for one in found] == [(datetime(2026, 1, 1), datetime(2026, 10, 1))]


def test_what_is_no_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        busy_times(b"hello", "UTC", day("2026-01-01"), day("2026-12-31"))


# The ends of the calendar ---------------------------------------------------------------------------------------------

_ends = st.one_of(st.dates(date.min, date(3, 1, 1)), st.dates(date(9997, 12, 31), date.max))
_early = st.builds(
    lambda months, start: Per("every", months, start), st.integers(1, 400), st.dates(date.min, date(2, 1, 1))
)


@given(_ends, _ends, _starts, st.one_of(_named, _early))
def test_periods_tile_the_days_to_the_ends_of_the_calendar(
    one: date, other: date, start: tuple[int, int], per: Per
) -> None:
    first, last = min(one, other), max(one, other)
    if (last - first).days > 1500:
        last = first
    if per.start is not None:
        first, last = max(first, per.start), max(last, per.start)
    found = list(periods(per, Calendar(fiscal_year=start), first, last))
    assert first in found[0]
    assert last in found[-1]
    assert all(one.last is not None and one.last + cal.DAY == other.first for one, other in pairwise(found))


@given(_ends, st.integers(-2000, 2000))
def test_days_later_stop_at_the_ends_of_the_calendar(when: date, count: int) -> None:
    try:
        assert cal.add_days(when, count) == when + timedelta(days=count)
    except OverflowError:
        assert cal.add_days(when, count) == (date.max if count > 0 else date.min)


@given(_ends, st.integers(-2000, 2000))
def test_months_later_stop_at_the_ends_of_the_calendar(when: date, count: int) -> None:
    year = (when.year * 12 + when.month - 1 + count) // 12
    expected = date.min if year < 1 else date.max if year > 9999 else None
    later = add_months(when, count)
    assert later == expected if expected is not None else later.year == year


@given(_ends, st.integers(-20, 20))
def test_an_open_day_beyond_the_calendar_is_none(when: date, count: int) -> None:
    found = business_day(Calendar(), when, count)
    weekdays = (found - when).days * 5 / 7 if found is not None else None
    room = (date.max - when).days if count >= 0 else (when - date.min).days
    assert weekdays is None or abs(weekdays - count) <= 3
    assert found is not None or room < 2 * abs(count) + 3
