"""Z3 over linear integer arithmetic: every question goes to a fresh solver.

Used incrementally, Z3 has answered unsat where a fresh one rightly says sat (Z3Prover/z3 issues 2190 and 2572), so no
solver is asked twice; only terms are kept. These are made through Z3's C interface: its operators in Python look at
the sort of every argument, which takes longer than most proofs.
"""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from time import monotonic
from typing import Any

import z3
from z3 import z3core
from z3.z3types import Ast, Pattern

from quorate.engines.problem import Constraint
from quorate.engines.query import NotDecided, Proof, Query, Satisfied, Sought, Unsatisfiable
from quorate.formula.ast import All, AtLeastZero, Constant, Count, Formula, Linear, Some
from quorate.formula.open.room import Possible

INTERRUPTED = ("interrupted from keyboard", "canceled")


class Z3:
    """The prover."""

    name = "z3"

    def put(self, query: Query, seed: int = 0) -> Sought:
        return Z3Query(query, seed)


class Z3Query:
    """A query as terms of Z3."""

    def __init__(self, query: Query, seed: int = 0) -> None:
        self._seed = seed
        self._context = z3.Context()
        self._ref = self._context.ref()
        self._int = z3core.Z3_mk_int_sort(self._ref)
        self._zero = self._number(0)
        self._terms: dict[str, Any] = {}
        self._names: dict[str, str] = {}
        self._declarations: dict[str, Any] = {}
        self._known: dict[int, tuple[Formula, Any]] = {}
        self._counts = query.counts
        # of questions about all choices Z3's own choice of tactics knows more; to others its core answers sooner
        self._fresh = z3.Solver if any(each.over for each in query.possible) else z3.SimpleSolver
        asserted = [
            *self._bounds(query.counts),
            *(self._formula(each.formula) for each in query.constraints),
            *(piece for each in query.possible for piece in self._possible(each)),
        ]
        self._asserted: tuple[Any, ...] = (self._of_many(z3core.Z3_mk_and, asserted),)

    def with_(self, counts: tuple[Count, ...], constraints: tuple[Constraint, ...]) -> "Z3Query":
        found = copy(self)
        found._counts = (*self._counts, *counts)
        new = [*self._bounds(counts), *(self._formula(each.formula) for each in constraints)]
        found._asserted = (*self._asserted, self._of_many(z3core.Z3_mk_and, new))
        return found

    def ask(self, *more: Formula, seconds: float | None = None) -> Proof:
        solver = self._solver(more, seconds)
        began = monotonic()
        answer = solver.check()
        if answer == z3.sat:
            return Satisfied(self._assignment(solver.model()))
        if answer == z3.unsat:
            return Unsatisfiable()
        why = solver.reason_unknown()
        if why == "timeout" or (seconds is not None and monotonic() - began >= 0.9 * seconds):
            return NotDecided("the time limit was reached")
        if why in INTERRUPTED:
            raise KeyboardInterrupt
        return NotDecided(why)

    def smt_lib(self, *more: Formula) -> str:
        """The question in SMT-LIB, after a list of what its variables count."""
        text: str = self._solver(more, None).to_smt2()
        meant = (f"; {name} is {' '.join(key.split())}" for key, name in self._names.items())
        return "\n".join((*meant, text))

    def _solver(self, more: Iterable[Formula], seconds: float | None) -> Any:
        solver = self._fresh(ctx=self._context)
        solver.set("random_seed", self._seed)
        if seconds is not None:
            solver.set("timeout", max(1, int(seconds * 1000)))
        for each in (*self._asserted, *(self._formula(formula) for formula in more)):
            z3core.Z3_solver_assert(self._ref, solver.solver, each)
        return solver

    def _assignment(self, model: Any) -> dict[Count, int]:
        return {count: self._value(model, count) for count in self._counts}

    def _value(self, model: Any, count: Count) -> int:
        known = z3core.Z3_model_get_const_interp(self._ref, model.model, self._declarations[count.key])
        if known is None:
            term = z3.ArithRef(self._term(count), self._context)
            return int(model.eval(term, model_completion=True).as_long())
        return int(z3core.Z3_get_numeral_string(self._ref, known))

    # terms: Z3 frees what nobody holds, so each is held until its context goes

    def _held(self, term: Any) -> Any:
        z3core.Z3_inc_ref(self._ref, term)
        return term

    def _number(self, number: int) -> Any:
        return self._held(z3core.Z3_mk_numeral(self._ref, str(number), self._int))

    def _term(self, count: Count) -> Any:
        if count.key not in self._terms:
            name = self._names[count.key] = f"n{len(self._terms)}"
            symbol = z3core.Z3_mk_string_symbol(self._ref, name)
            term = self._terms[count.key] = self._held(z3core.Z3_mk_const(self._ref, symbol, self._int))
            self._declarations[count.key] = z3core.Z3_get_app_decl(self._ref, z3core.Z3_to_app(self._ref, term))
        return self._terms[count.key]

    def _bounds(self, counts: Iterable[Count]) -> list[Any]:
        found = []
        for count in counts:
            term = self._term(count)
            found.append(self._at_least(term, self._number(count.low)))
            if count.high is not None:
                found.append(self._at_least(self._number(count.high), term))
        return found

    def _at_least(self, more: Any, less: Any) -> Any:
        return self._held(z3core.Z3_mk_ge(self._ref, more, less))

    def _linear(self, linear: Linear) -> Any:
        terms = [self._times(count, factor) for count, factor in linear.terms]
        if linear.constant or not terms:
            terms.append(self._number(linear.constant))
        return terms[0] if len(terms) == 1 else self._of_many(z3core.Z3_mk_add, terms)

    def _times(self, count: Count, factor: int) -> Any:
        term = self._term(count)
        return term if factor == 1 else self._of_many(z3core.Z3_mk_mul, [self._number(factor), term])

    def _of_many(self, make: Callable[..., Any], parts: Sequence[Any]) -> Any:
        return self._held(make(self._ref, len(parts), (Ast * len(parts))(*parts)))

    def _formula(self, formula: Formula) -> Any:
        known = self._known.get(id(formula))
        if known is None:
            known = self._known[id(formula)] = formula, self._made(formula)
        return known[1]

    def _made(self, formula: Formula) -> Any:
        match formula:
            case Constant(value):
                return self._held((z3core.Z3_mk_true if value else z3core.Z3_mk_false)(self._ref))
            case AtLeastZero(linear):
                return self._at_least(self._linear(linear), self._zero)
            case All(parts):
                return self._of_many(z3core.Z3_mk_and, [self._formula(part) for part in parts])
            case Some(parts):
                return self._of_many(z3core.Z3_mk_or, [self._formula(part) for part in parts])

    def _possible(self, each: Possible) -> list[Any]:
        """The count is one and some choice there is, or it is zero and there is none."""
        is_one = self._at_least(self._term(each.count), self._number(1))
        formula = self._of_many(z3core.Z3_mk_and, [*self._bounds(each.over), self._formula(each.formula)])
        never = self._not(self._some_choice(each.over, formula))
        either = [[self._not(is_one), formula], [is_one, never]]
        return [*self._bounds([each.count]), *(self._of_many(z3core.Z3_mk_or, parts) for parts in either)]

    def _some_choice(self, over: Sequence[Count], formula: Any) -> Any:
        if not over:
            return formula
        bound = (Ast * len(over))(*(self._term(count) for count in over))
        return self._held(z3core.Z3_mk_exists_const(self._ref, 0, len(over), bound, 0, (Pattern * 0)(), formula))

    def _not(self, formula: Any) -> Any:
        return self._held(z3core.Z3_mk_not(self._ref, formula))
