"""Before counting: classes that every formula treats alike become one class, since only how many are chosen matters.

In how many ways two classes together fill their cells is what one class of both sizes says (Vandermonde's identity), as
long as no count is held below what its class could give.
"""

from collections import defaultdict
from dataclasses import replace
from typing import TypeAlias

from quorate.engines.layout import Domains, Form, atoms, conjuncts, narrowed
from quorate.engines.problem import Constraint, Problem, Ways
from quorate.engines.tables.windows import windows
from quorate.formula.ast import (
    All,
    AtLeastZero,
    Constant,
    Count,
    Formula,
    Linear,
    Some,
    all_of,
    counts_of,
    some_of,
)

Role: TypeAlias = tuple[object, ...]


def merged(problem: Problem) -> tuple[Problem, dict[Count, Count]]:
    """A problem with as many slates (`ways` counted in) and fewer counts; and what stands for each count."""
    domains, musts = narrowed(problem)
    if not all(domains.values()):
        return replace(problem, objectives=()), {count: count for count in problem.counts}
    capacities = {Linear.of((cell, 1) for cell in ways.cells).terms: ways.size for ways in problem.ways}
    kept = [formula for formula in musts if not _says_nothing(formula, capacities)]
    roles = _roles(kept)
    caps = _caps(kept, domains)
    alike: dict[Role, list[Ways]] = defaultdict(list)
    for ways in problem.ways:
        alike[_role(ways, roles, domains, caps)].append(ways)
    return _joined(problem, kept, domains, list(alike.values()))


def _says_nothing(formula: Formula, capacities: dict[Form, int]) -> bool:
    """Whether the formula only says that a class has no more people in its cells than it has."""
    limits, others = windows([formula])
    return not others and all(
        low is None and high is not None and form in capacities and high >= capacities[form]
        for form, (low, high) in limits.items()
    )


def _roles(formulas: list[Formula]) -> dict[Count, tuple[tuple[int, int], ...]]:
    """How each count is read: in which atoms, with which coefficient."""
    found: dict[Count, list[tuple[int, int]]] = defaultdict(list)
    every = dict.fromkeys(atom for formula in formulas for atom in atoms(formula))
    for number, atom in enumerate(every):
        for count, factor in atom.linear.terms:
            found[count].append((number, factor))
    return {count: tuple(reads) for count, reads in found.items()}


def _caps(formulas: list[Formula], domains: Domains) -> dict[Count, int]:
    """The most that plain bounds leave each count, whatever its own domain says."""
    caps: dict[Count, int] = {}
    for form, (_, high) in windows(formulas)[0].items():
        if high is not None and all(factor > 0 and domains[count][0] >= 0 for count, factor in form):
            for count, factor in form:
                caps[count] = min(caps.get(count, high), high // factor)
    return caps


def _role(
    ways: Ways, roles: dict[Count, tuple[tuple[int, int], ...]], domains: Domains, caps: dict[Count, int]
) -> Role:
    """What classes have in common that can be one; a class with a count held down has its role to itself."""
    role: list[object] = []
    for cell in ways.cells:
        values = domains[cell]
        free = values == list(range(len(values))) and values[-1] >= min(ways.size, caps.get(cell, ways.size))
        if not free and values != [0]:
            return (ways,)
        role.append((roles.get(cell, ()), free))
    return tuple(role)


def _joined(
    problem: Problem, musts: list[Formula], domains: Domains, groups: list[list[Ways]]
) -> tuple[Problem, dict[Count, Count]]:
    """In each group the first class's cells stand for all; the other counts are gone."""
    stand_in: dict[Count, Count | None] = {count: count for count in problem.counts}
    stands_for = {count: count for count in problem.counts}
    made: list[Ways] = []
    for group in groups:
        if len(group) == 1:
            made += group
            continue
        size = sum(ways.size for ways in group)
        cells = tuple(Count(cell.key, 0, size if domains[cell][-1] else 0) for cell in group[0].cells)
        stand_in.update(dict.fromkeys(cell for ways in group for cell in ways.cells))
        stand_in.update(zip(group[0].cells, cells, strict=True))
        for ways in group:
            stands_for.update(zip(ways.cells, cells, strict=True))
        made.append(Ways(size, cells))
    alone = [formula for formula in conjuncts(problem) if len(counts_of(formula)) == 1]
    unchanged = [formula for formula in alone if all(stand_in[count] == count for count in counts_of(formula))]
    formulas = [*unchanged, *(_rewritten(formula, stand_in) for formula in musts)]
    counts = tuple(count for count in stand_in.values() if count is not None)
    constraints = tuple(Constraint("merged", formula) for formula in formulas)
    return Problem(counts, constraints, ways=tuple(made)), stands_for


def _rewritten(formula: Formula, stand_in: dict[Count, Count | None]) -> Formula:
    match formula:
        case Constant():
            return formula
        case AtLeastZero(linear):
            terms = [(stand, factor) for count, factor in linear.terms if (stand := stand_in[count]) is not None]
            return AtLeastZero(Linear.of(terms, linear.constant))
        case All(parts):
            return all_of(*(_rewritten(part, stand_in) for part in parts))
        case Some(parts):
            return some_of(*(_rewritten(part, stand_in) for part in parts))
