"""What must be so of any life of a committee: of its state, its verdicts, its cures, and the schedules it follows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from quorate.charter.load import open_roster, read_amendment
from quorate.charter.shipped import shipped
from quorate.charter.verdict import Status
from quorate.questions.replay import Course, Interval, ReplayAnswer, replay
from quorate.testing.life import Life, life
from quorate.testing.life.chronicle import chronicle_of
from quorate.testing.life.days import Days
from quorate.testing.life.verdicts import otherwise, outlived, unexplained

SCENARIOS = shipped("scenarios")
NIGHTLY = settings.get_current_profile_name() == "nightly"
CHARTERS = {
    "aleris": ("aleris/board.yaml", "compensation", "aleris/amendments/minimum-four.yaml"),
    "harbours": ("harbours/board.yaml", "audit", None),
    "kubernetes": ("kubernetes/roster.yaml", "steering", None),
    "nixos": ("nixos/roster.yaml", "steering", None),
}


@cache
def lived(name: str, *, scheduled: bool = False) -> Life:
    path, body, amendment = CHARTERS[name]
    roster, policies = open_roster(SCENARIOS / path)
    changed = None if amendment is None else read_amendment(SCENARIOS / amendment)
    return Life(roster, policies, body, changed, scheduled)


def budget(examples: int, steps: int) -> settings:
    return settings(max_examples=examples * (40 if NIGHTLY else 1), stateful_step_count=steps * (2 if NIGHTLY else 1))


@pytest.mark.parametrize("name", CHARTERS)
def test_log_and_verdicts_of_a_life_are_explained(name: str) -> None:
    run_state_machine_as_test(life(lived(name)), settings=budget(4, 15))


@pytest.mark.parametrize("name", ["aleris", "harbours"])
def test_what_a_schedule_promised_is_kept(name: str) -> None:
    run_state_machine_as_test(life(lived(name, scheduled=True)), settings=budget(2, 8))


@pytest.fixture(scope="module")
def year() -> tuple[Life, ReplayAnswer]:
    of = lived("harbours")
    answer = replay(of.roster, of.policies, bodies=[of.body], first=of.roster.as_of, last=date(2026, 12, 31))
    return of, answer


def test_a_shipped_year_is_explained_and_most_of_its_days_explain_nothing(year: tuple[Life, ReplayAnswer]) -> None:
    of, answer = year
    policy = of.policies[of.body]
    assert not list(unexplained(answer, of.roster, policy))
    assert not list(outlived(answer))
    days = Days(of.roster, policy, answer.first, answer.last)
    size = next(clause for clause in policy.clauses if clause.id == "size")
    inside = [day for day in days.of(size) if answer.first <= day <= answer.last]
    assert 0 < len(inside) < 365 / 3


def test_a_change_on_a_day_that_explains_nothing_is_found(year: tuple[Life, ReplayAnswer]) -> None:
    of, answer = year
    moved = _with_intervals(answer, "size", lambda one: replace(one, first=one.first + timedelta(days=3)))
    assert list(unexplained(moved, of.roster, of.policies[of.body]))


def test_a_cure_that_runs_on_is_found(year: tuple[Life, ReplayAnswer]) -> None:
    longer = _with_intervals(year[1], "independence", lambda one: replace(one, last=one.last + timedelta(days=1)))
    assert list(outlived(longer))


def test_a_verdict_that_a_day_by_itself_has_not_is_found(year: tuple[Life, ReplayAnswer]) -> None:
    of, answer = year
    less = _with_intervals(answer, "size", lambda one: replace(one, verdict=replace(one.verdict, status=Status.DUE)))
    assert not list(otherwise(answer, of.roster, of.policies, of.body, [date(2026, 3, 1)]))
    assert list(otherwise(less, of.roster, of.policies, of.body, [date(2026, 3, 1)]))


def test_an_account_that_differs_from_the_log_is_found() -> None:
    told = chronicle_of(lived("harbours").roster)
    told.write("resigned", person="dev-rao", body="audit")
    assert told.disagreement() is None
    assert told.disagreement_backward() is None
    told.clerk.seated["audit"]["dev-rao"] = None
    assert told.disagreement() is not None
    assert told.disagreement_backward() is not None


def _with_intervals(answer: ReplayAnswer, clause: str, change: Callable[[Interval], Interval]) -> ReplayAnswer:
    """The answer with the intervals of one clause changed."""

    def changed(course: Course) -> Course:
        if course.subject.id != clause:
            return course
        return replace(course, intervals=tuple(change(one) for one in course.intervals))

    bodies = tuple(replace(body, courses=tuple(changed(one) for one in body.courses)) for body in answer.bodies)
    return replace(answer, bodies=bodies)
