"""When people are free: the days on which an organisation meets, the times of a day worth trying, who can be there."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from quorate.charter.calendar import add_days, closed, days
from quorate.charter.roster import Busy, Calendar
from quorate.questions.schedule.nouns import Absence

STEP = 15  # meetings begin on a quarter of an hour, or when the hours of meeting begin


def open_days(calendar: Calendar, first: date, last: date) -> Iterator[date]:
    """The days on which the organisation can meet: no weekend, closed day or holiday."""
    return (day for day in days(first, last) if not closed(calendar, day))


def day_by_day(calendar: Calendar, first: date, last: date) -> dict[date, Calendar]:
    """The calendar of each day on which anybody is busy: with the times alone that touch it or the next one."""
    found: dict[date, dict[str, list[Busy]]] = {}
    for person, times in calendar.busy.items():
        for busy in times:
            for day in days(max(first, add_days(busy.start.date(), -1)), min(last, busy.end.date())):
                found.setdefault(day, {}).setdefault(person, []).append(busy)
    return {
        day: replace(calendar, busy={person: tuple(times) for person, times in busy.items()})
        for day, busy in found.items()
    }


def at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def starts(calendar: Calendar, day: date, people: Iterable[str], together: int = 1) -> tuple[int, ...]:
    """The times of a day, in minutes, at which it is worth trying to begin a meeting.

    Whoever can come to a meeting can also come when it is moved forward to the moment at which somebody becomes free,
    or the hours begin; so these moments suffice. Where `together` bodies share a day, so do the ends of the meetings
    that begin at them.
    """
    opening, closing = calendar.hours
    frees = [opening, *(_free_again(day, busy) for person in people for busy in calendar.busy.get(person, ()))]
    latest = closing - calendar.length
    tried = {first + step * calendar.length for first in frees for step in range(together)}
    return tuple(sorted(start for start in tried if opening <= start <= latest))


def _free_again(day: date, busy: Busy) -> int:
    """The first quarter of an hour at the end of a busy time, in minutes of this day (out of the hours on others)."""
    if busy.end.date() != day:
        return -1
    minute = busy.end.hour * 60 + busy.end.minute + (busy.end.second > 0)
    return -(-minute // STEP) * STEP


def absences(calendar: Calendar, begins: datetime, people: Iterable[str]) -> tuple[Absence, ...]:
    """Who of some people cannot be at a meeting of ordinary length, and why."""
    ends = begins + timedelta(minutes=calendar.length)
    found = ((person, _hindrance(calendar.busy.get(person, ()), begins, ends)) for person in people)
    return tuple(Absence(person, busy.why or "busy") for person, busy in found if busy is not None)


def _hindrance(times: Iterable[Busy], begins: datetime, ends: datetime) -> Busy | None:
    return next((busy for busy in times if busy.start < ends and begins < busy.end), None)
