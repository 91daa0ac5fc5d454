"""Cores and repairs: known ones, those of brute force, checked, in one order, and within limits."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from problems import committees, problem, problems, total
from quorate.engines.base import (
    EXPLAINERS,
    Core,
    Explainer,
    Impossible,
    Limits,
    Problem,
    Soft,
    engine,
    explainer,
    satisfies,
)
from quorate.engines.explaining import kept
from quorate.formula.ast import Constant, Count, at_least, equal

LIMITS = Limits()
FEW = settings(max_examples=settings().max_examples // 3)
X, Y, Z = Count("x"), Count("y"), Count("z")
CLASH = problem(
    (X, Y, Z), equal(total(X), 1), equal(total(X)), at_least(total(Y, Z), 1), equal(total(Y, Z)), Constant(True)
)
SOFTS = (Soft("c0", 3), Soft("c1"), Soft("c2"), Soft("c4"))


@pytest.fixture(params=list(EXPLAINERS), scope="module")
def explains(request: pytest.FixtureRequest) -> Explainer:
    return explainer(request.param)


@st.composite
def soft_problems(draw: st.DrawFn) -> tuple[Problem, tuple[Soft, ...]]:
    """Problems some of whose constraints, alone or in groups, can be given up."""
    made = draw(problems() | committees())
    names = draw(st.lists(st.sampled_from("abcde"), min_size=len(made.constraints), max_size=len(made.constraints)))
    named = tuple(replace(each, name=name) for each, name in zip(made.constraints, names, strict=True))
    softs = draw(st.permutations("abcdef"))[: draw(st.integers(0, 6))]
    return replace(made, constraints=named), tuple(Soft(name, draw(st.integers(1, 3))) for name in softs)


def test_known_core(explains: Explainer) -> None:
    assert explains.core(CLASH, SOFTS, LIMITS) == Core(("c2",), smallest=True)
    assert list(explains.cores(CLASH, SOFTS, LIMITS)) == [
        Core(("c2",), smallest=True),
        Core(("c0", "c1"), smallest=False),
    ]


def test_known_repairs(explains: Explainer) -> None:
    found = list(explains.repairs(CLASH, SOFTS, LIMITS))
    assert [(each.names, each.cost) for each in found] == [(("c1", "c2"), 2), (("c0", "c2"), 4)]
    assert list(explains.repairs(CLASH, SOFTS, LIMITS, most=1)) == []


def test_what_is_possible_has_no_core_and_needs_no_repair(explains: Explainer) -> None:
    fine = problem((X, Y), at_least(total(X, Y), 1))
    softs = (Soft("c0"),)
    assert explains.core(fine, softs, LIMITS) is None
    assert list(explains.cores(fine, softs, LIMITS)) == []
    (nothing,) = explains.repairs(fine, softs, LIMITS)
    assert (nothing.names, nothing.cost) == ((), 0)
    assert satisfies(fine, nothing.assignment)


def test_what_is_impossible_without_softs_has_an_empty_core_and_no_repair(explains: Explainer) -> None:
    for hopeless in (problem((X,), equal(total(X), 1), equal(total(X))), problem((Count("e", 2, 1),))):
        assert explains.core(hopeless, (), LIMITS) == Core((), smallest=True)
        assert list(explains.cores(hopeless, (Soft("other"),), LIMITS)) == [Core((), smallest=True)]
        assert list(explains.repairs(hopeless, (Soft("other"),), LIMITS)) == []


def test_nothing_is_given_up_for_free() -> None:
    with pytest.raises(ValueError, match="less than one"):
        Soft("gift", 0)


def possible(asked: Problem, softs: tuple[Soft, ...], names: set[str]) -> bool:
    return not isinstance(engine("exhaustive").solve(kept(asked, softs, names), LIMITS), Impossible)


@FEW
@given(asked=soft_problems())
def test_cores_by_brute_force_are_impossible_and_possible_without_any_one(
    asked: tuple[Problem, tuple[Soft, ...]],
) -> None:
    for core in explainer("exhaustive").cores(*asked, LIMITS):
        assert not possible(*asked, set(core.names))
        assert all(possible(*asked, {*core.names} - {name}) for name in core.names)


@FEW
@given(asked=soft_problems())
def test_repairs_by_brute_force_are_possible_and_not_with_any_one_restored(
    asked: tuple[Problem, tuple[Soft, ...]],
) -> None:
    everything = {soft.name for soft in asked[1]}
    for repair in explainer("exhaustive").repairs(*asked, LIMITS):
        left = everything - set(repair.names)
        assert satisfies(kept(*asked, left), repair.assignment)
        assert not any(possible(*asked, left | {name}) for name in repair.names)


@FEW
@given(asked=soft_problems(), most=st.sampled_from([None, 0, 1, 2]))
def test_cores_and_repairs_are_those_of_brute_force(asked: tuple[Problem, tuple[Soft, ...]], most: int | None) -> None:
    right, other = explainer("exhaustive"), explainer("pysat")
    cores = list(other.cores(*asked, LIMITS))
    assert cores[:1] == [core for core in [other.core(*asked, LIMITS)] if core is not None]
    assert sorted(cores, key=repr) == sorted(right.cores(*asked, LIMITS), key=repr)
    repairs = list(other.repairs(*asked, LIMITS, most))
    named = [(each.names, each.cost) for each in repairs]
    assert named == [(each.names, each.cost) for each in right.repairs(*asked, LIMITS, most)]
    everything = {soft.name for soft in asked[1]}
    assert all(satisfies(kept(*asked, everything - set(each.names)), each.assignment) for each in repairs)
