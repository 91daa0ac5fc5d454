"""What can go wrong under the Aleris charter is found by the strategies, and shrunk to its smallest form."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import find, settings
from hypothesis import strategies as st

from quorate.charter.document import Policy, Scope
from quorate.charter.evaluator import judge, lawful
from quorate.charter.library import Library
from quorate.charter.occasions import gathering, occasions
from quorate.charter.roster import Body, Event, Membership, Roster
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status
from quorate.testing.strategies import changed, losses, rosters, some_of, vacancies

BODY = "committee"
VARIED = ("nyse_independent", "non_employee_director")
SEARCH = settings(max_examples=2_000, derandomize=True, deadline=None, database=None)
T = TypeVar("T")


@pytest.fixture(scope="module")
def aleris() -> Policy:
    return Library().policy("aleris.compensation")


def smallest(strategy: st.SearchStrategy[T], condition: Callable[[T], bool]) -> T:
    return find(strategy, condition, settings=SEARCH)


def members(roster: Roster) -> tuple[str, ...]:
    return tuple(member.person for member in roster.bodies[BODY].members)


def state(policy: Policy, roster: Roster) -> State:
    return state_of(roster, {BODY: policy})


def is_lawful(policy: Policy, roster: Roster) -> bool:
    return lawful(policy, state(policy, roster), BODY)[0] is True


def without(policy: Policy, roster: Roster, departed: tuple[str, ...]) -> State:
    """The state after some have left; a chair who left leaves the chair vacant."""
    chair = roster.bodies[BODY].chair
    kept = [name for name in members(roster) if name not in departed]
    return state(policy, roster).with_body(BODY, kept, None if chair in departed else chair)


def quorate(policy: Policy, now: State, present: tuple[str, ...], clause: str = "quorum") -> bool:
    """Whether the charter's quorum (or another clause of scope quorum) is met by those present."""
    rule = next(
        one for one in policy.clauses if f"{one.charter}/{one.id}".removeprefix("aleris.compensation/") == clause
    )
    return judge(rule, gathering(policy, now, BODY, present)).status is Status.HOLDS


def independent(roster: Roster, names: tuple[str, ...]) -> int:
    return sum(roster.people[name].facts.get("nyse_independent") is True for name in names)


@st.composite
def boards(draw: st.DrawFn, policy: Policy, most: int = 4) -> Roster:
    return draw(rosters(policy, body=BODY, members=(0, most), only=VARIED, unknown=False))


@st.composite
def boards_with_two_groups(draw: st.DrawFn, policy: Policy) -> tuple[Roster, tuple[str, ...], tuple[str, ...]]:
    roster = draw(boards(policy))
    return roster, draw(some_of(roster, BODY)), draw(some_of(roster, BODY))


def test_at_the_minimum_size_one_departure_is_unlawful(aleris: Policy) -> None:
    def broken(case: tuple[Roster, tuple[str, ...]]) -> bool:
        roster, departed = case
        left = without(aleris, roster, departed)
        return is_lawful(aleris, roster) and lawful(aleris, left, BODY)[0] is False

    roster, departed = smallest(
        boards(aleris).flatmap(lambda found: st.tuples(st.just(found), vacancies(found, BODY))), broken
    )
    assert len(members(roster)) == 3
    assert len(departed) == 1


def test_two_vacancies_break_the_quorum_of_a_smallest_committee(aleris: Policy) -> None:
    def stuck(case: tuple[Roster, tuple[str, ...]]) -> bool:
        roster, departed = case
        left = without(aleris, roster, departed)
        kept = tuple(name for name in members(roster) if name not in departed)
        return is_lawful(aleris, roster) and not quorate(aleris, left, kept)

    roster, departed = smallest(
        boards(aleris).flatmap(lambda found: st.tuples(st.just(found), vacancies(found, BODY))), stuck
    )
    assert len(members(roster)) == 3
    assert len(departed) == 2


def test_one_absence_and_one_recusal_leave_one_vote_of_a_quorate_meeting(aleris: Policy) -> None:
    def alone(case: tuple[Roster, tuple[str, ...], tuple[str, ...]]) -> bool:
        roster, present, recused = case
        voting = [name for name in present if name not in recused]
        meets = quorate(aleris, state(aleris, roster), present)
        return is_lawful(aleris, roster) and meets and set(recused) <= set(present) and len(voting) == 1

    roster, present, recused = smallest(boards_with_two_groups(aleris), alone)
    assert len(members(roster)) == 3
    assert (len(present), len(recused)) == (2, 1)


@st.composite
def boards_with_a_loss(draw: st.DrawFn, policy: Policy) -> tuple[Roster, str]:
    roster = draw(rosters(policy, body=BODY, members=(1, 4), only=VARIED, unknown=False))
    after, who = draw(losses(roster, "nyse_independent", BODY))
    return after, who


def test_one_loss_of_independence_makes_a_lawful_committee_unlawful(aleris: Policy) -> None:
    def broken(case: tuple[Roster, str]) -> bool:
        after, who = case
        before = changed(after, who, nyse_independent=True)
        return is_lawful(aleris, before) and not is_lawful(aleris, after)

    after, who = smallest(boards_with_a_loss(aleris), broken)
    assert len(members(after)) == 3
    assert who in members(after)


