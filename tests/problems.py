"""Problems for every engine: some with answers known by hand, and strategies for as many others as one likes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from quorate.engines.base import Constraint, Objective, Problem, Ways
from quorate.formula.ast import (
    AtLeastZero,
    Constant,
    Count,
    Formula,
    Linear,
    all_of,
    at_least,
    equal,
    negate,
    some_of,
)


def total(*counts: Count) -> Linear:
    return Linear.of((count, 1) for count in counts)


def problem(
    counts: tuple[Count, ...],
    *formulas: Formula,
    objectives: tuple[Objective, ...] = (),
    ways: tuple[Ways, ...] = (),
) -> Problem:
    named = tuple(Constraint(f"c{index}", formula) for index, formula in enumerate(formulas))
    return Problem(counts, named, objectives, ways)


@dataclass(frozen=True)
class Known:
    """A problem with what it is known to have: how many assignments, how many slates, the best values and counts."""

    name: str
    problem: Problem
    assignments: int
    slates: int
    values: tuple[int, ...] = ()
    best: Mapping[str, int] = field(default_factory=dict)


A, B, C = Count("a", 0, 3), Count("b", 0, 3), Count("c", 0, 1)
X, Y, Z = Count("x"), Count("y"), Count("z")
SOME_A = at_least(total(A), 1)

EXAMPLES = (
    Known("nothing to choose", problem(()), 1, 1),
    Known("nothing to choose and nothing possible", problem((), Constant(False)), 0, 0),
    Known("an atom without counts that fails", problem((X,), AtLeastZero(Linear((), -1))), 0, 0),
    Known("free", problem((A, C)), 8, 8, best={"a": 3, "c": 1}),
    Known("a formula that is never true", problem((A,), Constant(False)), 0, 0),
    Known("at least one of nobody", problem((X, Y), at_least(Linear.of(()), 1)), 0, 0),
    Known("sum of two", problem((A, B), equal(total(A, B), 4)), 3, 3, best={"a": 3, "b": 1}),
    Known("out of reach", problem((A, B), at_least(total(A, B), 7)), 0, 0),
    Known("either or", problem((X, Y), some_of(equal(total(X), 1), equal(total(Y), 1))), 3, 3, best={"x": 1, "y": 1}),
    Known("not both", problem((X, Y), negate(all_of(at_least(total(X), 1), at_least(total(Y), 1)))), 3, 3),
    Known("only if", problem((X, Y), some_of(at_least(-total(X)), at_least(total(Y), 1))), 3, 3),
    Known(
        "three of five, two kinds",
        problem((A, B), equal(total(A, B), 3), ways=(Ways(3, (A,)), Ways(3, (B,)))),
        4,
        20,
    ),
    Known(
        "a member and a chair of each class",
        problem((C, A), at_least(-total(C, A), -3), equal(total(C), 1), ways=(Ways(3, (C, A)),)),
        3,
        12,
    ),
    Known(
        "first things first",
        problem(
            (A, B),
            at_least(-total(A, B), -3),
            objectives=(Objective("b", total(B)), Objective("a", total(A) * 10)),
        ),
        10,
        10,
        (3, 0),
        {"a": 0, "b": 3},
    ),
    Known(
        "a reward and a penalty",
        problem((A, B), objectives=(Objective("r", -total(A), ((2, SOME_A), (-5, at_least(total(B), 2)))),)),
        16,
        16,
        (1,),
        {"a": 1, "b": 1},
    ),
    Known(
        "ties are broken by the order of the counts",
        problem((X, Y, Z), equal(total(X, Y, Z), 1), objectives=(Objective("any", total(X, Y, Z)),)),
        3,
        3,
        (1,),
        {"x": 1, "y": 0, "z": 0},
    ),
    Known("an empty domain", problem((Count("e", 2, 1),)), 0, 0),
    Known("a count that is fixed", problem((Count("f", 2, 2), X), at_least(total(Count("f", 2, 2), X), 3)), 1, 1),
    Known("parity", problem((A, B), equal(Linear.of([(A, 2), (B, -2)]), 1)), 0, 0),
    Known("the fewer the better", problem((A,), objectives=(Objective("less", -total(A)),)), 4, 4, (0,), {"a": 0}),
)  # fmt: skip


@st.composite
def linears(draw: st.DrawFn, counts: tuple[Count, ...]) -> Linear:
    """Any linear expression over some of the counts."""
    factors = draw(st.lists(st.integers(-3, 3), min_size=len(counts), max_size=len(counts)))
    return Linear.of(zip(counts, factors, strict=True), draw(st.integers(-4, 4)))


def formulas(counts: tuple[Count, ...]) -> st.SearchStrategy[Formula]:
    """Any formula over the counts, simplified by its constructors or not."""
    atoms = st.one_of(
        linears(counts).map(at_least),
        linears(counts).map(AtLeastZero),
        linears(counts).map(equal),
        st.booleans().map(Constant),
    )

    def combined(parts: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
        several = st.lists(parts, max_size=3)
        return several.map(lambda each: all_of(*each)) | several.map(lambda each: some_of(*each)) | parts.map(negate)

    return st.recursive(atoms, combined, max_leaves=5)


@st.composite
def objectives(draw: st.DrawFn, counts: tuple[Count, ...]) -> Objective:
    rewards = draw(st.lists(st.tuples(st.integers(-2, 3), formulas(counts)), max_size=2))
    return Objective("o", draw(linears(counts)), tuple(rewards))


@st.composite
def ways_of(draw: st.DrawFn, counts: tuple[Count, ...]) -> tuple[Ways, ...]:
    """Classes over some of the counts, each count in one at most."""
    shuffled = draw(st.permutations(counts))
    made: list[Ways] = []
    while shuffled and draw(st.booleans()):
        cells = draw(st.integers(1, min(2, len(shuffled))))
        made.append(Ways(draw(st.integers(0, 5)), tuple(shuffled[:cells])))
        shuffled = shuffled[cells:]
    return tuple(made)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Small problems of every shape: few enough assignments for brute force."""
    ends = draw(st.lists(st.tuples(st.sampled_from([0, 0, 0, 1]), st.sampled_from([1, 1, 2, 3])), max_size=5))
    counts = tuple(Count(f"n{index}", low, high) for index, (low, high) in enumerate(ends))
    return problem(
        counts,
        *draw(st.lists(formulas(counts), max_size=3)),
        objectives=tuple(draw(st.lists(objectives(counts), max_size=2))),
        ways=draw(ways_of(counts)),
    )


