"""A schedule as people and programs read it; everybody here is illustrative."""

import json as stdlib
from datetime import datetime, timedelta

import jsonschema
import pytest

from made import clause, day, duty, fact, policy, roster
from quorate.charter.document import Scope
from quorate.charter.roster import Busy, Calendar
from quorate.engines.base import Limits
from quorate.questions.schedule import ScheduleAnswer, schedule
from quorate.reports import schedule as report
from quorate.reports.console import plain

QUORUM = clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM)
LAST = day("2026-07-08")


def asked(
    *clauses: object, duties: object = (), bodies: tuple[str, ...] = ("committee",), **how: object
) -> ScheduleAnswer:
    start = datetime(2026, 7, 6)
    busy = {"ann": (Busy(start, start + timedelta(days=9), "abroad"),)}
    there = roster(chair="ann", calendar=Calendar(busy=busy), log_from="2026-01-01")
    facts = how.pop("facts", ())
    binding = {body: policy([QUORUM, *clauses], duties, facts) for body in bodies}  # type: ignore[arg-type]
    return schedule(there, binding, bodies=bodies, first=day("2026-07-06"), last=LAST, **how)  # type: ignore[arg-type]


def test_a_table_has_when_who_and_what_for() -> None:
    told = plain(report.text, one())
    assert "2026-07-07 Tue  09:00-11:00  2 of 3, no chair  Ann (abroad)" in told
    assert "1 meeting, 1 absence, 1 meeting without the chair" in told
    assert "every duty and every clause on meetings is kept (no schedule is better, by `" in told


def one() -> ScheduleAnswer:
    return asked(fewest=1, most=1)


def test_a_meeting_without_a_duty_says_so() -> None:
    assert "nothing that a duty asks for" in plain(report.text, one())


def test_several_bodies_are_told_apart() -> None:
    told = plain(report.text, asked(bodies=("committee", "board"), fewest=1))
    assert "  body       date" in told


def test_reasons_are_listed() -> None:
    told = plain(report.text, asked(fewest=9))
    assert "there is no schedule:\n  3 days on which a meeting can be held, for 9 meetings" in told


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(one, id="schedule"),
        pytest.param(lambda: asked(fewest=9), id="none"),
        pytest.param(lambda: asked(fewest=1, limits=Limits(seconds=0.0)), id="no time"),
        pytest.param(
            lambda: asked(
                clause("present.exists(p, p.able)", name="able", scope=Scope.QUORUM), fewest=1, facts=[fact("able")]
            ),
            id="unknown",
        ),
    ],
)
def test_the_json_is_as_published(answer: object) -> None:
    found = answer()  # type: ignore[operator]
    written = report.json(found)
    jsonschema.validate(stdlib.loads(stdlib.dumps(written)), dict(report.SCHEMA))
    assert plain(report.text, found)


def test_undecided_names_the_facts_that_would_help() -> None:
    able = clause("present.exists(p, p.able)", name="able", scope=Scope.QUORUM)
    told = plain(report.text, asked(able, fewest=1, facts=[fact("able")]))
    assert "undecided: " in told
    assert "`bob.able`" in told


def test_reasons_with_a_place_become_annotations() -> None:
    early = duty("early", minutes=300)
    found = list(report.github(asked(duties=[early], fewest=0)))
    assert [each.code for each in found] == []
    late = asked(duties=[duty("early", minutes=300, within="meeting.date <= date('2026-07-08')")])
    assert [each.code for each in report.github(late)] == ["no-schedule"]
