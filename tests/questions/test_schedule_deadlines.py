"""Deadlines that law sets to the work of a year: the ninetieth day of a fiscal year, the day the proxy is out."""

from datetime import timedelta

import pytest

from made import clause, day, duty, event, policy, roster
from quorate.charter.document import Duty, Per, Scope
from quorate.charter.duties import judge_duty
from quorate.charter.roster import Calendar
from quorate.charter.tenure import state_of
from quorate.questions.schedule import NoSchedule, Schedule, schedule

QUORUM = clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM)
NINETIETH = duty("goals", "approve", per=Per("fiscal_year"), within="meeting.date <= fiscal_year.first + days(89)")
PROXY = duty(
    "report", "report", per=Per("between_annual_meetings"),
    within="meeting.date <= next_annual_meeting(meeting.date) - days(40)",
)  # fmt: skip


def can_be_done_on(work: Duty, open_day: str, *, begins: tuple[int, int] = (1, 1), first: str, last: str) -> bool:
    """Whether a year has a schedule whose only open day is one day."""
    one = day(open_day)
    shut = ((day("2020-01-01"), one - timedelta(days=1)), (one + timedelta(days=1), day("2040-01-01")))
    annual = (day("2026-05-12"), day("2027-05-11"), day("2028-05-09"))
    calendar = Calendar(fiscal_year=begins, annual_meetings=annual, closed=shut)
    there = roster(chair="ann", calendar=calendar, as_of="2026-06-30", log_from="2026-01-01")
    binding = {"committee": policy([QUORUM], [work])}
    found = schedule(there, binding, bodies=["committee"], first=day(first), last=day(last)).outcome
    assert isinstance(found, Schedule | NoSchedule)
    planned = [item for meeting in found.meetings for item in meeting.agenda] if isinstance(found, Schedule) else []
    return any(item.duty == work.id for item in planned)


@pytest.mark.parametrize(
    ("begins", "ninetieth", "next_day", "first", "last"),
    [
        ((1, 1), "2027-03-31", "2027-04-01", "2027-01-01", "2027-12-31"),
        ((1, 1), "2028-03-30", "2028-03-31", "2028-01-01", "2028-12-31"),  # a leap year
        ((7, 1), "2026-09-28", "2026-09-29", "2026-07-01", "2027-06-30"),
    ],
)
def test_goals_are_set_by_the_ninetieth_day_of_the_fiscal_year(
    begins: tuple[int, int], ninetieth: str, next_day: str, first: str, last: str
) -> None:
    assert can_be_done_on(NINETIETH, ninetieth, begins=begins, first=first, last=last)
    assert not can_be_done_on(NINETIETH, next_day, begins=begins, first=first, last=last)


@pytest.mark.parametrize(("when", "in_time"), [("2027-04-01", True), ("2027-04-02", False)])
def test_the_report_is_made_before_the_proxy_must_be_out(when: str, in_time: bool) -> None:
    assert can_be_done_on(PROXY, when, first="2026-07-01", last="2027-05-10") is in_time


@pytest.mark.parametrize(("when", "status"), [("2027-03-31", "holds"), ("2027-04-01", "broken")])
def test_check_keeps_the_same_ninetieth_day(when: str, status: str) -> None:
    log = [event(when, "held", body="committee", present=("ann", "bob"), agenda=("goals",))]
    there = roster(as_of="2026-12-31", log=log, log_from="2027-01-01")
    rules = policy([QUORUM], [NINETIETH])
    found = judge_duty(NINETIETH, rules, state_of(there, {"committee": rules}, day("2027-12-31")), "committee")
    assert str(found[0].status) in ((status,) if status == "holds" else ("broken", "due"))
    later = judge_duty(NINETIETH, rules, state_of(there, {"committee": rules}, day("2028-01-01")), "committee")
    assert str(later[0].status) == status
