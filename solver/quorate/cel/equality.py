"""When two values are the same, and which comes first: three-valued where a value is not fully known."""

from datetime import date
from fractions import Fraction
from typing import cast

from quorate.cel.logic import all_of, facts_of, no_overload, some_of
from quorate.cel.values import (
    Days,
    Duration,
    Failure,
    Group,
    Interval,
    Map,
    Money,
    Months,
    Nobody,
    PartialList,
    Thing,
    Timestamp,
    TypeValue,
    Uint,
    Unknown,
    Value,
)

_KINDS: dict[type, str] = {
    bool: "bool", int: "number", Uint: "number", float: "number", Fraction: "number", Interval: "number",
    str: "string", bytes: "bytes", type(None): "null", tuple: "list", PartialList: "list", Map: "map",
    date: "date", Days: "amount", Months: "amount", Money: "money", Nobody: "nobody", Group: "group",
    TypeValue: "type", Timestamp: "timestamp", Duration: "duration", Unknown: "unknown", Failure: "failure",
}  # fmt: skip


def kind(value: Value) -> str:
    """What sort of value it is; values of different sorts are never equal."""
    found = _KINDS.get(type(value))
    if found is None:
        found = "date" if isinstance(value, date) else "thing" if isinstance(value, Thing) else "foreign"
        _KINDS[type(value)] = found
    return found


def equal(left: Value, right: Value) -> Value:
    """`left == right`: numbers by value, things by kind and key, lists and maps by parts, groups as sets."""
    sort = kind(left)
    if sort != kind(right):
        return False
    match sort:
        case "number":
            return _equal_numbers(left, right)
        case "thing":
            return identity(cast(Thing, left)) == identity(cast(Thing, right))
        case "nobody":
            return False
        case "list":
            return _equal_lists(left, right)
        case "map":
            return _equal_maps(cast(Map, left), cast(Map, right))
        case "group":
            return _equal_groups(cast(Group, left), cast(Group, right))
        case _:
            return left == right


def identity(thing: Thing) -> tuple[str, str]:
    """What makes two things the same one."""
    return thing.kind, thing.key


def _equal_numbers(left: Value, right: Value) -> Value:
    if not isinstance(left, Interval) and not isinstance(right, Interval):
        left, right = _alike(left, right)
        return left == right
    low, high = bounds(left)
    other_low, other_high = bounds(right)
    if high < other_low or other_high < low:
        return False
    return Unknown(facts_of(left, right))


def _alike(left: Value, right: Value) -> tuple[Value, Value]:
    """CEL compares an integer with a double as two doubles, whatever digits are lost."""
    if isinstance(left, float) != isinstance(right, float):
        return float(cast(float, left)), float(cast(float, right))
    return left, right


def bounds(value: Value) -> tuple[int | Fraction, int | Fraction]:
    """Least and greatest value of a number that may be an interval."""
    if isinstance(value, Interval):
        return value.low, value.high
    number = cast(int, value)
    return number, number


def _equal_lists(left: Value, right: Value) -> Value:
    if isinstance(left, PartialList) or isinstance(right, PartialList):
        return Unknown(_list_facts(left) | _list_facts(right))
    ours, theirs = cast(tuple[Value, ...], left), cast(tuple[Value, ...], right)
    if len(ours) != len(theirs):
        return False
    return all_of(equal(one, other) for one, other in zip(ours, theirs, strict=True))


def _list_facts(value: Value) -> frozenset[str]:
    return value.facts if isinstance(value, PartialList) else frozenset()


def _equal_maps(left: Map, right: Map) -> Value:
    if len(left) != len(right) or any(key not in right for key in left):
        return False
    return all_of(equal(value, right.get(key)) for key, value in left.items())


def _equal_groups(left: Group, right: Group) -> Value:
    if _outside(left, right) or _outside(right, left):
        return False
    if left.possible or right.possible:
        return Unknown(left.facts | right.facts)
    return True


def _outside(inner: Group, outer: Group) -> bool:
    """Whether something surely in one group is surely not in the other."""
    known = {identity(thing) for thing in (*outer.definite, *outer.possible)}
    return any(identity(thing) not in known for thing in inner.definite)


def contains(item: Value, collection: Value) -> Value:
    """`item in collection`: of a list, a group, or the keys of a map."""
    match collection:
        case tuple():
            return some_of(equal(item, other) for other in collection)
        case PartialList(items=items, facts=facts):
            return some_of(_if_there(equal(item, other), sure, facts) for other, sure in items)
        case Group():
            return _in_group(item, collection)
        case Map():
            return isinstance(item, bool | int | float | str) and item in collection
        case _:
            return no_overload("in", item, collection)


def _if_there(same: Value, sure: bool, facts: frozenset[str]) -> Value:
    return Unknown(facts) if same is True and not sure else same


def _in_group(item: Value, group: Group) -> Value:
    if kind(item) != "thing":
        return False if kind(item) == "nobody" else no_overload("in", item, group)
    sought = identity(cast(Thing, item))
    if any(identity(thing) == sought for thing in group.definite):
        return True
    if any(identity(thing) == sought for thing in group.possible):
        return Unknown(group.facts)
    return False


_ORDERED = frozenset(("bool", "number", "string", "bytes", "date", "money", "timestamp", "duration"))


def before(left: Value, right: Value) -> Value:
    """`left < right`."""
    return _compare(left, right, "<")


def not_after(left: Value, right: Value) -> Value:
    """`left <= right`."""
    return _compare(left, right, "<=")


def _compare(left: Value, right: Value, op: str) -> Value:
    sort = kind(left)
    if sort == "money" or kind(right) == "money":
        return _compare_money(left, right, op)
    if sort != kind(right) or sort not in _ORDERED:
        return no_overload(op, left, right)
    if isinstance(left, Interval) or isinstance(right, Interval):
        return _compare_intervals(left, right, op)
    if sort == "number":
        left, right = _alike(left, right)
    return bool(left < right if op == "<" else left <= right)  # type: ignore[operator]


def _compare_intervals(left: Value, right: Value, op: str) -> Value:
    low, high = bounds(left)
    other_low, other_high = bounds(right)
    if high < other_low or (op == "<=" and high == other_low):
        return True
    if low > other_high or (op == "<" and low == other_high):
        return False
    return Unknown(facts_of(left, right))


def _compare_money(left: Value, right: Value, op: str) -> Value:
    """The sum of no amounts is the number 0, which compares with every currency."""
    if not (isinstance(left, Money) or left == 0) or not (isinstance(right, Money) or right == 0):
        return no_overload(op, left, right)
    currencies = {value.currency for value in (left, right) if isinstance(value, Money)}
    if len(currencies) > 1:
        return Failure(f"{' and '.join(sorted(currencies))} do not compare")
    one, other = (value.amount if isinstance(value, Money) else 0 for value in (left, right))
    return one < other if op == "<" else one <= other
