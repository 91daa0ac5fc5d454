"""The figures of a stress test are those of brute force over named sets; so is what remains possible afterwards."""

from dataclasses import replace

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from illustrative_rosters import organisations, policies, subsets
from quorate.charter.document import Clause, Policy, Scope
from quorate.charter.evaluator import judge, lawful
from quorate.charter.load import open_roster
from quorate.charter.roster import Roster
from quorate.charter.shipped import shipped
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status
from quorate.engines.tables import Tables
from quorate.formula.candidates import Slate, seated
from quorate.formula.strains import TOUCHED, Strain, seating, struck
from quorate.questions.stress import EVERYTHING, QUORUM, Search, stress
from quorate.questions.stress.aftermath import aftermath, possible_quorum, quorum_clauses
from quorate.questions.stress.figures import figure
from quorate.source.diagnostic import CallError, InternalError

BODY = "committee"
BOARD = shipped("scenarios") / "aleris" / "board.yaml"


def members(state: State) -> tuple[str, ...]:
    seated_people = {member.person for member in seating(state, BODY)}
    return tuple(person for person in state.roster.people if person in seated_people)


def has(
    policy: Policy, state: State, strain: Strain, clauses: list[Clause], gone: tuple[str, ...], what: Status
) -> bool:
    occasions = {clause.scope: struck(strain, policy, state, BODY, gone, clause.scope) for clause in clauses}
    return any(judge(clause, occasions[clause.scope], explain=False).status is what for clause in clauses)


def smallest(
    policy: Policy, state: State, strain: Strain, clauses: list[Clause], what: Status
) -> list[tuple[str, ...]]:
    """By brute force: the smallest named sets of members after whose loss a clause has a status."""
    found: list[tuple[str, ...]] = []
    for gone in subsets(members(state)):
        if found and len(gone) > len(found[0]):
            break
        if has(policy, state, strain, clauses, gone, what):
            found.append(gone)
    return found


@settings(max_examples=2 * settings.default.max_examples)
@given(policies((Scope.BODY, Scope.QUORUM, Scope.VOTE)), organisations(most=6), st.sampled_from(Strain))
def test_a_figure_is_that_of_brute_force(policy: Policy, roster: Roster, strain: Strain) -> None:
    state = state_of(roster, {BODY: policy})
    clauses = [clause for clause in policy.clauses if clause.scope in TOUCHED[strain]]
    found = figure("all", clauses, strain, policy, state, BODY, Search())
    breaks = smallest(policy, state, strain, clauses, Status.BROKEN)
    unclear = smallest(policy, state, strain, clauses, Status.UNKNOWN)
    if found is None:
        assert not breaks
        assert not unclear
        return
    event(f"survives {found.survives}")
    assert found.undecided is None
    assert (found.breaks is None) == (not breaks)
    if found.breaks is not None:
        assert (found.breaks.size, found.breaks.number) == (len(breaks[0]), len(breaks))
        assert set(found.breaks.named) <= set(breaks)
        assert len(found.breaks.named) == min(len(breaks), 10)
    if found.unclear is not None:
        assert (found.unclear.size, found.unclear.number) == (len(unclear[0]), len(unclear))
        assert set(found.unclear.named) <= set(unclear)
    elif unclear:
        assert breaks
        assert len(breaks[0]) <= len(unclear[0])
    lost = [len(sets[0]) for sets in (breaks, unclear) if sets]
    assert found.survives == (max(min(lost) - 1, 0) if lost else None)


@given(policies((Scope.BODY, Scope.QUORUM)), organisations(least=1))
def test_the_kinds_of_smallest_sets_hold_every_smallest_set(policy: Policy, roster: Roster) -> None:
    state = state_of(roster, {BODY: policy})
    found = figure("all", list(policy.clauses), Strain.DEPARTURES, policy, state, BODY, Search())
    if found is None or found.breaks is None:
        return
    for gone in smallest(policy, state, Strain.DEPARTURES, list(policy.clauses), Status.BROKEN):
        assert any(
            all(len(set(gone) & set(part.kind.people)) == part.number for part in kind)
            and set(gone) <= {person for part in kind for person in part.kind.people}
            for kind in found.breaks.kinds
        )


@given(policies((Scope.QUORUM,)), organisations())
def test_a_quorum_is_possible_if_some_gathering_is_quorate(policy: Policy, roster: Roster) -> None:
    state = state_of(roster, {BODY: policy})
    clauses = quorum_clauses(policy)
    answers = []
    for absent in subsets(members(state)):
        if len(absent) < len(members(state)):
            occasion = struck(Strain.ABSENCES, policy, state, BODY, absent, Scope.QUORUM)
            answers.append({judge(clause, occasion, explain=False).status for clause in clauses})
    surely = any(not found & {Status.BROKEN, Status.UNKNOWN} for found in answers)
    perhaps = any(Status.BROKEN not in found for found in answers)
    found = possible_quorum(policy, state, BODY, Search())
    if found is None:
        assert not surely
        return
    assert found == surely
    assert surely or not perhaps


