"""What a comparison says of every board is what trying all small ones says, and what was found in real documents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import settings

from made import clause, fact, policy
from mutations import MOST, Mutation, Tried, mutations, tried
from quorate.cel.ast import Expr, Macro, Name
from quorate.cel.reading import children
from quorate.cel.rewriting import with_children
from quorate.charter.amendment import amend
from quorate.charter.charter_to_yaml import charter_text
from quorate.charter.document import Charter, Clause, Expression, Force, Policy, Property, Scope
from quorate.charter.from_yaml import charter_of
from quorate.charter.load import Library, read_amendment
from quorate.charter.properties import shared
from quorate.charter.shipped import shipped
from quorate.charter.yaml import read_tree
from quorate.engines.base import Limits
from quorate.questions.diff.any_board import (
    AnyBoardAnswer,
    ClauseCompared,
    Compared,
    Fate,
    Outcome,
    Relation,
    Shift,
    any_board,
)
from quorate.questions.prove import ProveAnswer, prove
from quorate.reports import diff as report
from quorate.reports.console import plain
from quorate.source.span import Source

DAY = date(2026, 6, 30)
LIBRARY = Library()
CHARTERS = ("node.tsc", "node.tsc-2017", "nixos.steering", "kubernetes.steering", "psf.board", "aleris.compensation")
NIGHTLY = settings().max_examples > 1000
NUMBER = 200 if NIGHTLY else 20


def compared(before: Charter | Policy, after: Charter | Policy) -> AnyBoardAnswer:
    return any_board(before, after, LIBRARY.charter, as_of=DAY)


def amended(name: str, file: str) -> AnyBoardAnswer:
    """A shipped charter beside itself as a shipped amendment of it leaves it, without its own properties."""
    charter = replace(LIBRARY.charter(name), properties=())
    change = read_amendment(shipped("scenarios") / file, LIBRARY)
    return compared(charter, amend(charter, change))


def scope(answer: AnyBoardAnswer, wanted: Scope) -> Compared:
    return next(each.compared for each in answer.scopes if each.scope is wanted)


def members(shift: Shift) -> int:
    assert shift.witness is not None
    assert shift.witness.replayed
    return len(shift.witness.sets["members"])


def the_only(answer: AnyBoardAnswer) -> ClauseCompared:
    (found,) = answer.clauses
    return found


# What real documents change ------------------------------------------------------------------------------------------


def test_three_unaffiliated_people_were_a_lawful_node_committee_and_are_none() -> None:
    old, new = (replace(LIBRARY.charter(name), properties=()) for name in ("node.tsc-2017", "node.tsc"))
    found = scope(compared(old, new), Scope.BODY)
    assert found.relation is Relation.TIGHTENED
    assert members(found.forbidden) == 3
    assert found.forbidden.witness is not None
    people = found.forbidden.witness.roster.people.values()
    assert all(person.facts.get("affiliations") == () for person in people)
    assert found.allowed.outcome is Outcome.NONE


def test_vacant_seats_for_re_election_loosen_the_vote_alone() -> None:
    names = ("nixos.steering-2024", "nixos.steering")
    answer = compared(*(replace(LIBRARY.charter(name), properties=()) for name in names))
    assert scope(answer, Scope.BODY).relation is Relation.EQUIVALENT
    vote = scope(answer, Scope.VOTE)
    assert vote.relation is Relation.LOOSENED
    assert vote.allowed.witness is not None
    assert vote.allowed.witness.subject == "re-election"


@pytest.mark.parametrize(
    ("charter", "file", "where", "relation", "size"),
    [
        ("kubernetes.steering", "kubernetes/amendments/less-than-a-third.yaml", Scope.BODY, Relation.TIGHTENED, 3),
        ("kubernetes.steering", "kubernetes/amendments/third-of-the-seats.yaml", Scope.BODY, Relation.LOOSENED, 1),
        ("psf.board", "psf/amendments/odd-in-all.yaml", Scope.BODY, Relation.TIGHTENED, 6),
        ("node.tsc-2017", "node/amendments/minimum-four.yaml", Scope.BODY, Relation.TIGHTENED, 3),
        ("nixos.steering-2024", "nixos/amendments/vacant-seats-for-re-election.yaml", Scope.VOTE, Relation.LOOSENED, 1),
        ("aleris.compensation", "aleris/amendments/minimum-four.yaml", Scope.BODY, Relation.TIGHTENED, 3),
        ("aleris.compensation", "aleris/amendments/quorum-majority.yaml", Scope.QUORUM, Relation.TIGHTENED, 4),
    ],
)
def test_an_amendment_does_what_is_expected_of_it(
    charter: str, file: str, where: Scope, relation: Relation, size: int
) -> None:
    answer = amended(charter, file)
    found = scope(answer, where)
    assert (answer.relation, found.relation) == (relation, relation)
    assert members(found.forbidden if relation is Relation.TIGHTENED else found.allowed) == size
    assert the_only(answer).compared.relation is relation
    assert all(each.compared.alike for each in answer.scopes if each.scope is not where)


def test_a_chair_from_the_members_is_neither_stricter_nor_milder_than_one_from_the_board() -> None:
    found = scope(amended("aleris.compensation", "aleris/amendments/chair-from-members.yaml"), Scope.BODY)
    assert found.relation is Relation.INCOMPARABLE
    assert found.allowed.witness is not None
    assert found.allowed.witness.chair in found.allowed.witness.sets["members"]
    assert found.forbidden.witness is not None
    assert found.forbidden.witness.chair not in found.forbidden.witness.sets["members"]


def test_meetings_by_video_are_newly_allowed_and_nothing_forbidden() -> None:
    answer = amended("aleris.compensation", "aleris/amendments/video-and-goals.yaml")
    found = the_only(answer).compared
    assert found.relation is Relation.LOOSENED
    assert found.allowed.meeting["mode"] == "video"
    assert scope(answer, Scope.MEETING).forbidden.outcome is Outcome.NONE
    assert answer.left_out == ("the duty `ceo-goals` (changed)",)


def test_only_what_a_change_can_reach_is_proved_again(monkeypatch: pytest.MonkeyPatch) -> None:
    charter = LIBRARY.charter("nixos.steering-2024")
    change = read_amendment(
        shipped("scenarios") / "nixos" / "amendments" / "vacant-seats-for-re-election.yaml", LIBRARY
    )
    asked: list[str] = []

    def noted(charter: Charter, packs: object, claims: Sequence[Property], **options: Any) -> ProveAnswer:
        asked.extend(claim.id for claim in claims)
        return prove(charter, LIBRARY.charter, claims, **options)

    monkeypatch.setattr("quorate.questions.diff.any_board.properties.prove", noted)
    claims = [claim for pack in shared(LIBRARY) for claim in pack.properties if claim.scope is not Scope.SUBCOMMITTEE]
    answer = any_board(charter, amend(charter, change), LIBRARY.charter, claims=claims, as_of=DAY)
    assert {each.claim.id for each in answer.properties} <= set(asked)
    assert "can-decide" in asked
    assert {each.id for each in claims if each.charter in ("properties.chair", "properties.composition")}.isdisjoint(
        asked
    )


def test_whether_a_property_holds_does_not_hang_on_the_counterexample_being_the_smallest() -> None:
    charter = LIBRARY.charter("node.tsc")
    claims = [claim for pack in (charter, *shared(LIBRARY)) for claim in pack.properties]
    any_, smallest = (
        prove(charter, LIBRARY.charter, claims, as_of=DAY, least=least).answers for least in (False, True)
    )
    assert [each.standing for each in any_] == [each.standing for each in smallest]


def test_a_duty_alone_changes_no_board_and_is_named() -> None:
    answer = amended("aleris.compensation", "aleris/amendments/ceo-pay-approve.yaml")
    assert answer.relation is Relation.EQUIVALENT
    assert answer.left_out == ("the duty `ceo-pay` (changed)",)


def test_properties_that_an_amendment_gains_are_told_and_swapped_they_are_lost() -> None:
    charter = LIBRARY.charter("aleris.compensation")
    change = read_amendment(shipped("scenarios") / "aleris/amendments/quorum-majority.yaml", LIBRARY)
    claims = [claim for pack in shared(LIBRARY) for claim in pack.properties if pack.id == "properties.quorum"]
    after = amend(charter, change)
    gained = any_board(charter, after, LIBRARY.charter, claims=claims, as_of=DAY)
    lost = any_board(after, charter, LIBRARY.charter, claims=claims, as_of=DAY)
    names = {each.claim.id for each in gained.properties if each.told and each.gained}
    assert {"third", "majority", "quorum-floor"} <= names
    assert {each.claim.id for each in lost.properties if each.told and each.lost} == names
    assert (gained.breaks, lost.breaks) == (False, True)


# Laws of every comparison --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mutation", list(mutations([LIBRARY.charter(name) for name in CHARTERS], NUMBER, seed=3)), ids=repr
)
def test_a_mutated_charter_differs_just_where_some_small_body_says_so(mutation: Mutation) -> None:
    answer = compared(mutation.charter, mutation.after)
    swapped = compared(mutation.after, mutation.charter)
    found, back = scope(answer, Scope.BODY), scope(swapped, Scope.BODY)
    assert (found.allowed.outcome, found.forbidden.outcome) == (back.forbidden.outcome, back.allowed.outcome)
    small = tried(mutation, LIBRARY.charter)
    _agree(found, small)
    for shift, other in ((found.allowed, back.forbidden), (found.forbidden, back.allowed)):
        if shift.outcome is Outcome.SHOWN:
            assert members(shift) == members(other)


def _agree(found: Compared, small: Tried) -> None:
    for shift, fewest in ((found.allowed, small.allowed), (found.forbidden, small.forbidden)):
        if fewest is not None:
            assert shift.outcome is Outcome.SHOWN, shift.why
            assert members(shift) == fewest <= MOST
        if shift.outcome is Outcome.NONE:
            assert fewest is None


@pytest.mark.parametrize("name", CHARTERS)
def test_a_charter_is_equivalent_to_itself_written_anew_with_other_ids_and_variables(name: str) -> None:
    charter = replace(LIBRARY.charter(name), properties=())
    text = charter_text(charter)
    written = charter_of(read_tree(Source("again.yaml", text)), LIBRARY.charter)
    renamed = _renamed(written)
    answer = compared(charter, renamed)
    assert all(each.compared.alike for each in answer.scopes)
    assert {each.fate for each in answer.clauses} == {Fate.RENAMED}
    assert (answer.relation, answer.asked) == (Relation.EQUIVALENT, 0)


def _renamed(charter: Charter) -> Charter:
    return replace(charter, clauses=tuple(_other(each) for each in charter.clauses))


def _other(one: Clause) -> Clause:
    def written(expression: Expression) -> Expression:
        return replace(expression, ast=_with_other_variables(expression.ast, {}))

    when = None if one.when is None else written(one.when)
    return replace(one, id=f"{one.id}.anew", rule=written(one.rule), when=when)


def _with_other_variables(expr: Expr, called: Mapping[str, str]) -> Expr:
    match expr:
        case Name(name=name):
            return replace(expr, name=called.get(name, name))
        case Macro(variable=variable):
            range_, *rest = children(expr)
            inner = {**called, variable: f"other_{variable}"}
            parts = (_with_other_variables(range_, called), *(_with_other_variables(part, inner) for part in rest))
            rebuilt = with_children(expr, parts)
            assert isinstance(rebuilt, Macro)
            return replace(rebuilt, variable=f"other_{variable}")
        case _:
            return with_children(expr, tuple(_with_other_variables(part, called) for part in children(expr)))


# Small charters ------------------------------------------------------------------------------------------------------


def pairs() -> Iterator[tuple[str, str, str, Relation]]:
    yield "size(members) >= 3", "!(size(members) < 3)", "the same in other words", Relation.EQUIVALENT
    yield "members.all(m, m.a)", "size(members.filter(m, m.a)) == size(members)", "all counted", Relation.EQUIVALENT
    yield "members.all(m, m.a)", "members.exists(m, m.a)", "somebody instead of all", Relation.LOOSENED
    yield "size(members) >= 2", "size(members) <= 2", "a bound turned", Relation.INCOMPARABLE


@pytest.mark.parametrize(("old", "new", "why", "relation"), list(pairs()))
def test_small_charters_are_compared_by_what_they_mean(old: str, new: str, why: str, relation: Relation) -> None:
    answer = compared(policy([clause(old)], (), [fact("a")]), policy([clause(new)], (), [fact("a")]))
    assert scope(answer, Scope.BODY).relation is relation, why
    assert answer.relation is relation, why


def test_a_definition_that_changes_changes_every_clause_that_reads_it() -> None:
    rule = [clause("members.all(m, m.fit)")]
    old = policy(rule, (), [fact("a"), fact("b"), fact("fit", define="self.a")])
    new = policy(rule, (), [fact("a"), fact("b"), fact("fit", define="self.a && self.b")])
    answer = compared(old, new)
    found = scope(answer, Scope.BODY)
    assert (found.relation, members(found.forbidden)) == (Relation.TIGHTENED, 1)
    assert the_only(answer).fate is Fate.CHANGED


def test_what_is_added_or_struck_is_nothing_where_the_rest_implies_it() -> None:
    old = policy([clause("size(members) >= 3", name="three")])
    new = policy([clause("size(members) >= 3", name="three"), clause("size(members) > 1", name="two")])
    for one, other, fate in ((old, new, Fate.ADDED), (new, old, Fate.STRUCK)):
        found = the_only(compared(one, other))
        assert (found.fate, found.name, found.compared.relation) == (fate, "two", Relation.EQUIVALENT)


def test_what_only_should_be_is_told_apart() -> None:
    old = policy([clause("size(members) >= 3", name="must")])
    new = policy([*old.charter.clauses, clause("size(members) >= 5", name="should", force=Force.SHOULD)])
    answer = compared(old, new)
    assert answer.relation is Relation.EQUIVALENT
    assert (the_only(answer).force, the_only(answer).compared.relation) == (Force.SHOULD, Relation.TIGHTENED)


def test_where_no_body_is_lawful_under_both_nothing_is_said_of_gatherings() -> None:
    few = [clause("size(members) <= 2"), clause("size(present) >= 1", name="quorum", scope=Scope.QUORUM)]
    many = [clause("size(members) >= 3"), clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM)]
    found = scope(compared(policy(few), policy(many)), Scope.QUORUM)
    assert (found.relation, found.why) == (Relation.UNDECIDED, ("no body is lawful under both charters",))


def test_a_charter_under_which_no_body_is_lawful_any_more_breaks() -> None:
    old, new = policy([clause("size(members) >= 3")]), policy([clause("size(members) >= 3 && size(members) <= 2")])
    answer = compared(old, new)
    assert (answer.lawful, answer.breaks) == ((True, False), True)


def test_a_time_limit_never_makes_what_differs_equivalent() -> None:
    old, new = (policy([clause(f"size(members) >= {least}")]) for least in (3, 4))
    answer = any_board(old, new, LIBRARY.charter, as_of=DAY, limits=Limits(seconds=0.0))
    assert answer.relation in (Relation.UNDECIDED, Relation.TIGHTENED)


def test_a_second_prover_agrees() -> None:
    pytest.importorskip("cvc5", reason="the second prover is an extra")
    old, new = (policy([clause(f"size(members) >= {least}")]) for least in (3, 4))
    answer = any_board(old, new, LIBRARY.charter, as_of=DAY, cross_check=True)
    assert answer.relation is Relation.TIGHTENED


def test_the_text_says_what_the_answer_says() -> None:
    old, new = (policy([clause(f"size(members) >= {least}")]) for least in (3, 4))
    lines = plain(report.text, compared(old, new)).splitlines()
    assert "overall: tightened" in lines
    assert "    newly allowed: nothing" in lines
    assert any(line.startswith("    newly forbidden: 3 members; ") for line in lines)
