"""Busy times out of an iCalendar file, recurring entries written out, in the organisation's time zone.

Entries that are transparent (free) or cancelled occupy nobody; an entry without hours occupies whole local days.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from quorate.charter.calendar import add_days
from quorate.charter.roster import Busy

MAX_ENTRIES = 5_000
MAX_RULES = 400
WINDOW = 14  # days
_TOO_OFTEN = re.compile(
    rb"^RRULE[^\r\n]*?(FREQ=(SECONDLY|MINUTELY|HOURLY)|BYSECOND=|BY(MINUTE|HOUR)=[0-9]+,)", re.MULTILINE | re.IGNORECASE
)
_RULE = re.compile(rb"^R(RULE|DATE)", re.MULTILINE | re.IGNORECASE)
_ENTRY = re.compile(rb"^BEGIN:VEVENT", re.MULTILINE | re.IGNORECASE)


def busy_times(raw: bytes, zone: str, first: date, last: date) -> tuple[Busy, ...]:
    """The occupied times that touch the days from `first` to `last`. Raises `ValueError` where the file is no calendar.

    A time without a zone ("floating") is taken as local.
    """
    if _TOO_OFTEN.search(raw):
        raise ValueError("an entry recurs more often than once a day")
    if sum(1 for _ in _RULE.finditer(raw)) > MAX_RULES:
        raise ValueError(f"more than {MAX_RULES:,} entries recur")
    if sum(1 for _ in _ENTRY.finditer(raw)) > MAX_ENTRIES:
        raise ValueError(f"more than {MAX_ENTRIES:,} entries")
    local = ZoneInfo(zone)
    found: set[Busy] = set()
    for calendar in icalendar.Calendar.from_ical(raw, multiple=True):
        query = recurring_ical_events.of(calendar, skip_bad_series=False)
        for start, end in _windows(first, last):
            entries = query.between(_moment(start, local), _moment(end, local))
            found.update(_busy(entry, local) for entry in entries if _occupies(entry))
            if len(found) > MAX_ENTRIES:
                raise ValueError(f"more than {MAX_ENTRIES:,} entries")
    return tuple(sorted(found, key=lambda busy: (busy.start, busy.end, busy.why)))


def _windows(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days in short stretches, so that a flood of entries is noticed before it is written out."""
    start, end = first, add_days(last, 1)
    while start < end:
        following = min(add_days(start, WINDOW), end)
        yield start, following
        start = following


def _occupies(entry: icalendar.Event) -> bool:
    return str(entry.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT" and (
        str(entry.get("STATUS", "CONFIRMED")).upper() != "CANCELLED"
    )


def _busy(entry: icalendar.Event, local: ZoneInfo) -> Busy:
    start, end = entry.start, entry.end
    return Busy(_local(start, local), _local(end, local), str(entry.get("SUMMARY", "")))


def _moment(day: date, local: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, local)


def _local(moment: date | datetime, local: ZoneInfo) -> datetime:
    """A moment on the organisation's clock, without its zone; a date is the beginning of the local day."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time.min)
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=local)
    return aware.astimezone(local).replace(tzinfo=None)
