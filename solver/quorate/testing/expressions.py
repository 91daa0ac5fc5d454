"""Hypothesis strategies for well-typed expressions over given variables.

They are grown from `cel.library`, so that a row added to the table is tested by what tests all rows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any, TypeAlias, TypeVar, cast

from hypothesis import reject
from hypothesis import strategies as st

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
    Name,
    Select,
    Unary,
)
from quorate.cel.library import CORE, TABLE, Function, Language, Shape, Signature
from quorate.cel.types import (
    AMOUNT,
    BOOL,
    BYTES,
    DATE,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    MONEY,
    NULL,
    NUMBER,
    STRING,
    TIMESTAMP,
    UINT,
    GroupOf,
    ListOf,
    MapOf,
    OneOf,
    Schema,
    ThingType,
    Type,
    TypeOf,
    TypeParameter,
)
from quorate.cel.values import Uint
from quorate.source.span import Source, Span

_KEYS: tuple[Type, ...] = (INT, STRING)
NOWHERE = Span(Source("<generated>", ""), 0, 0)

_INTS = st.one_of(st.integers(-5, 12), st.sampled_from((2**63 - 1, -(2**63), 2**31, 10**18)))
_TEXTS = st.text(st.sampled_from("abcé£x0 '\"\\\n"), max_size=4)
_LITERALS: Mapping[Type, st.SearchStrategy[object]] = {
    BOOL: st.booleans(),
    INT: _INTS,
    UINT: st.one_of(st.integers(0, 9), st.just(2**64 - 1)).map(Uint),
    DOUBLE: st.one_of(st.sampled_from((0.0, 1.0, -2.5, 0.1, 1e300, 9007199254740993.0)), st.floats(-9, 9, width=32)),
    STRING: _TEXTS,
    BYTES: st.lists(st.integers(1, 255), max_size=4).map(bytes),
    NULL: st.none(),
}
_MOMENTS = ("1970-01-01T00:00:00Z", "2024-02-29T23:59:59.5Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z")
_STRETCHES = ("0s", "1h30m", "-1.5s", "36500h", "1ms")
_ZONES = ("UTC", "America/New_York", "+05:30", "-08:00", "nowhere")
_HINTS: Mapping[str, tuple[str, ...]] = {
    "timestamp": _MOMENTS, "duration": _STRETCHES, "int": ("7", "-3", "x"), "uint": ("7", "-3", "x"),
    "double": ("7", "-2.5", "1e3", "x"), "bool": ("true", "False", "no"), "matches": ("a", "^b*", "a|b", "[0-9]+", "("),
    "holds": ("composition",), "opposed": ("vote",), "possible": ("quorum",),
}  # fmt: skip
_DAYS = st.dates(date(2019, 12, 1), date(2026, 12, 31)) | st.sampled_from((date(2024, 2, 29), date(9999, 12, 31)))


def literal(value: object) -> Literal:
    return Literal(value, NOWHERE)


def _call(function: str, *args: Expr) -> Call:
    return Call(function, None, args, NOWHERE)


@cache
def _constants(type_: Type) -> st.SearchStrategy[Expr] | None:
    """Constants of a type, written as a literal or as a call."""
    if type_ in _LITERALS:
        return _LITERALS[type_].map(literal)
    match type_:
        case OneOf(values=values):
            return st.sampled_from(values).map(literal)
        case _ if type_ == DATE:
            return _DAYS.map(lambda day: _call("date", literal(day.isoformat())))
        case _ if type_ == AMOUNT:
            names = st.sampled_from(("days", "months", "years"))
            return st.builds(lambda name, count: _call(name, literal(count)), names, st.integers(-30, 30))
        case _ if type_ == MONEY:
            return st.integers(-3, 200_000).map(lambda amount: _call("usd", literal(amount)))
        case _ if type_ == NUMBER:
            parts = st.integers(1, 3), st.integers(1, 4), st.integers(-9, 9)
            return st.tuples(*parts).map(lambda given: _call("portion", *(literal(part) for part in given)))
        case _ if type_ == TIMESTAMP:
            return st.sampled_from(_MOMENTS).map(lambda text: _call("timestamp", literal(text)))
        case _ if type_ == DURATION:
            return st.sampled_from(_STRETCHES).map(lambda text: _call("duration", literal(text)))
        case _:
            return None


Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]
Option = TypeVar("Option")
Branch: TypeAlias = Callable[[], Expr]


@dataclass(frozen=True, slots=True)
class Ground:
    """What well-typed expressions grow from: variables, the fields of things and the rows of the library.

    `pool` has the types that may stand for a type parameter; `left_out` names rows that are not wanted.
    """

    variables: Mapping[str, Type]
    schema: Schema
    language: Language
    pool: tuple[Type, ...]
    left_out: frozenset[str] = frozenset()


@st.composite
def well_typed(draw: Draw, ground: Ground, wanted: Type | None = None, depth: int = 3) -> Expr:
    """An expression of a wanted type (by default any type of the pool)."""
    type_ = draw(st.sampled_from(ground.pool)) if wanted is None else wanted
    return _Growth(draw, ground).grown(type_, depth, ground.variables)


@cache
def _place(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


@cache
def _giving(wanted: Type, language: Language) -> tuple[tuple[Function, Signature, Mapping[TypeParameter, Type]], ...]:
    """The rows that can give a wanted type, with what that says of their type parameters."""
    found = [
        (row, signature, _match(signature.result, wanted))
        for row in TABLE
        if row.shape is not Shape.MACRO and row.name != "?:"
        for signature in row.signatures_in(language)
    ]
    return tuple((row, signature, bound) for row, signature, bound in found if bound is not None)


class _Growth:
    """One expression growing; `depth` is how many levels may still come before only leaves are taken."""

    def __init__(self, draw: Draw, ground: Ground) -> None:
        self._draw = draw
        self._ground = ground

    def grown(self, wanted: Type, depth: int, scope: Mapping[str, Type]) -> Expr:
        options = list(self._leaves(wanted, scope, depth))
        if depth > 0 or not options:
            options += self._branches(wanted, depth - 1, scope)
        if not options or depth < -3:
            reject()
        return self._one_of(options)()

    def _one_of(self, options: Sequence[Option]) -> Option:
        return options[self._draw(_place(len(options)))]

    def _leaves(self, wanted: Type, scope: Mapping[str, Type], depth: int) -> Iterator[Branch]:
        constants = _constants(wanted)
        if constants is not None:
            yield lambda: self._draw(constants)
        for name, type_ in scope.items():
            if type_ == wanted:
                yield partial(Name, name, NOWHERE)
        if wanted == NUMBER:
            yield from self._leaves(INT, scope, depth)
        if wanted == DYN:
            yield lambda: self._dyn(depth, scope)
        if depth <= 0 and isinstance(wanted, ListOf):
            yield partial(self._list, wanted.element, -1, scope)
        if depth <= 0 and isinstance(wanted, MapOf) and self._ground.language is CORE:
            yield lambda: MapLiteral((), NOWHERE)

    def _dyn(self, depth: int, scope: Mapping[str, Type]) -> Expr:
        inner = self._one_of([type_ for type_ in self._ground.pool if type_ != DYN])
        return _call("dyn", self.grown(inner, min(depth, 1) - 1, scope))

    def _branches(self, wanted: Type, depth: int, scope: Mapping[str, Type]) -> Iterator[Branch]:
        yield lambda: Conditional(
            self.grown(BOOL, depth, scope), self.grown(wanted, depth, scope), self.grown(wanted, depth, scope), NOWHERE
        )
        for row, signature, bound in _giving(wanted, self._ground.language):
            if row.name not in self._ground.left_out:
                yield partial(self._applied, row, signature, bound, depth, scope)
        for thing, fields in self._ground.schema.things.items():
            for name, type_ in fields.types.items():
                if type_ == wanted:
                    yield partial(self._read, ThingType(thing), name, depth, scope)
                if wanted == BOOL:
                    yield partial(self._read, ThingType(thing), name, depth, scope, test=True)
        yield from self._collections(wanted, depth, scope)

    def _collections(self, wanted: Type, depth: int, scope: Mapping[str, Type]) -> Iterator[Branch]:
        """Lists, maps and macros of a wanted type."""
        match wanted:
            case ListOf(element=element):
                yield lambda: self._list(element, depth, scope)
                yield lambda: self._macro("filter", wanted, BOOL, depth, scope)
                yield lambda: self._macro("map", self._range(scope), element, depth, scope)
            case GroupOf():
                yield lambda: self._macro("filter", wanted, BOOL, depth, scope)
            case MapOf(key=key, value=value) if self._ground.language is CORE:
                yield lambda: self._map(key, value, depth, scope)
            case _ if wanted == BOOL:
                for kind in ("all", "exists", "exists_one"):
                    yield partial(self._quantified, kind, depth, scope)

    def _quantified(self, kind: str, depth: int, scope: Mapping[str, Type]) -> Expr:
        return self._macro(kind, self._range(scope), BOOL, depth, scope)

    def _range(self, scope: Mapping[str, Type]) -> Type:
        ranges: list[Type] = [ListOf(type_) for type_ in self._ground.pool]
        ranges += [type_ for type_ in scope.values() if isinstance(type_, GroupOf | ListOf | MapOf)]
        return self._one_of(ranges)

    def _read(self, thing: ThingType, name: str, depth: int, scope: Mapping[str, Type], *, test: bool = False) -> Expr:
        return Select(self.grown(thing, depth, scope), name, NOWHERE, test)

    def _list(self, element: Type, depth: int, scope: Mapping[str, Type]) -> Expr:
        """Charters have use for no empty list, whose type nothing tells."""
        least = 0 if self._ground.language is CORE else 1
        count = self._draw(st.integers(least, least if depth < 0 else 3))
        return ListLiteral(tuple(self.grown(element, depth, scope) for _ in range(count)), NOWHERE)

    def _map(self, key: Type, value: Type, depth: int, scope: Mapping[str, Type]) -> Expr:
        count = self._draw(st.integers(0, 3))
        pairs = ((self.grown(key, min(depth, 0), scope), self.grown(value, depth, scope)) for _ in range(count))
        return MapLiteral(tuple(pairs), NOWHERE)

    def _macro(self, kind: str, over: Type, body: Type, depth: int, scope: Mapping[str, Type]) -> Expr:
        variable = f"v{sum(name.startswith('v') for name in scope)}"
        inside = {**scope, variable: _item(over)}
        range_, said = self.grown(over, depth, scope), self.grown(body, depth, inside)
        test = self.grown(BOOL, depth, inside) if kind == "map" and self._draw(st.booleans()) else None
        return Macro(kind, range_, variable, said, NOWHERE, test)

    def _applied(
        self,
        row: Function,
        signature: Signature,
        bound: Mapping[TypeParameter, Type],
        depth: int,
        scope: Mapping[str, Type],
    ) -> Expr:
        """A row applied to arguments; what its type parameters do not owe to the result is drawn from the pool."""
        types = dict(bound)
        for part in signature.parameters:
            for parameter in _parameters(part):
                if parameter not in types:
                    types[parameter] = self._one_of(self._candidates(parameter, signature))
        parts = [self._argument(row, _filled(part, types), depth, scope) for part in signature.parameters]
        return _written(row, tuple(parts))

    def _candidates(self, parameter: TypeParameter, signature: Signature) -> tuple[Type, ...]:
        """What a type parameter may stand for: keys are keys, groups are of things."""
        if any(isinstance(part, MapOf) and part.key == parameter for part in signature.parameters):
            return _KEYS
        if any(isinstance(part, GroupOf) and part.thing == parameter for part in signature.parameters):
            return tuple(type_ for type_ in self._ground.pool if isinstance(type_, ThingType))
        return self._ground.pool

    def _argument(self, row: Function, type_: Type, depth: int, scope: Mapping[str, Type]) -> Expr:
        """Texts that mean something to a function are such texts; days and ids are written out."""
        texts = _ZONES if row.name.startswith("get") else _HINTS.get(row.name)
        if row.name == "date":
            return literal(self._draw(_DAYS).isoformat())
        if type_ == STRING and texts is not None:
            return literal(self._one_of(texts))
        return self.grown(type_, depth, scope)


def _item(over: Type) -> Type:
    match over:
        case ListOf(element=element):
            return element
        case GroupOf(thing=thing):
            return thing
        case MapOf(key=key):
            return key
        case _:
            return DYN


def _written(row: Function, parts: tuple[Expr, ...]) -> Expr:
    match row.shape:
        case Shape.OPERATOR if row.name == "[]":
            return Index(parts[0], parts[1], NOWHERE)
        case Shape.OPERATOR if len(parts) == 1:
            return Unary("-" if row.name == "neg" else row.name, parts[0], NOWHERE)
        case Shape.OPERATOR:
            return Binary(row.name, parts[0], parts[1], NOWHERE)
        case Shape.METHOD:
            return Call(row.name, parts[0], parts[1:], NOWHERE)
        case _:
            return Call(row.name, None, parts, NOWHERE)


def _parameters(type_: Type) -> Iterator[TypeParameter]:
    match type_:
        case TypeParameter():
            yield type_
        case ListOf(element=inner) | GroupOf(thing=inner) | TypeOf(of=inner):
            yield from _parameters(inner)
        case MapOf(key=key, value=value):
            yield from _parameters(key)
            yield from _parameters(value)


def _match(pattern: Type, wanted: Type) -> dict[TypeParameter, Type] | None:
    """What the parameters of a pattern stand for so that it is the wanted type, or none."""
    match pattern, wanted:
        case TypeParameter(), _:
            return {pattern: wanted}
        case (ListOf(element=one), ListOf(element=other)) | (GroupOf(thing=one), GroupOf(thing=other)):
            return _match(one, other)
        case MapOf(), MapOf():
            key, value = _match(pattern.key, wanted.key), _match(pattern.value, wanted.value)
            return None if key is None or value is None else {**key, **value}
        case _:
            return {} if pattern == wanted else None


def _filled(type_: Type, types: Mapping[TypeParameter, Type]) -> Type:
    match type_:
        case TypeParameter():
            return types[type_]
        case ListOf(element=element):
            return ListOf(_filled(element, types))
        case MapOf(key=key, value=value):
            return MapOf(_filled(key, types), _filled(value, types))
        case GroupOf(thing=thing):
            return GroupOf(cast(ThingType, _filled(thing, types)))
        case TypeOf(of=of):
            return TypeOf(_filled(of, types))
        case _:
            return type_
