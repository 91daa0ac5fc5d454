"""When people cannot meet: times that a roster states, and calendar files that are opened up when a question asks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module

from quorate.charter.calendar import add_months
from quorate.charter.roster import Busy
from quorate.source.diagnostic import Diagnostic, FileError
from quorate.source.span import Span

_YEARS_BACK, _YEARS_AHEAD = 1, 3


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar file by its name, and where the roster names it."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class BusyTimes(Mapping[str, tuple[Busy, ...]]):
    """By person: when they are busy. Calendar files are worked out when they are first read, for some years around
    the roster's day, since few questions need them.
    """

    inline: Mapping[str, tuple[Busy, ...]]
    files: Mapping[str, tuple[CalendarFile, ...]]
    raw: Mapping[str, bytes]
    zone: str
    as_of: date

    def __getitem__(self, person: str) -> tuple[Busy, ...]:
        listed = self.inline[person]
        recurring = (busy for file in self.files[person] for busy in _recurring(self, file))
        return tuple(sorted((*listed, *recurring), key=lambda busy: (busy.start, busy.end)))

    def __iter__(self) -> Iterator[str]:
        return iter(self.inline)

    def __len__(self) -> int:
        return len(self.inline)


@cache
def _expanded(raw: bytes, zone: str, first: date, last: date) -> tuple[Busy, ...]:
    found: tuple[Busy, ...] = import_module("quorate.charter.ics").busy_times(raw, zone, first, last)
    return found


def _recurring(times: BusyTimes, file: CalendarFile) -> tuple[Busy, ...]:
    first = add_months(times.as_of, -12 * _YEARS_BACK)
    last = add_months(times.as_of, 12 * _YEARS_AHEAD)
    try:
        return _expanded(times.raw[file.name], times.zone, first, last)
    except (ValueError, OverflowError) as error:
        why = str(error)[:120] if isinstance(error, ValueError) else f"no entries can be found from {first} to {last}"
        message = f"`{file.name}` cannot be read as a calendar: {why}"
        raise FileError([Diagnostic("not-a-calendar", message, file.span, "export it as `.ics` again")]) from None
