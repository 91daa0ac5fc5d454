"""What schedules take into account, one thing at a time; everybody here is illustrative."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import combinations, pairwise

import pytest

from made import clause, day, duty, event, fact, held, policy, roster
from quorate.charter.document import Clause, Duty, Force, Per, Policy, Scope
from quorate.charter.load import open_roster
from quorate.charter.roster import Busy, Calendar, Event, Roster
from quorate.charter.shipped import shipped
from quorate.engines.base import Limits
from quorate.questions.schedule import Meeting, NoSchedule, Schedule, Unfinished, schedule
from quorate.source.diagnostic import CallError

YEAR = Per("calendar_year")
QUORUM = clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM)
TWICE = clause("size(meetings) >= 2", name="twice", scope=Scope.YEAR, per=YEAR)


def whole_day(text: str) -> Busy:
    start = datetime.fromisoformat(text)
    return Busy(start, start + timedelta(days=1), "away")


def made(
    clauses: Iterable[Clause] = (),
    duties: Iterable[Duty] = (),
    *,
    first: str = "2026-07-06",
    last: str = "2026-07-10",
    log: Iterable[Event] = (),
    calendar: Calendar | None = None,
    chair: str | None = "ann",
    facts: Iterable[object] = (),
    people: dict[str, dict[str, object]] | None = None,
    **how: object,
) -> Schedule | NoSchedule | Unfinished:
    """What comes of a plan for the days of one week, unless other days are given."""
    there = roster(chair=chair, calendar=calendar, log=log, log_from="2026-01-01", people=people)
    binding = {"committee": policy([QUORUM, *clauses], duties, facts)}  # type: ignore[arg-type]
    found = schedule(there, binding, bodies=["committee"], first=day(first), last=day(last), **how)  # type: ignore[arg-type]
    return found.outcome


def meetings(outcome: Schedule | NoSchedule | Unfinished) -> tuple[Meeting, ...]:
    assert isinstance(outcome, Schedule), outcome
    return outcome.meetings


def days(outcome: Schedule | NoSchedule | Unfinished) -> list[str]:
    return [str(meeting.slot.day) for meeting in meetings(outcome)]


def reasons(outcome: Schedule | NoSchedule | Unfinished) -> str:
    assert isinstance(outcome, NoSchedule), outcome
    return "; ".join(reason.text for reason in outcome.reasons)


# Time ---------------------------------------------------------------------------------------------------------------


def test_nothing_is_planned_where_nothing_is_asked() -> None:
    assert days(made()) == []


def test_no_meeting_lies_on_a_closed_day_or_at_a_weekend() -> None:
    calendar = Calendar(closed=((day("2026-07-06"), day("2026-07-09")),))
    assert days(made(fewest=1, calendar=calendar, last="2026-07-12")) == ["2026-07-10"]


def test_no_meeting_lies_on_a_holiday_of_the_market() -> None:
    calendar = Calendar(holidays="NYSE")
    assert days(made(fewest=1, calendar=calendar, first="2026-07-03", last="2026-07-06")) == ["2026-07-06"]


def test_a_meeting_begins_when_those_who_are_busy_are_free_again() -> None:
    busy = Busy(datetime(2026, 7, 6, 8), datetime(2026, 7, 6, 10, 20), "another board")
    calendar = Calendar(busy={"ann": (busy,)})
    (meeting,) = meetings(made(fewest=1, calendar=calendar, last="2026-07-06"))
    assert meeting.slot.begins == datetime(2026, 7, 6, 10, 30)
    assert not meeting.slot.absent


def test_no_meeting_lies_on_the_day_of_the_question() -> None:
    assert days(made(fewest=1, first="2026-06-30", last="2026-07-01")) == ["2026-07-01"]


def test_meetings_keep_their_distance_from_each_other_and_from_those_held() -> None:
    calendar = Calendar(spacing=14)
    log = [held("2026-06-29", "ann", "bob", "cat")]
    found = made(fewest=3, calendar=calendar, log=log, last="2026-08-31")
    gaps = [(after - before).days for before, after in pairwise([day("2026-06-29"), *map(day, days(found))])]
    assert min(gaps) >= 14


def test_meetings_are_spread_evenly() -> None:
    found = made(fewest=4, first="2026-07-01", last="2026-12-31")
    gaps = [(day(after) - day(before)).days for before, after in pairwise(days(found))]
    assert max(gaps) - min(gaps) <= 3


def test_notice_is_reckoned_from_the_day_of_the_question() -> None:
    notice = clause("meeting.notice + days(10) <= meeting.date", name="notice", scope=Scope.MEETING)
    assert days(made([notice], fewest=1, last="2026-07-10")) == ["2026-07-10"]


def test_the_first_way_of_meeting_that_the_clauses_admit_is_taken() -> None:
    by_telephone = clause("meeting.mode == 'telephone'", name="mode", scope=Scope.MEETING)
    (meeting,) = meetings(made([by_telephone], fewest=1))
    assert meeting.slot.mode == "telephone"


# People -------------------------------------------------------------------------------------------------------------


def test_the_day_with_the_best_attendance_is_taken_and_the_absent_are_told() -> None:
    busy = {"ann": (whole_day("2026-07-06"),), "bob": (whole_day("2026-07-07"), whole_day("2026-07-06"))}
    found = made(fewest=1, last="2026-07-07", calendar=Calendar(busy=busy))
    (meeting,) = meetings(found)
    assert str(meeting.slot.day) == "2026-07-07"
    assert [(absence.person, absence.why) for absence in meeting.slot.absent] == [("bob", "away")]


def test_among_days_of_like_attendance_the_chair_is_there() -> None:
    busy = {"ann": (whole_day("2026-07-06"),), "bob": (whole_day("2026-07-07"),)}
    assert days(made(fewest=1, last="2026-07-07", calendar=Calendar(busy=busy))) == ["2026-07-07"]


def test_an_inquorate_day_is_never_planned() -> None:
    busy = {person: tuple(whole_day(f"2026-07-{number:02}") for number in (6, 7, 8, 9)) for person in ("ann", "bob")}
    assert days(made(fewest=1, calendar=Calendar(busy=busy))) == ["2026-07-10"]


def test_with_absences_to_spare_a_quorum_is_left_whoever_stays_away() -> None:
    busy = {"cat": (whole_day("2026-07-06"),)}
    assert days(made(fewest=1, spare=1, last="2026-07-07", calendar=Calendar(busy=busy))) == ["2026-07-07"]
    assert "2 absences to spare" in reasons(made(fewest=1, spare=2))


def test_a_named_person_is_missed_where_anybody_else_could_be_spared() -> None:
    chair = clause("chair in present", name="chair", scope=Scope.QUORUM)
    assert isinstance(made([chair], fewest=1, spare=1), NoSchedule)
    assert isinstance(made(fewest=1, spare=1), Schedule)


def test_some_of_those_available_are_enough_where_all_of_them_are_not_a_quorum() -> None:
    even = clause("size(present) == 2", name="even", scope=Scope.QUORUM)
    (meeting,) = meetings(made([even], fewest=1))
    assert len(meeting.slot.present) == 2


def test_a_quorum_that_hangs_on_unknown_facts_leaves_the_question_open() -> None:
    independent = clause("present.exists(p, p.independent)", name="independent", scope=Scope.QUORUM)
    outcome = made([independent], fewest=1, facts=[fact("independent")])
    assert isinstance(outcome, Unfinished)
    assert outcome.facts == {"ann.independent", "bob.independent", "cat.independent"}


def test_people_whose_term_is_over_are_not_counted_on() -> None:
    shift = event("2026-07-01", "resigned", person="ann", body="committee")
    there = roster(as_of="2026-07-01", chair="bob", log=[shift], members=("bob", "cat"))
    outcome = schedule(
        there, {"committee": policy([QUORUM])}, bodies=["committee"], first=day("2026-07-06"), fewest=1
    ).outcome
    assert all(set(meeting.slot.present) == {"bob", "cat"} for meeting in meetings(outcome))


# Duties -------------------------------------------------------------------------------------------------------------


def test_a_duty_is_done_within_its_window() -> None:
    early = duty("early", within="meeting.date <= date('2026-07-07')")
    late = duty("late", within="meeting.date >= date('2026-07-09')")
    found = meetings(made(duties=[early, late], last="2026-12-31"))
    agendas = {item.duty: meeting.slot.day for meeting in found for item in meeting.agenda}
    assert agendas["early"] <= day("2026-07-07")
    assert agendas["late"] >= day("2026-07-09")


def test_earlier_on_the_same_agenda_is_early_enough() -> None:
    duties = [duty("report"), duty("review", before=("report",)), duty("goals", before=("review",))]
    (meeting,) = meetings(made(duties=duties, last="2026-12-31"))
    assert [item.duty for item in meeting.agenda] == ["goals", "review", "report"]


def test_agendas_fit_into_the_length_of_a_meeting() -> None:
    duties = [duty(name, minutes=50) for name in ("one", "two", "three")]
    found = meetings(made(duties=duties, last="2026-12-31"))
    assert sorted(meeting.minutes for meeting in found) == [50, 100]


def test_what_was_done_already_is_not_planned_again() -> None:
    log = [held("2026-03-02", "ann", "bob", "cat", agenda=("goals",))]
    assert days(made([TWICE], [duty("goals")], log=log, last="2026-12-31")) == days(
        made([TWICE], log=log, last="2026-12-31")
    )


def test_a_duty_each_quarter_is_planned_for_each_quarter() -> None:
    found = meetings(made(duties=[duty("accounts", per=Per("quarter"))], last="2026-12-31"))
    assert [(meeting.slot.day.month - 1) // 3 for meeting in found] == [2, 3]


def test_between_annual_meetings_a_duty_is_done_before_the_next_one() -> None:
    calendar = Calendar(annual_meetings=(day("2025-10-05"), day("2026-10-05")))
    there = roster(calendar=calendar, log_from="2025-01-01")
    binding = {"committee": policy([QUORUM], [duty("report", per=Per("between_annual_meetings"))])}
    found = schedule(there, binding, bodies=["committee"], last=day("2026-12-31"))
    (meeting,) = meetings(found.outcome)
    assert meeting.slot.day < day("2026-10-05")


def test_a_rolling_year_leaves_no_gap_longer_than_a_year() -> None:
    log = [held("2025-11-02", "ann", "bob", "cat", agenda=("goals",))]
    there = roster(chair="ann", log=log, log_from="2025-01-01")
    binding = {"committee": policy([QUORUM], [duty("goals", per=Per("rolling_year"))])}
    found = schedule(there, binding, bodies=["committee"], first=day("2026-07-01"), last=day("2028-06-30"))
    done = [day("2025-11-02"), *(meeting.slot.day for meeting in meetings(found.outcome))]
    assert all(after <= before.replace(year=before.year + 1) for before, after in pairwise(done))
    assert day("2028-06-30") <= done[-1].replace(year=done[-1].year + 1)
    assert len(done) == 3


def test_a_duty_that_is_too_late_already_is_told_and_not_planned() -> None:
    missed = duty("goals", within="meeting.date <= date('2026-03-31')")
    outcome = made([TWICE], [missed], last="2026-12-31")
    assert isinstance(outcome, Schedule)
    assert outcome.notes == ("committee: `goals` cannot be done in time any more in 2026",)
    assert len(outcome.meetings) == 2


def test_a_duty_that_an_event_calls_for_is_done_by_its_day() -> None:
    answer = duty("answer", "recommend", after="event.kind == 'amended'", by="event.date + days(30)")
    log = [event("2026-06-15", "amended", by="board", body="committee")]
    (meeting,) = meetings(made(duties=[answer], log=log, last="2026-12-31"))
    assert meeting.slot.day <= day("2026-07-15")


# Clauses ------------------------------------------------------------------------------------------------------------


def test_meetings_already_held_count() -> None:
    log = [held("2026-02-02", "ann", "bob", "cat")]
    assert len(days(made([TWICE], log=log, last="2026-12-31"))) == 1


def test_a_year_that_runs_on_after_the_plan_asks_nothing_yet() -> None:
    assert days(made([TWICE], last="2026-11-30")) == []


def test_a_window_that_closes_before_the_plan_ends_is_kept_in_a_year_that_runs_on() -> None:
    rule = "meetings.exists(n, n.date >= date('2026-07-06') && n.date <= year.first + days(190))"
    (found,) = days(made([clause(rule, name="early", scope=Scope.YEAR, per=YEAR)], last="2026-11-30"))
    assert "2026-07-06" <= found <= "2026-07-10"


def test_a_gap_between_meetings_is_kept() -> None:
    rule = "meetings.all(m, !meetings.exists(n, n.date > m.date && n.date < m.date + days(60)))"
    gap = clause(rule, name="gap", scope=Scope.YEAR, per=YEAR)
    found = made([gap], fewest=3, last="2026-12-31")
    assert all((day(after) - day(before)).days >= 60 for before, after in pairwise(days(found)))


def test_too_many_meetings_break_a_cap_in_a_year_that_still_runs() -> None:
    cap = clause("size(meetings) <= 2", name="cap", scope=Scope.YEAR, per=YEAR)
    assert isinstance(made([cap], fewest=3, last="2026-11-30"), NoSchedule)


def test_what_should_be_is_kept_where_it_can_be() -> None:
    wish = clause("size(meetings) >= 3", name="wish", scope=Scope.YEAR, per=YEAR, force=Force.SHOULD)
    assert len(days(made([TWICE, wish], last="2026-12-31"))) == 3
    assert len(days(made([TWICE, wish], last="2026-12-31", most=2))) == 2


def test_a_clause_about_the_agenda_is_kept() -> None:
    never = clause("!('pay' in meeting.agenda && 'audit' in meeting.agenda)", name="apart", scope=Scope.MEETING)
    found = meetings(made([never], [duty("pay"), duty("audit")], last="2026-12-31"))
    assert [len(meeting.agenda) for meeting in found] == [1, 1]


def test_a_meeting_needs_an_agenda_where_a_clause_says_so() -> None:
    something = clause("size(meeting.agenda) >= 1", name="agenda", scope=Scope.MEETING)
    found = meetings(made([something, TWICE], [duty("goals")], last="2026-12-31"))
    assert [len(meeting.agenda) for meeting in found] == [1, 1]


def test_a_clause_about_other_meetings_is_kept() -> None:
    rule = "!meetings.exists(n, n.date != meeting.date && n.date > meeting.date && n.date <= meeting.date + days(3))"
    apart = clause(rule, name="apart", scope=Scope.MEETING)
    found = days(made([apart], fewest=2, last="2026-07-10"))
    assert found == ["2026-07-06", "2026-07-10"]


# Why not ------------------------------------------------------------------------------------------------------------


def test_a_duty_without_a_quorate_day_is_named_with_those_who_are_away() -> None:
    busy = {person: tuple(whole_day(f"2026-07-{number:02}") for number in (6, 7)) for person in ("ann", "bob")}
    early = duty("early", within="meeting.date > date('2026-07-05') && meeting.date <= date('2026-07-07')")
    told = reasons(made(duties=[early], calendar=Calendar(busy=busy), last="2026-12-31"))
    assert "`early` must be done once in 2026" in told
    assert "no day for it has a quorate meeting" in told


def test_a_duty_longer_than_a_meeting_is_named() -> None:
    assert reasons(made(duties=[duty("long", minutes=180)], last="2026-12-31")) == (
        "`long` takes 180 minutes, and a meeting lasts 120"
    )


def test_a_duty_that_is_too_long_in_every_quarter_is_named_once() -> None:
    long = duty("review", per=Per("quarter"), minutes=200)
    outcome = made(duties=[long], first="2026-07-06", last="2026-12-31")
    assert reasons(outcome) == "`review` takes 200 minutes, and a meeting lasts 120"


def test_more_work_than_the_meetings_hold_is_told() -> None:
    duties = [duty(name, minutes=100) for name in ("one", "two")]
    assert reasons(made(duties=duties, most=1, last="2026-12-31")) == (
        "the duties take 200 minutes, and 1 meeting of 120 minutes 120"
    )


def test_of_demands_that_conflict_none_in_the_list_is_superfluous() -> None:
    early = duty("early", within="meeting.date > date('2026-07-05') && meeting.date <= date('2026-07-07')")
    late = duty("late", within="meeting.date >= date('2026-07-09')")
    other = duty("other")
    outcome = made(duties=[early, late, other], most=1, last="2026-12-31")
    assert isinstance(outcome, NoSchedule)
    assert outcome.together
    assert [reason.subject for reason in outcome.reasons] == ["early", "late", None]
    assert "at most 1 meeting" in reasons(outcome)


def test_a_clause_that_no_meetings_can_keep_is_named() -> None:
    often = clause("size(meetings) >= 4", name="often", scope=Scope.YEAR, per=YEAR)
    told = reasons(made([often], calendar=Calendar(spacing=60), last="2026-12-31"))
    assert "`often` must be kept" in told
    assert "at least 60 days apart" in told


def test_a_clause_that_refuses_every_meeting_is_named() -> None:
    never = clause("meeting.special", name="never", scope=Scope.MEETING)
    assert "would break `never`" in reasons(made([never], fewest=1))


def test_what_cannot_be_asked_is_refused() -> None:
    for how in ({"most": 1, "fewest": 2}, {"first": "2026-01-01", "last": "2026-06-30"}, {"as_of": day("2026-01-01")}):
        with pytest.raises(CallError):
            made(**how)  # type: ignore[arg-type]
    with pytest.raises(CallError):
        schedule(roster(), {}, bodies=["committee"])
    with pytest.raises(CallError):
        schedule(roster(), {}, bodies=["comittee"])


# Several bodies, engines, limits ------------------------------------------------------------------------------------


def both(calendar: Calendar, **how: object) -> Schedule | NoSchedule | Unfinished:
    there = roster(chair="ann", calendar=calendar, log_from="2026-01-01")
    binding: dict[str, Policy] = {"committee": policy([QUORUM]), "board": policy([QUORUM])}
    return schedule(there, binding, bodies=["committee", "board"], first=day("2026-07-06"), **how).outcome  # type: ignore[arg-type]


def test_nobody_is_in_two_places() -> None:
    found = meetings(both(Calendar(length=240), last=day("2026-07-06"), fewest=1))
    assert len(found) == 2
    assert not any(one.slot.clashes(other.slot) for one, other in combinations(found, 2))


def test_two_bodies_that_share_people_need_time_for_both() -> None:
    outcome = both(Calendar(length=300), last=day("2026-07-06"), fewest=1)
    assert "nobody can be in two places at once" in reasons(outcome)


def test_who_is_busy_for_one_body_is_busy_for_all() -> None:
    calendar = Calendar(busy={"ann": (Busy(datetime(2026, 7, 6, 9), datetime(2026, 7, 6, 11), "away"),)})
    found = meetings(both(calendar, last=day("2026-07-06"), fewest=1))
    assert all(not meeting.slot.absent for meeting in found)
    assert all(meeting.slot.begins >= datetime(2026, 7, 6, 11) for meeting in found)


@pytest.mark.parametrize("engine", ["exhaustive", "tables", "python-constraint", "cp-sat"])
def test_every_engine_finds_the_same(engine: str) -> None:
    calendar = Calendar(closed=((day("2026-07-08"), day("2026-12-31")),), busy={"bob": (whole_day("2026-07-06"),)})
    outcome = made(fewest=1, most=1, last="2026-07-09", calendar=calendar, engine=engine)
    assert days(outcome) == ["2026-07-07"]
    assert isinstance(outcome, Schedule)
    assert outcome.engine == engine


def test_a_second_engine_agrees() -> None:
    outcome = made(fewest=1, most=1, last="2026-07-07", cross_check=True)
    assert isinstance(outcome, Schedule)
    assert outcome.second == "`python-constraint` agrees"


def test_without_time_the_question_stays_open() -> None:
    outcome = made([TWICE], last="2026-12-31", limits=Limits(seconds=0.0))
    assert isinstance(outcome, Unfinished)
    assert "time limit" in outcome.why


def test_what_was_found_before_time_ran_out_is_a_schedule(aleris: tuple[Roster, dict[str, Policy]]) -> None:
    there, binding = aleris
    for seconds in (0.2, 0.8, 2.0):
        outcome = schedule(
            there, binding, bodies=["audit"], first=day("2027-01-01"), limits=Limits(seconds=seconds)
        ).outcome
        best = outcome.best if isinstance(outcome, Unfinished) else outcome
        assert best is None or (isinstance(best, Schedule) and len(best.meetings) >= 4)


# Aleris -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def aleris() -> tuple[Roster, dict[str, Policy]]:
    there, binding = open_roster(shipped("scenarios") / "aleris" / "board.yaml")
    return there, dict(binding)


def test_the_aleris_committee_has_a_year_without_an_absence(aleris: tuple[Roster, dict[str, Policy]]) -> None:
    found = schedule(*aleris, bodies=["compensation"], first=day("2027-01-01")).outcome
    assert len(meetings(found)) == 3
    assert all(not meeting.slot.absent for meeting in meetings(found))
    planned = [item.duty for meeting in meetings(found) for item in meeting.agenda]
    assert planned.index("ceo-goals") < planned.index("ceo-evaluation") < planned.index("ceo-pay")
    assert planned.count("board-reports") == 2


def test_the_same_question_has_the_same_answer(aleris: tuple[Roster, dict[str, Policy]]) -> None:
    first = schedule(*aleris, bodies=["nominating"], first=day("2027-01-01"))
    assert schedule(*aleris, bodies=["nominating"], first=day("2027-01-01")) == first
