"""The chair goes round, and who is absent too often is told: check, replay and slates by one rule over the log."""

from datetime import date

import pytest

from made import clause, event, held, policy, roster
from quorate.charter.document import Per, Scope
from quorate.charter.roster import Roster
from quorate.charter.verdict import Status
from quorate.questions.check import check
from quorate.questions.replay import replay
from quorate.questions.slates import slates

TAKES = "{0}.kind == 'designated' && {0}.office == 'chair' && {0}.body == body"
ROTATION = (
    f"!events.exists(e, {TAKES.format('e')} && e.person == chair && e.date + years(5) < as_of && "
    f"!events.exists(n, {TAKES.format('n')} && n.person != chair && n.date > e.date))"
)
RULES = policy([clause(ROTATION, name="rotation", topic="chair")])
COMMITTEE = {"committee": RULES}


def chaired(*days: tuple[str, str]) -> Roster:
    """A committee of three whose chairs took the chair on the given days."""
    log = [event(when, "designated", body="committee", person=who, office="chair") for when, who in days]
    return roster(as_of="2015-01-01", log_from="2015-01-01", log=log)


def status(made: Roster, when: str) -> Status:
    (verdict,) = check(made, COMMITTEE, bodies=["committee"], as_of=date.fromisoformat(when)).verdicts
    return verdict.status


@pytest.mark.parametrize(
    ("when", "expected"),
    [("2021-03-01", Status.HOLDS), ("2021-03-02", Status.BROKEN), ("2024-02-29", Status.BROKEN)],
)
def test_a_chair_goes_when_five_years_are_over(when: str, expected: Status) -> None:
    assert status(chaired(("2016-03-01", "ann")), when) is expected


def test_who_takes_the_chair_anew_has_not_left_it_and_who_comes_back_has() -> None:
    again = chaired(("2016-03-01", "ann"), ("2019-03-01", "ann"))
    assert status(again, "2021-03-02") is Status.BROKEN
    back = chaired(("2016-03-01", "ann"), ("2019-03-01", "bob"), ("2020-03-01", "ann"))
    assert status(back, "2021-03-02") is Status.HOLDS


def test_a_replay_names_the_day_and_slates_offer_the_others() -> None:
    made = chaired(("2016-03-01", "ann"))
    (course,) = replay(made, COMMITTEE, bodies=["committee"], first=date(2021, 1, 1), last=date(2021, 12, 31)).courses
    assert [(one.first, one.status) for one in course.intervals] == [
        (date(2021, 1, 1), Status.HOLDS),
        (date(2021, 3, 2), Status.BROKEN),
    ]
    found = slates(made, COMMITTEE, bodies=["committee"], sizes=(3, 3), as_of=date(2021, 3, 2))
    chairs = {seat.chair for slate in found.slates for seat in slate.seats}
    assert "ann" not in chairs
    assert len(chairs) > 1


SEATED = "size(events.filter(e, e.kind == 'held' && m in e.seated{0}))"
ATTENDANCE = f"members.all(m, {SEATED.format(' && m in e.present')} >= portion(3, 4, {SEATED.format('')}))"


@pytest.mark.parametrize(("missed", "expected"), [(1, Status.HOLDS), (2, Status.BROKEN)])
def test_three_quarters_are_taken_of_the_sum_of_the_meetings(missed: int, expected: Status) -> None:
    """Ann sits on the board and the committee, which meet twice each; two bodies are one sum."""
    others = ("bob", "cat", "dan", "eve")
    there = [(*others, "ann") if number >= missed else others for number in range(4)]
    log = [
        held(f"2025-0{number + 2}-10", *who, body=body)
        for number, (who, body) in enumerate(zip(there, ("board", "committee", "board", "committee"), strict=True))
    ]
    rules = policy([clause(ATTENDANCE, name="attendance", scope=Scope.YEAR, per=Per("calendar_year"))])
    made = roster(as_of="2026-01-31", log_from="2025-01-01", log=log)
    (first, *_) = check(made, {"committee": rules}, bodies=["committee"]).verdicts
    assert first.status is expected
