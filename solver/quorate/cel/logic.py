"""The logic of four truth values: true, false, not known, and failed; and how the last two spread.

`false` absorbs everything in `&&`, `true` everything in `||`; then unknown outranks
failure, and a failure outranks the reading of a vacant chair; both are commutative.
"""

from collections.abc import Iterable

from quorate.cel.values import Failure, Interval, Unknown, Value

NO_OVERLOAD = "no such overload"


def no_overload(name: str, *values: Value) -> Failure:
    """The type error: never the outcome of an expression that the checker admitted."""
    return Failure(f"{NO_OVERLOAD}: `{name}` of {' and '.join(type(value).__name__ for value in values)}")


def unsettled(values: Iterable[Value]) -> Unknown | Failure | None:
    """What a strict function gives because of its arguments: unknown before failure, none if all are settled."""
    unknown: Unknown | None = None
    failure: Failure | None = None
    for value in values:
        if isinstance(value, Unknown):
            unknown = value if unknown is None else Unknown(unknown.facts | value.facts)
        elif isinstance(value, Failure):
            failure = _graver(failure, value)
    return unknown or failure


def _graver(first: Failure | None, second: Failure) -> Failure:
    """Of two failures the one that is not about a vacant chair, then the first in a fixed order: so `&&` commutes."""
    if first is None:
        return second
    return min(first, second, key=lambda failure: (failure.vacant, failure.message))


def _truth(value: Value, name: str) -> Value:
    return value if isinstance(value, bool | Unknown | Failure) else no_overload(name, value)


def all_of(values: Iterable[Value]) -> Value:
    """The conjunction; it stops at the first `false`.

    >>> all_of([Failure("1 / 0"), False])
    False
    """
    return _fold(values, False, "&&")


def some_of(values: Iterable[Value]) -> Value:
    """The disjunction; it stops at the first `true`."""
    return _fold(values, True, "||")


def _fold(values: Iterable[Value], absorbing: bool, name: str) -> Value:
    open_: list[Value] = []
    for value in values:
        if value is absorbing:
            return absorbing
        if not isinstance(value, bool):
            open_.append(_truth(value, name))
    if not open_:
        return not absorbing
    return unsettled(open_)


def negation(value: Value) -> Value:
    value = _truth(value, "!")
    return not value if isinstance(value, bool) else value


def facts_of(*values: Value) -> frozenset[str]:
    """The facts that would settle values that are intervals."""
    return frozenset().union(*(value.facts for value in values if isinstance(value, Interval)))
