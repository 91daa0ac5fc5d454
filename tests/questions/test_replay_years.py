"""Years of a board replayed: the verdicts of judging every day anew, and what is over is judged once."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from made import clause, event, held, policy, roster
from quorate.api import Opened, opened
from quorate.cel.evaluator import evaluate
from quorate.charter.document import Scope
from quorate.charter.duties import judge_duty
from quorate.charter.occasions import plain
from quorate.charter.relief import verdicts_on
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Verdict
from quorate.questions.check import telling
from quorate.questions.replay import replay
from quorate.questions.replay.lasting import Lasting
from years import FIRST_YEAR, written

FIRST = date(FIRST_YEAR, 1, 1)
YEARS = 2
BODIES = ("board", "audit", "compensation", "nominating")


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return opened(written(tmp_path_factory.mktemp("years"), YEARS))


def judged_anew(state: State, body: str) -> list[str]:
    policy = state.policies[body]
    found = [telling(verdicts_on(one, policy, state, body)) for one in policy.clauses]
    found += [telling(judge_duty(one, policy, state, body)) for one in policy.duties]
    return in_words(one for each in found for one in each)


def in_words(verdicts: Iterable[Verdict]) -> list[str]:
    return sorted(f"{one.subject.id} {one.occasion} {one.status} {one.until}" for one in verdicts)


@pytest.mark.parametrize("body", BODIES)
def test_years_replayed_are_what_judging_anew_gives(years: Opened, body: str) -> None:
    last = date(FIRST_YEAR + YEARS - 1, 12, 31)
    answer = replay(years.roster, years.policies, bodies=[body], first=FIRST, last=last)
    state = state_of(years.roster, years.policies, last)
    for number in range(0, (last - FIRST).days, 9):
        today = FIRST + timedelta(days=number)
        there = [
            (course, one) for course in answer.courses for one in course.intervals if one.first <= today <= one.last
        ]
        told = sorted(
            f"{course.subject.id} {one.verdict.occasion} {one.status} {one.verdict.until}" for course, one in there
        )
        assert told == judged_anew(state.on(today), body), today


def test_entries_that_a_clause_does_not_speak_of_do_not_have_it_judged_again() -> None:
    log = [held(f"2026-03-{number:02}", "ann", "bob") for number in range(1, 29)]
    log += [event("2026-04-02", "resigned", person="cat", body="committee")]
    rule = "events.exists(e, e.kind == 'resigned' && e.person == 'cat')"
    rules = policy([clause(f"!({rule})", name="stays")])
    made = roster(log=log, as_of="2026-02-01")
    assert replay(made, {"committee": rules}, first=date(2026, 2, 1), last=date(2026, 5, 1)).judged <= 2


def test_a_meeting_long_past_is_judged_once() -> None:
    log = [held(f"20{year}-{month:02}-09", "ann", "bob") for year in range(10, 26) for month in range(1, 13)]
    rules = policy([clause("size(present) >= 2", name="here", scope=Scope.MEETING)])
    state = state_of(roster(log=log, as_of="2009-12-31"), {"committee": rules}, date(2026, 1, 1))
    lasting = Lasting(state, rules, "committee", date(2010, 1, 1), date(2026, 1, 1))
    assert len(list(lasting.spans(rules.clauses[0]))) > len(log)
    assert all(found.until == lasting.last and not found.notes.sought for found in lasting.ledger.values())


@pytest.mark.parametrize(
    "rule",
    [
        "events.exists(e, e.kind == 'resigned' && e.date < as_of)",
        "size(events.filter(e, e.kind in ['held', 'resigned'] && e.date < as_of)) == 2",
        "events.exists_one(e, e.kind == 'held')",
        "events.filter(e, e.kind == 'held').all(e, e.present.exists(m, m == chair))",
        "events.all(e, e.kind == 'held')",
        "events.exists(e, e.kind == 'waived' && e.kind == 'held')",
    ],
)
def test_a_log_sifted_by_kind_gives_what_all_of_it_gives(rule: str) -> None:
    log = [held("2026-03-02", "ann", "bob"), event("2026-03-05", "resigned", person="cat", body="committee")]
    rules = policy([clause(rule, name="rule")])
    state = state_of(roster(log=log, as_of="2026-02-01"), {"committee": rules}, date(2026, 4, 1))
    seen = plain(rules, state, "committee")
    (only,) = rules.clauses
    assert evaluate(only.rule.ast, seen.variables, seen.context) == evaluate(
        only.rule.ast, dict(seen.variables), seen.context
    )
