"""A period that runs is broken at once only where nothing that may still happen could mend it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import YEAR, clause, event, held, policy, roster
from quorate.charter.document import Clause, Scope
from quorate.charter.evaluator import judge
from quorate.charter.occasions import occasions
from quorate.charter.roster import Event
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status

RULES = (
    "meetings.exists(n, n.date <= year.first + days(7))",
    "meetings.exists(n, n.special && n.date < year.first + months(6))",
    "size(meetings.filter(n, n.date <= date('2026-03-31'))) >= 2",
    "size(meetings.filter(n, n.date <= date('2026-03-31'))) == 1",
    "size(meetings.filter(n, n.date <= date('2026-03-31'))) <= 1",
    "meetings.exists(n, n.date <= date('2026-03-31') && n.minutes_approved)",
    "meetings.exists(n, n.date <= date('2026-03-31')) || size(meetings) >= 3",
    "meetings.exists(n, n.date <= date('2026-03-31')) && size(meetings) >= 3",
    "meetings.exists(n, n.date <= date('2026-03-31') && meetings.exists(k, k.date > n.date))",
    "!meetings.exists(n, n.date <= date('2026-03-31')) && size(meetings) >= 1",
    "events.exists(e, e.kind == 'held' && e.date <= date('2026-03-31'))",
    "meetings.exists(n, n.date >= date('2026-03-31'))",
)
FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 364).map(lambda days: FIRST + timedelta(days))


def judged(rule: Clause, log: list[Event], as_of: date) -> Status:
    made = roster(log=log, as_of=str(as_of), log_from=str(FIRST))
    bound = policy([rule])
    state = state_of(made, {"committee": bound})
    (year,) = occasions(bound, state, "committee", Scope.YEAR, YEAR)
    return judge(rule, year).status


def happening(day: date, special: bool, minutes: bool) -> list[Event]:
    met = [held(str(day), "ann", "bob", special=special)]
    return [*met, event(str(day), "minutes-approved", body="committee", meeting=day)] if minutes else met


@pytest.mark.parametrize("text", RULES)
@given(days=st.lists(st.tuples(DAYS, st.booleans(), st.booleans()), max_size=4), today=DAYS, approved=st.booleans())
def test_what_is_broken_early_is_never_mended(
    text: str, days: list[tuple[date, bool, bool]], today: date, approved: bool
) -> None:
    rule = clause(text, scope=Scope.YEAR, per=YEAR)
    past = [happened for day, *rest in days if day <= today for happened in happening(day, *rest)]
    coming = [happened for day, *rest in days if day > today for happened in happening(day, *rest)]
    late = [event("2026-12-31", "minutes-approved", body="committee", meeting=one.date) for one in past if approved]
    found = judged(rule, past, today)
    if found is Status.BROKEN:
        assert judged(rule, [*past, *coming, *late], date(2026, 12, 31)) is not Status.HOLDS


@pytest.mark.parametrize("text", RULES[:3])
def test_a_window_that_is_over_is_broken_the_day_after(text: str) -> None:
    rule = clause(text, scope=Scope.YEAR, per=YEAR)
    last = {RULES[0]: date(2026, 1, 8), RULES[1]: date(2026, 7, 1), RULES[2]: date(2026, 3, 31)}[text]
    assert judged(rule, [], last) is Status.DUE
    assert judged(rule, [], last + timedelta(1)) is Status.BROKEN


@pytest.mark.parametrize("text", RULES[5:7])
def test_what_later_events_say_of_the_past_can_still_be_said(text: str) -> None:
    rule = clause(text, scope=Scope.YEAR, per=YEAR)
    log = [held("2026-03-01", "ann", "bob")] if "minutes" in text else []
    assert judged(rule, log, date(2026, 6, 30)) is Status.DUE
