"""Windows that hang on a day alone, remembered by day: `meeting.date <= fiscal_year.first + days(90)`, say."""

from datetime import date

from quorate.cel.ast import Call, Expr
from quorate.cel.reading import fields_read, names, walk
from quorate.cel.values import Value
from quorate.charter.roster import Calendar

_NAMES = frozenset({"meeting", "fiscal_year"})
_FIELDS = frozenset({"date", "first", "last"})
_CALLS = frozenset({"date", "days", "months", "years"})
_MOST = 500  # windows that are remembered
_known: dict[tuple[int, int], tuple[Expr, Calendar, dict[date, Value] | None]] = {}


def remembered(window: Expr, calendar: Calendar) -> dict[date, Value] | None:
    """What is known of a window by day, to be added to; none where more than a meeting's day decides.

    Both are known by identity, and kept, so that no other can take their place.
    """
    key = id(window), id(calendar)
    if key not in _known:
        if len(_known) >= _MOST:
            _known.clear()
        _known[key] = window, calendar, {} if _by_day_alone(window) else None
    return _known[key][2]


def _by_day_alone(window: Expr) -> bool:
    called = {part.function for part in walk(window) if isinstance(part, Call)}
    return names(window) <= _NAMES and fields_read(window) <= _FIELDS and called <= _CALLS
