"""Why there is no schedule: cores that are impossible alone and not without any member, remedies that each open one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from io import StringIO
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from made import clause, day, duty, policy, roster
from quorate.charter.document import Clause, Duty, Per, Scope
from quorate.charter.roster import Busy, Calendar
from quorate.charter.tenure import state_of
from quorate.engines.base import Limits
from quorate.questions.explain.remedies import Costs
from quorate.questions.explain.schedule import Demand, Kind, ScheduleExplanation, explain_schedule
from quorate.questions.explain.schedule.demands import demands, without
from quorate.questions.explain.schedule.nouns import Case
from quorate.questions.schedule import Ask, Schedule, schedule
from quorate.questions.schedule.requirements import Requirements
from quorate.reports import explain_schedule as report
from quorate.reports.console import page

PEOPLE = ("ann", "bob", "cat")
FIRST, LAST = day("2026-07-06"), day("2026-07-10")
"""Monday to Friday."""


def away(first: str, last: str, why: str = "away") -> Busy:
    return Busy(datetime.fromisoformat(first), datetime.fromisoformat(last) + timedelta(days=1), why)


def case(
    clauses: Sequence[Clause] = (),
    duties: Sequence[Duty] = (),
    *,
    quorum: int = 2,
    fewest: int = 0,
    most: int | None = None,
    spare: int = 0,
    calendar: Calendar | None = None,
    last: date = LAST,
) -> Case:
    rule = clause(f"size(present) >= {quorum}", name="quorum", scope=Scope.QUORUM)
    there = roster(PEOPLE, chair="ann", calendar=calendar, log_from="2026-01-01")
    binding = {"committee": policy([rule, *clauses], duties)}
    return Case(there, binding, Ask(("committee",), there.as_of, FIRST, last, fewest, most, spare))


def explained(given_case: Case, **how: object) -> ScheduleExplanation:
    ask = given_case.ask
    return explain_schedule(
        given_case.roster, given_case.policies, bodies=ask.bodies, first=ask.first, last=ask.last,
        fewest=ask.fewest, most=ask.most, spare=ask.spare, **how,  # type: ignore[arg-type]
    )  # fmt: skip


def possible(given_case: Case) -> bool:
    """By the ordinary search, which knows nothing of what can be given up."""
    ask = given_case.ask
    answer = schedule(
        given_case.roster, given_case.policies, bodies=ask.bodies, first=ask.first, last=ask.last,
        fewest=ask.fewest, most=ask.most, spare=ask.spare,
    )  # fmt: skip
    return isinstance(answer.outcome, Schedule)


def all_demands(given_case: Case) -> tuple[Demand, ...]:
    binding = given_case.policies["committee"]
    state = state_of(given_case.roster, given_case.policies, given_case.ask.today).under("committee", binding)
    everyday = frozenset(FIRST + timedelta(days=number) for number in range(5))
    return demands(given_case, [Requirements(binding, state, "committee", given_case.ask, everyday)], Costs())


def least(given_case: Case, size: int) -> set[frozenset[str]]:
    """Every minimal set of so many demands without which there is a schedule, by trying all."""
    everything = all_demands(given_case)
    found: set[frozenset[str]] = set()
    for number in range(size + 1):
        for gone in combinations(everything, number):
            names = frozenset(each.name for each in gone)
            if not any(less <= names for less in found) and possible(without(given_case, gone)):
                found.add(names)
    return found


def names(found: Sequence[Demand]) -> frozenset[str]:
    return frozenset(each.name for each in found)


def goals(until: str | None = "2026-07-08", **parts: object) -> Duty:
    within = {"within": f"meeting.date <= date('{until}')"} if until else {}
    return duty("goals", minutes=60, **within, **parts)


NO_QUORUM_IN_TIME = case(
    [],
    [goals()],
    calendar=Calendar(
        busy={
            "ann": (away("2026-07-06", "2026-07-08", "travel"),),
            "bob": (away("2026-07-06", "2026-07-06"), away("2026-07-07", "2026-07-10", "holiday")),
        }
    ),
    last=day("2026-12-31"),
)


# Where there is a schedule ------------------------------------------------------------------------------------------


def test_where_there_is_a_schedule_it_is_said_and_shown() -> None:
    found = explained(case([], [goals()]))
    assert found.meetings is not None
    assert [item.duty for meeting in found.meetings for item in meeting.agenda] == ["goals"]
    assert not found.impossible
    assert not found.core
    assert not found.remedies


# Why ----------------------------------------------------------------------------------------------------------------


def test_a_core_names_who_is_away_when_before_the_last_day_of_a_window() -> None:
    found = explained(NO_QUORUM_IN_TIME)
    assert found.impossible
    assert found.smallest
    assert [each.text for each in found.core] == [
        "`quorum`: quorum",
        "`goals` is done in each calendar year: goals",
        "`goals` is done within `meeting.date <= date('2026-07-08')`",
        "Ann is away from 2026-07-06 to 2026-07-08 (travel)",
        "Bob is away on 2026-07-06 (away)",
        "Bob is away from 2026-07-07 to 2026-07-10 (holiday)",
    ]


def test_remedies_come_cheapest_first_each_with_the_day_it_opens() -> None:
    found = explained(NO_QUORUM_IN_TIME)
    assert found.complete
    assert [each.cost for each in found.remedies] == sorted(each.cost for each in found.remedies)
    opened = {each.demands[0].remedy: each.meetings[0].slot.day for each in found.remedies if each.meetings}
    assert opened["Bob comes on 2026-07-06 (away)"] == day("2026-07-06")
    assert opened["let `goals` be done outside of its window"] > day("2026-07-08")


def test_costs_decide_the_order() -> None:
    found = explained(NO_QUORUM_IN_TIME, costs=Costs(waive=1, change=5))
    assert {each.kind for each in found.remedies[0].demands} <= {Kind.CLAUSE, Kind.DUTY, Kind.WINDOW}


def test_more_meetings_than_fit_conflict_with_their_spacing() -> None:
    found = explained(case(fewest=3, calendar=Calendar(spacing=3)))
    assert {each.kind for each in found.core} == {Kind.FEWEST, Kind.SPACING}


def test_agendas_too_long_for_the_meetings_conflict_with_their_number_and_length() -> None:
    duties = [goals(), duty("pay", minutes=70, within="meeting.date <= date('2026-07-09')")]
    found = explained(case([], duties, most=1))
    assert {each.kind for each in found.core} == {Kind.DUTY, Kind.WINDOW, Kind.MOST, Kind.LENGTH}
    assert names(found.remedies[0].demands) in ({"most"}, {"length"})


def test_closed_days_that_leave_none_can_be_opened() -> None:
    found = explained(case(fewest=1, calendar=Calendar(closed=((FIRST, LAST),))))
    assert {each.kind for each in found.core} == {Kind.FEWEST, Kind.CLOSED}
    assert names(found.remedies[0].demands) in ({"closed 0"}, {"fewest"})


def test_clauses_of_the_year_and_of_meetings_can_be_what_is_in_the_way() -> None:
    often = clause("size(meetings) >= 6", name="often", scope=Scope.YEAR, per=Per("calendar_year"))
    there = roster(PEOPLE, chair="ann", log_from="2026-01-01")
    binding = {"committee": policy([often])}
    found = explain_schedule(
        there, binding, bodies=["committee"], first=day("2026-12-28"), last=day("2026-12-31"), most_demands=1
    )
    assert [each.subject for each in found.core] == ["made/often"]
    assert [names(each.demands) for each in found.remedies] == [frozenset({"clause committee made/often"})]


def test_bodies_that_share_people_are_explained_together() -> None:
    there = roster(PEOPLE, chair="ann", calendar=Calendar(hours=(540, 660), length=120), log_from="2026-01-01")
    rule = clause("size(present) >= 3", name="quorum", scope=Scope.QUORUM)
    binding = {body: policy([rule]) for body in ("committee", "board")}
    found = explain_schedule(there, binding, bodies=["committee", "board"], first=FIRST, last=FIRST, fewest=1)
    assert [each.kind for each in found.core] == [Kind.FEWEST]
    assert [names(each.demands) for each in found.remedies] == [frozenset({"fewest"})]


# Time ---------------------------------------------------------------------------------------------------------------


def test_a_time_limit_leaves_it_open_and_says_so() -> None:
    found = explained(NO_QUORUM_IN_TIME, limits=Limits(0.0))
    assert found.open_because is not None
    assert "time limit" in found.open_because
    assert not found.complete


# Brute force ---------------------------------------------------------------------------------------------------------

DAYS = st.integers(0, 4).map(lambda number: str(FIRST + timedelta(days=number)))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    busy: dict[str, tuple[Busy, ...]] = {}
    for person, first, last in draw(st.lists(st.tuples(st.sampled_from(PEOPLE), DAYS, DAYS), max_size=4)):
        busy[person] = (*busy.get(person, ()), away(min(first, last), max(first, last)))
    closed = draw(st.sampled_from([(), ((FIRST, FIRST),), ((day("2026-07-08"), LAST),)]))
    calendar = Calendar(closed=closed, busy=busy, spacing=draw(st.sampled_from([0, 2, 3])))
    duties = [
        goals(draw(st.sampled_from([None, "2026-07-07"])), before=draw(st.sampled_from([(), ("pay",)]))),
        duty("pay", minutes=draw(st.sampled_from([30, 90])), within="meeting.date <= date('2026-07-08')"),
    ]
    return case(
        [],
        duties[: draw(st.integers(0, 2))],
        quorum=draw(st.sampled_from([2, 3])),
        fewest=draw(st.sampled_from([0, 1, 2, 3])),
        most=draw(st.sampled_from([None, 3])),
        spare=draw(st.sampled_from([0, 0, 1])),
        calendar=calendar,
    )


@given(cases())
@settings(max_examples=max(5, settings.default.max_examples // 20), deadline=None)
def test_cores_and_remedies_are_those_of_brute_force(given_case: Case) -> None:
    found = explained(given_case, most_demands=2, most_remedies=1000)
    if found.meetings is not None:
        assert possible(given_case)
        return
    assert found.complete, found.open_because
    assert {names(each.demands) for each in found.remedies} == least(given_case, 2)
    others = [each for each in all_demands(given_case) if each.name not in names(found.core)]
    assert not possible(without(given_case, others))
    for member in found.core:
        assert possible(without(given_case, [*others, member]))


def test_the_days_of_a_demand_are_those_of_the_calendar() -> None:
    spans = {each.name: (each.first, each.last) for each in all_demands(NO_QUORUM_IN_TIME) if each.kind is Kind.BUSY}
    assert spans["busy ann 0"] == (date(2026, 7, 6), date(2026, 7, 8))


# In words -------------------------------------------------------------------------------------------------------------


def told(found: ScheduleExplanation) -> str:
    stream = StringIO()
    report.text(found, page(stream, colour=False))
    return stream.getvalue()


def test_that_no_day_in_time_is_quorate_is_said_in_one_sentence() -> None:
    found = explained(NO_QUORUM_IN_TIME)
    assert found.because is not None
    assert found.because.startswith("`goals` must be done once in 2026 (within `meeting.date <= ")
    assert (
        "no day for it has a quorate meeting; the best is 2026-07-06, on which Ann (travel) and Bob (away) are away"
        in found.because
    )
    assert f"there is no schedule: {found.because}\n" in told(found)


def test_that_a_duty_takes_longer_than_a_meeting_is_said_in_one_sentence() -> None:
    found = explained(case([], [goals(None)], calendar=Calendar(length=30), last=day("2026-12-31")))
    assert found.because == "`goals` takes 60 minutes, and a meeting lasts 30"
    assert "these two cannot both be had\n" in told(found)
    assert "cost 1  let meetings last longer\n    opens meetings on 2026-" in told(found)


def test_of_a_long_year_the_first_days_are_told() -> None:
    duties = [goals(None, at_least=9)]
    busy = {person: (away("2026-07-06", "2026-07-06"),) for person in PEOPLE}
    found = explained(case([], duties, fewest=9, calendar=Calendar(busy=busy), last=day("2026-07-16")))
    assert found.meetings is None
    assert " and 5 more\n" in told(found)
