"""What the reference evaluator said of single things: each test of each person is evaluated once for a whole world."""

from collections.abc import Mapping
from functools import lru_cache

from quorate.cel.ast import Call, Expr, Name, Select
from quorate.cel.evaluator import Context, evaluate, field_of
from quorate.cel.reading import OF_CLAUSES, names, walk
from quorate.cel.values import Failure, Thing, Value
from quorate.charter.columns import column
from quorate.formula.scope import Overlay

Key = tuple[int, int, int]
Kept = tuple[Value, Expr, Value, Mapping[str, Value]]
Column = tuple[Mapping[int, Value], Expr, Mapping[str, Thing], Mapping[str, Value]]
NOTHING: Mapping[int, Value] = {}


class Readings:
    """The values of expressions that read one thing and names that never change; for one context.

    Parts are known as the objects they are, and kept, so that no other object can be taken for them.
    """

    __slots__ = ("_columns", "_kept")

    def __init__(self) -> None:
        self._kept: dict[Key, Kept] = {}
        self._columns: dict[tuple[int, int], Column] = {}

    def column(
        self, expr: Expr, name: str, view: Mapping[str, Thing], base: Mapping[str, Value], context: Context
    ) -> list[Value]:
        """What the expression comes to where the name is each of the things of a view, in their order."""
        things = list(view.values())
        field = _field(expr, name)
        values = None if field is None else column(things, field)
        if values is None or any(isinstance(value, Failure) for value in values):
            values = [self.of(expr, name, thing, base, context) for thing in things]
        by_thing = {id(thing): value for thing, value in zip(things, values, strict=True)}
        self._columns[id(expr), id(base)] = by_thing, expr, view, base
        return values

    def told(self, expr: Expr, base: Mapping[str, Value]) -> Mapping[int, Value]:
        """By the identity of things, what an expression comes to of those that were told apart by it beforehand."""
        found = self._columns.get((id(expr), id(base)))
        return NOTHING if found is None else found[0]

    def of(self, expr: Expr, name: str, thing: Value, base: Mapping[str, Value], context: Context) -> Value:
        """What the expression comes to where the name is that thing."""
        key = id(expr), id(thing), id(base)
        found = self._kept.get(key)
        if found is not None:
            return found[0]
        if isinstance(expr, Select) and isinstance(expr.operand, Name) and expr.operand.name == name:
            value = field_of(expr, thing)
        else:
            value = evaluate(expr, Overlay({name: thing}, base), context)
        self._kept[key] = value, expr, thing, base
        return value


def _field(expr: Expr, name: str) -> str | None:
    """The field, where an expression is nothing but one of what the name stands for."""
    match expr:
        case Select(Name(operand), field, test=False) if operand == name:
            return field
        case _:
            return None


@lru_cache(maxsize=4096)
def _reading(known: "_Same") -> tuple[tuple[str, ...], frozenset[str], bool]:
    parts = tuple(walk(known.expr))
    fields = frozenset(part.field for part in parts if isinstance(part, Select))
    reaches = any(isinstance(part, Call) and part.function in OF_CLAUSES for part in parts)
    return tuple(sorted(names(known.expr))), fields, reaches


def reading(expr: Expr) -> tuple[tuple[str, ...], frozenset[str], bool]:
    """The free names and the fields of an expression, and whether it asks for clauses; each is walked once."""
    return _reading(_Same(expr))


class _Same:
    """An expression as the object it is: comparing two by their parts costs more than walking them."""

    __slots__ = ("expr",)

    def __init__(self, expr: Expr) -> None:
        self.expr = expr

    def __hash__(self) -> int:
        return id(self.expr)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.expr is other.expr
