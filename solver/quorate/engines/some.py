"""Any assignment, or any of the best: sooner than the canonical one, by whichever engine is quickest at it."""

from collections.abc import Iterator
from dataclasses import replace

from quorate.engines.base import Capability, Choice, Impossible, Limits, Outcome, Undecided, choose, engine
from quorate.engines.layout import table_size
from quorate.engines.problem import Problem
from quorate.formula.ast import All, AtLeastZero, Count, Formula
from quorate.source.diagnostic import CallError

MOMENT = 0.5
"""Seconds in which PySAT nearly always has an answer; where it has none, counting is what it lacks."""

SMALL = 10_000
"""Edges, by a quick upper bound, of a table that is made sooner than CP-SAT answers."""

MANY = 60
"""Counts of which a table is never that small once clauses bind them."""

Demand = tuple[frozenset[Count], int]
"""Counts, and the least or the most that they come to together."""


def some(problem: Problem, limits: Limits, forced: str | None = None) -> tuple[Choice, Outcome]:
    """Who answered, and what: demands against room at a glance, PySAT for a moment, then whoever is chosen."""
    loose = replace(limits, canonical=False)
    if forced is not None:
        choice = choose(problem, Capability.FIND, forced)
        return choice, engine(choice.name).solve(problem, loose)
    if crowded(problem):
        return Choice("demands", "more is asked for than there is room"), Impossible()
    quick = _quickly(problem, loose)
    if quick is not None:
        return Choice("pysat", "it finds or refutes in a moment"), quick
    choice = choose(problem, Capability.OPTIMISE)  # a search that PySAT does not end soon is one for those that count
    return choice, engine(choice.name).solve(problem, loose)


def best(problem: Problem, limits: Limits, forced: str | None = None) -> tuple[Choice, Outcome]:
    """Who answered, and one of the best assignments by the objectives."""
    loose = replace(limits, canonical=False)
    choice = _for_a_best(problem) if forced is None else choose(problem, Capability.OPTIMISE, forced)
    try:
        return choice, engine(choice.name).solve(problem, loose)
    except CallError:
        if forced is not None:
            raise
    choice = choose(problem, Capability.OPTIMISE)
    return choice, engine(choice.name).solve(problem, loose)


def _for_a_best(problem: Problem) -> Choice:
    """CP-SAT, which needs no table, unless one is made sooner; of many counts none is, however it is laid out."""
    if len(problem.counts) > MANY or table_size(problem) > SMALL:
        return Choice("cp-sat", "it needs no table to find a best one")
    return choose(problem, Capability.OPTIMISE)


def _quickly(problem: Problem, limits: Limits) -> Outcome | None:
    """PySAT's answer, if it is there and has one soon."""
    seconds = MOMENT if limits.seconds is None else min(MOMENT, limits.seconds)
    try:
        outcome = engine("pysat").solve(problem, replace(limits, seconds=seconds))
    except CallError:
        return None
    return None if isinstance(outcome, Undecided) else outcome


def crowded(problem: Problem) -> bool:
    """Whether several demands, of which nobody meets two, ask for more than the most that there may be."""
    demands: list[Demand] = []
    rooms: list[Demand] = []
    for atom in _atoms(problem):
        factors = {factor for _, factor in atom.linear.terms}
        if min(count.low for count, _ in atom.linear.terms) < 0:
            continue
        counts = frozenset(count for count, _ in atom.linear.terms)
        if factors == {1} and atom.linear.constant < 0:
            demands.append((counts, -atom.linear.constant))
        elif factors == {-1}:
            rooms.append((counts, atom.linear.constant))
    demands.sort(key=lambda demand: len(demand[0]) / demand[1])
    return any(_demanded(demands, counts) > most for counts, most in rooms)


def _atoms(problem: Problem) -> Iterator[AtLeastZero]:
    for constraint in problem.constraints:
        yield from _plain(constraint.formula)


def _plain(formula: Formula) -> Iterator[AtLeastZero]:
    if isinstance(formula, AtLeastZero) and formula.linear.terms:
        yield formula
    elif isinstance(formula, All):
        for part in formula.parts:
            yield from _plain(part)


def _demanded(demands: list[Demand], room: frozenset[Count]) -> int:
    """What demands within the room that share no count ask for together, those taken first that leave most room."""
    taken: set[Count] = set()
    asked = 0
    for counts, least in demands:
        if counts <= room and taken.isdisjoint(counts):
            taken |= counts
            asked += least
    return asked
