"""One suite for every engine: known answers, and agreement with brute force on problems of every shape."""

from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given, settings

from problems import EXAMPLES, Known, committees, problems
from quorate.engines.base import (
    ENGINES,
    Capability,
    Engine,
    Found,
    Impossible,
    Limits,
    Problem,
    canonical,
    engine,
    order,
    satisfies,
    score,
)

LIMITS = Limits()
OTHERS = [name for name in ENGINES if Capability.RANK in engine(name).capabilities and name != "exhaustive"]
FINDERS = [name for name in ENGINES if name != "exhaustive"]
FEW = settings(max_examples=settings().max_examples // 3)


@pytest.fixture(params=["exhaustive", *OTHERS], scope="module")
def any_engine(request: pytest.FixtureRequest) -> Engine:
    return engine(request.param)


@pytest.fixture(params=OTHERS, scope="module")
def other(request: pytest.FixtureRequest) -> Engine:
    return engine(request.param)


def keys(made: Engine, problem: Problem) -> list[tuple[int, ...]]:
    """Every assignment once, as a sortable key: repeated assignments show."""
    return sorted(canonical(problem, assignment) for assignment in made.enumerate(problem, LIMITS))


@pytest.mark.parametrize("known", EXAMPLES, ids=lambda known: known.name)
def test_known_answers(any_engine: Engine, known: Known) -> None:
    assert len(keys(any_engine, known.problem)) == known.assignments
    assert any_engine.count(known.problem, LIMITS) == known.slates
    outcome = any_engine.solve(known.problem, LIMITS)
    if not known.assignments:
        assert isinstance(outcome, Impossible)
        return
    assert isinstance(outcome, Found)
    assert outcome.optimal
    if known.values:
        assert outcome.values == known.values
    named = {count.key: value for count, value in outcome.assignment.items()}
    assert {key: named[key] for key in known.best} == known.best


@FEW
@given(problem=problems() | committees())
def test_the_whole_set_of_assignments_is_that_of_brute_force(other: Engine, problem: Problem) -> None:
    assert keys(other, problem) == keys(engine("exhaustive"), problem)


@FEW
@given(problem=problems() | committees())
def test_counts_are_those_of_brute_force(other: Engine, problem: Problem) -> None:
    assert other.count(problem, LIMITS) == engine("exhaustive").count(problem, LIMITS)


@FEW
@given(problem=problems() | committees())
def test_the_best_come_in_the_order_of_brute_force(other: Engine, problem: Problem) -> None:
    best = list(islice(engine("exhaustive").rank(problem, LIMITS), 6))
    assert list(islice(other.rank(problem, LIMITS), 6)) == best


@FEW
@given(problem=problems() | committees())
def test_found_or_impossible_as_brute_force_says(other: Engine, problem: Problem) -> None:
    assert other.solve(problem, LIMITS) == engine("exhaustive").solve(problem, LIMITS)


@FEW
@given(problem=problems() | committees())
def test_any_best_answer_is_as_good_as_the_canonical_one(other: Engine, problem: Problem) -> None:
    outcome = other.solve(problem, Limits(canonical=False))
    canonical_one = engine("exhaustive").solve(problem, LIMITS)
    if isinstance(canonical_one, Impossible):
        assert isinstance(outcome, Impossible)
    else:
        assert isinstance(outcome, Found)
        assert isinstance(canonical_one, Found)
        assert satisfies(problem, outcome.assignment)
        assert outcome.values == score(problem, outcome.assignment) == canonical_one.values


@pytest.fixture(params=FINDERS, scope="module")
def finder(request: pytest.FixtureRequest) -> Engine:
    return engine(request.param)


@pytest.mark.parametrize("known", EXAMPLES, ids=lambda known: known.name)
def test_known_problems_are_possible_or_not(finder: Engine, known: Known) -> None:
    found = finder.solve(replace(known.problem, objectives=()), LIMITS)
    assert isinstance(found, Found if known.assignments else Impossible)


@FEW
@given(problem=problems() | committees())
def test_without_objectives_the_canonical_answer_is_that_of_brute_force(finder: Engine, problem: Problem) -> None:
    plain = replace(problem, objectives=())
    assert finder.solve(plain, LIMITS) == engine("exhaustive").solve(plain, LIMITS)
    found = finder.solve(plain, Limits(canonical=False))
    assert not isinstance(found, Found) or satisfies(plain, found.assignment)


@given(problem=committees())
def test_brute_force_ranks_by_score_and_then_canonically(problem: Problem) -> None:
    ranked = [found.assignment for found in engine("exhaustive").rank(problem, LIMITS)]
    assert [order(problem, each) for each in ranked] == sorted(order(problem, each) for each in ranked)
    assert all(satisfies(problem, each) for each in ranked)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_seed_gives_the_same_answer(any_engine: Engine, seed: int) -> None:
    known = next(each for each in EXAMPLES if each.name == "a reward and a penalty")
    answers = {str(any_engine.solve(known.problem, Limits(seed=seed))) for _ in range(3)}
    assert len(answers) == 1