@st.composite
def meetings_after_a_loss(draw: st.DrawFn, policy: Policy) -> tuple[Roster, str, tuple[str, ...], tuple[str, ...]]:
    after, who = draw(boards_with_a_loss(policy))
    return after, who, draw(some_of(after, BODY)), draw(some_of(after, BODY))


def _no_independent_majority(policy: Policy, case: tuple[Roster, str, tuple[str, ...], tuple[str, ...]]) -> bool:
    """A committee that was lawful meets quorately after the loss, and its voters are not mostly independent."""
    after, who, present, recused = case
    before = changed(after, who, nyse_independent=True)
    voting = tuple(name for name in present if name not in recused)
    return (
        is_lawful(policy, before)
        and set(recused) <= set(present)
        and len(voting) > 0
        and quorate(policy, state(policy, after), present)
        and 2 * independent(after, voting) <= len(voting)
    )


def test_a_loss_of_independence_and_an_absence_break_the_independent_majority(aleris: Policy) -> None:
    after, who, present, recused = smallest(
        meetings_after_a_loss(aleris), lambda case: _no_independent_majority(aleris, case) and not case[3]
    )
    assert len(members(after)) == 3
    assert len(present) == 2
    assert who in present
    assert recused == ()


def test_a_loss_of_independence_and_recusals_break_the_independent_majority(aleris: Policy) -> None:
    after, who, recused, _ = smallest(
        meetings_after_a_loss(aleris),
        lambda case: _no_independent_majority(aleris, (case[0], case[1], members(case[0]), case[2])),
    )
    assert len(members(after)) == 3
    assert len(recused) == 1
    assert who not in recused


def test_a_loss_of_independence_and_a_vacancy_break_the_independent_majority(aleris: Policy) -> None:
    def broken(case: tuple[Roster, str, tuple[str, ...], tuple[str, ...]]) -> bool:
        after, who, departed, _ = case
        before = changed(after, who, nyse_independent=True)
        kept = tuple(name for name in members(after) if name not in departed)
        meets = quorate(aleris, without(aleris, after, departed), kept)
        return is_lawful(aleris, before) and meets and 2 * independent(after, kept) <= len(kept)

    after, who, departed, _ = smallest(meetings_after_a_loss(aleris), broken)
    assert len(members(after)) == 3
    assert len(departed) == 1
    assert who not in departed


def test_the_fixed_quorum_falls_under_a_third_from_seven_members_on(aleris: Policy) -> None:
    @st.composite
    def gatherings(draw: st.DrawFn) -> tuple[Roster, tuple[str, ...]]:
        roster = draw(rosters(aleris, body=BODY, members=(0, 9), outsiders=(0, 0), only=VARIED, unknown=False))
        return roster, members(roster)[: draw(st.integers(0, 9))]

    def too_few(case: tuple[Roster, tuple[str, ...]]) -> bool:
        roster, present = case
        now = state(aleris, roster)
        floor = quorate(aleris, now, present, "law.dgcl-141/committee.quorum-floor")
        return is_lawful(aleris, roster) and quorate(aleris, now, present) and not floor

    roster, present = smallest(gatherings(), too_few)
    assert len(members(roster)) == 7
    assert len(present) == 2


def test_the_chair_need_not_be_a_member(aleris: Policy) -> None:
    def outside(roster: Roster) -> bool:
        return is_lawful(aleris, roster) and roster.bodies[BODY].chair not in members(roster)

    roster = smallest(boards(aleris), outside)
    assert len(members(roster)) == 3
    assert len(roster.people) == 4


def test_a_subcommittee_of_one_is_allowed_and_cannot_give_the_16b_3_approval(aleris: Policy) -> None:

    delegation = aleris.charter.clause("delegation.subcommittee")
    approval = next(one for one in aleris.clauses if one.id.endswith("approval") and one.charter == "law.sec-16b-3")

    def delegated(roster: Roster, chosen: tuple[str, ...]) -> Roster:
        seats = tuple(Membership(name) for name in chosen)
        sub = Body("subcommittee", "compensation", None, None, seats, None, BODY)
        event = Event(roster.as_of, "delegated", {"by": BODY, "body": "subcommittee"})
        return replace(roster, bodies={**roster.bodies, "subcommittee": sub}, log=(event,))

    def allowed_and_useless(case: tuple[Roster, tuple[str, ...]]) -> bool:
        roster, chosen = case
        if not chosen or not is_lawful(aleris, roster):
            return False
        now = state_of(delegated(roster, chosen), {BODY: aleris, "subcommittee": aleris})
        (act,) = occasions(aleris, now, BODY, Scope.EVENT)
        (today,) = occasions(aleris, now, "subcommittee", Scope.BODY)
        return (judge(delegation, act).status, judge(approval, today).status) == (Status.HOLDS, Status.BROKEN)

    roster, chosen = smallest(
        boards(aleris).flatmap(lambda found: st.tuples(st.just(found), some_of(found, BODY))),
        lambda case: (
            allowed_and_useless(case)
            and all(case[0].people[name].facts.get("non_employee_director") is True for name in case[1])
        ),
    )
    assert len(members(roster)) == 3
    assert len(chosen) == 1
