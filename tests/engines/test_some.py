"""Some assignment: found where brute force finds one, refuted where it refutes; a crowded problem is impossible."""

from hypothesis import given
from hypothesis import strategies as st

from quorate.engines.base import Constraint, Found, Impossible, Limits, Problem, engine, satisfies
from quorate.engines.some import crowded, some
from quorate.formula.ast import Count, Linear, at_least

COUNTS = tuple(Count(f"c{number}", 0, 2) for number in range(4))
SUMS = st.lists(st.tuples(st.sampled_from(COUNTS), st.sampled_from((1, 1, -1))), min_size=1, max_size=4)
BOUNDS = st.tuples(SUMS, st.integers(-4, 4))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    bounds = draw(st.lists(BOUNDS, min_size=1, max_size=5))
    formulas = [at_least(Linear.of(terms), bound) for terms, bound in bounds]
    return Problem(COUNTS, tuple(Constraint(str(number), formula) for number, formula in enumerate(formulas)))


@given(problems())
def test_something_is_found_exactly_where_something_is(problem: Problem) -> None:
    right = engine("exhaustive").solve(problem, Limits())
    _, outcome = some(problem, Limits())
    assert type(outcome) is type(right)
    assert isinstance(outcome, Impossible) or (isinstance(outcome, Found) and satisfies(problem, outcome.assignment))


@given(problems())
def test_what_is_crowded_is_impossible(problem: Problem) -> None:
    assert not crowded(problem) or isinstance(engine("exhaustive").solve(problem, Limits()), Impossible)


def test_demands_that_share_nobody_are_added() -> None:
    one, other = Linear.of([(COUNTS[0], 1)]), Linear.of([(COUNTS[1], 1)])
    room = at_least(-(one + other), -2)
    asked = (at_least(one, 2), at_least(other, 1), room)
    assert crowded(Problem(COUNTS, tuple(Constraint("asked", each) for each in asked)))
    assert not crowded(Problem(COUNTS, tuple(Constraint("asked", each) for each in asked[1:])))
