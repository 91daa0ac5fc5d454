"""In which order a table takes the counts of a problem, and how wide its rows can get.

Atoms that differ only by their bound or sign share one *form*: `a + b >= 3` and `a + b <= 5` are two bounds on `a + b`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from math import gcd
from typing import TypeAlias

from quorate.engines.problem import Problem, domain
from quorate.formula.ast import (
    All,
    AtLeastZero,
    Constant,
    Count,
    Formula,
    Linear,
    Some,
    all_of,
    at_least,
    counts_of,
    negate,
    some_of,
)
from quorate.formula.evaluator import holds

Form: TypeAlias = tuple[tuple[Count, int], ...]
Domains: TypeAlias = dict[Count, list[int]]


@dataclass(frozen=True, slots=True)
class Bound:
    """An atom read as `form >= at` or, where `below`, `form < at`."""

    form: Form
    at: int
    below: bool


def bound_of(atom: AtLeastZero) -> Bound:
    """The first coefficient of a form is positive and the coefficients have no common divisor.

    >>> bound_of(AtLeastZero(Linear.of([(Count("a", 0, 9), -2)], 7)))  # 7 - 2a >= 0, so a < 4
    Bound(form=((Count(key='a', low=0, high=9), 1),), at=4, below=True)
    """
    terms, constant = atom.linear.terms, atom.linear.constant
    divisor = gcd(*(coefficient for _, coefficient in terms)) or 1
    constant //= divisor
    if not terms or terms[0][1] > 0:
        return Bound(tuple((count, each // divisor) for count, each in terms), -constant, below=False)
    return Bound(tuple((count, -each // divisor) for count, each in terms), constant + 1, below=True)


def atoms(formula: Formula) -> Iterable[AtLeastZero]:
    match formula:
        case Constant():
            return
        case AtLeastZero():
            yield formula
        case All(parts) | Some(parts):
            for part in parts:
                yield from atoms(part)


def conjuncts(problem: Problem) -> list[Formula]:
    """The formulas that must all hold, taken apart at the top and gathered, each once."""
    parts: dict[Formula, None] = {}
    for constraint in problem.constraints:
        formula = constraint.formula
        for part in formula.parts if isinstance(formula, All) else (formula,):
            parts[gathered(part)] = None
    return list(parts)


def gathered(formula: Formula) -> Formula:
    """The same with fewer atoms: that some of several sums are more than least is that their total is.

    >>> a, b = Count("a"), Count("b")
    >>> gathered(Some((at_least(Linear.of([(a, 1)]), 1), at_least(Linear.of([(b, 1)]), 1)))) == at_least(
    ...     Linear.of([(a, 1), (b, 1)]), 1
    ... )
    True
    """
    match formula:
        case Some(parts):
            return _gather([gathered(part) for part in parts], some_of, 1)
        case All(parts):
            return _gather([gathered(part) for part in parts], all_of, 0)
        case Constant() | AtLeastZero():
            return formula


def _gather(parts: list[Formula], join: Callable[..., Formula], sign: int) -> Formula:
    """For `some_of` (sign 1) the atoms `excess >= 1` become one, for `all_of` (sign 0) the atoms `excess <= 0`."""
    excess = [(part, _excess(part if sign else negate(part))) for part in parts]
    loose = [each for _, each in excess if each is not None]
    if len(loose) < 2:
        return join(*parts)
    together = at_least(
        Linear.of((term for each in loose for term in each.terms), sum(each.constant for each in loose)), 1
    )
    return join(*(part for part, each in excess if each is None), together if sign else negate(together))


def _excess(formula: Formula) -> Linear | None:
    """By how much a sum is more than least, if the formula says that it is so by one at least."""
    if not isinstance(formula, AtLeastZero):
        return None
    low, _ = formula.linear.bounds
    return formula.linear + 1 if low == -1 else None


def narrowed(problem: Problem) -> tuple[Domains, list[Formula]]:
    """The values of each count that the formulas about it alone allow, and the formulas about none or several."""
    domains = {count: list(domain(count)) for count in problem.counts}
    joint: list[Formula] = []
    for formula in conjuncts(problem):
        read = counts_of(formula)
        if len(read) == 1:
            (count,) = read
            domains[count] = [value for value in domains[count] if holds(formula, {count: value})]
        else:
            joint.append(formula)
    return domains, joint


_LARGEST_BLOCK = 12


@dataclass(frozen=True)
class Layout:
    """The problem's counts in the order a table takes them; the cells of one class stand together."""

    problem: Problem

    @cached_property
    def _narrowed(self) -> tuple[Domains, list[Formula]]:
        return narrowed(self.problem)

    @property
    def domains(self) -> Domains:
        """The values of each count that no formula about it alone forbids; an empty one makes all impossible."""
        return self._narrowed[0]

    @property
    def musts(self) -> list[Formula]:
        """The formulas that must hold and are not settled by the domains."""
        return self._narrowed[1]

    @property
    def formulas(self) -> list[Formula]:
        """What must hold and what is rewarded."""
        rewarded = [formula for objective in self.problem.objectives for _, formula in objective.rewards]
        return self.musts + rewarded

    @cached_property
    def bounds(self) -> dict[Form, set[int]]:
        """The bounds that are read of each form."""
        found: dict[Form, set[int]] = {}
        for formula in self.formulas:
            for atom in atoms(formula):
                if atom.linear.terms:
                    bound = bound_of(atom)
                    found.setdefault(bound.form, set()).add(bound.at)
        return found

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """Parts of the problem that share nothing come one after the other; inside a part, short forms end early."""
        block_of = self._blocks()
        part = self._parts(block_of)
        forms = sorted(self.bounds, key=lambda form: (part[form[0][0]], len(form)))
        placed: dict[Count, None] = {}
        for form in forms:
            for count, _ in form:
                placed.update(dict.fromkeys(block_of[count]))
        for count in self.problem.counts:
            placed.update(dict.fromkeys(block_of[count]))
        return tuple(placed)

    def _blocks(self) -> dict[Count, tuple[Count, ...]]:
        """The counts that stand together: the cells of a class, and counts that are bound pair by pair."""
        block_of: dict[Count, tuple[Count, ...]] = {count: (count,) for count in self.problem.counts}
        for ways in self.problem.ways:
            block_of.update(dict.fromkeys(ways.cells, ways.cells))
        for form in self.bounds:
            if len(form) == 2:
                first, second = block_of[form[0][0]], block_of[form[1][0]]
                if first is not second and len(first) + len(second) <= _LARGEST_BLOCK:
                    block_of.update(dict.fromkeys((*first, *second), (*first, *second)))
        return block_of

    def _parts(self, block_of: dict[Count, tuple[Count, ...]]) -> dict[Count, int]:
        """The connected part in which each count stands, by the position of the part's first count."""
        root = {count: count for count in self.problem.counts}

        def find(count: Count) -> Count:
            while root[count] is not count:
                root[count] = root[root[count]]
                count = root[count]
            return count

        position = {count: index for index, count in enumerate(self.problem.counts)}
        for together in [*(counts_of(formula) for formula in self.formulas), *block_of.values()]:
            roots = sorted({find(count) for count in together}, key=position.__getitem__)
            for each in roots[1:]:
                root[each] = roots[0]
        return {count: position[find(count)] for count in self.problem.counts}


