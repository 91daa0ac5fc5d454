"""The calendar of a roster: fiscal year, meetings, closed days, and when people cannot meet."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from quorate.charter.busy import BusyTimes, CalendarFile
from quorate.charter.calendar import add_days
from quorate.charter.roster import Busy, Calendar
from quorate.charter.roster_names import Names, value_of
from quorate.charter.roster_shape import BusyShape, CalendarShape
from quorate.charter.shapes import At
from quorate.source.diagnostic import Diagnostic, FileError

Beside = Callable[[str], bytes]

_MARKET = re.compile(r"[A-Z]{2,5}(-[A-Z0-9]{1,4})?")


def zone_of(given: At[str] | None, names: Names) -> str:
    """The organisation's time zone; UTC where none is stated."""
    name = value_of(given, "UTC")
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        if given is not None:
            names.say("unknown-time-zone", f"there is no time zone `{name}`", given, "write it as `America/New_York`")
        return "UTC"
    return name


def calendar_of(shape: CalendarShape | None, names: Names, beside: Beside, zone: str, as_of: date) -> Calendar:
    if shape is None:
        return Calendar()
    plain = Calendar()
    return Calendar(
        fiscal_year=shape.fiscal_year.value if shape.fiscal_year is not None else plain.fiscal_year,
        annual_meetings=_days(shape.annual_meetings),
        board_meetings=_days(shape.board_meetings),
        closed=tuple(_closed(shape, names)),
        holidays=_holidays(shape.holidays, names),
        busy=_busy(shape, names, beside, zone, as_of),
        hours=shape.hours.value if shape.hours is not None else plain.hours,
        length=shape.length.value if shape.length is not None else plain.length,
        spacing=shape.spacing.value if shape.spacing is not None else plain.spacing,
    )


def _days(given: tuple[At[date], ...] | None) -> tuple[date, ...]:
    return tuple(sorted({day.value for day in given or ()}))


def _closed(shape: CalendarShape, names: Names) -> Iterator[tuple[date, date]]:
    for days in shape.closed or ():
        if days.last.value < days.first.value:
            names.say("bad-dates", f"the last day, {days.last.value}, is before the first", days.last)
        yield days.first.value, days.last.value


def _holidays(given: At[str] | None, names: Names) -> str | None:
    if given is not None and not _MARKET.fullmatch(given.value):
        message = f"`{given.value}` is no market or country"
        names.say("unknown-holidays", message, given, "write a market or a country: `NYSE`, `US`, `US-DE`")
    return given.value if given is not None else None


def _busy(shape: CalendarShape, names: Names, beside: Beside, zone: str, as_of: date) -> Mapping[str, tuple[Busy, ...]]:
    raw: dict[str, bytes] = {}
    inline: dict[str, tuple[Busy, ...]] = {}
    files: dict[str, tuple[CalendarFile, ...]] = {}
    for person, times in (shape.busy or {}).items():
        if person not in names.people:
            names.person(At(person, times[0].node if times else shape.node))
        inline[person] = tuple(busy for entry in times for busy in _times(entry, names))
        named = [entry.ics for entry in times if entry.ics is not None]
        raw |= {name.value: _file(name, names, beside) for name in named}
        files[person] = tuple(CalendarFile(name.value, name.span) for name in named)
    return BusyTimes(inline, files, raw, zone, as_of)


def _file(name: At[str], names: Names, beside: Beside) -> bytes:
    """The calendar file of somebody; it is opened up only when a question asks who is busy."""
    try:
        raw = beside(name.value)
    except FileError as error:
        names.found.extend(_placed(diagnostic, name) for diagnostic in error.diagnostics)
        return b""
    if b"BEGIN:VCALENDAR" not in raw[:4096].upper():
        names.say("not-a-calendar", f"`{name.value}` is no iCalendar file", name, "export it as `.ics`")
    return raw


def _placed(diagnostic: Diagnostic, name: At[str]) -> Diagnostic:
    return Diagnostic(diagnostic.code, diagnostic.message, diagnostic.span or name.span, diagnostic.help)


def _times(entry: BusyShape, names: Names) -> Iterator[Busy]:
    why = value_of(entry.why, "")
    match entry:
        case BusyShape(first=At() as first, start=None, end=None, ics=None):
            last = entry.last or first
            if last.value < first.value:
                names.say("bad-dates", f"the last day, {last.value}, is before the first", last)
            yield Busy(_midnight(first.value), _midnight(add_days(last.value, 1)), why)
        case BusyShape(start=At() as start, end=At() as end, first=None, last=None, ics=None):
            if end.value <= start.value:
                names.say("bad-dates", "the end is not after the start", end)
            yield Busy(start.value, end.value, why)
        case BusyShape(ics=At(), first=None, last=None, start=None, end=None):
            return
        case _:
            advice = "give `first` and `last` days, `start` and `end` times, or an `ics` file"
            names.say("bad-busy-time", "it is not said when", entry.node, advice)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
