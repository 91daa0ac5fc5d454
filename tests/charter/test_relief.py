"""Relief day by day, compared with a reference that knows only who sits there, who is independent, and the log."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made import PLACE, clause, day, event, expression, fact, held, policy, roster
from quorate.cel.types import DATE
from quorate.charter.document import Charter, Citation, Clause, Expression, Policy, Rank, Relief, ReliefKind, Scope
from quorate.charter.evaluator import lawful
from quorate.charter.policy import policy_of
from quorate.charter.relief import verdicts_on
from quorate.charter.relief_findings import misnamed
from quorate.charter.roster import Calendar, Event, Roster
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status, Verdict

FACTS = [fact("ind"), fact("listed", DATE, holder="organisation")]
FIRST = date(2026, 1, 1)
LONG = 70  # days that are looked at
PEOPLE = ("ann", "bob", "cat", "dan")
MEETINGS = (FIRST + timedelta(days=25), FIRST + timedelta(days=60), FIRST + timedelta(days=365))


def dated(text: str) -> Expression:
    return replace(expression(text), type=DATE)


def relief(kind: str = "cure", name: str = "help", **parts: object) -> Relief:
    for part in ("start", "given", "who", "during"):
        if isinstance(parts.get(part), str):
            parts[part] = expression(str(parts[part]))
    if isinstance(parts.get("until"), str):
        parts["until"] = dated(str(parts["until"]))
    return Relief(name, "made", ReliefKind(kind), "", Citation(), PLACE, **parts)  # type: ignore[arg-type]


def with_relief(rule: Clause, *reliefs: Relief) -> Clause:
    return replace(rule, relief=reliefs)


def verdict(rule: Clause, made: Roster, when: str | date, rules: Policy | None = None) -> Verdict:
    rules = rules or policy([rule], facts=FACTS)
    state = state_of(made, {"committee": rules}, when if isinstance(when, date) else day(when))
    (found,) = verdicts_on(rule, rules, state, "committee")
    return found


# The reference ------------------------------------------------------------------------------------------------------


@dataclass
class Case:
    """A cure that is running."""

    last: date
    person: str
    alive: bool = True


@dataclass
class World:
    """Who sits there and who is independent, day by day, with the cures that are running."""

    members: list[str]
    independent: dict[str, bool]
    cases: list[Case] = field(default_factory=list)

    def take(self, entry: Event) -> None:
        person = str(entry.details.get("person"))
        match entry.kind:
            case "resigned" if person in self.members:
                self.members.remove(person)
            case "appointed" if person not in self.members:
                self.members.append(person)
            case "lost-independence" | "changed":
                facts = entry.details["facts"]
                assert isinstance(facts, dict)
                self.independent[person] = facts["ind"]
            case _:
                pass

    @property
    def strangers(self) -> set[str]:
        return {person for person in self.members if not self.independent[person]}


def days(log: list[Event]) -> Iterator[tuple[date, list[Event]]]:
    for number in range(LONG):
        today = FIRST + timedelta(days=number)
        yield today, [entry for entry in log if entry.date == today]


def independence(log: list[Event], majority: bool) -> Iterator[tuple[date, str, date | None]]:
    """Everybody is independent; who loses it otherwise than by own control may stay until the next annual meeting or
    thirty days, whichever is earlier, perhaps only while more than half are independent."""
    world = World(["ann", "bob", "cat"], dict.fromkeys(PEOPLE, True))
    for today, entries in days(log):
        begun = []
        for entry in entries:
            world.take(entry)
            if entry.kind == "lost-independence" and entry.details["own_control"] is False:
                meeting = next(one for one in MEETINGS if one > today)
                begun.append(Case(min(meeting, today + timedelta(days=30)), str(entry.details["person"])))
        enough = 2 * len(world.strangers) < len(world.members)
        if entries:
            world.cases += begun
            for case in world.cases:
                case.alive &= bool(world.strangers) and (enough or not majority)
        yield today, *covered(world, today)


def covered(world: World, today: date) -> tuple[str, date | None]:
    if not world.strangers:
        return "holds", None
    lasts = []
    for person in world.strangers:
        own = [case.last for case in world.cases if case.person == person and case.alive and case.last >= today]
        if not own:
            return "broken", None
        lasts.append(max(own))
    return "curing", min(lasts)


def vacancy(log: list[Event]) -> Iterator[tuple[date, str, date | None]]:
    """There are three members at least; one departure that breaks this is cured within twenty days, and not two."""
    world = World(["ann", "bob", "cat"], dict.fromkeys(PEOPLE, True))
    for today, entries in days(log):
        begun: list[Case] = []
        for entry in entries:
            before = list(world.members)
            world.take(entry)
            if len(world.members) < len(before):
                for case in (*world.cases, *begun):
                    case.alive = False
                begun.append(Case(today + timedelta(days=20), "", alive=len(before) >= 3))
        short = len(world.members) < 3
        if entries:
            world.cases += begun
            for case in world.cases:
                case.alive &= short
        lasts = [case.last for case in world.cases if case.alive and case.last >= today]
        yield today, *(("holds", None) if not short else ("curing", max(lasts)) if lasts else ("broken", None))


_entries = st.one_of(
    st.tuples(st.just("lost-independence"), st.fixed_dictionaries(
        {"person": st.sampled_from(PEOPLE), "own_control": st.sampled_from((False, False, True))}
    )),
    st.tuples(st.just("changed"), st.fixed_dictionaries({"person": st.sampled_from(PEOPLE)})),
    st.tuples(
        st.sampled_from(("resigned", "appointed")),
        st.fixed_dictionaries({"person": st.sampled_from(PEOPLE), "body": st.just("committee")}),
    ),
)  # fmt: skip


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    found = []
    for number in sorted(draw(st.lists(st.integers(1, LONG - 1), max_size=7))):
        kind, details = draw(_entries)
        if kind in ("lost-independence", "changed"):
            details = {**details, "facts": {"ind": kind == "changed"}}
        found.append(Event(FIRST + timedelta(days=number), kind, details, PLACE))
    return found


def made_of(log: list[Event]) -> Roster:
    people: dict[str, dict[str, object]] = {person: {"ind": True} for person in PEOPLE}
    return roster(as_of="2026-01-01", people=people, log=log, calendar=Calendar(annual_meetings=MEETINGS))


LOSS = relief(
    start="event.kind == 'lost-independence' && !event.own_control",
    who="m == event.person",
    until="[next_annual_meeting(event.date), event.date + days(30)].min()",
)
MAJORITY = replace(LOSS, during=expression("size(members.filter(m, m.ind)) > half(members)"))
VACANCY = relief(start="size(event.left) > 0", until="start + days(20)", alone=True)


def agree(rule: Clause, log: list[Event], expected: Iterator[tuple[date, str, date | None]]) -> None:
    made = made_of(log)
    for today, status, until in expected:
        found = verdict(rule, made, today)
        assert (str(found.status), found.until) == (status, until), (today, log)


@settings(max_examples=settings.default.max_examples // 3)
@given(logs(), st.booleans())
def test_a_lost_independence_is_cured_as_day_by_day(log: list[Event], majority: bool) -> None:
    rule = with_relief(clause("members.all(m, m.ind)"), MAJORITY if majority else LOSS)
    agree(rule, log, independence(log, majority))


@settings(max_examples=settings.default.max_examples // 3)
@given(logs())
def test_a_vacancy_is_cured_as_day_by_day(log: list[Event]) -> None:
    agree(with_relief(clause("size(members) >= 3"), VACANCY), log, vacancy(log))


@settings(max_examples=settings.default.max_examples // 3)
@given(logs())
def test_relief_only_helps_and_only_what_is_broken(log: list[Event]) -> None:
    bare = clause("members.all(m, m.ind) && size(members) >= 3")
    made = made_of(log)
    for today, _ in days(log):
        plain, spared = verdict(bare, made, today), verdict(with_relief(bare, LOSS, VACANCY), made, today)
        if plain.status is not Status.BROKEN:
            assert spared == replace(plain, subject=spared.subject)
        else:
            assert spared.status in (Status.BROKEN, Status.CURING)
            assert spared.status is Status.BROKEN or (spared.until is not None and today <= spared.until)


# One case each ------------------------------------------------------------------------------------------------------

LOST = event("2026-02-10", "lost-independence", person="ann", own_control=False, facts={"ind": False})


def lost(*more: Event, **people: object) -> Roster:
    named: dict[str, dict[str, object]] = {person: {"ind": True} for person in PEOPLE}
    return roster(as_of="2026-01-01", people=named, log=[LOST, *more], **people)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("today", "status"),
    [
        ("2026-02-09", Status.HOLDS),
        ("2026-02-10", Status.CURING),
        ("2027-02-10", Status.CURING),
        ("2027-02-11", Status.BROKEN),
    ],
)
def test_the_first_and_the_last_day_are_included(today: str, status: Status) -> None:
    rule = with_relief(clause("members.all(m, m.ind)"), replace(LOSS, until=dated("start + years(1)")))
    assert verdict(rule, lost(), today).status is status


def test_relief_that_nobody_has_compared_with_its_source_needs_counsel() -> None:
    cure = replace(LOSS, until=dated("start + days(5)"), verified=False)
    (one,) = verdict(with_relief(clause("members.all(m, m.ind)"), cure), lost(), "2026-02-12").evidence[-1:]
    assert one.text.startswith("cure `made/help` (needs counsel's check): it began with Ann")


def test_a_cure_that_is_over_is_told_beside_what_it_leaves_broken() -> None:
    rule = with_relief(clause("members.all(m, m.ind)"), replace(LOSS, until=dated("start + days(5)")))
    found = verdict(rule, lost(), "2026-03-01")
    assert found.status is Status.BROKEN
    assert [(one.name, one.until, one.people) for one in found.lapsed] == [("made/help", day("2026-02-15"), ("ann",))]


def test_a_last_day_that_hangs_on_a_meeting_that_nobody_has_fixed_is_not_known() -> None:
    found = verdict(with_relief(clause("members.all(m, m.ind)"), LOSS), lost(), "2026-02-20")
    assert (found.status, found.facts) == (Status.UNKNOWN, {"calendar.annual_meetings"})


def test_whether_it_was_own_control_decides_and_is_asked_for() -> None:
    silent = event("2026-02-10", "lost-independence", person="ann", facts={"ind": False})
    made = replace(lost(), log=(silent,))
    rule = with_relief(clause("members.all(m, m.ind)"), replace(LOSS, until=dated("start + days(5)")))
    found = verdict(rule, made, "2026-02-12")
    assert (found.status, found.facts) == (Status.UNKNOWN, {"lost-independence of 2026-02-10.own_control"})


def test_a_phase_in_counts_from_a_day_and_comes_back() -> None:
    rule = with_relief(
        clause("members.all(m, m.ind)"),
        relief("phase_in", start=dated("organisation.listed"), until="start + days(90)"),
    )
    back = event("2026-02-20", "changed", person="ann", facts={"ind": True})
    again = event("2026-03-01", "lost-independence", person="bob", own_control=True, facts={"ind": False})
    made = lost(back, again)
    made = replace(made, organisation=replace(made.organisation, facts={"listed": day("2026-02-01")}))
    assert verdict(rule, made, "2026-02-25").status is Status.HOLDS
    assert verdict(rule, made, "2026-05-02").status is Status.WAIVED
    assert verdict(rule, made, "2026-05-03").status is Status.BROKEN
    unsaid = replace(made, organisation=replace(made.organisation, facts={}))
    assert verdict(rule, unsaid, "2026-03-02").facts == {"organisation.listed"}


def waived(when: str, person: str | None = None, **details: object) -> Event:
    named = {} if person is None else {"person": person}
    return event(when, "waived", relief="exceptional", by="board", disclosed=True, **named, **details)


EXCEPTIONAL = relief(
    "waiver",
    "exceptional",
    given="relief.by == board && relief.disclosed",
    who="m != chair",
    at_most=1,
    until="relief.date + years(2)",
)


def test_a_waiver_covers_whom_it_names_and_no_more_than_it_may() -> None:
    rule = with_relief(clause("members.all(m, m.ind)"), EXCEPTIONAL)
    second = event("2026-03-01", "changed", person="bob", facts={"ind": False})
    made = lost(waived("2026-02-11", "ann"), second, waived("2026-03-02", "bob"))
    assert verdict(rule, made, "2026-02-10").status is Status.BROKEN
    one = verdict(rule, made, "2026-02-11")
    assert (one.status, one.until, one.relief[0].people) == (Status.WAIVED, day("2028-02-11"), ("ann",))
    assert verdict(rule, made, "2026-03-02").status is Status.BROKEN


def test_a_waiver_does_not_reach_whom_it_may_not() -> None:
    rule = with_relief(clause("members.all(m, m.ind)"), EXCEPTIONAL)
    assert verdict(rule, lost(waived("2026-02-11", "ann"), chair="ann"), "2026-03-01").status is Status.BROKEN
    assert verdict(rule, lost(waived("2026-02-11", "bob")), "2026-03-01").status is Status.BROKEN
    assert verdict(rule, lost(waived("2026-02-11")), "2026-03-01").status is Status.WAIVED


def test_a_waiver_lasts_no_longer_than_it_was_granted_for() -> None:
    rule = with_relief(clause("members.all(m, m.ind)"), EXCEPTIONAL)
    made = lost(waived("2026-02-11", "ann", until=day("2026-06-30")))
    assert verdict(rule, made, "2026-06-30").until == day("2026-06-30")
    assert verdict(rule, made, "2026-07-01").status is Status.BROKEN


def test_what_is_granted_to_a_kind_of_company_lasts_while_it_is_one() -> None:
    rule = with_relief(clause("size(members) >= 9"), relief("waiver", during="size(members) == 3"))
    found = verdict(rule, lost(), "2026-03-01")
    assert (found.status, found.until) == (Status.WAIVED, None)
    left = event("2026-03-02", "resigned", person="bob", body="committee")
    assert verdict(rule, lost(left), "2026-03-02").status is Status.BROKEN


def test_a_chair_who_is_covered_leaves_a_vacant_chair() -> None:
    rule = with_relief(clause("chair.ind"), replace(LOSS, until=dated("start + days(9)")))
    assert verdict(rule, lost(chair="ann"), "2026-02-12").status is Status.CURING


def test_no_slate_is_lawful_by_relief() -> None:
    rule = with_relief(clause("members.all(m, m.ind)"), replace(LOSS, until=dated("start + days(9)")))
    rules = policy([rule], facts=FACTS)
    state = state_of(lost(), {"committee": rules}, day("2026-02-12"))
    assert verdicts_on(rule, rules, state, "committee")[0].status is Status.CURING
    assert lawful(rules, state, "committee")[0] is False


def test_relief_of_a_file_helps_its_clauses_and_those_it_names() -> None:
    rule, other = clause("members.all(m, m.ind)"), clause("size(members) >= 4", name="other")
    vote = clause("size(meetings) >= 9", name="meetings", scope=Scope.CHARTER)
    rules = policy([rule, other, vote], facts=FACTS)
    until = dated("start + days(9)")
    always = relief("phase_in", start=dated("organisation.listed"), until=until.excerpt.text)
    made = replace(lost(), organisation=replace(lost().organisation, facts={"listed": day("2026-02-10")}))

    def statuses(one: Relief) -> list[Status]:
        bound = replace(rules, charter=replace(rules.charter, relief=(one,)))
        return [verdict(each, made, "2026-02-12", bound).status for each in (rule, other, vote)]

    assert statuses(always) == [Status.WAIVED, Status.WAIVED, Status.BROKEN]
    assert statuses(replace(always, helps=("made/rule",))) == [Status.WAIVED, Status.BROKEN, Status.BROKEN]
    assert statuses(replace(always, helps=("made/meetings",))) == [Status.BROKEN, Status.BROKEN, Status.WAIVED]


# Packs as of a day --------------------------------------------------------------------------------------------------


def test_a_pack_is_used_as_it_stood_on_a_day() -> None:
    old = clause("size(members) >= 1", name="old", in_force=(None, day("2012-12-31")))
    new = clause("size(members) >= 2", name="new", in_force=(day("2013-01-01"), None))
    pack = Charter("law.x", "X", None, Rank.LISTING, PLACE.source, PLACE, clauses=(old, new))
    inner = replace(pack, id="law.y")
    pack = replace(pack, uses=("law.y",))
    packs = {"law.x": pack, "law.y": inner}
    charter = replace(policy().charter, uses=("law.x",))

    def names(at: dict[str, date] | None) -> list[tuple[str, bool]]:
        found = policy_of(replace(charter, used_at=at), packs.__getitem__)
        return [(f"{one.id}", one.in_force == (None, None)) for one in found.clauses]

    assert names(None) == [("old", False), ("new", False)] * 2
    assert names({"law.x": day("2012-12-31")}) == [("old", True)] * 2
    assert names({"law.x": day("2013-01-01")}) == [("new", True)] * 2
    assert names({"law.y": day("2013-01-01")}) == [("old", False), ("new", False), ("new", True)]


@settings(max_examples=settings.default.max_examples // 3)
@given(st.sets(st.sampled_from(PEOPLE)), st.sets(st.sampled_from(PEOPLE)), st.integers(1, 3))
def test_a_limited_waiver_covers_some_so_many_of_those_it_names(lost: set[str], named: set[str], most: int) -> None:
    log = [event("2026-02-01", "changed", person=person, facts={"ind": False}) for person in sorted(lost)]
    log += [waived(f"2026-02-0{number + 2}", person) for number, person in enumerate(sorted(named))]
    people: dict[str, dict[str, object]] = {person: {"ind": True} for person in PEOPLE}
    made = roster(PEOPLE, as_of="2026-01-01", people=people, log=log)
    rule = with_relief(clause("members.all(m, m.ind)"), replace(EXCEPTIONAL, at_most=most))
    spared = lost <= named and len(lost) <= most
    found = verdict(rule, made, "2026-03-01")
    assert found.status is (Status.HOLDS if not lost else Status.WAIVED if spared else Status.BROKEN)
    if found.status is Status.WAIVED:
        firsts = [entry.date for entry in log if entry.kind == "waived" and entry.details["person"] in lost]
        assert found.until == min(firsts).replace(year=2028)
        assert {person for one in found.relief for person in one.people} == lost


def test_what_a_meeting_lacked_is_spared_by_what_ran_on_its_day() -> None:
    rule = with_relief(
        clause("size(present) >= 3", scope=Scope.MEETING),
        relief("phase_in", start=dated("organisation.listed"), until="start + days(30)"),
    )
    made = lost(held("2026-03-01", "ann", "bob"), held("2026-03-31", "ann", "bob"), held("2026-04-01", "ann", "bob"))
    made = replace(made, organisation=replace(made.organisation, facts={"listed": day("2026-03-01")}))
    rules = policy([rule], facts=FACTS)
    found = verdicts_on(rule, rules, state_of(made, {"committee": rules}, day("2026-06-01")), "committee")
    assert [(str(one.status), one.until) for one in found] == [
        ("waived", day("2026-03-31")), ("waived", day("2026-03-31")), ("broken", None),
    ]  # fmt: skip


def test_a_waiver_of_what_no_document_grants_is_a_finding() -> None:
    rule = with_relief(clause("members.all(m, m.ind)"), EXCEPTIONAL)
    rules = policy([rule], facts=FACTS)
    slip = event("2026-02-12", "waived", relief="exceptionl", by="board", disclosed=True)
    state = state_of(lost(waived("2026-02-11", "ann"), slip), {"committee": rules}, day("2026-03-01"))
    (found,) = misnamed(state, {"committee": rules})
    assert (found.code, found.help) == ("unknown-relief", "did you mean `exceptional`?")
