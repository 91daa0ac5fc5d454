"""Shares, spreads and draws of slates are those that brute force counts."""

from collections import Counter
from itertools import islice
from random import Random

from hypothesis import given, settings

from problems import committees, problem, problems, total
from quorate.engines.base import Limits, engine
from quorate.engines.problem import Assignment, Problem, Ways, weight
from quorate.engines.weighing import Kind, weigher
from quorate.formula.ast import Constant, Count, Linear, at_least, equal
from quorate.formula.evaluator import value


def every(asked: Problem) -> list[Assignment]:
    return list(engine("exhaustive").enumerate(asked, Limits()))


def kinds(asked: Problem) -> list[Kind]:
    """Of each class those in any of its cells, and those in none."""
    inside = [Kind(ways.size, total(*ways.cells)) for ways in asked.ways]
    return inside + [Kind(kind.many, -kind.inside + kind.many) for kind in inside]


@given(committees())
@settings(max_examples=60, deadline=None)
def test_shares_of_one_and_of_two_are_those_of_brute_force(asked: Problem) -> None:
    whole, found = every(asked), kinds(asked)
    shares = weigher().shares(asked, found, Limits(), pairs=True)
    assert shares.total == sum(weight(asked, each) for each in whole)
    for kind, share in zip(found, shares.once, strict=True):
        assert share * kind.many == sum(weight(asked, each) * value(kind.inside, each) for each in whole)
    for (first, second), share in shares.twice.items():
        one, other = found[first], found[second]
        if first == second:
            people = one.many * (one.many - 1)
            met = [value(one.inside, each) * (value(one.inside, each) - 1) for each in whole]
        elif first % len(asked.ways) != second % len(asked.ways):
            people = one.many * other.many
            met = [value(one.inside, each) * value(other.inside, each) for each in whole]
        else:
            continue
        assert share * people == sum(weight(asked, each) * many for each, many in zip(whole, met, strict=True))


@given(problems())
@settings(max_examples=60, deadline=None)
def test_the_total_of_shares_is_the_count(asked: Problem) -> None:
    assert weigher().shares(asked, [], Limits(), pairs=True).total == engine("exhaustive").count(asked, Limits())


@given(committees())
@settings(max_examples=60, deadline=None)
def test_the_spread_of_a_sum_is_that_of_brute_force(asked: Problem) -> None:
    members = total(*(cell for ways in asked.ways for cell in ways.cells))
    wanted: Counter[int] = Counter()
    for each in every(asked):
        wanted[value(members, each)] += weight(asked, each)
    assert weigher().spread(asked, members, Limits()) == +wanted


@given(committees())
@settings(max_examples=30, deadline=None)
def test_draws_are_assignments_and_the_same_for_the_same_seed(asked: Problem) -> None:
    whole = every(asked)
    drawn = list(islice(weigher().draws(asked, Limits(), Random(5)), 5))
    assert len(drawn) == (5 if sum(weight(asked, each) for each in whole) else 0)
    assert all(each in whole and weight(asked, each) for each in drawn)
    assert drawn == list(islice(weigher().draws(asked, Limits(), Random(5)), 5))


def test_assignments_are_drawn_as_often_as_they_stand_for_slates() -> None:
    a, b = Count("a", 0, 4), Count("b", 0, 2)
    asked = problem((a, b), equal(total(a, b), 3), ways=(Ways(4, (a,)), Ways(2, (b,))))
    many = 4000
    drawn = Counter(each[a] for each in islice(weigher().draws(asked, Limits(), Random(1)), many))
    whole = {each[a]: weight(asked, each) for each in every(asked)}
    slates = sum(whole.values())
    chi = sum((drawn[at] - many * ways / slates) ** 2 / (many * ways / slates) for at, ways in whole.items())
    assert whole == {1: 4, 2: 12, 3: 4}
    assert chi < 13.8, "one in a thousand fair draws is as uneven"


def test_nothing_is_drawn_where_nothing_is_possible() -> None:
    assert list(weigher().draws(problem((), Constant(False)), Limits(), Random(0))) == []
    assert weigher().shares(problem((), Constant(False)), [], Limits(), pairs=True).total == 0


def test_people_who_must_be_in_are_in_every_slate() -> None:
    a = Count("a", 0, 3)
    asked = problem((a,), at_least(total(a), 1))
    shares = weigher().shares(asked, [Kind(1, Linear((), 1)), Kind(1, Linear(()))], Limits(), pairs=True)
    assert shares.once == (3, 0)
    assert shares.twice == {(0, 1): 0}