def table_size(problem: Problem) -> int:
    """About how many edges a table can have: by row, a product over what is begun and not yet ended.

    A plain bound has as many states as partial sums, any other formula about two: decided or not.
    """
    layout = Layout(problem)
    if not all(layout.domains.values()):
        return 0
    position = {count: index for index, count in enumerate(layout.counts)}
    rows = [len(layout.domains[count]) for count in layout.counts]
    caps = _caps(layout)
    plain: dict[Form, set[int]] = {}
    for formula in layout.formulas:
        if isinstance(formula, AtLeastZero) and formula.linear.terms:
            bound = bound_of(formula)
            plain.setdefault(bound.form, set()).add(bound.at)
        elif places := [position[count] for count in counts_of(formula)]:
            for index in range(min(places), max(places)):
                rows[index] *= 2
    for form, ats in plain.items():
        within = min((most for cap, most in caps if all(count in cap for count, _ in form)), default=None)
        for index, width in _open(form, ats, position, layout.domains, within):
            rows[index] *= width
    return sum(rows)


def _caps(layout: Layout) -> list[tuple[frozenset[Count], int]]:
    """Sets of counts of which no more than so many can be chosen in all, the widest sets first."""
    found = []
    for formula in layout.musts:
        if isinstance(formula, AtLeastZero) and formula.linear.terms:
            bound = bound_of(formula)
            if bound.below and all(factor > 0 and layout.domains[count][0] >= 0 for count, factor in bound.form):
                found.append((frozenset(count for count, _ in bound.form), max(bound.at - 1, 0)))
    return sorted(found, key=lambda cap: len(cap[0]), reverse=True)[:4]


def _open(
    form: Form, ats: set[int], position: dict[Count, int], domains: Domains, within: int | None
) -> Iterable[tuple[int, int]]:
    """At each position from the form's first count to its last, how many partial sums leave a bound open.

    No more than `within` of the form's counts can be chosen in all.
    """
    ends = (min(0, *(factor for _, factor in form)), max(0, *(factor for _, factor in form)))
    floor, ceiling = (ends[0] * within, ends[1] * within) if within is not None else (None, None)
    terms = sorted((position[count], *reach(factor, domains[count])) for count, factor in form)
    low = high = 0
    rest_low, rest_high = sum(term[1] for term in terms), sum(term[2] for term in terms)
    for (index, least, greatest), following in zip(terms, [*terms[1:], None], strict=True):
        low, high = low + least, high + greatest
        rest_low, rest_high = rest_low - least, rest_high - greatest
        reached_low = low if floor is None else max(low, floor)
        reached_high = high if ceiling is None else min(high, ceiling)
        width = min(reached_high, max(ats) - 1 - rest_low) - max(reached_low, min(ats) - rest_high) + 1
        for between in range(index, following[0] if following else index):
            yield between, max(width, 0) + 1


def reach(factor: int, values: list[int]) -> tuple[int, int]:
    """The least and the greatest that a count of those values adds to a sum."""
    ends = (factor * values[0], factor * values[-1])
    return min(ends), max(ends)
