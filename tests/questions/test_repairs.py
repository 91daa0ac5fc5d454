"""Repairs and profiles of recruits are those that trying everything finds, by the reference evaluator alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from illustrative_rosters import FACTS, organisations, policies, subsets
from made import clause, fact
from made import policy as policy_of
from made import roster as organisation
from quorate.cel.types import DATE, INT
from quorate.charter.document import Clause, FactDeclaration, Policy, Scope
from quorate.charter.evaluator import binding, if_tested, judge
from quorate.charter.roster import Membership, Person, Roster
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status
from quorate.engines.base import Clock, Limits
from quorate.formula.candidates import Slate, on, seated
from quorate.questions.explain.recruits import recruits
from quorate.questions.explain.remedies import Costs, FactChange, Fixed, Recruit, Repair, Repairs, Waiver
from quorate.questions.explain.repairs import repairs
from quorate.questions.explain.trying import MOST
from quorate.questions.slates.answer import slates
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.request import Request, request

BODY = "committee"
GOOD = (Status.HOLDS, Status.NOT_APPLICABLE)
COSTS = Costs(waive=3, recruit=2, change=1)
NEW = "newcomer-1"
VALUES: Mapping[str, tuple[object, ...]] = {
    "ind": (True, False),
    "fin": (True, False),
    "firm": ("a", "b", "another"),
    "terms_left": tuple(range(-1, 6)),
}
NOT_STATED = object()
Sign = frozenset[tuple[str, ...]]
"""What a repair does, without values: clauses waived, facts changed, whether somebody is recruited."""


def desk() -> Desk:
    limits = Limits(60)
    return Desk(None, limits, Clock(limits))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Policy, Roster]:
    """A policy under which a fact may be changed, and an organisation of three that it governs."""
    policy = draw(policies((Scope.BODY, Scope.QUORUM), most=2))
    roster = draw(organisations(most=3))
    people = dict(tuple(roster.people.items())[:3])
    bodies = {
        name: replace(
            body,
            members=tuple(each for each in body.members if each.person in people),
            chair=body.chair if body.chair in people else None,
        )
        for name, body in roster.bodies.items()
    }
    known = {
        name: replace(person, facts={key: value for key, value in person.facts.items() if key != "mentor"})
        for name, person in people.items()
    }
    facts = {("person", each.name): each for each in (*FACTS, fact("ind", changeable=True))}
    return replace(policy, facts=facts), replace(roster, people=known, bodies=bodies)


def ask(policy: Policy, roster: Roster) -> Request:
    return request(roster, {BODY: policy}, [BODY])


# Everything tried ---------------------------------------------------------------------------------------------------


def falls_short(policy: Policy, roster: Roster, must_sit: Iterable[str] = ()) -> Iterator[frozenset[str]]:
    """For every slate, the clauses that would have to be waived for it."""
    state = state_of(roster, {BODY: policy})
    board = [member.person for member in roster.bodies["board"].members]
    for members in subsets(tuple(person for person in roster.people if person in board)):
        if members and set(must_sit) <= set(members):
            seats = roster.bodies[BODY].seats
            for chair in members if seats is None or len(members) <= seats else ():
                then = seated(state, {BODY: Slate(members, chair)})
                verdicts = [
                    judge(clause, if_tested(clause, on(then, policy, BODY, clause)), explain=False)
                    for clause in binding(policy)
                ]
                yield frozenset(verdict.subject.id for verdict in verdicts if verdict.status not in GOOD)


def with_newcomer(roster: Roster, facts: Mapping[str, object]) -> Roster:
    board = roster.bodies["board"]
    wider = replace(board, members=(*board.members, Membership(NEW, since=roster.as_of, terms=1)))
    people = {**roster.people, NEW: Person(NEW, "Newcomer", facts)}
    return replace(roster, people=people, bodies={**roster.bodies, "board": wider})


def changed(roster: Roster, facts: Mapping[str, object]) -> Roster:
    """The roster with another `ind` of some people."""
    people = {
        name: replace(person, facts={**person.facts, "ind": facts[name]}) if name in facts else person
        for name, person in roster.people.items()
    }
    return replace(roster, people=people)


def read_by(policy: Policy) -> list[str]:
    text = " ".join(part.excerpt.text for each in policy.clauses for part in (each.rule, each.when) if part)
    return [name for name in VALUES if f".{name}" in text]


def profiles(policy: Policy) -> Iterator[dict[str, object]]:
    names = read_by(policy)
    for values in product(*((NOT_STATED, *VALUES[name]) for name in names)):
        yield {name: value for name, value in zip(names, values, strict=True) if value is not NOT_STATED}


def all_changes(policy: Policy, roster: Roster) -> Iterator[dict[str, object]]:
    board = [member.person for member in roster.bodies["board"].members]
    people = [person for person in roster.people if person in board] if "ind" in read_by(policy) else []
    options = [
        (NOT_STATED, *(value for value in (True, False) if roster.people[who].facts.get("ind") is not value))
        for who in people
    ]
    for values in product(*options):
        yield {who: value for who, value in zip(people, values, strict=True) if value is not NOT_STATED}


def everything(policy: Policy, roster: Roster) -> set[Sign]:
    """The least things to do, waivers, changes and one newcomer among them, after which some slate is lawful."""
    found: set[Sign] = set()
    for facts in all_changes(policy, roster):
        done = {("change", who) for who in facts}
        there = changed(roster, facts)
        for waived in falls_short(policy, there):
            found.add(frozenset(done | {("waive", clause) for clause in waived}))
        for known in profiles(policy):
            for waived in falls_short(policy, with_newcomer(there, known), [NEW]):
                found.add(frozenset(done | {("recruit",)} | {("waive", clause) for clause in waived}))
    return least(found)


def least(found: set[Sign]) -> set[Sign]:
    return {each for each in found if not any(other < each for other in found)}


def sign(repair: Repair) -> Sign:
    parts: set[tuple[str, ...]] = set()
    for remedy in repair.remedies:
        match remedy:
            case Waiver(name=name):
                parts.add(("waive", name))
            case FactChange(person=person):
                parts.add(("change", person))
            case Recruit():
                parts.add(("recruit",))
    return frozenset(parts)


def closed(policy: Policy) -> bool:
    """Whether facts have few values that matter; of the numbers that are summed there is no end."""
    parts = (part for each in policy.clauses for part in (each.rule, each.when) if part is not None)
    return not any(".sum()" in part.excerpt.text for part in parts)


@settings(max_examples=max(1, settings.default.max_examples // 4))
@given(cases())
def test_repairs_are_those_that_trying_everything_finds(case: tuple[Policy, Roster]) -> None:
    policy, roster = case
    assume(closed(policy) and roster.bodies["board"].members)
    told = repairs(ask(policy, roster), desk(), costs=COSTS, newcomers=1, top=None)
    expected = everything(policy, roster)
    event(f"{min(len(expected), 5)} repairs")
    if told.tried:
        event("tried one by one")
        small = {each for each in expected if len(each) <= MOST and ("recruit",) not in each}
        assert {sign(repair) for repair in told.found} == small - {frozenset()}
        return
    assert {sign(repair) for repair in told.found} == expected - {frozenset()}
    assert len(told.found) == len(expected - {frozenset()})
    costs = [repair.cost for repair in told.found]
    assert costs == sorted(costs)


@settings(max_examples=max(1, settings.default.max_examples // 4))
@given(cases())
def test_profiles_are_the_least_that_trying_everything_finds(case: tuple[Policy, Roster]) -> None:
    policy, roster = case
    assume(closed(policy) and roster.bodies["board"].members)
    told = recruits(ask(policy, roster), desk(), newcomers=1, top=None)
    assume(not told.tried)
    enough = [
        (frozenset(known), known)
        for known in profiles(policy)
        if any(not waived for waived in falls_short(policy, with_newcomer(roster, known), [NEW]))
    ]
    expected = {names for names, _ in enough if not any(other < names for other, _ in enough)}
    event(f"{min(len(expected), 5)} profiles")
    assert {frozenset(trait.fact for trait in each.newcomers[0].traits) for each in told.openings} == expected
    for each in told.openings:
        known = {trait.fact: read(trait.value) for trait in each.newcomers[0].traits}
        there = with_newcomer(roster, known)
        every = slates(there, {BODY: policy}, bodies=[BODY], count_only=True).lawful
        without = slates(there, {BODY: policy}, bodies=[BODY], exclude=[NEW], count_only=True).lawful
        assert (every or 0) - (without or 0) == each.slates


def read(written: str) -> object:
    """A value as it is told."""
    return {"true": True, "false": False}.get(written, int(written) if written.lstrip("-").isdigit() else written)


# By hand ------------------------------------------------------------------------------------------------------------


def governed(*rules: Clause, facts: Iterable[FactDeclaration] = FACTS, **known: Mapping[str, object]) -> Request:
    """A request for a committee of people with these facts, who all sit in the board."""
    made = policy_of(rules, (), facts)
    there = organisation((), people=known, board=tuple(known))
    return request(there, {BODY: made}, [BODY])


def told_by(found: Repairs) -> list[tuple[int, list[str]]]:
    return [(each.cost, [type(remedy).__name__ for remedy in each.remedies]) for each in found.found]


SOUND = {"ind": True, "fin": True, "firm": "a", "terms_left": 2}


def test_wishes_of_the_call_may_be_given_up() -> None:
    made = policy_of([clause("size(members) <= 1")], (), FACTS)
    there = organisation((), people={"ann": SOUND, "bob": SOUND}, board=("ann", "bob"))
    asked = request(there, {BODY: made}, [BODY], sizes=(2, 2), keep=["ann", "bob"])
    assert told_by(repairs(asked, desk())) == [
        (2, ["WishDropped", "WishDropped"]),
        (2, ["WishDropped", "WishDropped"]),
        (3, ["Waiver"]),
    ]


def test_what_a_file_says_of_costs_goes_before_what_the_call_says() -> None:
    dear = replace(clause("members.all(m, m.ind)", name="dear"), cost=7)
    facts = (replace(fact("ind", changeable=True), cost=4),)
    found = repairs(governed(dear, facts=facts, ann={"ind": False}), desk(), costs=Costs(recruit=9))
    assert told_by(found) == [(4, ["FactChange"]), (7, ["Waiver"]), (9, ["Recruit"])]


def test_a_person_who_must_serve_is_given_up_by_no_repair() -> None:
    facts = (fact("ind", changeable=True),)
    asked = governed(clause("members.all(m, m.ind)"), facts=facts, ann={"ind": False}, bob={"ind": True})
    assert repairs(asked, desk()).found == ()
    found = repairs(asked, desk(), fixed=Fixed({}, {BODY: frozenset({"ann"})}, {}))
    assert told_by(found) == [(1, ["FactChange"]), (3, ["Waiver"])]
    assert all("ann" in each.slate[0].members for each in found.found)


def test_of_a_given_slate_only_its_members_are_spoken_of() -> None:
    facts = (fact("ind", changeable=True),)
    people = {"ann": {"ind": False}, "bob": {"ind": True}, "cat": {"ind": False}}
    asked = governed(clause("members.all(m, m.ind)"), facts=facts, **people)
    found = repairs(asked, desk(), fixed=Fixed({BODY: ("ann", "bob")}, {}, {}))
    assert told_by(found) == [(1, ["FactChange"]), (3, ["Waiver"])]
    assert {each.slate[0].members for each in found.found} == {("ann", "bob")}


def test_a_profile_says_from_where_to_where_values_do() -> None:
    facts = (fact("boards", INT, text="Other boards"), fact("born", DATE, text="Day of birth"))
    rules = (clause("members.all(m, m.boards <= 3)"), clause("members.all(m, m.born + years(75) > as_of)", name="age"))
    (opening,) = recruits(governed(*rules, facts=facts, ann={"boards": 5}), desk()).openings
    assert [trait.words for trait in opening.newcomers[0].traits] == [
        "Other boards: 3 or less",
        "Day of birth: 1951-07-01 or later",
    ]


def test_two_newcomers_may_differ() -> None:
    rules = (
        clause("size(members) >= 3"),
        clause("members.exists(m, m.fin)", name="expert"),
        clause("members.all(m, m.ind)", name="all"),
    )
    (opening,) = recruits(governed(*rules, ann={"ind": True, "fin": False}), desk()).openings
    assert sorted(len(each.traits) for each in opening.newcomers) == [1, 2]
    assert opening.slates == 1


def test_where_a_clause_comes_to_no_formula_remedies_are_tried() -> None:
    facts = (fact("ind", changeable=True),)
    product = clause("size(members.filter(m, m.ind)) * size(members.filter(m, m.ind)) >= 1", name="product")
    asked = governed(product, facts=facts, ann={"ind": False})
    found = repairs(asked, desk())
    assert found.tried == ("product",)
    assert told_by(found) == [(1, ["FactChange"]), (3, ["Waiver"])]
    (opening,) = recruits(asked, desk()).openings
    assert [trait.fact for trait in opening.newcomers[0].traits] == ["ind"]
