"""The known traps of the solvers: where a trap can be sprung it is sprung here, and then each engine walks past it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, islice
from math import comb
from pathlib import Path
from time import monotonic
from typing import Any

import constraint
import pytest
from ortools.sat.python import cp_model

from problems import problem, total
from quorate.engines import base
from quorate.engines.base import (
    Constraint,
    Core,
    Engine,
    Found,
    Impossible,
    Limits,
    Objective,
    OutOfTime,
    Problem,
    Soft,
    Undecided,
    Ways,
    canonical,
    engine,
    explainer,
)
from quorate.engines.sat import encoding as encodings
from quorate.engines.sat.encoding import Encoding
from quorate.engines.tables import rows
from quorate.formula.ast import AtLeastZero, Count, Linear, all_of, at_least, equal, negate, some_of

LIMITS = Limits()
PEOPLE = tuple(Count(f"p{number:02}") for number in range(12))
FAST = ("tables", "python-constraint", "cp-sat")
FIND = (*FAST, "pysat")


def pick(size: int, people: tuple[Count, ...] = PEOPLE) -> Problem:
    """Committees of a size, of which the first two do not sit together, and whose third needs the fourth or fifth."""
    first, second, third, fourth, fifth, *_ = people
    return problem(
        people,
        equal(total(*people), size),
        negate(all_of(at_least(total(first), 1), at_least(total(second), 1))),
        some_of(at_least(-total(third)), at_least(total(fourth), 1), at_least(total(fifth), 1)),
    )


def pigeons(many: int) -> Problem:
    """One more pigeon than holes: impossible, and long to find out for whoever only searches."""
    cells = [[Count(f"{pigeon}-{hole}") for hole in range(many)] for pigeon in range(many + 1)]
    everybody = [equal(total(*row), 1) for row in cells]
    nobody_twice = [at_least(-total(*column), -1) for column in zip(*cells, strict=True)]
    return problem(tuple(count for row in cells for count in row), *everybody, *nobody_twice)


# python-constraint


def test_an_empty_scope_would_mean_all_variables() -> None:
    search = constraint.Problem()
    search.addVariables(["x", "y"], [0, 1])
    search.addConstraint(lambda *seats: sum(seats) >= 1, [])
    assert len(search.getSolutions()) == 3, "the library reads an empty scope as all variables"


@pytest.mark.parametrize("name", FAST)
@pytest.mark.parametrize("nobody", [at_least(Linear.of(()), 1), AtLeastZero(Linear((), -1))])
def test_at_least_one_expert_with_no_experts_is_impossible(name: str, nobody: AtLeastZero) -> None:
    experts = problem(PEOPLE[:2], nobody)
    assert engine(name).solve(experts, LIMITS) == Impossible()
    assert engine(name).count(experts, LIMITS) == 0


def test_constraints_are_never_text(monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[Any] = []
    add = constraint.Problem.addConstraint

    def spy(self: Any, rule: Any, scope: Any = None) -> None:
        added.append((rule, scope))
        add(self, rule, scope)

    monkeypatch.setattr(constraint.Problem, "addConstraint", spy)
    hostile = (Count("__import__('os').abort()"), Count("p) or True #"))
    assert engine("python-constraint").count(problem(hostile, equal(total(*hostile), 1)), LIMITS) == 2
    assert added
    assert {type(rule) for rule, _ in added} == {constraint.FunctionConstraint}
    assert all(scope for _, scope in added), "no scope is empty"


def test_searching_twice_gives_the_same_twice() -> None:
    made = engine("python-constraint")
    assert list(made.enumerate(pick(4), LIMITS)) == list(made.enumerate(pick(4), LIMITS))


def test_a_single_count_is_not_pruned_by_the_first_answer() -> None:
    """The library drops constraints about one variable after applying them once, before there is a best to beat."""
    count = Count("n", 0, 5)
    wish = Objective("two", rewards=((3, equal(total(count), 2)),))
    outcome = engine("python-constraint").solve(problem((count,), objectives=(wish,)), LIMITS)
    assert outcome == Found({count: 2}, (3,))


# CP-SAT


def test_everything_is_listed_once_by_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    workers: list[int] = []
    solve = cp_model.CpSolver.solve

    def spy(self: Any, *arguments: Any) -> Any:
        workers.append(self.parameters.num_workers)
        return solve(self, *arguments)

    monkeypatch.setattr(cp_model.CpSolver, "solve", spy)
    listed = [canonical(pick(5), each) for each in engine("cp-sat").enumerate(pick(5), LIMITS)]
    assert len(listed) == len(set(listed)) == brute(5)
    assert engine("cp-sat").solve(pick(5), LIMITS)
    assert set(workers) == {1}


def brute(size: int) -> int:
    """The committees of `pick`, counted by hand."""
    return sum(
        not {0, 1} <= set(chosen) and (2 not in chosen or bool({3, 4} & set(chosen)))
        for chosen in combinations(range(len(PEOPLE)), size)
    )


def test_helper_variables_do_not_repeat_answers() -> None:
    """Of two parts of a disjunction both may be true: a helper that is merely implied could then be true or false."""
    x, y, z = PEOPLE[:3]
    inner = some_of(at_least(total(z), 1), equal(total(x)))
    either = problem((x, y, z), some_of(at_least(total(x), 1), all_of(at_least(total(y), 1), inner)))
    listed = [canonical(either, each) for each in engine("cp-sat").enumerate(either, LIMITS)]
    expected = [canonical(either, each) for each in engine("exhaustive").enumerate(either, LIMITS)]
    assert sorted(listed) == sorted(expected)


@pytest.mark.parametrize("name", FIND)
def test_ties_are_broken_the_same_way_whatever_the_seed(name: str) -> None:
    wish = Objective("size", total(*PEOPLE))
    tied = Problem(PEOPLE, pick(4).constraints, (wish,))
    answers = [engine(name).solve(tied, Limits(seed=seed)) for seed in range(4)]
    assert all(isinstance(answer, Found) and answer == answers[0] for answer in answers)
    chosen = [count.key for count, value in answers[0].assignment.items() if value]  # type: ignore[union-attr]
    assert chosen == ["p00", "p02", "p03", "p04"], "earlier counts first"


def test_no_core_is_claimed_that_was_not_shown() -> None:
    outcome = engine("cp-sat").solve(problem(PEOPLE, equal(total(*PEOPLE), 13)), LIMITS)
    assert outcome == Impossible(core=())


def test_numbers_beyond_64_bits_are_undecided_and_not_wrong() -> None:
    huge = problem(PEOPLE[:2], at_least(Linear.of([(PEOPLE[0], 2**70), (PEOPLE[1], 1)]), 2**70))
    assert isinstance(engine("cp-sat").solve(huge, LIMITS), Undecided)
    assert isinstance(engine("tables").solve(huge, LIMITS), Found)


# PySAT


def test_weights_are_spelt_out_where_the_solver_knows_none() -> None:
    """Whether a literal that stands twice in a cardinality of MiniCard counts twice is not promised."""
    encoding = Encoding(PEOPLE[:3])
    encoding.require(at_least(Linear.of([(PEOPLE[0], 3), (PEOPLE[1], 2), (PEOPLE[2], 2)]), 4))
    assert encoding.at_most
    for literals, _ in encoding.at_most:
        assert len({abs(literal) for literal in literals}) == len(literals)


def test_a_heavy_sum_is_exact_or_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    heavy = Linear.of((count, 1000 + 37 * number**3) for number, count in enumerate(PEOPLE))
    for bound in (20_000, 20_001, heavy.bounds[1]):
        asked = problem(PEOPLE, at_least(heavy, bound or 0), at_least(-heavy, -(bound or 0) - 40))
        assert engine("pysat").solve(asked, LIMITS) == engine("tables").solve(asked, LIMITS)
    monkeypatch.setattr(encodings, "ROOM", 20)
    assert isinstance(engine("pysat").solve(problem(PEOPLE, at_least(heavy, 20_000)), LIMITS), Undecided)


def test_a_call_that_takes_long_is_ended_within() -> None:
    """One call of the solver can outlive any budget that is only looked at between calls."""
    softs = (Soft("c0"), Soft("c1"))
    began = monotonic()
    with pytest.raises(OutOfTime):
        explainer().core(pigeons(16), softs, Limits(seconds=0.3))
    with pytest.raises(OutOfTime):
        list(explainer().repairs(pigeons(16), (), Limits(seconds=0.3)))
    assert monotonic() - began < 3


def test_what_was_found_before_the_limit_is_told() -> None:
    hard = pigeons(16)
    groups = ["rows"] * 17 + ["left"] * 8 + ["right"] * 8
    named = tuple(replace(each, name=name) for each, name in zip(hard.constraints, groups, strict=True))
    clash = (Constraint("seat", at_least(total(PEOPLE[0]), 1)), Constraint("nobody", equal(total(PEOPLE[0]))))
    softs = tuple(Soft(name) for name in ("rows", "left", "right", "seat", "nobody"))
    cores = explainer().cores(Problem((*hard.counts, PEOPLE[0]), (*named, *clash)), softs, Limits(0.5))
    assert next(cores) == Core(("seat", "nobody"), smallest=True)
    with pytest.raises(OutOfTime):
        next(cores)


# time


@pytest.mark.parametrize("name", ["exhaustive", *FIND])
def test_a_time_limit_is_undecided_and_never_no(name: str) -> None:
    began = monotonic()
    outcome = engine(name).solve(pigeons(16), Limits(seconds=0.001 if name == "cp-sat" else 0.3))
    assert isinstance(outcome, Undecided)
    assert outcome.best is None
    assert monotonic() - began < 3


@pytest.mark.parametrize("name", ["exhaustive", *FAST])
def test_a_list_that_is_cut_short_says_so(name: str) -> None:
    people = tuple(Count(f"p{number}") for number in range(60))
    many = problem(people, at_least(total(*people), 1))

    def listed(made: Engine) -> Iterator[object]:
        yield from made.enumerate(many, Limits(seconds=0.3))

    with pytest.raises(OutOfTime):
        for _ in listed(engine(name)):
            pass


def test_what_was_found_before_the_limit_is_kept() -> None:
    people = tuple(Count(f"p{number:02}") for number in range(40))
    odd = Linear.of((count, 3 + 2 * number) for number, count in enumerate(people))
    hard = problem(people, equal(odd, 401), objectives=(Objective("many", total(*people)),))
    outcome = engine("python-constraint").solve(hard, Limits(seconds=0.5))
    assert isinstance(outcome, Undecided)
    assert outcome.best is not None
    assert not outcome.best.optimal or outcome.best.values


# size


def test_counts_beyond_floating_point_are_exact() -> None:
    classes = tuple(Count(f"class{number}", 0, 50) for number in range(8))
    ways = tuple(Ways(50, (count,)) for count in classes)
    counted = engine("tables").count(problem(classes, equal(total(*classes), 15), ways=ways), LIMITS)
    assert counted == comb(400, 15)
    assert counted > 2**53


def test_a_table_without_room_is_undecided_and_never_approximate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "ROOM", 50)
    outcome = engine("tables").solve(pick(5), LIMITS)
    assert isinstance(outcome, Undecided)
    assert "edges" in outcome.why


def test_a_long_problem_is_not_a_deep_one() -> None:
    """A thousand classes of one are listed and ranked without recursion."""
    people = tuple(Count(f"p{number:04}") for number in range(1000))
    one = problem(people, equal(total(*people), 1))
    assert sum(1 for _ in engine("tables").enumerate(one, LIMITS)) == 1000
    best = [found.assignment[people[0]] for found in islice(engine("tables").rank(one, LIMITS), 2)]
    assert best == [1, 0]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("MinConflictsSolver", "its `None` proves nothing"),
        (
            "max_deterministic_time",
            "how long it is on the clock depends on the machine; Ctrl-C and --time-limit do not",
        ),
    ],
)
def test_what_the_engines_do_not_use_stays_unused(name: str, why: str) -> None:
    folder = Path(base.__file__).parent
    files = sorted(folder.rglob("*.py"))
    assert any("constraint" in file.read_text(encoding="utf-8") for file in files)
    assert [file.name for file in files if name in file.read_text(encoding="utf-8")] == [], why
