"""Random well-typed expressions of core CEL over random data mean what Google's `cel-expr-python` says they mean."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, note, reject, settings
from hypothesis import strategies as st

from quorate.cel.ast import Expr
from quorate.cel.checker import check
from quorate.cel.evaluator import evaluate
from quorate.cel.library import CORE
from quorate.cel.parser import parse
from quorate.cel.printer import show
from quorate.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    NULL,
    STRING,
    TIMESTAMP,
    UINT,
    ListOf,
    MapOf,
    Schema,
    Type,
)
from quorate.cel.values import Duration, Failure, Map, Timestamp, TypeValue, Uint, Value
from quorate.source.span import Excerpt
from quorate.testing.expressions import Ground, well_typed

cel = pytest.importorskip("cel_expr_python.cel", reason="the oracle cel-expr-python is not installed")

EXAMPLES = max(300, settings.default.max_examples)
VARIABLES: Mapping[str, Type] = {
    "i": INT, "j": INT, "u": UINT, "d": DOUBLE, "b": BOOL, "s": STRING, "y": BYTES, "l": ListOf(INT),
    "r": ListOf(STRING), "m": MapOf(STRING, INT), "t": TIMESTAMP, "k": DURATION,
}  # fmt: skip
POOL = (
    BOOL, INT, UINT, DOUBLE, STRING, BYTES, TIMESTAMP, DURATION, NULL, DYN,
    ListOf(INT), ListOf(STRING), MapOf(STRING, INT), MapOf(INT, DOUBLE),
)  # fmt: skip
GROUND = Ground(VARIABLES, Schema({}), CORE, POOL, left_out=frozenset(("type",)))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_INT = st.integers(-4, 9) | st.sampled_from((2**63 - 1, -(2**63)))
DATA = st.fixed_dictionaries(
    {
        "i": _INT,
        "j": _INT,
        "u": st.integers(0, 9).map(Uint),
        "d": st.floats(width=64),
        "b": st.booleans(),
        "s": st.text("abé'0", max_size=3),
        "y": st.lists(st.integers(1, 255), max_size=3).map(bytes),  # the oracle's Python face cuts texts at NUL
        "l": st.lists(_INT, max_size=3).map(tuple),
        "r": st.lists(st.text("ab", max_size=2), max_size=3).map(tuple),
        "m": st.dictionaries(st.sampled_from("abc"), _INT, max_size=2).map(lambda found: Map(found.items())),
        "t": st.integers(-(10**15), 10**15).map(lambda micros: Timestamp(micros * 1000)),
        "k": st.integers(-(10**12), 10**12).map(lambda micros: Duration(micros * 1000)),
    }
)
_NAMES = {"null_type": "NULL", "google.protobuf.Timestamp": "TIMESTAMP", "google.protobuf.Duration": "DURATION"}


def _oracle() -> Any:
    kinds = {BOOL: "BOOL", INT: "INT", UINT: "UINT", DOUBLE: "DOUBLE", STRING: "STRING", BYTES: "BYTES"}
    kinds |= {TIMESTAMP: "TIMESTAMP", DURATION: "DURATION"}

    def theirs(type_: Type) -> Any:
        match type_:
            case ListOf(element=element):
                return cel.Type.List(theirs(element))
            case MapOf(key=key, value=value):
                return cel.Type.Map(theirs(key), theirs(value))
            case _:
                return getattr(cel.Type, kinds[type_])

    return cel.NewEnv(variables={name: theirs(type_) for name, type_ in VARIABLES.items()})


ORACLE = _oracle()
REFUSED = object()


def plain(value: Value) -> Any:
    """A value as the oracle's Python values, so that the two compare."""
    match value:
        case Uint():
            return int(value)
        case tuple():
            return [plain(item) for item in value]
        case Map():
            return {plain(key): plain(item) for key, item in value.items()}
        case Timestamp(nanoseconds=nanoseconds):
            return EPOCH + timedelta(microseconds=nanoseconds // 1000)
        case Duration(nanoseconds=nanoseconds):
            return timedelta(microseconds=math.trunc(nanoseconds / 1000))
        case TypeValue(name=name):
            return _NAMES.get(name, name.upper())
        case _:
            return value


def alike(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float):
        return ours == theirs or (math.isnan(ours) and math.isnan(theirs))
    if isinstance(ours, list):
        return isinstance(theirs, list) and len(ours) == len(theirs) and all(map(alike, ours, theirs))
    if isinstance(ours, dict):
        return (
            isinstance(theirs, dict) and ours.keys() == theirs.keys() and all(alike(ours[k], theirs[k]) for k in ours)
        )
    return bool(isinstance(ours, bool) == isinstance(theirs, bool) and ours == theirs)


def their_answer(text: str, data: Mapping[str, Value]) -> Any:
    """The oracle's value, `Failure` for an error, `REFUSED` if it does not compile.

    Where a key stands twice in a map it stops instead, and macros over what nothing is known of (`[][0].all(…)`) it
    refuses where Google's other checkers do not: that says nothing.
    """
    try:
        compiled = ORACLE.compile(text)
    except RuntimeError as error:
        if "ALREADY_EXISTS" in str(error) or "range of a comprehension" in str(error):
            reject()
        return REFUSED
    try:
        found = compiled.eval(data={name: plain(value) for name, value in data.items()})
    except RuntimeError as error:
        if "ALREADY_EXISTS" not in str(error):
            raise
        reject()
    return Failure(found.plain_value()) if found.type().name() == "ERROR" else found.plain_value()


@settings(max_examples=EXAMPLES)
@given(well_typed(GROUND), DATA)
def test_the_same_value_or_both_an_error(expr: Expr, data: Mapping[str, Value]) -> None:
    text = show(expr)
    note(text)
    placed = parse(Excerpt.whole(text))
    theirs = their_answer(text, data)
    refused = bool(check(placed, VARIABLES, Schema({}), CORE).errors)
    ours = evaluate(placed, data, language=CORE)
    note(f"ours {ours!r}, theirs {theirs!r}")
    if refused and isinstance(theirs, Failure) and "duration(" in text:
        reject()  # the oracle's checker takes `duration(int)`, which its evaluator then has no overload for
    assert refused == (theirs is REFUSED)
    if isinstance(theirs, Failure):
        assert isinstance(ours, Failure)
    elif not refused:
        assert alike(plain(ours), theirs)
