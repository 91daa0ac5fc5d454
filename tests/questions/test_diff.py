"""What a comparison counts is what brute force counts; what it says of the wording is what stands in the files."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from illustrative_rosters import organisations, policies, subsets
from made import clause, fact, policy
from made import roster as made
from quorate.charter.amendment import amend
from quorate.charter.document import Charter, Policy, Scope
from quorate.charter.evaluator import lawful
from quorate.charter.load import open_roster, read_amendment
from quorate.charter.roster import Roster
from quorate.charter.shipped import shipped
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status
from quorate.engines.base import Limits
from quorate.engines.tables import Tables
from quorate.formula.candidates import Slate, seated
from quorate.formula.strains import Strain
from quorate.questions.diff import Change, DiffAnswer, Kind, diff
from quorate.questions.diff.slates import slate_change
from quorate.questions.stress import stress
from quorate.questions.stress.search import Search
from quorate.reports import diff as report
from quorate.reports.console import plain
from quorate.source.diagnostic import CallError, InternalError

BODY = "committee"
ALERIS = shipped("scenarios") / "aleris"


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Policy, Policy]:
    """Two charters that share some of their clauses."""
    before, after = draw(policies((Scope.BODY, Scope.QUORUM))), draw(policies((Scope.BODY, Scope.QUORUM)))
    kept = before.clauses[: draw(st.integers(0, len(before.clauses)))]
    others = tuple(each for each in after.clauses if each.id not in {one.id for one in kept})
    return before, policy((*kept, *others), (), before.charter.facts)


@dataclass
class ByHand:
    """Every slate of directors with a chair, whether it is lawful before and after, and what any of them hangs on."""

    slates: dict[Slate, tuple[bool | None, bool | None]] = field(default_factory=dict)
    facts: set[str] = field(default_factory=set)


def by_hand(roster: Roster, before: Policy, after: Policy) -> ByHand:
    state = state_of(roster, {BODY: before})
    directors = {member.person for member in roster.bodies["board"].members}
    people = tuple(person for person in roster.people if person in directors)
    sizes = range(1, (roster.bodies[BODY].seats or len(people)) + 1)
    found = ByHand()
    for members in subsets(people):
        for chair in members if len(members) in sizes else ():
            slate = Slate(members, chair)
            there = seated(state, {BODY: slate})
            judged = [lawful(policy, there, BODY) for policy in (before, after)]
            found.slates[slate] = judged[0][0], judged[1][0]
            found.facts |= {
                fact for outcome, verdicts in judged if outcome is None for v in verdicts for fact in v.facts
            }
    return found


@settings(max_examples=settings.default.max_examples)
@given(pairs(), organisations(most=4))
def test_slates_gained_and_lost_are_those_of_brute_force(both: tuple[Policy, Policy], roster: Roster) -> None:
    before, after = both
    found = slate_change(before, after, state_of(roster, {BODY: before}), BODY, Search(Limits()))
    if found.undecided is not None:
        return
    known = by_hand(roster, before, after)
    every = known.slates
    if not found.reads_chair:
        every = {Slate(slate.members): outcome for slate, outcome in every.items()}
    outcomes = list(every.values())
    assert found.before == sum(was is True for was, _ in outcomes)
    assert found.after == sum(becomes is True for _, becomes in outcomes)
    gained = {slate for slate, (was, becomes) in every.items() if becomes is True and was is not True}
    lost = {slate for slate, (was, becomes) in every.items() if was is True and becomes is not True}
    assert (found.gained, found.lost) == (len(gained), len(lost))
    assert found.hanging == sum(None in outcome for outcome in outcomes)
    assert found.hanging_before == sum(was is None for was, _ in outcomes)
    assert found.hanging_after == sum(becomes is None for _, becomes in outcomes)
    assert set(found.facts) <= known.facts
    assert bool(found.facts) is bool(found.hanging)
    assert (found.example_gained in gained) if gained else found.example_gained is None
    assert (found.example_lost in lost) if lost else found.example_lost is None


def test_what_slates_hang_on_is_told_with_its_side() -> None:
    facts = [fact("fit"), fact("able")]
    people = {"ann": {"fit": True, "able": True}, "bob": {"fit": True}, "cat": {"able": True}}
    before = policy([clause("members.all(m, m.fit)", name="a")], (), facts)
    after = policy([clause("members.all(m, m.able)", name="a")], (), facts)
    roster = made(["ann"], people=people, board=["ann", "bob", "cat"])
    found = diff(roster, {BODY: before}, body=BODY, after=after)
    assert (found.slates.hanging_before, found.slates.hanging_after, found.slates.hanging) == (4, 4, 6)
    assert found.slates.facts == ("bob.able", "cat.fit")
    said = plain(report.text, found)
    assert "6 hang on facts that are not known: 4 before, 4 after" in said
    assert "to be decided by `bob.able`, `cat.fit`" in said
    assert report.json(found)["slates"]["facts"] == ["bob.able", "cat.fit"]


@settings(max_examples=settings.default.max_examples // 4)
@given(policies((Scope.BODY, Scope.QUORUM, Scope.VOTE)), organisations(most=4))
def test_nothing_changes_between_a_charter_and_itself(same: Policy, roster: Roster) -> None:
    found = diff(roster, {BODY: same}, body=BODY, after=same)
    assert not found.changes
    assert not found.verdicts
    assert not found.figures
    assert (found.slates.gained, found.slates.lost) == (0, 0)
    assert not found.breaks


@settings(max_examples=settings.default.max_examples // 5)
@given(pairs(), organisations(most=4))
def test_figures_that_change_are_those_in_which_stress_differs(both: tuple[Policy, Policy], roster: Roster) -> None:
    before, after = both
    changed = {
        (each.name, each.figure.strain): (each.before and each.before.survives, each.after and each.after.survives)
        for each in diff(roster, {BODY: before}, body=BODY, after=after).figures
    }
    (old,) = stress(roster, {BODY: before}, bodies=[BODY], aftermaths=False).bodies
    (new,) = stress(roster, {BODY: after}, bodies=[BODY], aftermaths=False).bodies
    for name in {figure.name for figure in (*old.figures, *new.figures)}:
        for strain in Strain:
            was, becomes = old.figure(name, strain), new.figure(name, strain)
            pair = (was and was.survives, becomes and becomes.survives)
            assert changed.get((name, strain), pair) == pair
            assert pair[0] == pair[1] or (name, strain) in changed


# Wording --------------------------------------------------------------------------------------------------------------


def compared(before: Policy, after: Policy) -> DiffAnswer:
    roster = made(("ann", "bob", "cat"), chair="ann")
    return diff(roster, {BODY: before}, body=BODY, after=after)


def test_layout_is_no_change_and_wording_alone_is_no_substance() -> None:
    before = policy([clause("size(members) >= 2", name="size")])
    laid_out = policy([clause("size( members )   >=  2", name="size")])
    assert not compared(before, laid_out).changes
    (change,) = compared(before, policy([clause("size(members) >= 3", name="size")])).changes
    assert change.kind is Kind.CHANGED
    assert [(each.name, each.before, each.after) for each in change.aspects] == [
        ("require", "size(members) >= 2", "size(members) >= 3")
    ]


def test_clauses_come_and_go_by_their_ids() -> None:
    before = policy([clause("size(members) >= 2", name="size"), clause("chair in members", name="chair")])
    after = policy([clause("chair in members", name="chair"), clause("size(members) >= 9", name="minimum")])
    found = compared(before, after)
    assert (found.ids(Kind.ADDED), found.ids(Kind.STRUCK)) == (frozenset({"minimum"}), frozenset({"size"}))
    (verdict,) = found.verdicts
    assert (verdict.name, verdict.before, verdict.after) == ("made/minimum", None, Status.BROKEN)
    assert found.breaks


# The illustrative board -----------------------------------------------------------------------------------------------


def amended(name: str, *, cross_check: bool = False) -> DiffAnswer:
    roster, bound = open_roster(ALERIS / "board.yaml")
    path: Path = ALERIS / "amendments" / f"{name}.yaml"
    after = amend(bound["compensation"].charter, read_amendment(path))
    return diff(roster, bound, body="compensation", after=after, cross_check=cross_check)


def test_a_higher_minimum_loses_the_committees_of_three() -> None:
    found = amended("minimum-four")
    assert found.ids(Kind.CHANGED) == {"composition.minimum"}
    assert (found.slates.gained, found.slates.lost) == (0, 360)
    assert found.slates.example_lost is not None
    assert len(found.slates.example_lost.members) == 3
    (figure,) = found.figures
    assert figure.before is not None
    assert figure.after is not None
    assert (figure.name, figure.before.survives, figure.after.survives) == ("composition.minimum", 1, 0)
    assert not found.breaks


def test_another_duty_mends_the_law_that_reads_the_duties() -> None:
    (verdict,) = amended("ceo-pay-approve").verdicts
    assert (verdict.before, verdict.after) == (Status.BROKEN, Status.HOLDS)


def test_what_is_said_of_the_whole_charter_is_told() -> None:
    roster, bound = open_roster(ALERIS / "board.yaml")
    before = bound["compensation"].charter
    (change,) = _of_the_charter(diff(roster, bound, body="compensation", after=replace(before, alternates_count=True)))
    assert [(each.name, each.before, each.after) for each in change.aspects] == [("alternates_count", "false", "true")]
    assert change.substance
    (change,) = _of_the_charter(diff(roster, bound, body="compensation", after=replace(before, title="Another")))
    assert not change.substance
    assert not _of_the_charter(diff(roster, bound, body="compensation", after=before))


def _of_the_charter(found: DiffAnswer) -> list[Change]:
    told = plain(report.text, found)
    changes = [change for change in found.changes if isinstance(change.piece, Charter)]
    assert all(f"~ {change.name} (charter changed" in told for change in changes)
    assert not found.ids(Kind.CHANGED)
    return changes


def test_a_second_engine_finds_the_same_slates_and_figures() -> None:
    found = amended("minimum-four", cross_check=True)
    assert found.second is not None
    assert found.second.startswith("`python-constraint` agrees in")
    assert "could not" not in found.second
    assert found.second in plain(report.text, found)


def test_slates_on_which_engines_differ_are_told_as_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Tables.count
    monkeypatch.setattr(Tables, "count", lambda self, problem, limits: right(self, problem, limits) + 1)
    with pytest.raises(InternalError, match="`python-constraint` disagrees"):
        amended("minimum-four", cross_check=True)


def test_an_unknown_body_is_a_wrong_call() -> None:
    roster, bound = open_roster(ALERIS / "board.yaml")
    with pytest.raises(CallError, match="no body `compnsation`"):
        diff(roster, bound, body="compnsation", after=bound["compensation"])
