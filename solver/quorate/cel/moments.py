"""Timestamps and durations of core CEL, in nanoseconds; charters use dates and calendar amounts instead."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from quorate.cel.literals import INT_MAX, INT_MIN
from quorate.cel.logic import no_overload
from quorate.cel.values import Duration, Failure, Timestamp, Value

_SECOND = 10**9
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST = (1 - _EPOCH) * 86_400 * _SECOND
_LAST = (date.max.toordinal() + 1 - _EPOCH) * 86_400 * _SECOND - 1
_LONGEST = 315_576_000_000 * _SECOND
_UNITS = {
    "h": 3600 * _SECOND, "m": 60 * _SECOND, "s": _SECOND,
    "ms": 10**6, "us": 10**3, "µs": 10**3, "μs": 10**3, "ns": 1,
}  # fmt: skip
_DURATION = re.compile(r"[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:h|ms|m|s|us|µs|μs|ns))+)", re.ASCII)
_PART = re.compile(r"(\d*)\.?(\d*)(h|ms|m|s|us|µs|μs|ns)", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)
_OFFSET = re.compile(r"([+-]?)(\d\d):(\d\d)", re.ASCII)


def moment(nanoseconds: int) -> Value:
    in_range = _FIRST <= nanoseconds <= _LAST
    return Timestamp(nanoseconds) if in_range else Failure("the timestamp lies outside the years 1 to 9999")


def stretch(nanoseconds: int) -> Value:
    """The outcome of arithmetic on durations: as in CEL's other implementations, 64 bits of nanoseconds (292 years)."""
    in_range = INT_MIN <= nanoseconds <= INT_MAX
    return Duration(nanoseconds) if in_range else Failure("the duration does not fit into 64 bits of nanoseconds")


def shifted(start: Timestamp, nanoseconds: int) -> Value:
    return moment(start.nanoseconds + nanoseconds)


def timestamp(value: Value) -> Value:
    """`timestamp('2026-05-14T10:00:00Z')`, or of seconds since 1970."""
    match value:
        case Timestamp():
            return value
        case str():
            return _read_moment(value)
        case _ if type(value) is int:
            return moment(value * _SECOND)
        case _:
            return no_overload("timestamp", value)


def _read_moment(text: str) -> Value:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return Failure(f"`{text}` is no timestamp")
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    try:
        days = date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return Failure(f"`{text}` is no timestamp")
    fraction = int((match[7] or "").ljust(9, "0"))
    east = 0 if match[8] is None else (int(match[9]) * 60 + int(match[10])) * (-1 if match[8] == "-" else 1)
    if hour > 23 or minute > 59 or second > 59 or int(match[9] or 0) > 23 or int(match[10] or 0) > 59:
        return Failure(f"`{text}` is no timestamp")
    return moment((((days * 24 + hour) * 60 + minute - east) * 60 + second) * _SECOND + fraction)


def duration(value: Value) -> Value:
    """`duration('1h30m')`."""
    match value:
        case Duration():
            return value
        case str():
            return _read_duration(value)
        case _:
            return no_overload("duration", value)


def _read_duration(text: str) -> Value:
    if len(text) > 200 or _DURATION.fullmatch(text) is None:
        return Failure(f"`{text[:40]}` is no duration")
    total = 0
    for whole, fraction, unit in _PART.findall(text):
        scale = _UNITS[unit]
        total += int(whole or 0) * scale
        total += int(fraction or 0) * scale // 10 ** len(fraction)
    if total > _LONGEST:
        return Failure(f"`{text}` is longer than 10,000 years")
    return Duration(-total if text.startswith("-") else total)


def show_timestamp(value: Timestamp) -> str:
    seconds, nanoseconds = divmod(value.nanoseconds, _SECOND)
    days, rest = divmod(seconds, 86_400)
    day = date.fromordinal(days + _EPOCH)
    hour, minute = divmod(rest // 60, 60)
    return f"{day.isoformat()}T{hour:02}:{minute:02}:{rest % 60:02}{_fraction(nanoseconds)}Z"


def show_duration(value: Duration) -> str:
    seconds, nanoseconds = divmod(abs(value.nanoseconds), _SECOND)
    return f"{'-' if value.nanoseconds < 0 else ''}{seconds}{_fraction(nanoseconds)}s"


def _fraction(nanoseconds: int) -> str:
    """The part of a second in three, six or nine digits, as few as say it."""
    if not nanoseconds:
        return ""
    digits = f"{nanoseconds:09}"
    return "." + next(digits[:count] for count in (3, 6, 9) if not digits[count:].strip("0"))


def seconds_since_epoch(value: Timestamp) -> int:
    return value.nanoseconds // _SECOND


def _zone(name: str) -> tzinfo | None:
    """A time zone by its name (`Europe/Paris`) or offset (`+05:30`, `02:00`), or none."""
    offset = _OFFSET.fullmatch(name)
    if offset is not None:
        minutes = int(offset[2]) * 60 + int(offset[3])
        if minutes >= 24 * 60 or int(offset[3]) > 59:
            return None
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


_CYCLE = 400  # years after which the calendar repeats, weekdays included
_CYCLE_SECONDS = 146_097 * 86_400


def _local(value: Timestamp, zone: str | None) -> tuple[datetime, int] | Failure:
    """The local time, and by how many years it stands off: at the ends of time it is read a cycle away."""
    place = UTC if zone is None else _zone(zone)
    if place is None:
        return Failure(f"`{zone}` is no time zone")
    seconds, nanoseconds = divmod(value.nanoseconds, _SECOND)
    start = datetime(1970, 1, 1, tzinfo=UTC)
    days = seconds // 86_400 + _EPOCH
    off = _CYCLE if days < 366 else -_CYCLE if days > date.max.toordinal() - 366 else 0
    moved = start + timedelta(seconds=seconds + off // _CYCLE * _CYCLE_SECONDS, microseconds=nanoseconds // 1000)
    return moved.astimezone(place), -off


_PARTS = {
    "getFullYear": lambda at: at.year,
    "getMonth": lambda at: at.month - 1,
    "getDate": lambda at: at.day,
    "getDayOfMonth": lambda at: at.day - 1,
    "getDayOfWeek": lambda at: at.isoweekday() % 7,
    "getDayOfYear": lambda at: at.timetuple().tm_yday - 1,
    "getHours": lambda at: at.hour,
    "getMinutes": lambda at: at.minute,
    "getSeconds": lambda at: at.second,
    "getMilliseconds": lambda at: at.microsecond // 1000,
}
_TOTALS = {"getHours": 3600 * _SECOND, "getMinutes": 60 * _SECOND, "getSeconds": _SECOND}
ACCESSORS = tuple(_PARTS)


def part(name: str, value: Value, zone: Value = None) -> Value:
    """A part of a timestamp (in UTC or a time zone), or a duration as a whole number of units."""
    if isinstance(value, Duration) and zone is None:
        if name in _TOTALS:
            total = abs(value.nanoseconds) // _TOTALS[name]
        elif name == "getMilliseconds":
            total = abs(value.nanoseconds) % _SECOND // 10**6
        else:
            return no_overload(name, value)
        return -total if value.nanoseconds < 0 else total
    if not isinstance(value, Timestamp) or not isinstance(zone, str | None):
        return no_overload(name, value, zone)
    at = _local(value, zone)
    if isinstance(at, Failure):
        return at
    return _PARTS[name](at[0]) + (at[1] if name == "getFullYear" else 0)
