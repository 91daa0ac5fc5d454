"""The strategies that Quorate offers give what they promise, and the questions answer rightly about what they draw."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from made import clause as made_clause
from made import policy as made_policy
from quorate.charter.charter_to_yaml import charter_text
from quorate.charter.document import Charter, Policy, Scope
from quorate.charter.evaluator import lawful
from quorate.charter.roster import Roster
from quorate.charter.tenure import state_of
from quorate.questions.schedule import schedule
from quorate.questions.slates import slates
from quorate.testing.charters import read
from quorate.testing.strategies import (
    calendars,
    changed,
    charter_texts,
    charters,
    losses,
    policies,
    rosters,
    some_of,
    usual,
    vacancies,
)

BODY = "committee"
FEW = settings(max_examples=max(settings.default.max_examples // 4, 20))


@given(charter_texts())
def test_a_generated_charter_reads_without_a_mistake_and_reads_back_from_what_is_written(text: str) -> None:
    charter = read(text)
    again = read(charter_text(charter))
    assert [(one.id, one.scope, one.force) for one in again.clauses] == [
        (one.id, one.scope, one.force) for one in charter.clauses
    ]
    assert [one.rule.ast for one in again.clauses] == [one.rule.ast for one in charter.clauses]


@given(charters(max_clauses=3))
def test_a_generated_charter_has_no_more_clauses_than_asked(charter: Charter) -> None:
    assert 1 <= len(charter.clauses) <= 3
    assert {clause.scope for clause in charter.clauses} <= {Scope.BODY, Scope.QUORUM}


@FEW
@given(st.data())
def test_generated_slates_are_those_of_brute_force(data: st.DataObject) -> None:
    policy = data.draw(policies())
    roster = data.draw(rosters(policy, members=(0, 3), outsiders=(0, 1)))
    answer = slates(roster, {BODY: policy}, bodies=[BODY], top=None)
    state = state_of(roster, {BODY: policy})
    people = list(roster.people)
    found = set()
    for size in range(1, len(people) + 1):
        for members in combinations(people, size):
            for chair in members if answer.bodies[0].chaired else (None,):
                if lawful(policy, state.with_body(BODY, members, chair), BODY)[0] is True:
                    found.add((members, chair))
    assert answer.lawful == len(found)
    assert {(slate.seats[0].members, slate.seats[0].chair) for slate in answer.slates} == found


@given(st.data())
def test_a_generated_roster_is_within_its_bounds_and_only_varies_what_it_may(data: st.DataObject) -> None:
    policy = data.draw(policies())
    roster = data.draw(rosters(policy, members=(1, 4), outsiders=(0, 2), only=("expert",), unknown=False))
    members = [member.person for member in roster.bodies[BODY].members]
    assert 1 <= len(members) <= 4
    assert len(roster.people) - len(members) <= 2
    assert roster.illustrative
    plain = usual(policy)
    for person in roster.people.values():
        assert set(person.facts) == set(plain)
        assert {name for name in plain if person.facts[name] != plain[name]} <= {"expert"}
    assert set(data.draw(vacancies(roster))) <= set(members)
    assert set(data.draw(some_of(roster))) <= set(members)


@given(st.data())
def test_a_loss_takes_one_fact_from_one_member(data: st.DataObject) -> None:
    policy = data.draw(policies())
    roster = data.draw(rosters(policy, members=(1, 4)))
    after, who = data.draw(losses(roster, "independent"))
    assert after.people[who].facts["independent"] is False
    same = changed(after, who, **roster.people[who].facts)
    assert {name: person for name, person in same.people.items() if name != who} == {
        name: person for name, person in roster.people.items() if name != who
    }


FIRST, LAST = date(2027, 1, 4), date(2027, 1, 15)


def two_meetings() -> Policy:
    return made_policy(
        [made_clause("size(present) > half(members)", name="quorum", scope=Scope.QUORUM, topic="quorum")]
    )


def on_generated_calendar(data: st.DataObject, policy: Policy) -> Roster:
    roster = data.draw(rosters(policy, members=(2, 3), outsiders=(0, 0)))
    return replace(roster, calendar=data.draw(calendars(roster.people, FIRST, LAST)))


@FEW
@given(st.data())
def test_on_a_generated_calendar_nobody_meets_who_is_busy_and_no_day_is_closed(data: st.DataObject) -> None:
    policy = two_meetings()
    roster = on_generated_calendar(data, policy)
    found = schedule(roster, {BODY: policy}, bodies=[BODY], first=FIRST, last=LAST, fewest=1, most=1).schedule
    if found is None:
        return
    closed = {day for day, _ in roster.calendar.closed}
    for meeting in found.meetings:
        slot = meeting.slot
        assert slot.day not in closed
        assert slot.day.weekday() < 5
        for person in slot.present:
            for busy in roster.calendar.busy.get(person, ()):
                assert busy.end <= slot.begins or slot.ends <= busy.start
        assert 2 * len(slot.present) > len(roster.bodies[BODY].members)


@given(st.data())
def test_a_generated_calendar_lies_between_its_days(data: st.DataObject) -> None:
    calendar = data.draw(calendars(("ann", "bob"), FIRST, LAST))
    assert all(FIRST <= day <= LAST for day, _ in calendar.closed)
    for times in calendar.busy.values():
        for busy in times:
            assert datetime.combine(FIRST, datetime.min.time()) <= busy.start < busy.end
            assert busy.end - busy.start <= timedelta(days=1)
