"""Sizes, shares and sums of groups, lists and numbers; a group with possible members gives an interval."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import cast

from quorate.cel.arithmetic import Number, add, divide, interval, multiply
from quorate.cel.dates import NO_CONTEXT
from quorate.cel.equality import before, bounds, equal, kind
from quorate.cel.logic import facts_of, no_overload, unsettled
from quorate.cel.values import Failure, Group, Interval, Map, Money, PartialList, Unknown, Value


def size(value: Value) -> Value:
    """How many members, items, keys, characters or bytes."""
    match value:
        case Group(definite=definite, possible=possible, facts=facts):
            return interval(len(definite), len(definite) + len(possible), facts)
        case PartialList(items=items, facts=facts):
            return interval(sum(sure for _, sure in items), len(items), facts)
        case tuple() | str() | bytes() | Map():
            return len(value)
        case _:
            return no_overload("size", value)


def portion(numerator: Value, denominator: Value, whole: Value) -> Value:
    """`numerator/denominator` of a number or of the size of a group, exact."""
    number = size(whole) if isinstance(whole, Group) else whole
    if not {kind(numerator), kind(denominator), kind(number)} <= {"number"}:
        return no_overload("portion", numerator, denominator, whole)
    share = divide(numerator, Fraction(1))
    share = divide(share, denominator)
    return unsettled((share,)) or multiply(_exact(number), share)


def _exact(number: Value) -> Value:
    if isinstance(number, Interval):
        return Interval(Fraction(number.low), Fraction(number.high), number.facts)
    return Fraction(cast(int, number))


def half(whole: Value) -> Value:
    return portion(1, 2, whole)


def third(whole: Value) -> Value:
    return portion(1, 3, whole)


def quarter(whole: Value) -> Value:
    return portion(1, 4, whole)


def votes(group: Value) -> Value:
    """How many votes the members of a group have together."""
    if not isinstance(group, Group):
        return no_overload("votes", group)
    sure = [thing.field("votes") for thing in group.definite]
    perhaps = [thing.field("votes") for thing in group.possible]
    lacking = unsettled((*sure, *perhaps))
    if lacking is not None:
        return lacking
    low, high = _total_bounds(sure)
    extra = sum(max(0, bounds(value)[1]) for value in perhaps)
    less = sum(min(0, bounds(value)[0]) for value in perhaps)
    return interval(low + less, high + extra, group.facts | facts_of(*sure, *perhaps))


def _total_bounds(numbers: Iterable[Value]) -> tuple[Number, Number]:
    pairs = [bounds(number) for number in numbers]
    return sum(low for low, _ in pairs), sum(high for _, high in pairs)


def total(items: Value) -> Value:
    """`items.sum()`; the sum of nothing is 0."""
    if isinstance(items, PartialList):
        return _partial_total(items)
    if not isinstance(items, tuple):
        return no_overload("sum", items)
    result: Value = 0
    for item in items:
        if kind(item) not in ("number", "money"):
            return no_overload("sum", item)
        result = item if result == 0 and kind(result) != "money" else add(NO_CONTEXT, result, item)
        if isinstance(result, Failure):
            return result
    return result


def _partial_total(items: PartialList) -> Value:
    if any(kind(item) != "number" for item, _ in items.items):
        return Unknown(items.facts)
    low: Number = 0
    high: Number = 0
    for item, sure in items.items:
        least, most = bounds(item)
        low += least if sure else min(0, least)
        high += most if sure else max(0, most)
    return interval(low, high, items.facts | facts_of(*(item for item, _ in items.items)))


def minimum(items: Value) -> Value:
    return _extreme("min", items, lambda one, other: before(one, other), min)


def maximum(items: Value) -> Value:
    return _extreme("max", items, lambda one, other: before(other, one), max)


def _extreme(
    name: str, items: Value, first: Callable[[Value, Value], Value], choose: Callable[[Number, Number], Number]
) -> Value:
    if isinstance(items, PartialList):
        return Unknown(items.facts)
    if not isinstance(items, tuple):
        return no_overload(name, items)
    if not items:
        return Failure(f"an empty list has no `{name}`")
    result: Value = items[0]
    for item in items[1:]:
        if isinstance(item, Interval) or isinstance(result, Interval):
            result = _extreme_interval(name, result, item, choose)
            continue
        answer = first(item, result)
        if not isinstance(answer, bool):
            return answer
        result = item if answer else result
    return result


def _extreme_interval(name: str, one: Value, other: Value, choose: Callable[[Number, Number], Number]) -> Value:
    if {kind(one), kind(other)} != {"number"}:
        return no_overload(name, one, other)
    low, high = bounds(one)
    other_low, other_high = bounds(other)
    return interval(choose(low, other_low), choose(high, other_high), facts_of(one, other))


def distinct(items: Value) -> Value:
    """The items without repetitions, in the order of their first occurrence."""
    if isinstance(items, PartialList):
        return _partial_distinct(items)
    if not isinstance(items, tuple):
        return no_overload("distinct", items)
    kept: list[Value] = []
    for item in items:
        answers = [equal(item, other) for other in kept]
        if True in answers:
            continue
        lacking = unsettled(answers)
        if lacking is not None:
            return lacking
        kept.append(item)
    return tuple(kept)


def _partial_distinct(items: PartialList) -> Value:
    """Items that are surely there come first, so that a possible repetition of one changes nothing."""
    kept: list[tuple[Value, bool]] = []
    for item, sure in sorted(items.items, key=lambda pair: not pair[1]):
        answers = [equal(item, other) for other, _ in kept]
        if True in answers:
            continue
        lacking = unsettled(answers)
        if lacking is not None:
            return lacking
        kept.append((item, sure))
    return PartialList(tuple(kept), items.facts)


def dollars(amount: Value) -> Value:
    """`usd(120000)`."""
    if isinstance(amount, Interval):
        return Unknown(amount.facts)
    is_number = type(amount) in (int, Fraction)
    return Money(Fraction(cast(int, amount)), "USD") if is_number else no_overload("usd", amount)
