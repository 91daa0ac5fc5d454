"""Cores are those that trying every slate gives; explanations of a slate, a person and a rank are what is so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made import clause, fact, policy, roster
from quorate.charter.document import Policy, Scope
from quorate.charter.evaluator import lawful
from quorate.charter.roster import Roster
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status
from quorate.engines.base import Clock, Limits
from quorate.formula.candidates import Slate as Chosen
from quorate.formula.candidates import seated
from quorate.questions.explain import Core, Kind, WhyNot, explain
from quorate.questions.explain.case import Case
from quorate.questions.explain.slate import one_slate
from quorate.questions.explain.why_not import why_not
from quorate.questions.slates import slates
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.nouns import Seated
from quorate.questions.slates.request import request
from quorate.questions.slates.search import search
from quorate.source.diagnostic import CallError

PEOPLE = ("ann", "bob", "cat", "dan")
FACTS = [fact("ind"), fact("fin")]
CLAUSES = (
    clause("size(members) >= 2", name="two"),
    clause("size(members) >= 3", name="three"),
    clause("size(members) <= 2", name="most"),
    clause("members.all(m, m.ind)", name="independence"),
    clause("members.all(m, m.ind)", name="independence-again"),
    clause("size(members.filter(m, m.ind)) > half(members)", name="majority"),
    clause("members.exists(m, m.fin)", name="expert"),
    clause("members.all(m, !m.fin || !m.ind)", name="apart"),
    clause("chair.fin", name="chair-fin"),
    clause("chair.ind", name="chair-ind"),
    clause("members.all(m, !(m.id == 'ann') || members.exists(n, n.id == 'dan'))", name="together"),
    clause("size(present) >= 3", name="quorum", scope=Scope.QUORUM),
    clause("vacancies == 0", name="full"),
)
LIMITS = Limits()
truths = st.sampled_from([True, False, False, None])


@dataclass(frozen=True)
class Asked:
    roster: Roster
    policies: dict[str, Policy]
    options: dict[str, Any]

    def case(self, **more: Any) -> Case:
        found = search(request(self.roster, self.policies, ["committee"], **{**self.options, **more}))
        return Case(found, Desk(None, LIMITS, Clock(LIMITS)))


@st.composite
def questions(draw: st.DrawFn, *, fewest: int = 2) -> Asked:
    people: dict[str, dict[str, object]] = {}
    for person in PEOPLE:
        known = {name: draw(truths) for name in ("ind", "fin")}
        people[person] = {name: value for name, value in known.items() if value is not None}
    today = draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True))
    chair = draw(st.sampled_from([None, *today]))
    made = roster(today, people=people, board=PEOPLE, chair=chair, seats=draw(st.sampled_from([None, 2, 3])))
    rules = draw(st.lists(st.sampled_from(CLAUSES), min_size=fewest, max_size=6, unique_by=lambda each: each.id))
    options: dict[str, Any] = {}
    if draw(st.booleans()):
        options["sizes"] = draw(st.sampled_from([(2, 2), (3, None), (4, 4), (1, 2)]))
    if draw(st.booleans()):
        options["keep"] = ("bob",)
    return Asked(made, {"committee": policy(rules, facts=FACTS)}, options)


# the same by trying every slate


def every_slate(asked: Asked) -> Iterator[Chosen]:
    """Every group of people, with every chair where a clause reads the chair."""
    read = any("chair" in each.rule.excerpt.text for each in asked.policies["committee"].clauses)
    for size in range(1, len(PEOPLE) + 1):
        for members in combinations(PEOPLE, size):
            yield from (Chosen(members, chair) for chair in (members if read else (None,)))


def wrong(asked: Asked, slate: Chosen, bad: Sequence[Status]) -> frozenset[str]:
    """What a slate does not fulfil: clauses by the reference evaluator, the seats and the wishes by counting."""
    state = seated(state_of(asked.roster, asked.policies), {"committee": slate})
    _, verdicts = lawful(asked.policies["committee"], state, "committee")
    found = {verdict.subject.id for verdict in verdicts if verdict.status in bad}
    seats = asked.roster.bodies["committee"].seats
    if seats is not None and len(slate.members) > seats:
        found.add("seats")
    least, most = asked.options.get("sizes", (1, None))
    if not least <= len(slate.members) <= (most or len(PEOPLE)):
        found.add("size")
    return frozenset(found | {f"keep {each}" for each in asked.options.get("keep", ()) if each not in slate.members})


def minimal_cores(broken: Sequence[frozenset[str]]) -> set[frozenset[str]]:
    """The least sets of which every slate breaks something."""
    names = sorted(frozenset().union(*broken))
    found: list[frozenset[str]] = []
    for size in range(len(names) + 1):
        for core in map(frozenset, combinations(names, size)):
            if all(core & each for each in broken) and not any(each <= core for each in found):
                found.append(core)
    return set(found)


def by_trying(asked: Asked) -> tuple[set[frozenset[str]], bool]:
    """All cores, and whether they are certain, whatever the unknown facts are."""
    for bad in ((Status.BROKEN,), (Status.BROKEN, Status.UNKNOWN)):
        cores = minimal_cores([wrong(asked, slate, bad) for slate in every_slate(asked)])
        if cores:
            return cores, bad == (Status.BROKEN,)
    return set(), True


def spelt_out(core: Core) -> Iterator[frozenset[str]]:
    """A core for every clause that comes to the same as one of its parts."""
    yield from map(frozenset, product(*(part.names for part in core.asked)))


@settings(max_examples=settings().max_examples // 4)
@given(asked=questions())
def test_the_cores_are_all_that_trying_every_slate_gives(asked: Asked) -> None:
    cores, certain = by_trying(asked)
    found = why_not(asked.case(), every=True)
    if not cores:
        assert found is None
        return
    assert found is not None
    assert {each for core in found.cores for each in spelt_out(core)} == cores
    assert found.certain is certain
    assert found.complete


@settings(max_examples=settings().max_examples // 4)
@given(asked=questions(fewest=4))
def test_the_core_that_is_told_is_a_smallest_one(asked: Asked) -> None:
    cores, certain = by_trying(asked)
    found = why_not(asked.case())
    assert (found is None) is not bool(cores)
    if found is not None:
        assert len(found.cores) == 1
        core = found.cores[0]
        assert core.smallest
        assert len(core.asked) == min(map(len, cores))
        assert found.certain is certain


@settings(max_examples=settings().max_examples // 4)
@given(asked=questions(fewest=3))
def test_each_part_keeps_out_whom_it_keeps_out_and_is_needed(asked: Asked) -> None:
    """Whom a clause keeps out, and the slate of the others: by trying every slate."""
    found = why_not(asked.case())
    if found is None:
        return
    bad = (Status.BROKEN,) if found.certain else (Status.BROKEN, Status.UNKNOWN)
    tried = [(slate, wrong(asked, slate, bad)) for slate in every_slate(asked)]
    core = {part.names[0] for part in found.cores[0].asked}
    for part in found.cores[0].asked:
        sitting = {person for slate, faults in tried if part.names[0] not in faults for person in slate.members}
        if part.kind is Kind.CLAUSE and sitting:
            assert part.keeps_out == tuple(person for person in PEOPLE if person not in sitting)
        assert part.near is not None
        near = Chosen(part.near.slate[0].members, part.near.slate[0].chair)
        assert wrong(asked, near, bad) & core == {part.names[0]}


# facts that may change


@pytest.mark.parametrize("known", list(product([True, False], repeat=3)), ids=str)
def test_the_facts_of_a_core_are_as_few_as_can_be(known: tuple[bool, bool, bool]) -> None:
    people = ("ann", "bob", "cat")
    facts = [fact("ind", changeable=True)]
    rules = [clause("size(members) >= 2", name="two"), clause("members.all(m, m.ind)", name="independence")]
    made = roster((), people={name: {"ind": ind} for name, ind in zip(people, known, strict=True)}, board=people)
    case = Asked(made, {"committee": policy(rules, facts=facts)}, {}).case()
    found = why_not(case)
    if sum(known) >= 2:
        assert found is None
        return
    assert found is not None
    told = {name for part in found.cores[0].facts for name in part.names}
    wrongly = {f"{name}.ind" for name, ind in zip(people, known, strict=True) if not ind}
    assert told <= wrongly
    assert len(told) == (2 if any(known) else 3)  # without two of three there are no two; without three nobody


def test_clauses_that_come_to_no_formula_are_tried_and_said_so() -> None:
    rules = [clause("size(members) * size(members) == 2", name="square")]
    made = roster((), people={"ann": {}, "bob": {}}, board=("ann", "bob"))
    answer = explain(made, {"committee": policy(rules)}, bodies=["committee"])
    assert answer.why is not None
    assert answer.why.cores == () or answer.why.tried == ()
    assert answer.why.certain
    assert answer.lawful == 0


# one slate, one person, one rank


@settings(max_examples=settings().max_examples // 4)
@given(asked=questions(), members=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4, unique=True))
def test_the_changes_of_a_slate_are_as_small_as_can_be(asked: Asked, members: list[str]) -> None:
    plain = replace(asked, options={})
    bad = (Status.BROKEN, Status.UNKNOWN)
    good = [slate for slate in every_slate(plain) if not wrong(plain, slate, bad)]
    mine = tuple(person for person in PEOPLE if person in members)
    case, kept = plain.case(), plain.case(keep=mine)
    found = one_slate(case.search.request, kept.search.request, case.desk, (Seated("committee", mine),))
    assert (found.lawful is True) is any(set(slate.members) == set(mine) for slate in good)
    if found.lawful is not True:
        distances = {frozenset(each.members): len(set(each.members) ^ set(mine)) for each in good}
        nearest = {members for members, far in distances.items() if far == min(distances.values())}
        told = {frozenset(swap.seats[0].members) for swap in found.swaps}
        assert told <= nearest
        assert len(told) == min(len(nearest), 5)
        assert (found.together is None) is any(set(mine) <= set(slate.members) for slate in good)


@settings(max_examples=settings().max_examples // 8)
@given(asked=questions(), person=st.sampled_from(PEOPLE))
def test_a_person_can_serve_in_as_many_slates_as_trying_gives(asked: Asked, person: str) -> None:
    plain = replace(asked, options={})
    bad = (Status.BROKEN, Status.UNKNOWN)
    good = [slate for slate in every_slate(plain) if not wrong(plain, slate, bad)]
    answer = explain(plain.roster, plain.policies, bodies=["committee"], person=person)
    assert answer.person is not None
    assert answer.person.slates == sum(person in slate.members for slate in good)
    if answer.person.slates:
        assert answer.person.lawful == len(good)
    else:
        assert isinstance(answer.why, WhyNot)
        assert all(core.people == (person,) if good else core.people in ((person,), ()) for core in answer.why.cores)


def free() -> dict[str, Any]:
    made = roster(("ann", "bob"), people={name: {"ind": name != "dan"} for name in PEOPLE}, board=PEOPLE)
    own = policy([clause("size(members) == 2", name="two"), clause("members.all(m, m.ind)")], facts=FACTS)
    return {"roster": made, "policies": {"committee": own}, "bodies": ["committee"]}


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_a_rank_is_that_of_the_list_with_the_reason_there(rank: int) -> None:
    listed = slates(**free()).slates
    answer = explain(**free(), rank=rank)
    assert answer.rank is not None
    assert answer.rank.slate == listed[rank - 1]
    assert answer.rank.against_before == listed[rank - 1].reason
    values = [measure.values for measure in answer.rank.measures if measure.name == "people who join or leave"]
    assert values[0][-1] == str([0, 2, 2][rank - 1])


def test_where_there_is_a_slate_there_is_nothing_to_explain() -> None:
    answer = explain(**free())
    assert answer.why is None
    assert answer.example is not None
    assert answer.lawful == 3


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"rank": 9}, "no-such-rank"),
        ({"rank": 0}, "no-such-rank"),
        ({"rank": 1, "person": "ann"}, "two-explanations"),
        ({"person": "nobody-known"}, "no-such-person"),
        ({"slate": ("ann,nobody-known",)}, "no-such-person"),
        ({"slate": ("board/ann",)}, "no-such-body"),
        ({"chair": ("ann",)}, "no-slate"),
        ({"slate": ("ann,bob",), "chair": ("ann,bob",)}, "two-chairs"),
    ],
)
def test_what_cannot_be_explained_as_asked_is_told(asked: dict[str, Any], code: str) -> None:
    with pytest.raises(CallError) as error:
        explain(**free(), **asked)
    assert [each.code for each in error.value.diagnostics] == [code]


def test_whoever_may_not_sit_at_all_is_told_without_asking_the_clauses() -> None:
    asked = free()
    people = {**asked["roster"].people, "eve": replace(asked["roster"].people["ann"], id="eve", name="Eve")}
    asked["roster"] = replace(asked["roster"], people=people)
    person = explain(**asked, person="eve").person
    slate = explain(**asked, slate=("ann,eve",)).slate
    assert person is not None
    assert person.unfit == "Eve does not sit in `board`, to which `committee` belongs"
    assert slate is not None
    assert slate.lawful is False
    assert slate.unfit == {"committee/eve": "Eve does not sit in `board`, to which `committee` belongs"}
