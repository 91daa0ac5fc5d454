"""Comparison, membership and arithmetic of leaves: plain values through the reference evaluator, the others here."""

from typing import cast

from quorate.cel.arithmetic import remainder
from quorate.cel.ast import Binary, Unary
from quorate.cel.equality import equal as same_value
from quorate.cel.equality import identity, kind
from quorate.cel.values import Group, Thing
from quorate.formula import numbers
from quorate.formula.ast import FALSE, Formula, all_of, at_least, negate, some_of
from quorate.formula.ast import equal as exactly
from quorate.formula.groups import elements, equal_groups, holds_of
from quorate.formula.room import NOWHERE, Room
from quorate.formula.scope import Element, Scope
from quorate.formula.settle import unsettled
from quorate.formula.symbolic import (
    KNOWN_FALSE,
    KNOWN_TRUE,
    UNKNOWN,
    Cases,
    Chosen,
    Items,
    Known,
    Leaf,
    Number,
    OutsideFragment,
    Partly,
    Several,
    Token,
    Truth,
    choose,
    just,
    known,
    lift,
    plain,
    truth,
)
from quorate.formula.truth import entry_truth, every, not_, some

MOST_REMAINDERS = 200


def binary(op: str, left: Leaf, right: Leaf, scope: Scope, room: Room) -> Cases:
    """A strict binary operator over two leaves."""
    left, right = _whole(left), _whole(right)
    open_ = unsettled(left, right)
    if open_ is not None:
        return just(open_)
    if isinstance(left, Known) and isinstance(right, Known):
        if op in ("==", "!=") and kind(left.value) == kind(right.value) == "thing":
            return known(same_value(left.value, right.value) is (op == "=="))
        return room.apply(lambda one, other: Binary(op, one, other, NOWHERE), left.value, right.value)
    match op:
        case "==":
            return just(equal(left, right, scope, room))
        case "!=":
            return just(not_(equal(left, right, scope, room)))
        case "in":
            return just(contains(left, right, scope, room))
        case "%":
            return _remainder(left, right, room)
        case _:
            return just(_numeric(op, left, right))


def _whole(leaf: Leaf) -> Leaf:
    """A body that is searched is itself, whoever its members are."""
    return Known(leaf.thing) if isinstance(leaf, Partly) else leaf


def _numeric(op: str, left: Leaf, right: Leaf) -> Leaf:
    one, other = numbers.number(left), numbers.number(right)
    if one is None or other is None:
        raise OutsideFragment(f"`{op}` of what is not a number")
    match op:
        case "<":
            return numbers.less(one, other)
        case "<=":
            return numbers.at_most(one, other)
        case ">":
            return numbers.less(other, one)
        case ">=":
            return numbers.at_most(other, one)
        case "+":
            return numbers.add(one, other)
        case "-":
            return numbers.add(one, numbers.minus(other))
        case "*":
            return numbers.times(one, other)
        case _:
            raise OutsideFragment(f"`{op}` of numbers that depend on the choice")


def _remainder(left: Leaf, right: Leaf, room: Room) -> Cases:
    """The remainder by a constant (whether a size is odd): one case for each that a number can leave."""
    one, other = numbers.number(left), numbers.number(right)
    if one is None or other is None or other.low != other.high or other.low.terms:
        raise OutsideFragment("`%` by what is no constant")
    low, high = one.low.bounds
    divisor = other.low.constant
    if high is None and low is not None and one.scale == other.scale == 1:
        return _endless(one, low, divisor, room)
    if low is None or high is None or high - low > MOST_REMAINDERS:
        raise OutsideFragment("`%` of a number that may be large")
    sure = at_least(one.low - one.high)
    guards: dict[Leaf, list[Formula]] = {}
    for value in range(low, high + 1):
        guards.setdefault(Known(remainder(value, divisor)), []).append(exactly(one.low, value))
    found = ((all_of(sure, some_of(*parts)), just(leaf)) for leaf, parts in guards.items())
    return choose(((negate(sure), just(UNKNOWN)), *found))


