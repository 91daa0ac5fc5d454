"""The periods over which a clause or duty is judged, and from which day on the log can tell."""

from collections.abc import Iterator
from datetime import date
from itertools import count, islice
from typing import cast

from quorate.charter.calendar import Period, add_days, period, periods, window
from quorate.charter.document import Per
from quorate.charter.state import State


def history_begins(state: State, per: Per) -> date:
    """The day from which the log is complete: as stated, else the first day of the period of its first event."""
    roster = state.roster
    if roster.log_from is not None:
        return roster.log_from
    first = state.begun() or state.as_of
    whole = period(per, roster.calendar, first) if per.name not in ("rolling_year", "every") else None
    return whole.first if whole is not None else first


def periods_so_far(state: State, body: str, per: Per) -> tuple[Period, ...]:
    """The periods that have begun, since the log begins; rolling ones begin wherever something happens."""
    begins = history_begins(state, per)
    if per.name != "rolling_year":
        return tuple(_until(state, per, begins))
    happened = {event.date for _, event in state.events() if event.details.get("body") == body}
    after = {add_days(begins, -1), *happened, *(add_days(day, -1) for day in happened)}
    return tuple(window(day) for day in sorted(after) if begins <= add_days(day, 1) <= state.as_of)


def _until(state: State, per: Per, begins: date) -> Iterator[Period]:
    """The periods that have begun, the first of which the log begins in; each is computed once for a roster."""
    if state.as_of < begins:
        yield from periods(per, state.roster.calendar, state.as_of, state.as_of)
        return
    key = ("periods", per, begins)
    if key not in state.timeline.memory:
        state.timeline.memory[key] = ([], periods(per, state.roster.calendar, begins, date.max))
    found, more = cast(tuple[list[Period], Iterator[Period]], state.timeline.memory[key])
    for number in count():
        if number == len(found):
            found += islice(more, 1)
        if number == len(found) or max(found[number].first, begins) > state.as_of:
            return
        yield found[number]


def partial_because(state: State, body: str, found: Period, per: Per) -> str | None:
    """Why a period is not judged: the log, or the body, begins in the middle of it."""
    established = state.roster.bodies[body].established
    if established is not None and found.first < established:
        return f"part of a period: the body was established on {established}"
    begins = history_begins(state, per)
    return f"part of a period: the log begins on {begins}" if found.first < begins else None
