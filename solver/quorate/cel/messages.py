"""The well-known messages of core CEL that stand for plain values, such as `google.protobuf.Int64Value{value: 1}`."""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quorate.cel.logic import no_overload
from quorate.cel.moments import moment, stretch
from quorate.cel.types import (
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    UINT,
    ListOf,
    MapOf,
    Type,
    Wrapper,
)
from quorate.cel.values import Failure, Map, Uint, Value

_SECOND = 10**9


@dataclass(frozen=True, slots=True)
class Message:
    """One kind of message: its type as a value, the types of its fields, and what it evaluates to."""

    type: Type
    fields: Mapping[str, Type]
    make: Callable[[Mapping[str, Value]], Value]


def _wrapped(
    zero: Value, check: Callable[[Value], Value] = lambda value: value
) -> Callable[[Mapping[str, Value]], Value]:
    def make(fields: Mapping[str, Value]) -> Value:
        value = fields.get("value", zero)
        return check(value) if type(value) is type(zero) else no_overload("value", value)

    return make


def _int32(value: Value) -> Value:
    in_range = isinstance(value, int) and -(2**31) <= value < 2**31
    return value if in_range else Failure(f"`{value}` does not fit into 32 bits")


def _uint32(value: Value) -> Value:
    in_range = isinstance(value, int) and value < 2**32
    return value if in_range else Failure(f"`{value}` does not fit into 32 bits")


def _float32(value: Value) -> Value:
    assert isinstance(value, float)
    try:
        return struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _json(value: Value) -> Value:
    """A value as JSON has it: every number is a double, every key a text."""
    match value:
        case bool() | str() | float() | None:
            return value
        case int():
            return float(value)
        case tuple():
            return tuple(_json(item) for item in value)
        case Map():
            return Map((str(key), _json(item)) for key, item in value.items())
        case _:
            return no_overload("google.protobuf.Value", value)


def _value(fields: Mapping[str, Value]) -> Value:
    if "null_value" in fields or not fields:
        return None
    return _json(list(fields.values())[-1])


def _list(fields: Mapping[str, Value]) -> Value:
    return _json(fields.get("values", ()))


def _struct(fields: Mapping[str, Value]) -> Value:
    return _json(fields.get("fields", Map()))


def _nanoseconds(fields: Mapping[str, Value]) -> int | None:
    seconds, nanos = fields.get("seconds", 0), fields.get("nanos", 0)
    return seconds * _SECOND + nanos if type(seconds) is int and type(nanos) is int else None


def _timestamp(fields: Mapping[str, Value]) -> Value:
    total = _nanoseconds(fields)
    return no_overload("google.protobuf.Timestamp", *fields.values()) if total is None else moment(total)


def _duration(fields: Mapping[str, Value]) -> Value:
    total = _nanoseconds(fields)
    return no_overload("google.protobuf.Duration", *fields.values()) if total is None else stretch(total)


_JSON_FIELDS: Mapping[str, Type] = {
    "null_value": INT, "number_value": DOUBLE, "string_value": STRING, "bool_value": BOOL,
    "struct_value": MapOf(STRING, DYN), "list_value": ListOf(DYN),
}  # fmt: skip
_MOMENT_FIELDS: Mapping[str, Type] = {"seconds": INT, "nanos": INT}

MESSAGES: Mapping[str, Message] = {
    "google.protobuf.BoolValue": Message(Wrapper(BOOL), {"value": BOOL}, _wrapped(False)),
    "google.protobuf.BytesValue": Message(Wrapper(BYTES), {"value": BYTES}, _wrapped(b"")),
    "google.protobuf.DoubleValue": Message(Wrapper(DOUBLE), {"value": DOUBLE}, _wrapped(0.0)),
    "google.protobuf.FloatValue": Message(Wrapper(DOUBLE), {"value": DOUBLE}, _wrapped(0.0, _float32)),
    "google.protobuf.Int32Value": Message(Wrapper(INT), {"value": INT}, _wrapped(0, _int32)),
    "google.protobuf.Int64Value": Message(Wrapper(INT), {"value": INT}, _wrapped(0)),
    "google.protobuf.StringValue": Message(Wrapper(STRING), {"value": STRING}, _wrapped("")),
    "google.protobuf.UInt32Value": Message(Wrapper(UINT), {"value": UINT}, _wrapped(Uint(0), _uint32)),
    "google.protobuf.UInt64Value": Message(Wrapper(UINT), {"value": UINT}, _wrapped(Uint(0))),
    "google.protobuf.Value": Message(DYN, _JSON_FIELDS, _value),
    "google.protobuf.Struct": Message(MapOf(STRING, DYN), {"fields": MapOf(STRING, DYN)}, _struct),
    "google.protobuf.ListValue": Message(ListOf(DYN), {"values": ListOf(DYN)}, _list),
    "google.protobuf.Timestamp": Message(TIMESTAMP, _MOMENT_FIELDS, _timestamp),
    "google.protobuf.Duration": Message(DURATION, _MOMENT_FIELDS, _duration),
}
CONSTANTS: Mapping[str, Value] = {"google.protobuf.NullValue.NULL_VALUE": 0}


def build(name: str, fields: Mapping[str, Value]) -> Value:
    """The value of a message literal; fields that are null are not set."""
    message = MESSAGES.get(name)
    if message is None:
        return Failure(f"no message `{name}` is known")
    for field in fields:
        if field not in message.fields:
            return Failure(f"`{name}` has no field `{field}`")
    return message.make({field: value for field, value in fields.items() if value is not None or field == "null_value"})