@settings(max_examples=settings.default.max_examples // 2)
@given(policies((Scope.BODY, Scope.QUORUM)), organisations(least=1, most=4), st.data())
def test_a_refill_has_the_fewest_newcomers_of_all_lawful_slates(
    policy: Policy, roster: Roster, data: st.DataObject
) -> None:
    state = state_of(roster, {BODY: policy})
    today = members(state)
    departed = data.draw(st.sampled_from(list(subsets(today))))
    found = aftermath(policy, state, BODY, departed, Search())
    if found.undecided is not None:
        return
    staying, seats = set(today) - set(departed), roster.bodies[BODY].seats
    board = {member.person for member in roster.bodies["board"].members}
    everyone = tuple(person for person in roster.people if person in board | staying and person not in departed)
    sizes = range(1, (seats or len(everyone)) + 1)
    slates = [slate for slate in subsets(everyone) if len(slate) in sizes and _is_lawful(policy, state, slate)]
    keeping = [slate for slate in slates if staying <= set(slate)]
    assert (found.refill is None) == (not slates)
    if found.refill is not None:
        assert found.keeps_all == bool(keeping)
        assert found.refill.members in (keeping or slates)
        assert found.newcomers == tuple(person for person in found.refill.members if person not in today)
        assert len(found.newcomers) == min(len(set(slate) - staying) for slate in keeping or slates)


def _is_lawful(policy: Policy, state: State, slate: tuple[str, ...]) -> bool:
    """Whether a slate is lawful under some chair who is a member."""
    states = (seated(state, {BODY: Slate(slate, chair)}) for chair in slate)
    return any(lawful(policy, each, BODY)[0] is True for each in states)


# The illustrative board -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def board() -> tuple[Roster, dict[str, Policy]]:
    roster, bound = open_roster(BOARD)
    return roster, dict(bound)


def test_the_committee_of_four_survives_one_departure_and_two_absences(
    board: tuple[Roster, dict[str, Policy]],
) -> None:
    answer = stress(*board, bodies=["compensation"])
    (body,) = answer.bodies
    departures = body.figure("composition.minimum", Strain.DEPARTURES)
    assert departures is not None
    assert departures.survives == 1
    assert departures.breaks is not None
    assert departures.breaks.number == 6
    (kind,) = departures.breaks.kinds
    assert [(part.number, len(part.kind.people)) for part in kind] == [(2, 4)]
    quorum = {strain: body.figure(QUORUM, strain) for strain in Strain}
    assert [each and each.survives for each in quorum.values()] == [2, 2, None]


def test_the_chair_alone_can_break_what_the_chair_must_be(board: tuple[Roster, dict[str, Policy]]) -> None:
    (body,) = stress(*board, bodies=["compensation"]).bodies
    everything = body.figure(EVERYTHING, Strain.DEPARTURES)
    assert everything is not None
    assert everything.breaks is not None
    assert everything.breaks.named == (("clara-voss",),)
    after = next(each for each in body.aftermaths if each.departed == ("clara-voss",))
    assert after.can_meet
    assert after.refill is not None
    assert after.newcomers == ()


@settings(max_examples=settings.default.max_examples // 4)
@given(policies((Scope.BODY, Scope.QUORUM)), organisations(most=4))
def test_a_second_engine_finds_the_same_figures(policy: Policy, roster: Roster) -> None:
    plain, checked = (stress(roster, {BODY: policy}, cross_check=asked) for asked in (False, True))
    assert plain.second is None
    assert checked.second is not None
    assert "could not" not in checked.second
    assert replace(checked, second=None) == plain


def test_a_figure_on_which_engines_differ_is_told_as_a_defect(
    board: tuple[Roster, dict[str, Policy]], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Tables.count
    monkeypatch.setattr(Tables, "count", lambda self, problem, limits: right(self, problem, limits) + 1)
    with pytest.raises(InternalError, match="`python-constraint` disagrees"):
        stress(*board, bodies=["compensation"], cross_check=True)
    assert stress(*board, bodies=["compensation"]).second is None


def test_what_a_second_engine_has_no_time_for_is_told(
    board: tuple[Roster, dict[str, Policy]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quorate.questions.stress.search.PATIENCE", 0.0)
    answer = stress(*board, bodies=["compensation"], cross_check=True)
    assert answer.second is not None
    assert "`python-constraint` could not check" in answer.second
    assert "agrees" not in answer.second


def test_an_unknown_body_is_a_wrong_call(board: tuple[Roster, dict[str, Policy]]) -> None:
    with pytest.raises(CallError, match="no body `compnsation`"):
        stress(*board, bodies=["compnsation"])
