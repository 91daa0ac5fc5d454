"""Z3 as a prover: small questions answered as trying all numbers does, each by a solver that has seen no other."""

from itertools import product
from typing import Any

import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st

from quorate.engines.base import Constraint, NotDecided, Query, Satisfied, Unsatisfiable, prover
from quorate.formula.ast import Count, Formula, Linear, all_of, at_least, negate, some_of
from quorate.formula.evaluator import holds, value
from quorate.formula.open.room import Possible
from quorate.questions.prove.smallest import Deadline, smallest

X, Y = Count("x", 0, 3), Count("y", -1, 2)
CHOSEN = Count("chosen", 0, 2)
CAN = Count("can", 0, 1)


def sizes(*counts: Count) -> st.SearchStrategy[Formula]:
    """Comparisons of sums of some counts."""
    factors = st.tuples(*(st.integers(-2, 2) for _ in counts))
    return st.builds(
        lambda chosen, most: at_least(Linear(tuple((c, f) for c, f in zip(counts, chosen, strict=True) if f)), most),
        factors,
        st.integers(-3, 3),
    )


def formulas(*counts: Count) -> st.SearchStrategy[Formula]:
    def put_together(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        parts = st.lists(inner, min_size=2, max_size=3)
        return inner.map(negate) | parts.map(lambda each: all_of(*each)) | parts.map(lambda each: some_of(*each))

    return st.recursive(sizes(*counts), put_together, max_leaves=6)


def query(formula: Formula, *possible: Possible) -> Query:
    return Query((X, Y, *(each.count for each in possible)), (Constraint("asked", formula),), possible)


def values(count: Count) -> range:
    assert count.high is not None
    return range(count.low, count.high + 1)


@given(formulas(X, Y))
def test_the_prover_answers_as_trying_all_numbers_does(formula: Formula) -> None:
    tried = [dict(zip((X, Y), pair, strict=True)) for pair in product(values(X), values(Y))]
    answer = prover().put(query(formula)).ask()
    assert isinstance(answer, Satisfied if any(holds(formula, each) for each in tried) else Unsatisfiable)
    assert not isinstance(answer, Satisfied) or holds(formula, answer.assignment)


@given(formulas(X, Y, CHOSEN), formulas(X, Y, CAN))
def test_what_is_possible_is_so_exactly_where_some_choice_makes_it_true(inner: Formula, outer: Formula) -> None:
    """`can` is one where some choice fulfils the inner formula, and zero elsewhere."""

    def can(numbers: dict[Count, int]) -> int:
        return int(any(holds(inner, {**numbers, CHOSEN: chosen}) for chosen in values(CHOSEN)))

    tried = [dict(zip((X, Y), pair, strict=True)) for pair in product(values(X), values(Y))]
    expected = any(holds(outer, {**numbers, CAN: can(numbers)}) for numbers in tried)
    answer = prover().put(query(outer, Possible(CAN, (CHOSEN,), inner))).ask(seconds=20)
    assert isinstance(answer, Satisfied if expected else Unsatisfiable)
    if isinstance(answer, Satisfied):
        numbers = {count: answer.assignment[count] for count in (X, Y)}
        assert answer.assignment[CAN] == can(numbers)


@given(formulas(X, Y), st.lists(sizes(X, Y), max_size=2))
def test_the_smallest_is_the_least_in_the_order_of_the_goals(formula: Formula, more: list[Formula]) -> None:
    goals = [Linear(((X, 1), (Y, 1))), Linear(((Y, -1),))]
    sought = prover().put(query(all_of(formula, *more)))
    first = sought.ask()
    tried = [dict(zip((X, Y), pair, strict=True)) for pair in product(values(X), values(Y))]
    right = [each for each in tried if holds(all_of(formula, *more), each)]
    if not right:
        assert first == Unsatisfiable()
        return
    assert isinstance(first, Satisfied)
    best, proved = smallest(sought, first.assignment, goals, (), Deadline())
    least = min(tuple(value(goal, each) for goal in goals) for each in right)
    assert (proved, tuple(value(goal, best) for goal in goals)) == (True, least)


def test_every_question_goes_to_a_solver_that_was_asked_nothing_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Z3 asked again has answered unsat where a fresh solver says sat (Z3Prover/z3 issues 2190 and 2572)."""
    asked: list[Any] = []
    check = z3.Solver.check

    def counted(solver: Any, *assumptions: Any) -> Any:
        assert not assumptions
        asked.append(solver)
        return check(solver, *assumptions)

    monkeypatch.setattr(z3.Solver, "check", counted)
    monkeypatch.setattr(z3.Solver, "push", lambda solver: pytest.fail("a solver is used for two questions"))
    sought = prover().put(query(at_least(Linear(((X, 1),)), 1)))
    for least in (3, 4, 2):
        sought.ask(at_least(Linear(((X, 1),)), least))
    smallest(sought, {X: 3, Y: 2}, [Linear(((X, 1), (Y, 1)))], (), Deadline())
    assert len(asked) >= 5
    assert len({id(each) for each in asked}) == len(asked)


def test_a_question_that_was_unsatisfiable_leaves_no_trace_in_the_next() -> None:
    sought = prover().put(query(at_least(Linear(((X, 1),)), 1)))
    assert sought.ask(at_least(Linear(((X, -1),)), 0)) == Unsatisfiable()
    answer = sought.ask()
    assert isinstance(answer, Satisfied)
    assert answer.assignment[X] >= 1


def test_when_the_time_is_up_the_answer_is_undecided() -> None:
    """Pigeons in holes, one fewer than pigeons, as sums of zeros and ones: hard for every solver."""
    holes = [[Count(f"in[{pigeon},{hole}]", 0, 1) for hole in range(59)] for pigeon in range(60)]
    housed = [at_least(Linear(tuple((each, 1) for each in row)), 1) for row in holes]
    apart = [at_least(Linear(tuple((row[hole], -1) for row in holes)), -1) for hole in range(59)]
    split = [
        some_of(at_least(Linear(((each, 1),)), 1), at_least(Linear(((each, -1),)))) for row in holes for each in row
    ]
    counts = tuple(each for row in holes for each in row)
    constraints = tuple(Constraint("pigeons", each) for each in (*housed, *apart, *split))
    answer = prover().put(Query(counts, constraints)).ask(seconds=0.001)
    assert answer == NotDecided("the time limit was reached")
