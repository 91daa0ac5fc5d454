"""Hypothesis strategies for calendars: closed days and busy people in a stretch of days."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from quorate.charter.roster import Busy, Calendar


@st.composite
def calendars(draw: st.DrawFn, people: Iterable[str], first: date, last: date) -> Calendar:
    """A calendar whose closed days and busy times lie between two days; it shrinks towards a free one."""
    span = (last - first).days
    days = st.integers(0, span).map(lambda offset: first + timedelta(offset))
    closed = draw(st.lists(days, max_size=3, unique=True))
    busy = {person: tuple(draw(st.lists(_busy(days), max_size=3))) for person in people}
    return Calendar(
        annual_meetings=tuple(draw(st.lists(days, max_size=1))),
        closed=tuple((day, day) for day in sorted(closed)),
        busy={person: times for person, times in busy.items() if times},
        length=draw(st.sampled_from((120, 60, 240))),
        spacing=draw(st.sampled_from((0, 14))),
    )


@st.composite
def _busy(draw: st.DrawFn, days: st.SearchStrategy[date]) -> Busy:
    """A whole day, a morning or an afternoon."""
    start = datetime.combine(draw(days), time())
    begins, ends = draw(st.sampled_from(((0, 24), (8, 12), (13, 18))))
    return Busy(start + timedelta(hours=begins), start + timedelta(hours=ends), "generated")
