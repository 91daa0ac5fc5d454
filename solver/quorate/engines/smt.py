"""Z3 over linear integer arithmetic: every question goes to a fresh solver.

Used incrementally, Z3 has answered unsat where a fresh one rightly says sat (Z3Prover/z3 issues 2190 and 2572), so no
solver is asked twice; only terms are kept.
"""

from collections.abc import Iterable
from typing import Any

import z3

from quorate.engines.query import NotDecided, Proof, Query, Satisfied, Sought, Unsatisfiable
from quorate.formula.ast import All, AtLeastZero, Constant, Count, Formula, Linear, Some
from quorate.formula.open_room import Possible

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
        self._terms: dict[str, Any] = {}
        self._names: dict[str, str] = {}
        self._known: dict[int, tuple[Formula, Any]] = {}
        self._counts = query.counts
        asserted = [
            *self._bounds(query.counts),
            *(self._formula(each.formula) for each in query.constraints),
            *(piece for each in query.possible for piece in self._possible(each)),
        ]
        self._asserted = z3.And(asserted) if asserted else z3.BoolVal(True, self._context)

    def ask(self, *more: Formula, seconds: float | None = None) -> Proof:
        solver = self._solver(more, seconds)
        answer = solver.check()
        if answer == z3.sat:
            return Satisfied(self._assignment(solver.model()))
        if answer == z3.unsat:
            return Unsatisfiable()
        why = solver.reason_unknown()
        if why in INTERRUPTED:
            raise KeyboardInterrupt
        return NotDecided("the time limit was reached" if why in ("timeout", "max. resource limit exceeded") else why)

    def smt_lib(self, *more: Formula) -> str:
        """The question in SMT-LIB, after a list of what its variables count."""
        text: str = self._solver(more, None).to_smt2()
        meant = (f"; {name} is {' '.join(key.split())}" for key, name in self._names.items())
        return "\n".join((*meant, text))

    def _solver(self, more: Iterable[Formula], seconds: float | None) -> Any:
        solver = z3.Solver(ctx=self._context)
        solver.set("random_seed", self._seed)
        if seconds is not None:
            solver.set("timeout", max(1, int(seconds * 1000)))
        solver.add(self._asserted)
        solver.add([self._formula(each) for each in more])
        return solver

    def _assignment(self, model: Any) -> dict[Count, int]:
        given = {each.name(): model[each] for each in model.decls() if each.arity() == 0}
        found = {}
        for count in self._counts:
            term = self._term(count)
            known = given.get(self._names[count.key])
            value = model.eval(term, model_completion=True) if known is None else known
            found[count] = int(value.as_long())
        return found

    # terms

    def _term(self, count: Count) -> Any:
        if count.key not in self._terms:
            name = self._names[count.key] = f"n{len(self._terms)}"
            self._terms[count.key] = z3.Int(name, self._context)
        return self._terms[count.key]

    def _bounds(self, counts: Iterable[Count]) -> list[Any]:
        found = []
        for count in counts:
            term = self._term(count)
            found.append(term >= count.low)
            if count.high is not None:
                found.append(term <= count.high)
        return found

    def _linear(self, linear: Linear) -> Any:
        terms = [self._term(count) if factor == 1 else self._term(count) * factor for count, factor in linear.terms]
        if linear.constant or not terms:
            terms.append(z3.IntVal(linear.constant, self._context))
        return terms[0] if len(terms) == 1 else z3.Sum(terms)

    def _formula(self, formula: Formula) -> Any:
        known = self._known.get(id(formula))
        if known is None:
            known = self._known[id(formula)] = formula, self._made(formula)
        return known[1]

    def _made(self, formula: Formula) -> Any:
        match formula:
            case Constant(value):
                return z3.BoolVal(value, self._context)
            case AtLeastZero(linear):
                return self._linear(linear) >= 0
            case All(parts):
                return z3.And([self._formula(part) for part in parts])
            case Some(parts):
                return z3.Or([self._formula(part) for part in parts])

    def _possible(self, each: Possible) -> list[Any]:
        """The count is one and some choice there is, or it is zero and there is none."""
        yes = self._term(each.count)
        formula = z3.And([*self._bounds(each.over), self._formula(each.formula)])
        bound = [self._term(count) for count in each.over]
        never = z3.Not(z3.Exists(bound, formula)) if bound else z3.Not(formula)
        return [yes >= 0, yes <= 1, z3.Implies(yes == 1, formula), z3.Implies(yes == 0, never)]
