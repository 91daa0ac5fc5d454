"""A replay says what the check of every day says, and why each verdict changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made import PLACE, clause, day, duty, event, expression, fact, held, policy, roster
from quorate.cel.types import DATE
from quorate.charter.document import Citation, Mode, Per, Policy, Relief, ReliefKind, Scope
from quorate.charter.duties import judge_duty
from quorate.charter.relief import verdicts_on
from quorate.charter.roster import Calendar, Determination, Event, Membership, Roster
from quorate.charter.tenure import state_of
from quorate.charter.timeline import leavers, seats_in
from quorate.charter.verdict import Status, Verdict
from quorate.questions.check import check, telling
from quorate.questions.replay import ReplayAnswer, Why, replay
from quorate.source.diagnostic import CallError

FIRST = date(2026, 2, 20)
LAST = date(2026, 4, 10)
MEETINGS = (date(2025, 3, 1), date(2026, 3, 20), date(2027, 3, 20))
FACTS = (
    fact("ind"),
    fact("left", DATE),
    fact("cooled", define="as_of >= self.left + days(20)"),
    fact("long_ago", define="self.left + months(1) < as_of - days(3) || as_of == self.left + years(1)"),
)
RULES = (
    "members.all(m, m.ind)",
    "members.all(m, m.cooled)",
    "members.exists(m, m.long_ago)",
    "size(members) >= 2",
    "size(members) < 3 || chair in members",
    "members.all(m, as_of <= m.since + months(2))",
    "as_of - months(1) < date('2026-02-28')",
    "as_of + business_days(3) <= date('2026-03-20')",
    "fiscal_year.first + days(70) > as_of",
    "next_annual_meeting(as_of) - days(10) > as_of",
    "events.exists(e, e.kind == 'held' && as_of < e.date + days(15))",
    "size(meetings) >= 1 && members.all(m, m.since != as_of)",
    "events.exists(e, e.kind == 'filed' && e.date < as_of - days(2))",
    "size(events.filter(e, e.kind in ['held', 'changed'])) < 3",
    "[as_of, date('2026-03-05')].max() == as_of",
)
IN_FORCE = ((None, None), (date(2026, 3, 3), None), (None, date(2026, 3, 28)))
OTHERS = (
    clause("size(meetings) >= 2", name="cadence", scope=Scope.YEAR, per=Per("month")),
    clause("meetings.exists(n, n.date < year.first + days(40))", name="early", scope=Scope.YEAR, per=Per("quarter")),
    clause("size(meetings) >= 1", name="rolling", scope=Scope.YEAR, per=Per("rolling_year")),
    clause("size(meetings) >= 1", name="annual", scope=Scope.YEAR, per=Per("between_annual_meetings")),
    clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM),
    clause("size(present) > half(members)", name="here", scope=Scope.MEETING),
    clause(
        "events.exists(e, e.kind == 'held' && e.date >= event.date)",
        name="after",
        scope=Scope.EVENT,
        when="event.kind == 'resigned'",
    ),
    clause("size(members) <= 3", name="joining", tested="at_appointment"),
    clause("meeting.minutes_filed || as_of < meeting.date + days(9)", name="filing", scope=Scope.MEETING),
    clause(
        "as_of <= member.term_ends + days(12)", name="hold-over", topic="term", mode=Mode.CONSTITUTES
    ),
)  # fmt: skip
DUTIES = (
    duty("goals", within="meeting.date <= fiscal_year.first + days(75)"),
    duty("often", per=Per("month")),
    duty("each", "certify", who="each_member", per=Per("quarter")),
    duty("minutes", "file", after="event.kind == 'held'", by="event.date + days(9)", to="board"),
    duty("yearly", per=Per("rolling_year")),
)
CURE = Relief(
    "cure",
    "made",
    ReliefKind.CURE,
    "",
    Citation(),
    PLACE,
    start=expression("event.kind in ['lost-independence', 'resigned']"),
    during=expression("size(members) > 1"),
    until=replace(expression("[next_annual_meeting(start), start + days(21)].min()"), type=DATE),
)
WAIVER = Relief(
    "waiver", "made", ReliefKind.WAIVER, "", Citation(), PLACE, given=expression("true"), who=expression("!m.ind")
)
PEOPLE = ("ann", "bob", "cat", "dan")


def on(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    found = []
    for _ in range(draw(st.integers(0, 7))):
        when = str(on(draw(st.integers(-20, 45))))
        who = draw(st.sampled_from(PEOPLE))
        made = {
            "held": lambda when=when, who=who: held(when, who, "bob", agenda=("goals", "often")),
            "resigned": lambda when=when, who=who: event(when, "resigned", person=who, body="committee"),
            "appointed": lambda when=when, who=who: event(when, "appointed", person=who, body="committee"),
            "lost-independence": lambda when=when, who=who: event(
                when, "lost-independence", person=who, own_control=False, facts={"ind": False}
            ),
            "changed": lambda when=when, who=who: event(when, "changed", person=who, facts={"left": day(when)}),
            "certified": lambda when=when, who=who: event(when, "certified", person=who, duty="each"),
            "filed": lambda when=when, who=who: event(when, "filed", person=who, body="committee", duty="minutes"),
            "waived": lambda when=when, who=who: event(when, "waived", relief="waiver", until=day(when)),
        }  # fmt: skip
        found.append(made[draw(st.sampled_from(sorted(made)))]())
    return found


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    def maybe(number: int) -> date | None:
        return on(draw(st.integers(-10, number))) if draw(st.booleans()) else None

    seated = [Membership(one, since=on(draw(st.integers(-60, 30))), term_ends=maybe(40)) for one in PEOPLE[:3]]
    people: dict[str, dict[str, object]] = {}
    for one in PEOPLE:
        people[one] = {"ind": draw(st.sampled_from((True, True, False)))}
        if draw(st.booleans()):
            people[one]["ind"] = Determination(True, on(draw(st.integers(-5, 30))), "board")
        if draw(st.booleans()):
            people[one]["left"] = on(draw(st.integers(-400, 10)))
    return roster(
        seated,
        as_of=str(on(draw(st.integers(0, 50)))),
        chair=draw(st.sampled_from((None, "ann", "dan"))),
        seats=4,
        people=people,
        log=draw(logs()),
        log_from="2026-01-01",
        calendar=Calendar(annual_meetings=MEETINGS),
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    chosen = draw(st.lists(st.sampled_from(range(len(RULES))), min_size=1, max_size=3, unique=True))
    relieved = draw(st.sampled_from(((), (CURE,), (CURE, WAIVER))))
    rules = [
        replace(clause(RULES[one], name=f"rule-{one}", in_force=draw(st.sampled_from(IN_FORCE))), relief=relieved)
        for one in chosen
    ]
    more = draw(st.lists(st.sampled_from(OTHERS), max_size=2, unique_by=id))
    return policy([*rules, *more], draw(st.lists(st.sampled_from(DUTIES), max_size=2, unique_by=id)), FACTS)


Key = tuple[str, str, Status, date | None, frozenset[str]]


def key(verdict: Verdict) -> Key:
    return verdict.subject.id, verdict.occasion, verdict.status, verdict.until, verdict.facts


def day_by_day(made: Roster, rules: Policy) -> Iterator[tuple[date, list[Key]]]:
    """The reference: everything judged anew on every day."""
    state = state_of(made, {"committee": rules})
    today = FIRST
    while today <= LAST:
        there = state.on(today)
        found: list[Key] = []
        for one in rules.clauses:
            found += map(key, telling(verdicts_on(one, rules, there, "committee")))
        for task in rules.duties:
            found += map(key, telling(judge_duty(task, rules, there, "committee")))
        yield today, sorted(found, key=str)
        today += timedelta(days=1)


def replayed(made: Roster, rules: Policy, first: date = FIRST, last: date = LAST) -> ReplayAnswer:
    return replay(made, {"committee": rules}, bodies=["committee"], first=first, last=last)


def told_on(answer: ReplayAnswer, today: date) -> list[Key]:
    there = (one for course in answer.courses for one in course.intervals if one.first <= today <= one.last)
    return sorted((key(one.verdict) for one in there), key=str)


@given(rosters(), policies())
@settings(max_examples=settings().max_examples // 2)
def test_a_replay_is_what_judging_anew_on_every_day_gives(made: Roster, rules: Policy) -> None:
    answer = replayed(made, rules)
    for today, expected in day_by_day(made, rules):
        assert told_on(answer, today) == expected, today


@given(rosters(), policies())
@settings(max_examples=settings().max_examples // 4)
def test_no_verdict_changes_without_an_entry_of_that_day_or_a_date(made: Roster, rules: Policy) -> None:
    answer = replayed(made, rules)
    entries = {one.date for one in made.log}
    for course in answer.courses:
        for one in course.intervals:
            assert bool(one.began) == (one.first > FIRST)
            assert bool(one.ended) == (one.last < LAST)
            for cause in one.began:
                assert cause.day == one.first
                assert cause.text
                assert cause.why is not Why.EVENT or cause.day in entries


@given(rosters(), policies())
@settings(max_examples=settings().max_examples // 4)
def test_no_cure_outlives_its_deadline(made: Roster, rules: Policy) -> None:
    for course in replayed(made, rules).courses:
        for one in course.intervals:
            until = one.verdict.until
            if one.status in (Status.CURING, Status.WAIVED, Status.DUE) and until is not None:
                assert one.last <= until


@given(logs())
def test_the_log_played_from_its_first_day_gives_the_state_of_the_roster(log: list[Event]) -> None:
    """What the timeline gives on a day is what the entries up to it give, taken one by one."""
    made = roster(["ann", "bob"], as_of=str(on(-30)), log=log)
    state = state_of(made, {}, LAST)
    sitting = {"ann", "bob"}
    for entry in made.log:
        sitting -= set(leavers(entry, "committee"))
        if seats_in(entry) == "committee":
            sitting.add(str(entry.details["person"]))
    assert set(state.seating("committee").members) == sitting


# By hand ------------------------------------------------------------------------------------------------------------


def single(rules: Policy, made: Roster, name: str) -> list[tuple[date, date, Status, list[str]]]:
    return [
        (one.first, one.last, one.status, [cause.text for cause in one.began])
        for course in replayed(made, rules).courses
        if course.subject.id == name
        for one in course.intervals
    ]


def test_the_entry_that_breaks_a_clause_and_the_one_that_mends_it_are_named() -> None:
    log = [
        event("2026-03-02", "resigned", person="cat", body="committee"),
        event("2026-03-02", "filed", person="ann", subject="other"),
        event("2026-03-20", "appointed", person="dan", body="committee"),
    ]
    made = roster(log=log, as_of="2026-02-01")
    rules = policy([clause("size(members) >= 3", name="size")])
    assert single(rules, made, "size") == [
        (FIRST, date(2026, 3, 1), Status.HOLDS, []),
        (date(2026, 3, 2), date(2026, 3, 19), Status.BROKEN, ["Cat: resigned on 2026-03-02"]),
        (date(2026, 3, 20), LAST, Status.HOLDS, ["Dan: appointed on 2026-03-20"]),
    ]


def test_a_term_that_ends_is_named() -> None:
    made = roster(["ann", Membership("bob", term_ends=date(2026, 3, 9))], as_of="2026-02-01")
    rules = policy([clause("size(members) >= 2", name="size")])
    ((_, _, _, none), (first, _, status, why)) = single(rules, made, "size")
    assert (none, first, status) == ([], date(2026, 3, 10), Status.BROKEN)
    assert why == ["the term of Bob in committee ended on 2026-03-09"]


def test_a_cure_that_runs_out_ends_in_a_breach_because_of_its_deadline() -> None:
    log = [event("2026-03-01", "lost-independence", person="cat", own_control=False, facts={"ind": False})]
    made = roster(
        log=log,
        as_of="2026-02-01",
        people={one: {"ind": True} for one in PEOPLE},
        calendar=Calendar(annual_meetings=MEETINGS),
    )
    rules = policy([replace(clause("members.all(m, m.ind)", name="ind"), relief=(CURE,))], facts=FACTS)
    courses = single(rules, made, "ind")
    assert [status for _, _, status, _ in courses] == [Status.HOLDS, Status.CURING, Status.BROKEN]
    assert courses[1][3] == ["Cat: lost-independence on 2026-03-01"]
    assert courses[2][0] == date(2026, 3, 21)
    assert courses[2][3] == ["the time for a cure ended on 2026-03-20"]


def test_clauses_are_in_force_from_a_day() -> None:
    made = roster(as_of="2026-02-01")
    rules = policy([clause("size(members) >= 5", name="size", in_force=(date(2026, 3, 3), None))])
    assert [(first, status, why) for first, _, status, why in single(rules, made, "size")] == [
        (FIRST, Status.NOT_APPLICABLE, []),
        (date(2026, 3, 3), Status.BROKEN, ["in force from 2026-03-03"]),
    ]


def test_a_window_that_runs_out_is_told_by_the_day_it_is_counted_from() -> None:
    made = roster(["ann"], as_of="2026-02-01", people={"ann": {"left": date(2026, 2, 10)}})
    rules = policy([clause("members.all(m, m.cooled)", name="cooled")], facts=FACTS)
    ((_, _, broken, _), (first, _, holds, why)) = single(rules, made, "cooled")
    assert (broken, holds, first) == (Status.BROKEN, Status.HOLDS, date(2026, 3, 2))
    assert why


def test_who_had_to_be_told_and_the_days_ahead_are_listed() -> None:
    log = [held("2026-03-02", "ann", "bob"), event("2026-03-05", "filed", duty="minutes", body="committee")]
    made = roster(log=[*log, held("2026-04-08", "ann", "bob")], as_of="2026-04-10")
    answer = replayed(made, policy(duties=[DUTIES[3]]))
    assert [(one.to, one.called, one.status) for one in answer.notices] == [
        ("board", date(2026, 3, 2), Status.HOLDS),
        ("board", date(2026, 4, 8), Status.DUE),
    ]
    assert [(one.day, one.status) for one in answer.deadlines] == [(date(2026, 4, 17), Status.DUE)]


def test_what_reads_only_who_sits_there_is_not_judged_again_at_every_entry() -> None:
    log = [held(str(on(number)), "ann", "bob") for number in range(1, 40)]
    answer = replayed(roster(log=log, as_of=str(LAST)), policy([clause("size(members) >= 2", name="size")]))
    assert answer.judged == 1


def test_the_days_are_those_of_the_fiscal_year_unless_given() -> None:
    made = roster(as_of="2026-06-30", calendar=Calendar(fiscal_year=(4, 1)))
    answer = replay(made, {})
    assert (answer.first, answer.last) == (date(2026, 4, 1), date(2026, 6, 30))


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(CallError, match="is before the first"):
        replay(roster(), {}, first=LAST, last=FIRST)


def test_the_last_day_is_what_check_says_of_it() -> None:
    made = roster(log=[event("2026-03-02", "resigned", person="cat", body="committee")], as_of="2026-02-01")
    rules = policy([clause("size(members) >= 3", name="size")], DUTIES)
    checked = check(made, {"committee": rules}, bodies=["committee"], as_of=LAST)
    assert told_on(replayed(made, rules), LAST) == sorted(map(key, checked.verdicts), key=str)
