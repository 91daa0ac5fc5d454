"""Duties: per period, within their time, in their order, after events, by each member."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import clause, day, duty, event, expression, fact, held, policy, roster
from quorate.cel.types import DATE
from quorate.charter.discharges import on_agenda
from quorate.charter.document import Duty, Force, Per, Scope
from quorate.charter.duties import judge_duty
from quorate.charter.roster import Calendar, Event, Membership, Roster
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status, Verdict

QUORUM = clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM, topic="quorum")
EARLY = "meeting.date <= fiscal_year.first + days(90)"


def judged(one: Duty, made: Roster, *others: Duty, as_of: str | None = None) -> list[Verdict]:
    rules = policy([QUORUM], [one, *others], [fact("learned", DATE)])
    state = state_of(made, {"committee": rules}, day(as_of) if as_of else None)
    return list(judge_duty(one, rules, state, "committee"))


def statuses(one: Duty, made: Roster, *others: Duty, as_of: str | None = None) -> dict[str, str]:
    return {verdict.occasion: verdict.status.value for verdict in judged(one, made, *others, as_of=as_of)}


def done(when: str, *agenda: str, present: tuple[str, ...] = ("ann", "bob")) -> Event:
    return held(when, *present, agenda=agenda)


def _filed(**details: object) -> Event:
    return event("2026-03-01", "filed", body="committee", subject="goals", **details)


# What discharges a duty ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "one", "counts"),
    [
        (duty(), done("2026-03-01", "goals"), True),
        (duty(), done("2026-03-01", "made/goals"), True),
        (duty(), done("2026-03-01", "other"), False),
        (duty(), done("2026-03-01", "goals", present=("ann",)), False),
        (duty(), held("2026-03-01", "ann", "bob", body="board", agenda=("goals",)), False),
        (duty(power="certify"), done("2026-03-01", "goals"), False),
        (duty(), event("2026-03-01", "consent", body="committee", duty="goals", ayes=("ann",)), True),
        (duty(), event("2026-03-01", "vote", body="committee", duty="goals", carried=False), False),
        (duty(power="report"), event("2026-03-01", "reported", by="committee", subject="goals"), True),
        (duty(power="report"), event("2026-03-01", "reported", by="board", subject="goals"), False),
        (duty(power="report"), event("2026-03-01", "reported", by="bob", subject="goals"), True),
        (duty(power="report"), event("2026-03-01", "reported", by="dan", subject="goals"), False),
        (duty(power="report"), event("2026-03-01", "reported", body="committee", subject="other"), False),
        (duty(power="report"), event("2026-03-01", "reported", subject="goals"), False),
        (duty(power="review"), event("2026-03-01", "reported", body="committee", subject="goals"), False),
        (duty(power="review"), event("2026-03-01", "completed", body="committee", duty="goals"), True),
        (duty(power="file", to="board"), event("2026-03-01", "filed", body="committee", subject="goals"), True),
        (
            duty(power="file", to="board"),
            event("2026-03-01", "filed", body="committee", subject="goals", to="board"),
            True,
        ),
        (
            duty(power="file", to="board"),
            event("2026-03-01", "filed", body="committee", subject="goals", to="dan"),
            False,
        ),
        (
            duty(power="file", to="offices.secretary"),
            event("2026-03-01", "filed", body="committee", subject="goals", to="dan"),
            True,
        ),
        (
            duty(power="complete", who="chair"),
            event("2026-03-01", "completed", by="ann", subject="goals"),
            True,
        ),
        (duty(power="complete", who="chair"), event("2026-03-01", "completed", by="bob", subject="goals"), False),
    ],
)
def test_what_discharges_a_duty(made: Duty, one: Event, counts: bool) -> None:
    found = statuses(made, roster(chair="ann", offices={"secretary": "dan"}, log=[one]))
    assert found == {"2026": "holds" if counts else "due"}


def test_work_on_an_agenda_is_known_by_its_power() -> None:
    assert on_agenda(duty())
    assert not on_agenda(duty(power="certify"))
    assert not on_agenda(duty(standing=True))
    assert not on_agenda(duty(who="each_member"))
    assert not on_agenda(duty(power="report", after="event.kind == 'held'"))


# Periods -------------------------------------------------------------------------------------------------------------


def test_each_period_is_judged_and_the_running_one_has_time() -> None:
    made = roster(log=[done("2024-05-01", "goals"), done("2026-02-01", "other")])
    found = judged(duty(), made)
    assert [(one.occasion, one.status, one.until) for one in found] == [
        ("2024", Status.HOLDS, None),
        ("2025", Status.BROKEN, None),
        ("2026", Status.DUE, day("2026-12-31")),
    ]
    assert found[0].evidence[0].text == "done on 2024-05-01"
    assert found[1].evidence[0].text == "not done"


def test_as_often_as_it_must_be() -> None:
    made = roster(log=[done("2026-02-01", "goals")])
    (found,) = judged(duty(at_least=2), made)
    assert (found.status, found.evidence[0].text) == (Status.DUE, "done once (2026-02-01), at least 2 times needed")
    assert (found.evidence[0].figure, found.evidence[0].bound) == ("1", ">= 2")


@pytest.mark.parametrize(
    ("log", "as_of", "status", "until"),
    [
        (["2026-03-01"], "2026-06-30", "holds", None),
        (["2026-04-01"], "2026-06-30", "holds", None),
        (["2026-04-02"], "2026-06-30", "broken", None),
        ([], "2026-04-01", "due", "2026-04-01"),
        ([], "2026-04-02", "broken", None),
    ],
)
def test_a_time_outside_its_window_does_not_count(log: list[str], as_of: str, status: str, until: str | None) -> None:
    made = roster(log=[done(when, "goals") for when in log])
    (found,) = judged(duty(within=EARLY), made, as_of=as_of)
    assert (found.status.value, found.until) == (status, until and day(until))


def test_a_window_is_that_of_its_own_fiscal_year() -> None:
    made = roster(
        log=[done("2025-08-01", "goals"), done("2026-08-01", "goals")],
        calendar=Calendar(fiscal_year=(7, 1)),
        log_from="2025-07-01",
    )
    one = duty(within=EARLY, per=Per("fiscal_year"))
    assert statuses(one, made, as_of="2026-12-01") == {"fiscal year 2025/26": "holds", "fiscal year 2026/27": "holds"}


def test_a_window_that_hangs_on_what_is_not_known_is_unknown() -> None:
    made = roster(log=[done("2026-02-01", "goals")])
    (found,) = judged(duty(within="members.all(m, m.learned < meeting.date)"), made)
    assert (found.status, found.facts) == (Status.UNKNOWN, {"ann.learned", "bob.learned", "cat.learned"})


def test_part_periods_are_not_applicable() -> None:
    made = roster(log=[held("2025-06-01", "ann", "bob")], log_from="2025-03-01")
    assert statuses(duty(), made) == {"2025": "not applicable", "2026": "due"}


def test_standing_duties_and_permissions_are_not_judged() -> None:
    assert statuses(duty(standing=True), roster()) == {"": "not applicable"}
    assert statuses(replace(duty(), force=Force.MAY), roster()) == {"": "not applicable"}


def test_without_any_annual_meeting_no_period_has_begun() -> None:
    assert statuses(duty(per=Per("between_annual_meetings")), roster()) == {"": "not applicable"}


def test_after_the_last_annual_meeting_there_is_no_last_day() -> None:
    calendar = Calendar(annual_meetings=(day("2026-05-12"),))
    (found,) = judged(duty(per=Per("between_annual_meetings")), roster(calendar=calendar, log_from="2026-05-12"))
    assert (found.status, found.until) == (Status.DUE, None)


@given(st.lists(st.integers(0, 1400), max_size=7, unique=True), st.integers(0, 1500))
def test_a_rolling_duty_is_broken_exactly_by_a_gap_longer_than_a_year(numbers: list[int], end: int) -> None:
    begins = day("2022-01-01")
    days = [begins + timedelta(days=n) for n in sorted(numbers) if n <= end]
    as_of = begins + timedelta(days=end)
    made = roster(log=[done(one.isoformat(), "goals") for one in days], log_from="2022-01-01", as_of=as_of.isoformat())
    found = {one.status for one in judged(duty(per=Per("rolling_year")), made)}
    edges = [begins - timedelta(days=1), *days, as_of]
    too_long = any(_a_year_after(one) < later for one, later in pairwise(edges))
    assert (Status.BROKEN in found) is too_long


def _a_year_after(one: date) -> date:
    return one.replace(year=one.year + 1) if (one.month, one.day) != (2, 29) else date(one.year + 1, 2, 28)


# Order ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("log", "status"),
    [
        ([done("2026-01-05", "goals"), done("2026-02-05", "pay")], "holds"),
        ([done("2026-01-05", "goals", "pay")], "holds"),
        ([done("2026-01-05", "pay", "goals")], "broken"),
        ([done("2026-01-05", "pay")], "broken"),
        ([done("2026-01-05", "pay"), done("2026-02-05", "goals")], "broken"),
        ([], "due"),
        ([done("2026-01-05", "goals"), done("2026-02-05", "pay"), done("2026-03-05", "pay")], "holds"),
        ([done("2026-01-05", "goals", "pay"), done("2026-02-05", "pay"), done("2026-03-05", "goals")], "broken"),
        ([held("2026-01-05", "ann", agenda=("pay",))], "due"),
    ],
)
def test_one_duty_before_another(log: list[Event], status: str) -> None:
    assert statuses(duty(before=("pay",)), roster(log=log), duty("pay")) == {"2026": status}


def test_the_order_starts_anew_in_each_period() -> None:
    log = [done("2025-03-01", "goals", "pay"), done("2026-01-05", "goals"), done("2026-02-05", "pay")]
    assert statuses(duty(before=("pay",)), roster(log=log), duty("pay")) == {"2025": "holds", "2026": "holds"}


# Each member ---------------------------------------------------------------------------------------------------------


def _certified(when: str, person: str) -> Event:
    return event(when, "certified", person=person, body="committee", subject="goals")


def test_each_member_does_it() -> None:
    made = roster(log=[_certified("2026-02-01", "ann"), _certified("2026-02-01", "dan")])
    found = judged(duty(power="certify", who="each_member"), made)
    assert [(one.occasion, one.status) for one in found] == [
        ("2026, Ann", Status.HOLDS),
        ("2026, Bob", Status.DUE),
        ("2026, Cat", Status.DUE),
    ]
    assert found[1].evidence[0].people == ("bob",)


def test_only_those_who_are_still_members_at_the_end_of_the_period_must_have() -> None:
    log = [
        _certified("2025-02-01", "ann"),
        event("2025-06-01", "resigned", person="dan", body="committee"),
        event("2025-09-01", "appointed", person="cat", body="committee"),
        event("2026-01-02", "appointed", person="eve", body="committee"),
    ]
    found = statuses(duty(power="certify", who="each_member"), roster(["ann", "cat", "eve"], log=log))
    assert found == {
        "2025, Ann": "holds",
        "2025, Cat": "broken",
        "2026, Ann": "due",
        "2026, Cat": "due",
        "2026, Eve": "due",
    }


def test_nobody_left_nothing_to_do() -> None:
    assert statuses(duty(power="certify", who="each_member"), roster([])) == {"2026": "not applicable"}


# After events --------------------------------------------------------------------------------------------------------

MINUTES = duty("filing", "file", subject="minutes", after="event.kind == 'held'")


def test_minutes_are_filed_meeting_by_meeting() -> None:
    log = [
        held("2026-01-05", "ann"),
        held("2026-02-05", "ann"),
        held("2026-02-06", "ann", body="board"),
        event("2026-02-10", "minutes-filed", body="committee", meeting=day("2026-02-05")),
        event("2026-02-11", "filed", body="committee", subject="minutes", meeting=day("2026-02-06")),
    ]
    assert statuses(MINUTES, roster(log=log)) == {
        "after meeting of 2026-01-05": "due",
        "after meeting of 2026-02-05": "holds",
    }


def test_without_a_deadline_there_is_no_last_day() -> None:
    (found,) = judged(MINUTES, roster(log=[held("2026-01-05", "ann")]))
    assert (found.status, found.until) == (Status.DUE, None)


TRAINING = duty(
    "training", "complete", who="each_member", after="event.kind == 'appointed'", by="event.date + months(1)"
)


@pytest.mark.parametrize(
    ("finished", "as_of", "status"),
    [
        ("2026-03-31", "2026-06-30", "holds"),
        ("2026-04-01", "2026-06-30", "broken"),
        ("2026-02-20", "2026-06-30", "broken"),
        (None, "2026-03-31", "due"),
        (None, "2026-04-01", "broken"),
    ],
)
def test_a_deadline_includes_its_last_day(finished: str | None, as_of: str, status: str) -> None:
    log = [event("2026-02-28", "appointed", person="cat", body="committee")]
    if finished is not None:
        log.append(event(finished, "completed", person="cat", body="committee", subject="training"))
    one = replace(TRAINING, by=expression("event.date + months(1) + days(3)"))
    assert statuses(one, roster(log=log), as_of=as_of) == {"after Cat: appointed on 2026-02-28": status}


def test_an_event_about_somebody_calls_on_that_person_alone() -> None:
    log = [
        event("2026-03-01", "appointed", person="cat", body="committee"),
        event("2026-03-01", "appointed", person="dan", body="board"),
        event("2026-03-05", "completed", person="bob", body="committee", subject="training"),
    ]
    assert statuses(TRAINING, roster(log=log)) == {"after Cat: appointed on 2026-03-01": "broken"}


def test_an_event_about_nobody_calls_on_every_member() -> None:
    one = duty("read", "complete", who="each_member", after="event.kind == 'amended'")
    log = [
        event("2026-03-01", "amended", body="committee"),
        event("2026-03-05", "completed", person="bob", body="committee", subject="read"),
    ]
    assert statuses(one, roster(log=log)) == {
        "after amended on 2026-03-01, Ann": "due",
        "after amended on 2026-03-01, Bob": "holds",
        "after amended on 2026-03-01, Cat": "due",
    }


def test_nothing_that_calls_for_it_nothing_to_do() -> None:
    assert statuses(TRAINING, roster()) == {"": "not applicable"}


def test_an_event_that_may_call_for_it_is_unknown() -> None:
    one = duty("read", "complete", after="event.kind == 'lost-independence' && event.own_control")
    (found,) = judged(one, roster(log=[event("2026-03-01", "lost-independence", person="ann")]))
    assert (found.status, found.facts) == (Status.UNKNOWN, {"lost-independence of 2026-03-01.own_control"})


def test_a_deadline_that_is_not_known_is_unknown() -> None:
    one = duty("read", "complete", after="event.kind == 'amended'", by="next_annual_meeting(event.date)")
    (found,) = judged(one, roster(log=[event("2026-03-01", "amended", body="committee")]))
    assert (found.status, found.facts) == (Status.UNKNOWN, {"calendar.annual_meetings"})


def test_a_member_whose_term_is_over_need_not() -> None:
    made = roster([Membership("ann", term_ends=day("2026-01-31")), "bob"], log=[_certified("2026-02-01", "bob")])
    assert statuses(duty(power="certify", who="each_member"), made) == {"2026, Bob": "holds"}
