"""What an expression means: the reference that every other part of Quorate must agree with."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias, assert_never, cast

from quorate.cel import messages, quantifiers
from quorate.cel.ast import (
    Binary,
    Call,
    Conditional,
    Expr,
    Index,
    ListLiteral,
    Literal,
    Macro,
    MapLiteral,
    MessageLiteral,
    Name,
    Select,
    Unary,
)
from quorate.cel.conversions import TYPE_IDENTIFIERS
from quorate.cel.dates import NO_CONTEXT, Context
from quorate.cel.equality import kind
from quorate.cel.kinds import kinds_sought
from quorate.cel.library import CHARTER, CORE, Function, Language, function, operator
from quorate.cel.logic import all_of, negation, no_overload, some_of, unsettled
from quorate.cel.printer import show
from quorate.cel.reading import candidates, qualified
from quorate.cel.values import NOBODY, Failure, Map, Thing, TypeValue, Unknown, Value
from quorate.source.span import Span

Locals: TypeAlias = Mapping[str, Value]


class Sifting(Mapping[str, Value]):
    """Variables some of which are lists of things that can be had by their kinds."""

    __slots__ = ()

    def sift(self, name: str, kinds: frozenset[str]) -> Value | None:
        """Of a list its things of some kinds, in order; none where the variable is no such list."""
        return None


_NOTHING: Locals = {}
_MISSING = object()
_OPERATORS = {op: operator(op) for op in ("==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%")}
_NEGATIVE = operator("neg")

__all__ = ["NO_CONTEXT", "Context", "evaluate", "field_of"]


def evaluate(
    expr: Expr,
    variables: Mapping[str, Value],
    context: Context = NO_CONTEXT,
    *,
    language: Language = CHARTER,
    container: str = "",
) -> Value:
    """The value of an expression; never raises.

    A name that `variables` lacks is `Unknown`; in core CEL it is a `Failure`, as its specification has it.
    `container` is the namespace in which core CEL looks names up.
    """
    return _Evaluation(variables, context, language, container).value(expr, _NOTHING)


class _Evaluation:
    """One evaluation: the outer variables and the world; locals are those that macros bind."""

    __slots__ = ("_container", "_context", "_core", "_variables")

    def __init__(self, variables: Mapping[str, Value], context: Context, language: Language, container: str) -> None:
        self._variables = variables
        self._context = context
        self._core = language is CORE
        self._container = container

    def value(self, expr: Expr, local: Locals) -> Value:
        match expr:
            case Name():
                return self._name(expr, local)
            case Select():
                return self._select(expr, local)
            case Binary():
                return self._binary(expr, local)
            case Literal(value=value):
                return value
            case Macro():
                return self._macro(expr, local)
            case Call():
                return self._call(expr, local)
            case Unary(op=op, operand=operand):
                value = self.value(operand, local)
                return _placed(negation(value), expr.span) if op == "!" else self._run(_NEGATIVE, (value,), expr.span)
            case Conditional(test=test, then=then, other=other):
                answer = self.value(test, local)
                if isinstance(answer, bool):
                    return self.value(then if answer else other, local)
                return unsettled((answer,)) or _placed(no_overload("?:", answer), expr.span)
            case Index(operand=operand, index=index):
                whole, key = self.value(operand, local), self.value(index, local)
                return unsettled((whole, key)) or _placed(_item(whole, key), expr.span)
            case ListLiteral(items=items):
                values = tuple(self.value(item, local) for item in items)
                return unsettled(values) or values
            case MapLiteral(entries=entries):
                pairs = [(self.value(key, local), self.value(value, local)) for key, value in entries]
                lacking = unsettled(part for pair in pairs for part in pair)
                return lacking or _placed(quantifiers.make_map(pairs), expr.span)
            case MessageLiteral():
                return self._message(expr, local)
            case _:
                assert_never(expr)

    # Names and fields

    def _name(self, expr: Name, local: Locals) -> Value:
        name = expr.name
        value = local.get(name, _MISSING)
        if value is _MISSING and not self._core:
            value = self._variables.get(name.removeprefix("."), _MISSING)
        if value is not _MISSING:
            return value
        if not self._core:
            return Unknown(frozenset((name.removeprefix("."),)))
        found = self._global(name)
        return Failure(f"`{name}` is not declared", expr.span) if found is None else found[0]

    def _global(self, name: str) -> tuple[Value] | None:
        """The value of a full or dotted name of core CEL: a variable, a constant or a type."""
        for candidate in candidates(name, self._container):
            if candidate in self._variables:
                return (self._variables[candidate],)
            if candidate in messages.CONSTANTS:
                return (messages.CONSTANTS[candidate],)
            if candidate in TYPE_IDENTIFIERS:
                return (TypeValue(candidate),)
        return None

    def _select(self, expr: Select, local: Locals) -> Value:
        if self._core and not expr.test:
            name = qualified(expr)
            if name is not None and name.split(".", 1)[0] not in local:
                found = self._global(name)
                if found is not None:
                    return found[0]
        return field_of(expr, self.value(expr.operand, local))

    def _message(self, expr: MessageLiteral, local: Locals) -> Value:
        values = {field: self.value(value, local) for field, value in expr.fields}
        lacking = unsettled(values.values())
        if lacking is not None:
            return lacking
        names = candidates(expr.name, self._container)
        name = next((candidate for candidate in names if candidate in messages.MESSAGES), expr.name)
        return _placed(messages.build(name, values), expr.span)

    # Functions

    def _binary(self, expr: Binary, local: Locals) -> Value:
        op = expr.op
        if op == "&&" or op == "||":
            return self._junction(expr, local)
        return self._run(_OPERATORS[op], (self.value(expr.left, local), self.value(expr.right, local)), expr.span)

    def _junction(self, expr: Binary, local: Locals) -> Value:
        """`&&` and `||`: the right side is not looked at where the left one decides."""
        absorbing = expr.op == "||"
        left = self.value(expr.left, local)
        if left is absorbing:
            return left
        sides = (left, self.value(expr.right, local))
        return _placed(some_of(sides) if absorbing else all_of(sides), expr.span)

    def _call(self, expr: Call, local: Locals) -> Value:
        parts = expr.args if expr.target is None else (expr.target, *expr.args)
        values = tuple(self.value(part, local) for part in parts)
        row = function(expr.function, method=expr.target is not None)
        if row is None:
            return Failure(f"there is no function `{expr.function}`", expr.span)
        if len(values) not in {len(signature.parameters) for signature in row.signatures}:
            return _placed(no_overload(expr.function, *values), expr.span)
        return self._run(row, values, expr.span)

    def _run(self, row: Function, values: tuple[Value, ...], span: Span) -> Value:
        lacking = unsettled(values)
        if lacking is not None:
            return lacking
        assert row.implementation is not None
        before = (self._context,) if row.contextual else ()
        return _placed(row.implementation(*before, *values), span)

    def _macro(self, expr: Macro, local: Locals) -> Value:
        over = self._range(expr, local)
        lacking = unsettled((over,))
        if lacking is not None:
            return lacking
        if expr.second is not None:
            test = None if expr.test is None else self._pair_predicate(expr.test, expr, local)
            return _placed(
                quantifiers.apply_pairs(expr.kind, over, self._pair_predicate(expr.body, expr, local), test), expr.span
            )
        condition = None if expr.test is None else self._predicate(expr.test, expr, local)
        return _placed(
            quantifiers.apply(expr.kind, over, self._predicate(expr.body, expr, local), condition), expr.span
        )

    def _range(self, expr: Macro, local: Locals) -> Value:
        """What a macro goes over: only things of the kinds that it looks for, where the variables can sift them."""
        of, variables = expr.range, self._variables
        if isinstance(of, Name) and of.name not in local and isinstance(variables, Sifting):
            kinds = kinds_sought(expr)
            found = variables.sift(of.name, kinds) if kinds is not None else None
            if found is not None:
                return found
        return self.value(of, local)

    def _predicate(self, body: Expr, macro: Macro, local: Locals) -> Callable[[Value], Value]:
        return lambda item: self.value(body, {**local, macro.variable: item})

    def _pair_predicate(self, body: Expr, macro: Macro, local: Locals) -> Callable[[Value, Value], Value]:
        second = macro.second or ""
        return lambda key, item: self.value(body, {**local, macro.variable: key, second: item})


def field_of(expr: Select, operand: Value) -> Value:
    """What a selection comes to, or with `test` whether the field is there, once its operand is known."""
    if isinstance(operand, Unknown | Failure):
        return operand
    if operand is NOBODY:
        what = show(expr.operand)
        return Failure(f"`{what}` is nobody, who has no `{expr.field}`", expr.span, vacant=True)
    return _placed(_presence(operand, expr.field) if expr.test else _field(operand, expr.field), expr.span)


def _placed(value: Value, span: Span) -> Value:
    return replace(value, span=span) if isinstance(value, Failure) and value.span is None else value


def _field(operand: Value, name: str) -> Value:
    if isinstance(operand, Map):
        return operand.get(name)
    return cast(Thing, operand).field(name) if kind(operand) == "thing" else no_overload(f".{name}", operand)


def _presence(operand: Value, name: str) -> Value:
    """Whether a field is there; a fact that is not known is not known to be there."""
    if isinstance(operand, Map):
        return name in operand
    if kind(operand) != "thing":
        return no_overload("has", operand)
    value = cast(Thing, operand).field(name)
    return value if isinstance(value, Unknown) else not (value is None or value is NOBODY or isinstance(value, Failure))


def _item(operand: Value, index: Value) -> Value:
    """`operand[index]`; a double that is a whole number serves as a position and as a key."""
    if isinstance(index, float) and index.is_integer():
        index = int(index)
    if isinstance(operand, Map) and isinstance(index, bool | int | float | str):
        return operand.get(index)
    if not isinstance(operand, tuple) or kind(index) != "number":
        return no_overload("[]", operand, index)
    if not isinstance(index, int):
        return Failure(f"`{index}` is no position")
    return operand[index] if 0 <= index < len(operand) else Failure(f"the list has no position {index}")
