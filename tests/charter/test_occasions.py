"""On which occasions a clause is judged, and what it then sees."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import YEAR, clause, day, event, expression, held, policy, roster
from quorate.cel.evaluator import evaluate
from quorate.cel.values import NOBODY, Group, Value
from quorate.charter.calendar import add_months
from quorate.charter.document import Clause, Per, Scope
from quorate.charter.evaluator import judge
from quorate.charter.occasions import (
    FULL,
    Occasion,
    ballot,
    departure,
    full_attendance,
    gathering,
    occasions,
    occasions_of,
    planned_meeting,
    subcommittee,
)
from quorate.charter.roster import Calendar, Event, Membership, Roster
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status, Verdict

NOTHING = policy()


def at(made: Roster, scope: Scope, per: Per | None = None, as_of: str | None = None) -> tuple[Occasion, ...]:
    state = state_of(made, {"committee": NOTHING}, day(as_of) if as_of else None)
    return occasions(NOTHING, state, "committee", scope, per)


def verdicts(rule: Clause, made: Roster, as_of: str | None = None) -> list[Verdict]:
    rules = policy([rule])
    state = state_of(made, {"committee": rules}, day(as_of) if as_of else None)
    return [judge(rule, occasion) for occasion in occasions_of(rules, state, "committee", rule)]


def statuses(rule: Clause, made: Roster, as_of: str | None = None) -> dict[str, str]:
    return {verdict.occasion: verdict.status.value for verdict in verdicts(rule, made, as_of)}


def value(text: str, occasion: Occasion) -> Value:
    return evaluate(expression(text).ast, occasion.variables, occasion.context)


def keys(group: Value) -> list[str]:
    assert isinstance(group, Group)
    return [thing.key for thing in group.definite]


# Body and charter ----------------------------------------------------------------------------------------------------


def test_body_and_charter_have_one_occasion_each() -> None:
    for scope in (Scope.BODY, Scope.CHARTER):
        assert [(one.label, one.as_of) for one in at(roster(), scope)] == [("", day("2026-06-30"))]


def test_tested_at_appointment_means_just_after_each_one() -> None:
    log = [
        event("2026-01-10", "appointed", body="committee", person="cat"),
        event("2026-02-10", "elected", body="committee", person="dan"),
        event("2026-03-10", "appointed", body="committee", person="eve"),
        event("2026-04-10", "resigned", body="committee", person="bob"),
    ]
    made = roster(["ann", "cat", "dan", "eve"], log=log)
    rule = clause("size(members) <= 4", tested="at_appointment")
    assert statuses(rule, made) == {
        "Cat: appointed on 2026-01-10": "holds",
        "Eve: appointed on 2026-03-10": "broken",
    }
    assert statuses(replace(rule, tested="at_election"), made) == {"Dan: elected on 2026-02-10": "holds"}


# Quorum --------------------------------------------------------------------------------------------------------------

QUORUM = clause("size(present) >= 2", scope=Scope.QUORUM)


def test_an_inquorate_meeting_breaches_nothing_but_business_at_one_does() -> None:
    log = [
        held("2026-01-05", "ann", "bob"),
        held("2026-02-05", "ann"),
        held("2026-03-05", "ann", agenda=("goals",)),
        held("2026-04-05", "ann"),
        event("2026-04-05", "vote", body="committee", item="pay", ayes=("ann",)),
    ]
    found = verdicts(QUORUM, roster(log=log))
    assert [(one.occasion, one.status) for one in found] == [
        ("meeting of 2026-01-05", Status.HOLDS),
        ("meeting of 2026-02-05", Status.NOT_APPLICABLE),
        ("meeting of 2026-03-05", Status.BROKEN),
        ("meeting of 2026-04-05", Status.BROKEN),
        (FULL, Status.HOLDS),
    ]
    assert [one.text for one in found[3].evidence] == ["1 member present, at least 2 needed", "it voted on pay"]


def test_a_body_that_can_never_meet_is_told_without_any_meeting() -> None:
    assert statuses(QUORUM, roster(["ann"])) == {FULL: "broken"}


def test_a_vote_for_which_too_few_stayed_is_inquorate() -> None:
    log = [
        held("2026-03-05", "ann", "bob", "cat"),
        event("2026-03-05", "vote", body="committee", item="pay", ayes=("ann",)),
    ]
    assert statuses(QUORUM, roster(log=log))["vote of 2026-03-05 on pay"] == "broken"


def test_guests_are_not_present_and_all_means_every_member() -> None:
    log = [held("2026-03-05", "ann", "dan"), event("2026-04-05", "held", body="committee", present="all")]
    first, second, _ = at(roster(log=log), Scope.QUORUM)
    assert keys(first.variables["present"]) == ["ann"]
    assert keys(second.variables["present"]) == ["ann", "bob", "cat"]


def test_members_are_those_of_the_meeting() -> None:
    log = [held("2026-03-05", "ann"), event("2026-04-05", "resigned", body="committee", person="dan")]
    meeting = at(roster(log=log), Scope.QUORUM)[0]
    assert sorted(keys(meeting.variables["members"])) == ["ann", "bob", "cat", "dan"]
    assert meeting.as_of == day("2026-03-05")


def test_on_one_day_the_order_of_the_log_counts() -> None:
    log = [
        held("2026-03-05", "ann"),
        event("2026-03-05", "appointed", body="committee", person="cat"),
        held("2026-03-05", "cat"),
    ]
    before, after, _ = at(roster(log=log), Scope.QUORUM)
    assert keys(before.variables["members"]) == ["ann", "bob"]
    assert keys(after.variables["members"]) == ["ann", "bob", "cat"]


@given(st.sets(st.sampled_from(["ann", "bob", "cat", "dan"])))
def test_any_gathering_can_be_asked_about(people: set[str]) -> None:
    state = state_of(roster(), {"committee": NOTHING})
    found = gathering(NOTHING, state, "committee", people)
    assert set(keys(found.variables["present"])) == people & {"ann", "bob", "cat"}
    assert keys(full_attendance(NOTHING, state, "committee").variables["present"]) == ["ann", "bob", "cat"]


# Votes ---------------------------------------------------------------------------------------------------------------


def test_the_words_of_a_vote() -> None:
    made = roster([Membership("ann"), Membership("bob"), Membership("cat"), Membership("dan", votes=0)])
    state = state_of(made, {"committee": NOTHING})
    taken = event(
        "2026-06-01", "vote", body="committee", item="pay", ayes=("ann",), noes=("bob",), abstentions=("dan",),
        recused=("cat", "eve"),
    )  # fmt: skip
    found = ballot(NOTHING, state, "committee", taken)
    words = found.variables
    assert keys(words["present"]) == ["ann", "bob", "cat", "dan"]
    assert keys(words["voting"]) == ["ann", "bob"]
    assert keys(words["recused"]) == ["cat"]
    assert words["cast"] == 2
    assert value("vote.item == 'pay' && vote.form == 'meeting' && vote.date < as_of", found) is True


@pytest.mark.parametrize(
    ("kind", "carried", "status"),
    [
        ("vote", None, Status.NOT_APPLICABLE),
        ("vote", True, Status.BROKEN),
        ("vote", False, Status.NOT_APPLICABLE),
        ("consent", None, Status.BROKEN),
        ("consent", False, Status.NOT_APPLICABLE),
    ],
)
def test_a_vote_that_fails_breaches_nothing_unless_it_is_taken_as_carried(
    kind: str, carried: bool | None, status: Status
) -> None:
    details = {} if carried is None else {"carried": carried}
    taken = event("2026-06-01", kind, body="committee", ayes=("ann",), noes=("bob",), **details)
    rule = clause("size(ayes) > half(present)", scope=Scope.VOTE)
    assert [one.status for one in verdicts(rule, roster(log=[taken]))] == [status]


# Meetings and events -------------------------------------------------------------------------------------------------


def test_a_meeting_has_its_fields_and_what_became_of_its_minutes() -> None:
    log = [
        event("2026-02-20", "notice", body="committee", meeting=day("2026-03-05")),
        held("2026-03-05", "ann", "bob", mode="telephone", special=True, called_by="ann", presider="bob", minutes=90),
        event("2026-03-06", "minutes-prepared", body="committee", meeting=day("2026-03-05")),
        event("2026-03-07", "minutes-filed", body="committee", meeting=day("2026-03-05")),
    ]
    (found,) = at(roster(log=log, chair="bob"), Scope.MEETING)
    for text in (
        "meeting.date == date('2026-03-05') && meeting.mode == 'telephone' && meeting.special",
        "meeting.called_by in members && meeting.presider == chair && meeting.minutes == 90",
        "meeting.notice <= meeting.date - days(10)",
        "meeting.minutes_prepared && meeting.minutes_filed && !meeting.minutes_approved",
        "meeting.present == present && size(present) == 2 && meeting.body == body",
    ):
        assert value(text, found) is True, text


def test_what_the_log_says_later_is_unknown_on_the_day() -> None:
    log = [
        held("2026-03-05", "ann"),
        event("2026-03-07", "minutes-approved", body="committee", meeting=day("2026-03-05")),
    ]
    assert value("meeting.minutes_approved", at(roster(log=log), Scope.MEETING)[0]) is True
    assert value("meeting.minutes_approved", at(roster(log=log), Scope.MEETING, as_of="2026-03-06")[0]) is False


def test_a_planned_meeting_knows_what_is_planned() -> None:
    state = state_of(roster(), {"committee": NOTHING})
    found = planned_meeting(NOTHING, state, "committee", day("2026-10-01"), ["ann"], mode="video")
    assert value("meeting.mode == 'video' && meeting.date == as_of && size(present) == 1", found) is True
    assert judge(clause("meeting.special", scope=Scope.MEETING), found).status is Status.UNKNOWN


def test_an_event_is_judged_just_before_it() -> None:
    log = [
        event("2026-03-01", "appointed", by="board", body="committee", person="cat"),
        event("2026-04-01", "resigned", body="committee", person="cat"),
        event("2026-04-02", "changed", person="ann", facts={"x": 1}),
    ]
    appointed, resigned, changed = at(roster(["ann", "bob"], log=log), Scope.EVENT)
    assert value("event.kind == 'appointed' && !(event.person in members) && event.by == board", appointed) is True
    assert value("event.person in members && event.body == body", resigned) is True
    assert value("event.kind == 'appointed' && event.by == board", changed) is False
    assert [one.label for one in (appointed, resigned)] == [
        "Cat: appointed on 2026-03-01",
        "Cat: resigned on 2026-04-01",
    ]
    rule = clause("event.own_control", scope=Scope.EVENT)
    assert judge(rule, appointed).reason == "the event `appointed` of 2026-03-01 has no `own_control`"


# Periods -------------------------------------------------------------------------------------------------------------


def test_each_year_that_has_begun_is_judged() -> None:
    rule = clause("size(meetings) >= 2", scope=Scope.YEAR, per=YEAR)
    log = [held("2024-02-01", "ann"), held("2024-12-31", "ann"), held("2025-01-01", "ann"), held("2026-03-01", "ann")]
    found = verdicts(rule, roster(log=log))
    assert [(one.occasion, one.status, one.until) for one in found] == [
        ("2024", Status.HOLDS, None),
        ("2025", Status.BROKEN, None),
        ("2026", Status.DUE, day("2026-12-31")),
    ]
    assert found[0].as_of == day("2024-12-31")


@pytest.mark.parametrize(("as_of", "status"), [("2026-12-31", "due"), ("2027-01-01", "broken")])
def test_a_period_is_over_the_day_after_its_last(as_of: str, status: str) -> None:
    rule = clause("size(meetings) >= 1", scope=Scope.YEAR, per=YEAR)
    made = roster(log=[event("2026-01-01", "changed", person="ann", facts={})])
    assert statuses(rule, made, as_of)["2026"] == status


def test_what_more_meetings_cannot_mend_is_broken_at_once() -> None:
    log = [held("2026-01-05", "ann"), held("2026-02-05", "ann")]
    for text, status in (
        ("size(meetings) <= 1", "broken"),
        ("size(meetings) < 2 && size(members) > 0", "broken"),
        ("size(meetings) >= 3", "due"),
        ("size(meetings) >= 3 && size(meetings) <= 4", "due"),
        ("meetings.all(m, m.date > year.first + days(30))", "broken"),
        ("!meetings.exists(m, m.date < year.first + days(30))", "broken"),
        ("meetings.exists(m, m.date > year.first + days(100))", "due"),
        ("size(meetings) == 5", "due"),
    ):
        assert statuses(clause(text, scope=Scope.YEAR, per=YEAR), roster(log=log)) == {"2026": status}, text


@pytest.mark.parametrize(
    ("log_from", "first"), [("2025-03-01", "not applicable"), ("2025-01-01", "broken"), ("2024-12-31", "broken")]
)
def test_a_period_that_the_log_does_not_cover_is_not_judged(log_from: str, first: str) -> None:
    rule = clause("size(meetings) >= 2", scope=Scope.YEAR, per=YEAR)
    found = statuses(rule, roster(log=[held("2025-04-01", "ann")], log_from=log_from))
    assert found["2025"] == first


def test_a_body_is_not_judged_for_the_time_before_it() -> None:
    made = roster(log=[held("2025-04-01", "ann"), held("2026-04-01", "ann")])
    body = replace(made.bodies["committee"], established=day("2025-02-01"))
    rule = clause("size(meetings) >= 2", scope=Scope.YEAR, per=YEAR)
    found = statuses(rule, replace(made, bodies={**made.bodies, "committee": body}))
    assert found == {"2025": "not applicable", "2026": "due"}


def test_a_clause_in_force_for_a_part_of_a_period_is_not_applicable_to_it() -> None:
    rule = clause("size(meetings) >= 2", scope=Scope.YEAR, per=YEAR, in_force=(day("2025-02-01"), day("2026-12-31")))
    made = roster(log=[held("2025-04-01", "ann")])
    assert statuses(rule, made) == {"2025": "not applicable", "2026": "due"}
    assert statuses(rule, made, "2027-02-01") == {"2025": "not applicable", "2026": "broken", "2027": "not applicable"}


def test_quarters_and_months_are_judged_each() -> None:
    log = [held("2026-01-15", "ann"), held("2026-05-15", "ann")]
    rule = clause("size(meetings) >= 1", scope=Scope.YEAR, per=Per("quarter"))
    made = roster(log=log, calendar=Calendar(fiscal_year=(2, 1)), log_from="2025-11-01")
    assert statuses(rule, made) == {
        "quarter 4 of fiscal year 2025/26": "holds",
        "quarter 1 of fiscal year 2026/27": "broken",
        "quarter 2 of fiscal year 2026/27": "holds",
    }


def test_between_annual_meetings_is_open_where_the_next_is_not_known() -> None:
    rule = clause("size(meetings) >= 1", scope=Scope.YEAR, per=Per("between_annual_meetings"))
    calendar = Calendar(annual_meetings=(day("2025-05-13"), day("2026-05-12")))
    made = roster(log=[held("2025-05-13", "ann")], calendar=calendar)
    found = verdicts(rule, made)
    assert [(one.status, one.until) for one in found] == [(Status.HOLDS, None), (Status.DUE, None)]
    assert judge(clause("year.last > as_of"), at(made, Scope.YEAR, rule.per)[1]).facts == {"calendar.annual_meetings"}


def _gaps_too_long(days: list[date], begins: date, ends: date) -> bool:
    """The definition: a gap between successive meetings, history included, that exceeds a year."""
    edges = [begins - timedelta(days=1), *days]
    closed = any(later > add_months(one, 12) for one, later in pairwise(edges))
    return closed or ends > add_months(edges[-1], 12)


@given(st.lists(st.integers(0, 1500), max_size=8, unique=True), st.integers(0, 1600))
def test_a_rolling_year_is_broken_exactly_by_a_gap_longer_than_a_year(numbers: list[int], end: int) -> None:
    begins = day("2022-01-01")
    happened = [begins + timedelta(days=n) for n in sorted(numbers) if n <= end]
    as_of = begins + timedelta(days=end)
    log: list[Event] = [held(one.isoformat(), "ann") for one in happened]
    made = roster(log=log, log_from=begins.isoformat(), as_of=as_of.isoformat())
    rule = clause("size(meetings) >= 1", scope=Scope.YEAR, per=Per("rolling_year"))
    found = {one.status for one in verdicts(rule, made)}
    assert (Status.BROKEN in found) is _gaps_too_long(happened, begins, as_of)


# The scopes of properties --------------------------------------------------------------------------------------------


def test_a_departure_leaves_the_others_and_perhaps_a_vacant_chair() -> None:
    state = state_of(roster(chair="bob"), {"committee": NOTHING})
    found = departure(NOTHING, state, "committee", ["bob"])
    assert keys(found.variables["members"]) == ["ann", "cat"]
    assert keys(found.variables["before"]) == ["ann", "bob", "cat"]
    assert keys(found.variables["departed"]) == ["bob"]
    assert found.variables["chair"] is NOBODY
    stayed = departure(NOTHING, state, "committee", ["cat"])
    assert value("chair.id == 'bob' && size(members) == 2", stayed) is True


def test_a_subcommittee_is_of_members() -> None:
    state = state_of(roster(), {"committee": NOTHING})
    found = subcommittee(NOTHING, state, "committee", ["ann"])
    assert value("size(members) == 1 && members.all(m, m in parent.members)", found) is True


def test_scopes_of_properties_have_no_occasions_in_a_log() -> None:
    assert at(roster(), Scope.DEPARTURE) == at(roster(), Scope.SUBCOMMITTEE) == ()


# What claims name ----------------------------------------------------------------------------------------------------


def test_claims_name_clauses() -> None:
    rules = policy([
        clause("size(members) >= 3", name="size"),
        clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM),
        clause("false", name="never", when="size(members) > 9"),
    ])  # fmt: skip
    state = state_of(roster(), {"committee": rules})
    (today,) = occasions(rules, state, "committee", Scope.BODY)
    assert value("holds('size') && holds('made/size') && holds('never') && possible('quorum')", today) is True
    alone = occasions(rules, state.with_body("committee", ["ann"], None), "committee", Scope.BODY)[0]
    assert value("possible('quorum')", alone) is False
    assert value("holds('size')", alone) is False


def test_business_days_and_annual_meetings_come_from_the_calendar() -> None:
    calendar = Calendar(annual_meetings=(day("2027-05-11"),), closed=((day("2026-07-01"), day("2026-07-03")),))
    (today,) = at(roster(calendar=calendar), Scope.BODY)
    assert value("next_annual_meeting(as_of) == date('2027-05-11')", today) is True
    assert value("as_of + business_days(1) == date('2026-07-06')", today) is True
