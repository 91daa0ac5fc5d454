"""The conformance cases of the CEL specification: read from JSON, run, held against what is known to lie outside."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quorate.cel.checker import check
from quorate.cel.evaluator import evaluate
from quorate.cel.library import CORE, Function, Shape, Signature
from quorate.cel.moments import duration, timestamp
from quorate.cel.parser import parse
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
    Opaque,
    Primitive,
    Schema,
    ThingType,
    Type,
    TypeOf,
    TypeParameter,
    Wrapper,
)
from quorate.cel.values import Failure, Map, TypeValue, Uint, Unknown, Value
from quorate.source.diagnostic import LanguageError
from quorate.source.span import Excerpt

OUTSIDE: Mapping[str, str] = {
    "parse/bytes_literals/triple_single_quoted_unescaped_punctuation": (
        "the case expects a backslash that its expression does not have; `cel-expr-python` answers as Quorate does"
    ),
    "parse/bytes_literals/triple_double_quoted_unescaped_punctuation": (
        "the case expects a backslash that its expression does not have; `cel-expr-python` answers as Quorate does"
    ),
}
"""The cases of the specification that Quorate does not pass, by name, and why."""

OUTSIDE_FEATURES: Mapping[str, str] = {
    "protobuf messages and enums": "facts are declared, not compiled; only the messages that stand for plain values "
    "(`google.protobuf.Int64Value`, `Value`, `Struct`, `ListValue`, `Timestamp`, `Duration` …) evaluate",
    "optional types (`a.?b`, `optional.of`)": "a fact that is not known is *unknown*, which says why; `has` asks",
    "extension libraries (strings, math, encoders, sets, bindings, network)": "not part of core CEL",
}
"""The features of CEL that Quorate leaves out, and why."""

_PRIMITIVES: Mapping[str, Primitive] = {
    "BOOL": BOOL, "INT64": INT, "UINT64": UINT, "DOUBLE": DOUBLE, "STRING": STRING, "BYTES": BYTES,
}  # fmt: skip
_WELL_KNOWN: Mapping[str, Type] = {"ANY": DYN, "TIMESTAMP": TIMESTAMP, "DURATION": DURATION}
_NO_THINGS = Schema({})


@dataclass(frozen=True, slots=True)
class Case:
    """One case: an expression and its value, its type, or that it is an error."""

    id: str
    expr: str
    bindings: Mapping[str, Value] = field(default_factory=dict)
    types: Mapping[str, Type] = field(default_factory=dict)
    functions: tuple[Function, ...] = ()
    container: str = ""
    value: Mapping[str, Any] | None = None
    error: bool = False
    deduced: Type | None = None
    unchecked: bool = False
    only_checked: bool = False


def cases(folder: Path) -> tuple[Case, ...]:
    """All cases of a folder of conformance files, in the order of their names."""
    return tuple(
        case_of(path.stem, entry)
        for path in sorted(folder.glob("*.json"))
        for entry in json.loads(path.read_text("utf-8"))
    )


def case_of(file: str, entry: Mapping[str, Any]) -> Case:
    """The case that one entry of a file states."""
    bindings = {name: value_of(tagged) for name, tagged in (entry.get("bindings") or {}).items()}
    declared = {item["name"]: type_of(item["ident"]["type"]) for item in entry.get("type_env") or () if "ident" in item}
    functions = [row for item in entry.get("type_env") or () if "function" in item for row in _functions(item)]
    deduced = entry.get("deduced_type")
    return Case(
        id=f"{file}/{entry['section']}/{entry['name']}",
        expr=entry["expr"],
        bindings=bindings,
        types={**dict.fromkeys(bindings, DYN), **declared},
        functions=tuple(functions),
        container=entry.get("container") or "",
        value=entry.get("value"),
        error="error" in entry,
        deduced=None if deduced is None else type_of(deduced),
        unchecked=bool(entry.get("disable_check")),
        only_checked=bool(entry.get("check_only")),
    )


def _functions(item: Mapping[str, Any]) -> Iterator[Function]:
    """The functions of a declaration: global ones and, of the same name, methods."""
    for shape in (Shape.FUNCTION, Shape.METHOD):
        signatures = tuple(
            Signature(tuple(type_of(one) for one in overload.get("params") or ()), type_of(overload["resultType"]))
            for overload in item["function"]["overloads"]
            if bool(overload.get("isInstanceFunction")) == (shape is Shape.METHOD)
        )
        if signatures:
            yield Function(item["name"], shape, signatures, "A declared function.")


def value_of(tagged: Mapping[str, Any]) -> Value:
    """The value of `{"int": "3"}`, `{"list": […]}` and so on."""
    ((tag, content),) = tagged.items()
    match tag:
        case "int":
            return int(content)
        case "uint":
            return Uint(content)
        case "double":
            return float(content)
        case "bytes":
            return bytes.fromhex(content)
        case "list":
            return tuple(value_of(item) for item in content)
        case "map":
            return Map((value_of(key), value_of(item)) for key, item in content)
        case "type":
            return TypeValue(content)
        case "timestamp":
            return timestamp(content)
        case "duration":
            return duration(content)
        case _:
            return content


def type_of(declared: Mapping[str, Any]) -> Type:
    """The type of `{"primitive": "INT64"}`, `{"listType": {"elemType": …}}` and so on."""
    ((tag, content),) = declared.items()
    match tag:
        case "primitive":
            return _PRIMITIVES[content]
        case "wrapper":
            return Wrapper(_PRIMITIVES[content])
        case "wellKnown":
            return _WELL_KNOWN[content]
        case "null":
            return NULL
        case "listType":
            return ListOf(type_of(content["elemType"]) if content.get("elemType") else DYN)
        case "mapType":
            return MapOf(type_of(content["keyType"]), type_of(content["valueType"]))
        case "type":
            return TypeOf(type_of(content) if content else DYN)
        case "typeParam":
            return TypeParameter(content)
        case "messageType":
            return ThingType(content)
        case "abstractType":
            return Opaque(content["name"], tuple(type_of(one) for one in content.get("parameterTypes") or ()))
        case _:
            return DYN


def complaint(case: Case) -> str | None:
    """What is wrong with Quorate's answer to a case, or none."""
    try:
        expr = parse(Excerpt.whole(case.expr))
    except LanguageError as error:
        return None if case.error else f"does not parse: {error}"
    if not case.unchecked:
        checked = check(expr, case.types, _NO_THINGS, CORE, container=case.container, functions=case.functions)
        if checked.errors:
            return None if case.error else f"does not check: {checked.errors[0].message}"
        if case.deduced is not None and checked.type != case.deduced:
            return f"has the type {checked.type}, not {case.deduced}"
    if case.only_checked:
        return None
    found = evaluate(expr, case.bindings, language=CORE, container=case.container)
    if case.error:
        return None if isinstance(found, Failure | Unknown) else f"is {found!r}, not an error"
    wanted = value_of(case.value) if case.value is not None else True
    return None if same(found, wanted) else f"is {found!r}, not {wanted!r}"


def same(one: Value, other: Value) -> bool:
    """Whether two values are alike in type and content; not-a-number is like itself."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, Map) and isinstance(other, Map):
        return len(one) == len(other) and all(
            key in other and same(value, other.get(key)) for key, value in one.items()
        )
    return type(one) is type(other) and (one == other or (one != one and other != other))
