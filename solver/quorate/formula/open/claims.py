"""What a claim says of clauses, written out: `holds("body")`, `opposed("vote")`, `possible("quorum")`."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from quorate.cel.ast import Call, Expr, Literal, Name
from quorate.cel.reading import children
from quorate.cel.rewriting import with_children
from quorate.charter.document import Clause, Scope
from quorate.formula.open.profiles import substituted
from quorate.formula.open.room import ANY_BODY, BODY
from quorate.formula.room import NOWHERE

Named: TypeAlias = Callable[[str], "Sequence[Clause] | None"]
"""The clauses that a name in a claim stands for; none if there is nothing of that name."""
TRUE = Literal(True, NOWHERE)


def written_out(expr: Expr, named: Named, scope: Scope) -> Expr:
    """The claim with clauses in the place of their names, each as its `when` and its rule."""
    match expr:
        case Call("holds", None, (Literal(value=str() as name),)):
            return _call("holds", name, named(name) or (), named, scope)
        case Call("opposed", None, (Literal(value=str() as name),)):
            exchanged = {"ayes": Name("noes", NOWHERE), "noes": Name("ayes", NOWHERE)}
            return substituted(_call("holds", name, named(name) or (), named, scope), exchanged)
        case Call("possible", None, (Literal(value=str() as name),)):
            return _possible(name, named, scope)
        case _:
            return with_children(expr, tuple(written_out(part, named, scope) for part in children(expr)))


def _possible(name: str, named: Named, scope: Scope) -> Expr:
    clauses = list(named(name) or ())
    sought = name
    if name == "vote":
        clauses = [*(named("quorum") or ()), *clauses]
    elif name == BODY:
        sought = ANY_BODY if scope is Scope.CHARTER else BODY
    return _call("possible", sought, clauses, named, scope)


def _call(function: str, name: str, clauses: Sequence[Clause], named: Named, scope: Scope) -> Expr:
    parts: list[Expr] = []
    for clause in clauses:
        parts.append(TRUE if clause.when is None else written_out(clause.when.ast, named, scope))
        parts.append(written_out(clause.rule.ast, named, scope))
    return Call(function, None, (Literal(name, NOWHERE), *(parts or (TRUE, TRUE))), NOWHERE)
