"""Slates that are offered only with a lawful year: exactly those that have a schedule when each is tried alone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from made import clause, day, duty, held, policy, roster
from quorate.charter.document import Policy, Scope
from quorate.charter.roster import Busy, Calendar, Membership, Roster
from quorate.charter.tenure import state_of
from quorate.engines.base import Limits
from quorate.questions.schedule import Schedule, schedule
from quorate.questions.slates import Slate, slates
from quorate.questions.slates.years import seated_in

PEOPLE = ("ann", "bob", "cat", "dan")
LONG = (date(2027, 1, 1), date(2027, 3, 31))


def away(first: date, last: date) -> Busy:
    midnight = datetime.min.time()
    return Busy(datetime.combine(first, midnight), datetime.combine(last + timedelta(days=1), midnight), "away")


def there(busy: Mapping[str, tuple[Busy, ...]], chair: str | None = "ann") -> Roster:
    calendar = Calendar(busy=busy, spacing=7)
    log = [held("2026-05-04", "ann", "bob")]
    return roster(
        PEOPLE[:2], as_of="2026-12-31", chair=chair, calendar=calendar, board=PEOPLE, log=log, log_from="2026-01-01"
    )


def binding(*more: object) -> dict[str, Policy]:
    clauses = [
        clause("size(members) == 2", name="two"),
        clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM),
    ]
    duties = [duty("goals", within="meeting.date <= date('2027-03-31')", minutes=30), *more]
    return {"committee": policy(clauses, duties)}  # type: ignore[arg-type]


def members(found: tuple[Slate, ...]) -> set[tuple[str, ...]]:
    return {tuple(sorted(each.seats[0].members)) for each in found}


def alone(given_roster: Roster, policies: Mapping[str, Policy], slate: Slate) -> bool:
    """Whether the slate has a schedule, with the roster written as if it had always sat."""
    seats = tuple(Membership(person) for person in slate.seats[0].members)
    body = replace(given_roster.bodies["committee"], members=seats, chair=slate.seats[0].chair)
    changed = replace(given_roster, bodies={**given_roster.bodies, "committee": body}, log=())
    first, last = date(2027, 1, 1), date(2027, 12, 31)
    return isinstance(schedule(changed, policies, bodies=["committee"], first=first, last=last).outcome, Schedule)


def test_a_slate_without_a_lawful_year_is_left_out_and_counted() -> None:
    answer = slates(there({"bob": (away(*LONG),)}), binding(), bodies=["committee"], top=None, with_schedule=2027)
    assert members(answer.slates) == {("ann", "cat"), ("ann", "dan"), ("cat", "dan")}
    assert answer.lawful == 6
    assert answer.year is not None
    assert (answer.year.unscheduled, answer.year.open, answer.year.complete) == (3, 0, True)


def test_every_slate_offered_shows_the_days_of_its_year() -> None:
    answer = slates(there({}), binding(), bodies=["committee"], top=3, with_schedule=2027)
    assert len(answer.slates) == 3
    for slate in answer.slates:
        assert slate.meetings
        assert slate.meetings[0][1] <= day("2027-03-31")


def test_where_no_slate_has_a_lawful_year_the_answer_is_no() -> None:
    busy = {person: (away(*LONG),) for person in PEOPLE[:3]}
    answer = slates(there(busy), binding(), bodies=["committee"], top=None, with_schedule=2027)
    assert not answer.found
    assert answer.none
    assert answer.lawful == 6
    assert not answer.barriers


def test_without_time_nothing_is_said_of_slates_but_that_it_is_open() -> None:
    answer = slates(there({}), binding(), bodies=["committee"], with_schedule=2027, limits=Limits(0.0))
    assert not answer.found
    assert not answer.none
    assert answer.open_because is not None


def test_what_was_done_before_the_slate_sits_stays_done() -> None:
    given_roster = there({})
    state = state_of(given_roster, binding(), given_roster.as_of)
    slate = slates(given_roster, binding(), bodies=["committee"], keep=["cat", "dan"]).slates[0]
    changed = state_of(seated_in(given_roster, state, slate.seats), binding(), given_roster.as_of)
    assert {each.person for each in changed.tenure("committee").definite} == {"cat", "dan"}
    before = changed.back(day("2026-05-04"), 0).tenure("committee").definite
    assert {each.person for each in before} == {"ann", "bob"}


days = st.dates(date(2027, 1, 1), date(2027, 4, 30))


@given(st.dictionaries(st.sampled_from(PEOPLE), st.tuples(days, days), max_size=3), st.sampled_from([None, "ann"]))
@settings(max_examples=max(3, settings.default.max_examples // 40), deadline=None)
def test_slates_with_a_schedule_are_those_that_have_one_alone(
    busy: dict[str, tuple[date, date]], chair: str | None
) -> None:
    times = {person: (away(min(pair), max(pair)),) for person, pair in busy.items()}
    given_roster, policies = there(times, chair), binding()
    every = slates(given_roster, policies, bodies=["committee"], top=None).slates
    answer = slates(given_roster, policies, bodies=["committee"], top=None, with_schedule=2027)
    assert members(answer.slates) == members(tuple(each for each in every if alone(given_roster, policies, each)))
    assert answer.year is not None
    assert answer.year.unscheduled == len(every) - len(answer.slates)
