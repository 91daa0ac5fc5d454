"""The functions of the clause language over groups, lists and numbers that depend on the choice."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm

from quorate.cel.ast import Binary, Call, ListLiteral
from quorate.cel.values import Thing, Value
from quorate.formula import numbers
from quorate.formula.ast import FALSE, Formula, Linear, all_of, at_least, negate, some_of
from quorate.formula.bag import ZERO, total
from quorate.formula.groups import elements, several, size, size_of_set
from quorate.formula.room import NOWHERE, Room
from quorate.formula.scope import Element, Scope
from quorate.formula.settle import settle
from quorate.formula.symbolic import (
    Cases,
    Chosen,
    ChosenOne,
    Entry,
    HowMany,
    Items,
    Known,
    Leaf,
    Mapped,
    Number,
    OutsideFragment,
    Single,
    Vacancies,
    choose,
    just,
    known,
    lift,
    only,
)

SHARES = {"half": (1, 2), "third": (1, 3), "quarter": (1, 4)}


def call(function: str, operands: tuple[Leaf, ...], scope: Scope, room: Room) -> Cases:
    """A function over settled leaves of which at least one depends on the choice."""
    match function, operands:
        case "size", (leaf,):
            return just(size(leaf, scope, room))
        case (("half" | "third" | "quarter"), (leaf,)):
            return just(_share(leaf, *SHARES[function], scope, room))
        case "portion", (Known(int() as numerator), Known(int() as denominator), leaf) if denominator:
            return just(_share(leaf, numerator, denominator, scope, room))
        case "votes", (leaf,):
            return _votes(leaf, scope, room)
        case (("sum" | "min" | "max" | "distinct"), (Items(items),)) if _is_plain(items):
            return _over_plain(function, items, room)
        case (("min" | "max"), (Items(items),)):
            return _extreme(function, items)
        case "sum", (leaf,):
            return just(_sum([(each, each.value) for each in elements(leaf, scope, room)], room))
        case "distinct", (leaf,):
            return just(_distinct(elements(leaf, scope, room), room))
        case _:
            raise OutsideFragment(f"`{function}` of what depends on the choice")


def resolved(value: Cases, room: Room) -> Cases:
    """A value with what stands for the chair and for vacancies spelled out."""
    match only(value):
        case ChosenOne() as leaf:
            return room.one(leaf)
        case HowMany(group):
            return just(size_of_set(group, room))
        case Vacancies(seats, members):
            return _vacancies(seats, members, room)
        case _:
            return value


def _vacancies(seats: int, members: Chosen, room: Room) -> Cases:
    """What is left of the seats, each end of the interval cut off at zero."""
    left = numbers.add(numbers.exact(Linear((), seats)), numbers.minus(size_of_set(members, room)))
    nothing = numbers.exact(ZERO)
    return _better("max", left, nothing)


def _share(leaf: Leaf, numerator: int, denominator: int, scope: Scope, room: Room) -> Number:
    whole = numbers.number(leaf)
    if whole is None:
        whole = size(leaf, scope, room)
    share = Fraction(numerator, denominator)
    return numbers.scaled(whole, share.numerator, share.denominator)


def _votes(leaf: Leaf, scope: Scope, room: Room) -> Cases:
    """The votes of a group; not settled where those of some possible element are not."""
    group = several(leaf, scope, room)
    if group is None:
        raise OutsideFragment("the votes of what is not a group")
    found = elements(group, scope, room)
    values = [_fact(each, lambda thing: thing.field("votes"), room) for each in found]
    present = [all_of(each.there, each.possible) for each in found]
    return settle(
        list(zip(present, values, strict=True)),
        lambda settled: just(_sum(list(zip(found, settled, strict=True)), room)),
    )


def _fact(each: Element, field: Callable[[Thing], Value], room: Room) -> Cases:
    assert each.entry is not None
    place = each.entry.place
    assert place is not None
    return known(field(place.thing) if isinstance(place, Single) else room.alike(place, field))


def _sum(found: Sequence[tuple[Element, Cases]], room: Room) -> Number:
    """The sum of settled numbers; what is not surely there counts on the side that it moves."""
    terms = [(each, case.guard, _number(case.leaf)) for each, value in found for case in value]
    scale = lcm(1, *(number.scale for _, _, number in terms))
    low, high = [], []
    for each, guard, number in terms:
        factor = scale // number.scale
        sure = all_of(guard, each.definite)
        maybe = all_of(guard, each.possible, negate(each.definite))
        low.append(_term(room, sure, number.low * factor, each.count))
        high.append(_term(room, sure, number.high * factor, each.count))
        if maybe != FALSE:
            low.append(_term(room, maybe, _clipped(number.low * factor, -1), each.count))
            high.append(_term(room, maybe, _clipped(number.high * factor, 1), each.count))
    return numbers.within(Number(total(low), total(high), scale))


def _number(leaf: Leaf) -> Number:
    found = numbers.number(leaf)
    if found is None:
        raise OutsideFragment("a sum of what are not numbers")
    return found


def _term(room: Room, condition: Formula, linear: Linear, count: Linear) -> Linear:
    """`count` times the number, where the condition holds."""
    if not linear.terms:
        product = count * linear.constant
    elif not count.terms:
        product = linear * count.constant
    else:
        raise OutsideFragment("a product of two numbers that both depend on the choice")
    return room.derivations.where(condition, product)


def _clipped(linear: Linear, sign: int) -> Linear:
    """The positive (or negative) part of a number whose sign is certain."""
    low, high = linear.bounds
    if low is not None and low >= 0:
        return linear if sign > 0 else ZERO
    if high is not None and high <= 0:
        return linear if sign < 0 else ZERO
    raise OutsideFragment("a sum of numbers of either sign that may not all be there")


def _extreme(function: str, items: Sequence[Cases]) -> Cases:
    if not items:
        raise OutsideFragment(f"`{function}` of an empty list")
    best = items[0]
    for item in items[1:]:
        best = lift(lambda one, other: _better(function, one, other), best, item)
    return best


def _better(function: str, one: Leaf, other: Leaf) -> Cases:
    """The greater (or less) of two numbers: of both lower and both upper ends, case by case."""
    left, right = numbers.aligned(_number(one), _number(other))
    first = left.low == left.high and right.low == right.high
    if first:
        ahead = _ahead(function, left.low, right.low)
        return choose(((ahead, just(left)), (negate(ahead), just(right))))
    low, high = _ahead(function, left.low, right.low), _ahead(function, left.high, right.high)
    return choose(
        (all_of(a, b), just(Number(lower, upper, left.scale)))
        for a, lower in ((low, left.low), (negate(low), right.low))
        for b, upper in ((high, left.high), (negate(high), right.high))
    )


def _ahead(function: str, left: Linear, right: Linear) -> Formula:
    return at_least(left - right) if function == "max" else at_least(right - left)


def _over_plain(function: str, items: Sequence[Cases], room: Room) -> Cases:
    """A function of a list whose items are plain values, case by case."""

    def applied(*leaves: Leaf) -> Cases:
        values = [leaf.value for leaf in leaves if isinstance(leaf, Known)]
        return room.apply(lambda *names: Call(function, ListLiteral(names, NOWHERE), (), NOWHERE), *values)

    return lift(applied, *items)


def _is_plain(items: Sequence[Cases]) -> bool:
    return bool(items) and all(isinstance(case.leaf, Known) for item in items for case in item)


def _distinct(found: Sequence[Element], room: Room) -> Mapped:
    """The different values of a list, each surely there where one item that has it surely is."""
    values: list[tuple[Leaf, list[Formula], list[Formula]]] = []
    for each in found:
        for case in each.value:
            _, definite, possible = _slot(case.leaf, values, room)
            definite.append(all_of(case.guard, each.there, each.definite))
            possible.append(all_of(case.guard, each.there, each.possible))
    entries = ((Entry(None, some_of(*sure), some_of(*maybe)), just(leaf)) for leaf, sure, maybe in values)
    return Mapped(tuple(entries))


def _slot(
    leaf: Leaf, values: list[tuple[Leaf, list[Formula], list[Formula]]], room: Room
) -> tuple[Leaf, list[Formula], list[Formula]]:
    """Where the formulas of an equal value are gathered."""
    if not isinstance(leaf, Known):
        raise OutsideFragment("`distinct` of values that depend on the choice")
    for slot in values:
        other = slot[0]
        assert isinstance(other, Known)
        same = room.apply(lambda one, two: Binary("==", one, two, NOWHERE), leaf.value, other.value)[0].leaf
        if same == Known(True):
            return slot
        if same != Known(False):
            raise OutsideFragment("`distinct` of values that may be equal")
    values.append((leaf, [], []))
    return values[-1]
