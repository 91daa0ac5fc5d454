"""What is tested at elections or appointments binds slates in which somebody joins, and no others: by brute force."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from illustrative_rosters import subsets
from made import clause, day, fact, policy, roster
from quorate.charter.document import Clause, Force, Policy, Scope
from quorate.charter.evaluator import judge, lawful
from quorate.charter.occasions import occasions
from quorate.charter.roster import Membership
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status
from quorate.formula.candidates import Slate, seated
from quorate.questions.diff import diff
from quorate.questions.slates import slates

BODY = "committee"
PEOPLE = ("ann", "bob", "cat", "dan")
FACTS = [fact("fit")]
RULES = (
    "members.all(m, m.fit)", "size(members) >= 2", "size(members.filter(m, m.fit)) > half(members)",
    "members.exists(m, m.terms == 1 && m.fit)", "size(members) * size(members) <= 9",
)  # fmt: skip
MET = (Status.HOLDS, Status.NOT_APPLICABLE)


@st.composite
def charters(draw: st.DrawFn) -> Policy:
    rules = draw(st.lists(st.sampled_from(RULES), min_size=1, max_size=3, unique=True))
    tested = st.sampled_from(("always", "at_election", "at_appointment"))
    return policy([clause(rule, name=f"rule{n}", tested=draw(tested)) for n, rule in enumerate(rules)], (), FACTS)


def verdict(one: Clause, own: Policy, there: State) -> Status:
    today = occasions(own, there, BODY, Scope.BODY)[0]
    return judge(replace(one, tested="always"), today).status


def expected(own: Policy, there: State, *, joins: bool) -> bool | None:
    """A clause that is always tested is judged, another only where somebody joins."""
    judged = [one for one in own.clauses if one.tested == "always" or joins]
    found = {verdict(one, own, there) for one in judged}
    return False if Status.BROKEN in found else None if Status.UNKNOWN in found else True


@given(
    own=charters(),
    fits=st.fixed_dictionaries({who: st.sampled_from((True, False, None)) for who in PEOPLE}),
    today=st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True),
    over=st.sets(st.sampled_from(PEOPLE)),
)
def test_a_clause_tested_at_elections_binds_slates_in_which_somebody_joins(
    own: Policy, fits: dict[str, bool | None], today: list[str], over: set[str]
) -> None:
    members = [Membership(who, term_ends=day("2026-01-01" if who in over else "2027-01-01"), terms=1) for who in today]
    people = {who: {} if fit is None else {"fit": fit} for who, fit in fits.items()}
    made = roster(members, people=people, board=PEOPLE)
    state = state_of(made, {BODY: own})
    lasts = {who for who in today if who not in over}
    outcomes = {}
    for chosen in subsets(PEOPLE):
        if chosen:
            there = seated(state, {BODY: Slate(chosen)})
            outcomes[chosen] = expected(own, there, joins=bool(set(chosen) - lasts))
            assert lawful(own, there, BODY)[0] is outcomes[chosen]
    answer = slates(made, {BODY: own}, bodies=[BODY], top=None, sizes=(1, 4))
    assert {slate.seats[0].members for slate in answer.slates} == {who for who, said in outcomes.items() if said}
    assert answer.hanging == sum(said is None for said in outcomes.values())


@pytest.mark.parametrize("tested", ["at_election", "at_appointment"])
def test_incumbents_stay_who_would_not_be_elected(tested: str) -> None:
    own = policy([clause("members.all(m, m.fit)", tested=tested)], (), FACTS)
    people = {"ann": {"fit": False}, "bob": {"fit": True}, "cat": {"fit": True}}
    made = roster(["ann", "bob"], people=people, board=["ann", "bob", "cat"])
    found = slates(made, {BODY: own}, bodies=[BODY], top=None, sizes=(1, 3))
    assert {frozenset(slate.seats[0].members) for slate in found.slates} == {
        frozenset(chosen) for chosen in (("ann",), ("bob",), ("ann", "bob"), ("cat",), ("bob", "cat"))
    }
    assert lawful(own, state_of(made, {BODY: own}), BODY)[0] is True


def test_an_aim_that_is_tested_at_elections_is_met_where_nobody_joins() -> None:
    aim = replace(clause("members.all(m, m.fit)", tested="at_election"), force=Force.SHOULD)
    own = policy([aim], (), FACTS)
    made = roster(["ann"], people={"ann": {"fit": False}, "bob": {"fit": False}}, board=["ann", "bob"])
    found = slates(made, {BODY: own}, bodies=[BODY], top=None, sizes=(1, 1))
    assert [(slate.seats[0].members, len(slate.missed)) for slate in found.slates] == [(("ann",), 0), (("bob",), 1)]


def test_a_comparison_knows_that_too() -> None:
    before = policy([clause("members.all(m, m.fit)")], (), FACTS)
    after = policy([clause("members.all(m, m.fit)", tested="at_election")], (), FACTS)
    people = {"ann": {"fit": False}, "bob": {"fit": True}}
    made = roster(["ann"], people=people, board=["ann", "bob"])
    found = diff(made, {BODY: before}, body=BODY, after=after).slates
    assert (found.before, found.after, found.gained, found.lost) == (1, 2, 1, 0)
    assert found.example_gained == Slate(("ann",))