@st.composite
def committees(draw: st.DrawFn) -> Problem:
    """Problems as slates have them: classes with a member and a chair cell, a size, clauses about kinds of people."""
    kinds = draw(st.lists(st.tuples(st.integers(1, 3), st.booleans(), st.booleans()), min_size=1, max_size=4))
    cells: list[tuple[Count, Count, Any]] = []
    for index, kind in enumerate(kinds):
        cells.append((Count(f"chair{index}", 0, 1), Count(f"member{index}", 0, kind[0]), kind))
    members = Linear.of((count, 1) for chair, member, _ in cells for count in (chair, member))
    first = Linear.of((count, 1) for chair, member, kind in cells if kind[1] for count in (chair, member))
    second = Linear.of((chair, 1) for chair, _, kind in cells if kind[2])
    size = draw(st.integers(1, 4))
    clauses: list[Formula] = [at_least(-total(chair, member), -kind[0]) for chair, member, kind in cells]
    clauses.append(equal(total(*(chair for chair, _, _ in cells)), 1))
    clauses.append(draw(st.sampled_from([equal(members, size), at_least(-members, -size)])))
    some = draw(st.integers(0, 2))
    others = [
        at_least(first, some),
        at_least(first * 2 - members),
        at_least(-first, -1),
        at_least(second, 1),
        some_of(at_least(second, 1), at_least(members, 3)),
    ]
    clauses += draw(st.lists(st.sampled_from(others), max_size=3))
    counts = tuple(count for chair, member, _ in cells for count in (chair, member))
    wish = Objective("first", first, ((2, at_least(second, 1)),))
    ways = tuple(Ways(kind[0], (chair, member)) for chair, member, kind in cells)
    return problem(counts, *clauses, objectives=draw(st.sampled_from([(), (wish,)])), ways=ways)