def _endless(number: Number, low: int, divisor: int, room: Room) -> Cases:
    """The remainder of a number that nothing bounds from above: what whole divisors leave of it, with its sign."""
    size = abs(divisor)
    if not 1 <= size <= MOST_REMAINDERS or number.low != number.high:
        raise OutsideFragment("`%` of a number that may be large")
    shifted = number.low + max(0, -(low // size)) * size
    left = shifted - room.derivations.quotient(shifted, size) * size
    positive = at_least(number.low)
    found = [(all_of(exactly(left, value), positive), value) for value in range(size)]
    found += [(all_of(exactly(left, value), negate(positive)), value - size if value else 0) for value in range(size)]
    return choose((guard, just(Known(value))) for guard, value in found)


def negative(leaf: Leaf, room: Room) -> Cases:
    open_ = unsettled(leaf)
    if open_ is not None:
        return just(open_)
    if isinstance(leaf, Known):
        return room.apply(lambda operand: Unary("-", operand, NOWHERE), leaf.value)
    found = numbers.number(leaf)
    if found is None:
        raise OutsideFragment("the negative of what is not a number")
    return just(numbers.minus(found))


def equal(left: Leaf, right: Leaf, scope: Scope, room: Room) -> Truth:
    """`left == right` of settled leaves of which at least one depends on the choice."""
    if isinstance(left, Token) or isinstance(right, Token):
        return _equal_elements(left, right, room)
    one, other = numbers.number(left), numbers.number(right)
    if one is not None and other is not None:
        return numbers.same(one, other)
    if _is_group(left) and _is_group(right):
        return equal_groups(left, right, scope, room)
    if isinstance(left, Items) or isinstance(right, Items):
        return _equal_lists(left, right, scope, room)
    raise OutsideFragment("an equality of lists that depend on the choice")


def same_things(left: Cases, right: Cases) -> Truth | None:
    """Whether two things are one, where each is one of several: a case for each that both may be, not for each pair.

    None where either may be something else than a plain thing, or nobody, who equals nobody.
    """
    if len(left) < 2 or len(right) < 2:
        return None
    ours, theirs = _by_identity(left), _by_identity(right)
    if ours is None or theirs is None:
        return None
    held = some_of(*(all_of(guard, theirs[each]) for each, guard in ours.items() if each in theirs))
    return Truth(held, negate(held))


def _by_identity(cases: Cases) -> dict[tuple[str, str], Formula] | None:
    found: dict[tuple[str, str], Formula] = {}
    for case in cases:
        if not isinstance(case.leaf, Known):
            return None
        sort = kind(case.leaf.value)
        if sort == "thing":
            one = identity(cast(Thing, case.leaf.value))
            found[one] = some_of(found.get(one, FALSE), case.guard)
        elif sort != "nobody":
            return None
    return found


def _is_group(leaf: Leaf) -> bool:
    return isinstance(leaf, Several | Chosen) or (isinstance(leaf, Known) and isinstance(leaf.value, Group))


def _element_of(leaf: Leaf) -> Thing | Token | None:
    if isinstance(leaf, Token):
        return leaf
    if isinstance(leaf, Known) and kind(leaf.value) == "thing":
        return cast(Thing, leaf.value)
    return None


def _equal_elements(left: Leaf, right: Leaf, room: Room) -> Truth:
    one, other = _element_of(left), _element_of(right)
    same = one is not None and other is not None and room.same(one, other)
    return KNOWN_TRUE if same else KNOWN_FALSE


def _equal_lists(left: Leaf, right: Leaf, scope: Scope, room: Room) -> Truth:
    one, other = _list_items(left), _list_items(right)
    if len(one) != len(other):
        return KNOWN_FALSE
    pairs = zip(one, other, strict=True)
    return every(truth(lift(lambda a, b: binary("==", a, b, scope, room), plain(a), plain(b))) for a, b in pairs)


def _list_items(leaf: Leaf) -> list[Cases]:
    match leaf:
        case Items(items):
            return list(items)
        case Known(tuple() as values):
            return [just(Known(value)) for value in values]
        case _:
            raise OutsideFragment("an equality of lists that depend on the choice")


def contains(item: Leaf, collection: Leaf, scope: Scope, room: Room) -> Truth:
    """`item in collection`."""
    if _is_group(collection):
        element = _element_of(item)
        return KNOWN_FALSE if element is None else entry_truth(*holds_of(collection, element, scope, room))
    return some(_is_element(item, each, scope, room) for each in elements(collection, scope, room))


def _is_element(item: Leaf, each: Element, scope: Scope, room: Room) -> Truth:
    """Whether an item of a list is the one sought; what is not surely in the list is at best unknown."""
    same = truth(lift(lambda value: binary("==", item, value, scope, room), plain(each.value)))
    absent = negate(all_of(each.there, each.possible))
    return Truth(
        all_of(each.there, each.definite, same.true),
        some_of(absent, same.false),
        all_of(each.there, each.possible, same.failed),
        all_of(each.there, each.possible, same.vacant),
    )
