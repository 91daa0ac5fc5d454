"""Which sets of people an expression may read, by the words and fields in it."""

from quorate.cel.ast import Expr
from quorate.cel.reading import calls, fields_read, names
from quorate.formula.scope import Scope
from quorate.formula.symbolic import Chosen, ChosenOne, Partly, only


def sets_read(expr: Expr, scope: Scope) -> frozenset[str]:
    """The sets that an expression may read, by the words and fields in it; what is possible is so of the members."""
    fields = fields_read(expr)
    found: set[str] = set()
    words = names(expr) | ({"members"} if any(calls(expr, "possible")) else set())
    waiting = [scope.symbolic[name] for name in words if name in scope.symbolic]
    while waiting:
        for case in waiting.pop():
            match case.leaf:
                case Chosen(inside, outside):
                    found.update(inside, outside)
                case ChosenOne(name, _, gone):
                    found.update((name, gone) if gone is not None else (name,))
                case Partly(_, parts):
                    waiting.extend(part for field, part in parts.items() if field in fields)
                case _:
                    pass
    return frozenset(found)


def meant(scope: Scope, word: str) -> object:
    """What tells one meaning of a word from another: the sets it is made of."""
    match only(scope.symbolic.get(word, ())):
        case Chosen(inside, outside):
            return inside, outside
        case ChosenOne(name, _, gone):
            return name, gone
        case _:
            return None
