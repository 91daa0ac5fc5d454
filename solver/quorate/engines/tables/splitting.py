"""Before counting: where many bounds are shares of one size, each size is counted on its own.

A cap of a quarter of the members on every affiliation reads all members as often as there are affiliations. Once the
size is a number each cap reads the colleagues alone, and no sum need be carried to the end of the table.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quorate.engines.layout import Form, atoms, conjuncts, narrowed
from quorate.engines.problem import Constraint, Problem
from quorate.engines.tables.windows import grows, windows
from quorate.formula.ast import All, AtLeastZero, Constant, Formula, Linear, Some, all_of, at_least, equal, some_of

FEW_SHARES = 2
"""With so few shares of the size, one table that carries their sums is cheaper than a table for each size."""

MANY_SIZES = 80


def by_size(problem: Problem) -> Iterator[Problem]:
    """Problems that have the problem's solutions between them, each solution in one."""
    formulas = conjuncts(problem)
    size = _size(problem, formulas)
    if size is None:
        yield problem
        return
    form, low, high = size
    for value in range(low, high + 1):
        known = [equal(Linear(form), value), *(_known(formula, form, value) for formula in formulas)]
        constraints = tuple(Constraint("of one size", formula) for formula in known)
        yield replace(problem, constraints=constraints)


def _size(problem: Problem, formulas: Sequence[Formula]) -> tuple[Form, int, int] | None:
    """The widest form that only grows and soon ends, if several bounds are shares of it; the values it may have."""
    limits, _ = windows(narrowed(problem)[1])
    able = [(form, low or 0, high) for form, (low, high) in limits.items() if high is not None and grows(form)]
    form, low, high = max(able, key=lambda each: len(each[0]), default=((), 0, -1))
    if high - max(low, 0) > MANY_SIZES or not form:
        return None
    read = dict.fromkeys(atom for formula in formulas for atom in atoms(formula))
    shares = sum(_share(atom.linear, form) != 0 for atom in read if len(atom.linear.terms) >= len(form) / 2)
    own = sum(Linear(atom.linear.terms) in (Linear(form), -Linear(form)) for atom in read)
    return (form, max(low, 0), high) if shares - own > (FEW_SHARES if low < high else 0) else None


def _share(linear: Linear, form: Form) -> int:
    """How many times the form is best taken out of the linear term, so that it reads the fewest counts."""
    factors = dict(linear.terms)
    wanted = Counter(factors.get(count, 0) // each for count, each in form if factors.get(count, 0) % each == 0)
    return max(wanted, key=wanted.__getitem__, default=0)


def _known(formula: Formula, form: Form, value: int) -> Formula:
    """The formula where the form has that value."""
    match formula:
        case Constant():
            return formula
        case AtLeastZero(linear):
            share = _share(linear, form)
            return at_least(linear - Linear(form) * share + share * value) if share else formula
        case All(parts):
            return all_of(*(_known(part, form, value) for part in parts))
        case Some(parts):
            return some_of(*(_known(part, form, value) for part in parts))
