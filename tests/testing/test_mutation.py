"""Mutants are what they are called, equivalent ones are told by no small body, and what tells a survivor does so."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from made import clause, policy
from mutations import Mutation as Changed
from mutations import tried
from quorate.cel.printer import show
from quorate.charter.document import Clause, Force, Per, Scope
from quorate.charter.kinds import kind_in
from quorate.charter.library import Library
from quorate.charter.load import read_scenario
from quorate.charter.policy import policy_of
from quorate.charter.relief import verdicts_on
from quorate.charter.scenario import Scenario
from quorate.charter.shipped import shipped
from quorate.charter.survey import files_at
from quorate.charter.tenure import state_of
from quorate.charter.trees import tree_of
from quorate.questions.mutate import Fate, Kind, Mutant, Mutation
from quorate.questions.test import Outcome
from quorate.source.diagnostic import CallError
from quorate.testing.mutation import mutants, mutate, telling, tells, told_by_history
from quorate.testing.mutation.mutants import mutated
from quorate.testing.mutation.reach import reaches
from quorate.testing.mutation.trials import under
from quorate.testing.scenarios import run

DAY = date(2026, 6, 30)
LIBRARY = Library()
NODE = shipped("scenarios") / "node"


def scenarios(folder: Path) -> tuple[Scenario, ...]:
    return tuple(read_scenario(path, LIBRARY) for path in files_at([folder]) if kind_in(tree_of(path)) == "scenario")


@pytest.fixture(scope="module")
def examples() -> tuple[Scenario, ...]:
    return scenarios(NODE)


@pytest.fixture(scope="module")
def answer(examples: tuple[Scenario, ...]) -> Mutation:
    wanted = ("size.minimum", "affiliation.cap", "vote.majority", "chair.member")
    found = mutate(
        LIBRARY.charter("node.tsc"), LIBRARY.charter, examples, as_of=DAY, only=lambda one: one.name in wanted
    )
    assert found.left == 0
    return found


def of(*clauses: Clause) -> list[tuple[Kind, str]]:
    found = mutants(policy(clauses, []))
    return [(one.kind, one.new) for one in found if one.kind not in (Kind.DROPPED, Kind.FORCE)]


def test_each_kind_of_change_is_made_where_it_can_be() -> None:
    assert of(clause("size(members) >= 3")) == [
        (Kind.BOUND, "size(members) >= 2"),
        (Kind.BOUND, "size(members) >= 4"),
        (Kind.STRICTNESS, "size(members) > 3"),
        (Kind.BASE, "seats >= 3"),
    ]
    assert of(clause("size(present) > half(members)", scope=Scope.QUORUM)) == [
        (Kind.STRICTNESS, "size(present) >= half(members)"),
        (Kind.FRACTION, "size(present) > third(members)"),
        (Kind.FRACTION, "size(present) > portion(2, 3, members)"),
        (Kind.BASE, "size(members) > half(members)"),
        (Kind.BASE, "size(present) > half(present)"),
        (Kind.BASE, "size(present) > half(seats)"),
    ]
    assert of(clause("members.all(m, m.votes > 0 && m == chair)")) == [
        (Kind.BOUND, "members.all(m, m.votes > 1 && m == chair)"),
        (Kind.STRICTNESS, "members.all(m, m.votes >= 0 && m == chair)"),
        (Kind.QUANTIFIER, "members.exists(m, m.votes > 0 && m == chair)"),
        (Kind.PART, "members.all(m, m.votes > 0)"),
        (Kind.PART, "members.all(m, m == chair)"),
    ]


def test_a_clause_can_be_dropped_and_become_a_wish() -> None:
    (dropped, weaker) = (one for one in mutants(policy([clause("true", name="rule")], [])) if one.name == "rule")
    assert (dropped.kind, dropped.changed) == (Kind.DROPPED, None)
    assert weaker.changed is not None
    assert (weaker.kind, weaker.changed.force) == (Kind.FORCE, Force.SHOULD)


@pytest.mark.parametrize("name", ["node.tsc", "aleris.compensation", "psf.board"])
def test_every_mutant_is_another_charter_and_all_are_different(name: str) -> None:
    whole = policy_of(LIBRARY.charter(name), LIBRARY.charter)
    found = mutants(whole)
    assert len({(one.name, one.old, one.new) for one in found}) == len(found)
    assert all(mutated(whole.charter, one) != whole.charter for one in found)
    assert {one.name for one in found} == {
        piece.id for pieces in (whole.charter.clauses, whole.charter.duties) for piece in pieces
    }


def test_what_is_proved_equivalent_no_small_body_tells_apart(answer: Mutation) -> None:
    """Against trying every body of up to five."""
    charter = LIBRARY.charter("node.tsc")
    compared = 0
    for trial in answer.trials:
        piece, changed = trial.mutant.piece, trial.mutant.changed
        if isinstance(piece, Clause) and piece.scope is Scope.BODY and isinstance(changed, Clause):
            small = tried(Changed(charter, piece, changed.rule.ast), LIBRARY.charter, 5)
            if trial.fate is Fate.EQUIVALENT and changed.force is piece.force:
                assert (small.allowed, small.forbidden) == (None, None), show(changed.rule.ast)
            compared += 1
    assert compared > 5
    assert answer.count(Fate.EQUIVALENT) > 0


def test_what_tells_a_survivor_comes_out_as_written_and_not_under_the_mutant(
    examples: tuple[Scenario, ...], tmp_path: Path
) -> None:
    """Most scenarios are left out, so that there are survivors."""
    whole = policy_of(LIBRARY.charter("node.tsc"), LIBRARY.charter)
    examples = tuple(one for one in examples if "three" in one.source.name)
    answer = mutate(
        whole.charter,
        LIBRARY.charter,
        examples,
        as_of=DAY,
        only=lambda one: one.name in ("size.minimum", "chair.member"),
    )
    assert answer.alive
    for trial in answer.alive:
        found = telling(trial, whole, LIBRARY.charter, examples, DAY)
        assert found is not None, trial
        file = tmp_path / "told.yaml"
        file.write_text(found.text(trial.mutant), "utf-8")
        scenario = read_scenario(file, LIBRARY)
        assert run(scenario).outcome is Outcome.MET
        assert run(under(scenario, trial.mutant, LIBRARY.charter)).outcome is Outcome.FAILED


@pytest.mark.no_cover  # long: tracing would double its time
def test_an_expectation_that_a_change_cannot_reach_comes_out_as_before(examples: tuple[Scenario, ...]) -> None:
    whole = policy_of(LIBRARY.charter("node.tsc"), LIBRARY.charter)
    left: Counter[bool] = Counter()
    for mutant in mutants(whole)[::4]:
        for scenario in examples:
            beyond = tuple(each for each in scenario.expectations if not reaches(mutant, each, whole))
            left[bool(beyond)] += 1
            if beyond:
                told = under(replace(scenario, expectations=beyond), mutant, LIBRARY.charter)
                assert run(told).outcome is Outcome.MET, (mutant, scenario.title)
    assert left[True] > 10


def test_a_scenario_that_fails_already_is_told(examples: tuple[Scenario, ...]) -> None:
    minimum = next(one for one in mutants(policy_of(LIBRARY.charter("node.tsc"), LIBRARY.charter)) if _dropped(one))
    broken = [under(each, minimum, LIBRARY.charter) for each in examples]
    with pytest.raises(CallError) as told:
        mutate(LIBRARY.charter("node.tsc"), LIBRARY.charter, broken, as_of=DAY)
    assert [each.code for each in told.value.diagnostics] == ["failing-scenario"]


def _dropped(mutant: Mutant) -> bool:
    return mutant.name == "size.minimum" and mutant.changed is None


def test_the_score_counts_what_is_not_proved_equivalent(answer: Mutation) -> None:
    killed, of_all = answer.score
    assert killed == sum(trial.fate is Fate.KILLED for trial in answer.trials)
    assert of_all == len(answer.trials) - answer.count(Fate.EQUIVALENT)
    assert all((trial.by is not None) is (trial.fate is Fate.KILLED) for trial in answer.trials)


@pytest.mark.parametrize(
    ("clause_of", "kind"),
    [
        (
            clause("event.date >= date('2026-06-01')", name="late", scope=Scope.EVENT, when="event.kind == 'elected'"),
            Kind.DROPPED,
        ),
        (clause("size(meetings) >= 2", name="often", scope=Scope.YEAR, per=Per("calendar_year")), Kind.STRICTNESS),
        (
            clause(
                "event.by == body",
                name="who",
                scope=Scope.EVENT,
                when="event.kind == 'removed' && event.subject == 'a'",
            ),
            Kind.PART,
        ),
    ],
    ids=lambda one: getattr(one, "id", None),
)
def test_what_is_about_the_past_is_told_by_a_short_history(clause_of: Clause, kind: Kind) -> None:
    rules = policy([clause_of], [])
    told = [one for one in mutants(rules) if one.kind is kind]
    assert told
    for mutant in told[-1:]:
        found = told_by_history(mutant, rules, LIBRARY.charter, DAY)
        assert found is not None
        assert found.example.roster.log or kind is Kind.STRICTNESS
        expected = found.expected
        state = state_of(found.example.roster, dict(found.example.policies), DAY)
        statuses = {one.occasion: one.status for one in verdicts_on(clause_of, rules, state, expected.body)}
        assert statuses.get(expected.occasion or "", expected.status) is expected.status
        assert tells(found, mutant, rules, LIBRARY.charter)
