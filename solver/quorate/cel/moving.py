"""A day that goes on: a date that stands for today, and notes until when every comparison with it comes out the same.

What is computed from it (`as_of - years(3)`) moves with it. Whatever else is asked of it (its year, its text) is noted
as true of today alone, so that what is said to last does last.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

_DAY = timedelta(days=1)
_AFTER = frozenset({"<=", ">"})
"""Tests that come out otherwise only once the other day is over; the rest do so as soon as it is reached."""


class Trace:
    """What has been asked of one today: `until` is the last day, up to `limit`, on which all of it is answered alike.

    `marks` are the days with which today, or a day that moves with it, was compared and which end that time.
    """

    __slots__ = ("limit", "marks", "today", "until")

    def __init__(self, today: date, limit: date) -> None:
        self.today = today
        self.limit = self.until = max(limit, today)
        self.marks: tuple[date, ...] = ()

    def only_today(self) -> None:
        self.lasts_until(self.today)

    def lasts_until(self, last: date, mark: date | None = None) -> None:
        """Note that something is so up to a day, because of another day if there is one."""
        if last < self.until:
            self.until, self.marks = max(last, self.today), ()
        if last <= self.until and last < self.limit and mark is not None and mark not in self.marks:
            self.marks = (*self.marks, mark)


class Moving(date):
    """Today, or what some days or months make of it; `place` gives, for any today, the day it then is."""

    __slots__ = ("now", "place", "trace")
    now: date
    trace: Trace
    place: Callable[[date], date] | None

    def __new__(cls, now: date, trace: Trace, place: Callable[[date], date] | None = None) -> "Moving":
        made = super().__new__(cls, now.year, now.month, now.day)
        made.now, made.trace, made.place = now, trace, place
        return made

    def moved(self, by: Callable[[date], Any]) -> Any:
        """What a step that never goes back makes of this day; it moves too, where it is a day at all."""
        found = by(self.now)
        if not isinstance(found, date):
            self.trace.only_today()
            return found
        before = self.place

        def place(today: date) -> date:
            later = by(today if before is None else before(today))
            return later if isinstance(later, date) else date.max

        return Moving(found, self.trace, place)

    def _ask(self, other: object, op: str, answer: Callable[[date, date], bool]) -> Any:
        if not isinstance(other, date):
            return NotImplemented
        if isinstance(other, Moving):
            if other.place is not self.place or other.trace is not self.trace:
                self.trace.only_today()
            return answer(self.now, other.now)
        if self.now < other or (self.now == other and op not in ("<", ">=")):
            self._note(other, over=op in _AFTER or self.now == other)
        return answer(self.now, other)

    def _note(self, other: date, *, over: bool) -> None:
        """Note the last day before this one reaches another, or before that one is over."""
        trace, place = self.trace, self.place
        if place is None:
            trace.lasts_until(other if over else other - _DAY, other)
            return

        def reached(today: date) -> bool:
            return place(today) > other if over else place(today) >= other

        if not reached(trace.until) and (trace.until == trace.limit or not reached(trace.until + _DAY)):
            return
        low, high = trace.today, trace.until + _DAY
        while (high - low).days > 1:
            middle = low + (high - low) // 2
            low, high = (low, middle) if reached(middle) else (middle, high)
        trace.lasts_until(low, other)

    def _only(self) -> date:
        self.trace.only_today()
        return self.now

    def __lt__(self, other: object) -> Any:
        return self._ask(other, "<", date.__lt__)

    def __le__(self, other: object) -> Any:
        return self._ask(other, "<=", date.__le__)

    def __gt__(self, other: object) -> Any:
        return self._ask(other, ">", date.__gt__)

    def __ge__(self, other: object) -> Any:
        return self._ask(other, ">=", date.__ge__)

    def __eq__(self, other: object) -> Any:
        return self._ask(other, "==", date.__eq__)

    def __ne__(self, other: object) -> Any:
        return self._ask(other, "!=", date.__ne__)

    __hash__ = date.__hash__

    def __add__(self, other: Any) -> Any:
        return self._only() + other

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self._only() - (other.now if isinstance(other, Moving) else other)

    def __rsub__(self, other: Any) -> Any:
        return other - self._only()

    def __str__(self) -> str:
        return str(self._only())

    def __repr__(self) -> str:
        return repr(self._only())

    def __format__(self, form: str) -> str:
        return format(self._only(), form)

    @property
    def year(self) -> int:
        return self._only().year

    @property
    def month(self) -> int:
        return self._only().month

    @property
    def day(self) -> int:
        return self._only().day

    def toordinal(self) -> int:
        return self._only().toordinal()

    def weekday(self) -> int:
        return self._only().weekday()

    def isoweekday(self) -> int:
        return self._only().isoweekday()

    def isocalendar(self) -> Any:
        return self._only().isocalendar()

    def isoformat(self) -> str:
        return self._only().isoformat()

    def strftime(self, form: str) -> str:
        return self._only().strftime(form)

    def timetuple(self) -> Any:
        return self._only().timetuple()

    def ctime(self) -> str:
        return self._only().ctime()

    def replace(self, *args: Any, **parts: Any) -> Any:
        return self._only().replace(*args, **parts)

    def __reduce__(self) -> Any:
        return self._only().__reduce__()


def plain(day: date) -> date:
    """A day as it is now; what it stands for is forgotten."""
    return day.now if isinstance(day, Moving) else day
