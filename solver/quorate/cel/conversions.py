"""Conversions and text functions of core CEL; of them a charter uses only those on text."""

import math
import re

from quorate.cel.equality import kind
from quorate.cel.literals import INT_MAX, INT_MIN, UINT_MAX
from quorate.cel.logic import no_overload
from quorate.cel.moments import seconds_since_epoch, show_duration, show_timestamp
from quorate.cel.values import Duration, Failure, Timestamp, TypeValue, Uint, Value

_OUT_OF_RANGE = Failure("the number does not fit into 64 bits")
_BOOLS = {
    **dict.fromkeys(("1", "t", "T", "true", "TRUE", "True"), True),
    **dict.fromkeys(("0", "f", "F", "false", "FALSE", "False"), False),
}
_INTEGER = re.compile(r"[+-]?\d{1,40}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf|infinity|nan)", re.ASCII | re.IGNORECASE)


def to_int(value: Value) -> Value:
    match value:
        case bool():
            return no_overload("int", value)
        case int():
            return int(value) if value <= INT_MAX else _OUT_OF_RANGE
        case float():
            return int(value) if -(2.0**63) < value < 2.0**63 else _OUT_OF_RANGE
        case str():
            found = int(value) if _INTEGER.fullmatch(value) else None
            if found is None:
                return Failure(f"`{value}` is no integer")
            return found if INT_MIN <= found <= INT_MAX else _OUT_OF_RANGE
        case Timestamp():
            return seconds_since_epoch(value)
        case _:
            return no_overload("int", value)


def to_uint(value: Value) -> Value:
    match value:
        case bool():
            return no_overload("uint", value)
        case int():
            return Uint(value) if value >= 0 else _OUT_OF_RANGE
        case float():
            return Uint(int(value)) if 0 <= value < 2.0**64 else _OUT_OF_RANGE
        case str():
            found = int(value) if _INTEGER.fullmatch(value) and value[0] not in "+-" else None
            if found is None:
                return Failure(f"`{value}` is no unsigned integer")
            return Uint(found) if found <= UINT_MAX else _OUT_OF_RANGE
        case _:
            return no_overload("uint", value)


def to_double(value: Value) -> Value:
    match value:
        case bool():
            return no_overload("double", value)
        case int() | float():
            return float(value)
        case str():
            return float(value) if _DECIMAL.fullmatch(value) else Failure(f"`{value}` is no number")
        case _:
            return no_overload("double", value)


def to_string(value: Value) -> Value:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int():
            return str(int(value))
        case float():
            return _show_double(value)
        case bytes():
            try:
                return value.decode()
            except UnicodeDecodeError:
                return Failure("the bytes are no text in UTF-8")
        case Timestamp():
            return show_timestamp(value)
        case Duration():
            return show_duration(value)
        case _:
            return no_overload("string", value)


def _show_double(value: float) -> str:
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if math.isnan(value):
        return "nan"
    if value == 0 or 1e-4 <= abs(value) < 1e6:
        return repr(value).removesuffix(".0")
    exact = (f"{value:.{digits}e}" for digits in range(17))
    return next(text for text in exact if float(text) == value)


def to_bytes(value: Value) -> Value:
    match value:
        case bytes():
            return value
        case str():
            return value.encode()
        case _:
            return no_overload("bytes", value)


def to_bool(value: Value) -> Value:
    match value:
        case bool():
            return value
        case str():
            return _BOOLS.get(value, Failure(f"`{value}` is neither `true` nor `false`"))
        case _:
            return no_overload("bool", value)


def to_dyn(value: Value) -> Value:
    return value


TYPE_NAMES = {
    bool: "bool", int: "int", Uint: "uint", float: "double", str: "string", bytes: "bytes", type(None): "null_type",
    TypeValue: "type", Timestamp: "google.protobuf.Timestamp", Duration: "google.protobuf.Duration",
}  # fmt: skip
TYPE_IDENTIFIERS = frozenset((*TYPE_NAMES.values(), "list", "map"))


def type_of(value: Value) -> Value:
    """The type of a value, as a value."""
    sort = kind(value)
    return TypeValue(sort if sort in ("list", "map") else TYPE_NAMES.get(type(value), sort))


def contains_text(text: Value, part: Value) -> Value:
    return _texts("contains", text, part) or str(part) in str(text)


def starts_with(text: Value, part: Value) -> Value:
    return _texts("startsWith", text, part) or str(text).startswith(str(part))


def ends_with(text: Value, part: Value) -> Value:
    return _texts("endsWith", text, part) or str(text).endswith(str(part))


def matches(text: Value, pattern: Value) -> Value:
    """Whether a regular expression is found in a text."""
    wrong = _texts("matches", text, pattern)
    if wrong is not None:
        return wrong
    try:
        return re.search(_python_pattern(str(pattern)), str(text), re.ASCII) is not None
    except (re.error, OverflowError, RecursionError):
        return Failure(f"`{pattern}` is no regular expression")


_CLASSES = {
    "alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "digit": "0-9", "lower": "a-z", "upper": "A-Z", "space": r"\s",
    "word": r"\w", "xdigit": "0-9a-fA-F", "blank": r"\t ", "punct": r"!-/:-@\[-`{-~",
}  # fmt: skip


def _python_pattern(pattern: str) -> str:
    """CEL's regular expressions are those of RE2: named classes in brackets, and `\\z` for the very end."""
    named = re.sub(r"\[:(\w+):\]", lambda found: _CLASSES.get(found[1], found[0]), pattern)
    return re.sub(r"(?<!\\)((?:\\\\)*)\\z", r"\1\\Z", named)


def _texts(name: str, *values: Value) -> Failure | None:
    return None if all(isinstance(value, str) for value in values) else no_overload(name, *values)
