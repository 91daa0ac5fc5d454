"""Expressions of the clause language, as written: macros stay macros, operators stay operators."""

import dataclasses
from dataclasses import dataclass
from typing import TypeAlias

from quorate.source.span import Span


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant: bool, int, `Uint`, float, str, bytes or None (see `cel.values`)."""

    value: object
    span: Span = dataclasses.field(compare=False, repr=False)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Literal)
            and type(self.value) is type(other.value)
            and repr(self.value) == repr(other.value)
        )

    def __hash__(self) -> int:
        return hash((type(self.value), repr(self.value)))


@dataclass(frozen=True, slots=True)
class Name:
    """A variable; a leading dot (`.x`) means the outermost one, whatever a macro binds."""

    name: str
    span: Span = dataclasses.field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Select:
    """`operand.field`; with `test`, the presence test `has(operand.field)`. `at` is the place of the field's name."""

    operand: "Expr"
    field: str
    span: Span = dataclasses.field(compare=False, repr=False)
    test: bool = False
    at: Span | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """`!x` or `-x`."""

    op: str
    operand: "Expr"
    span: Span = dataclasses.field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """`|| && == != < <= > >= in + - * / %`. `at` is the place of the operator."""

    op: str
    left: "Expr"
    right: "Expr"
    span: Span = dataclasses.field(compare=False, repr=False)
    at: Span | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    test: "Expr"
    then: "Expr"
    other: "Expr"
    span: Span = dataclasses.field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """`function(args)` or, with a target, `target.function(args)`. `at` is the place of the function's name."""

    function: str
    target: "Expr | None"
    args: "tuple[Expr, ...]"
    span: Span = dataclasses.field(compare=False, repr=False)
    at: Span | None = dataclasses.field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Index:
    operand: "Expr"
    index: "Expr"
    span: Span = dataclasses.field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ListLiteral:
    items: "tuple[Expr, ...]"
    span: Span = dataclasses.field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MapLiteral:
    entries: "tuple[tuple[Expr, Expr], ...]"
    span: Span = dataclasses.field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MessageLiteral:
    """`pkg.Name{field: value}`; read so as to say that charters have none (wrapper types evaluate)."""

    name: str
    fields: "tuple[tuple[str, Expr], ...]"
    span: Span = dataclasses.field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Macro:
    """`range.kind(variable, body)` for all, exists, exists_one, filter, map; three-argument map has a `test` too.

    With `second`, the two-variable macros of core CEL (charters have none): index or key, then the item.
    """

    kind: str
    range: "Expr"
    variable: str
    body: "Expr"
    span: Span = dataclasses.field(compare=False, repr=False)
    test: "Expr | None" = None
    second: str | None = None
    at: Span | None = dataclasses.field(default=None, compare=False, repr=False)


Expr: TypeAlias = (
    Literal
    | Name
    | Select
    | Unary
    | Binary
    | Conditional
    | Call
    | Index
    | ListLiteral
    | MapLiteral
    | MessageLiteral
    | Macro
)
