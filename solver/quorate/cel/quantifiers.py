"""`all exists exists_one filter map` over lists, groups and map keys, three-valued where membership is not known.

A predicate that fails or is not known for one item makes `filter` and `map` so, unless the item is only possibly there.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias, cast

from quorate.cel.logic import all_of, no_overload, some_of, unsettled
from quorate.cel.values import Failure, Group, Map, PartialList, Thing, Unknown, Value

Predicate: TypeAlias = Callable[[Value], Value]


@dataclass(frozen=True, slots=True)
class Range:
    """What a macro goes over: pairs of an item and whether it is surely there, and what would decide the others."""

    items: tuple[tuple[Value, bool], ...]
    facts: frozenset[str]
    is_group: bool = False


def range_of(value: Value) -> Range | None:
    match value:
        case tuple():
            return Range(tuple((item, True) for item in value), frozenset())
        case Group(definite=definite, possible=possible, facts=facts):
            sure = tuple((thing, True) for thing in definite)
            return Range((*sure, *((thing, False) for thing in possible)), facts, True)
        case PartialList(items=items, facts=facts):
            return Range(items, facts)
        case Map():
            return Range(tuple((key, True) for key in value), frozenset())
        case _:
            return None


def apply(kind: str, over: Value, body: Predicate, test: Predicate | None) -> Value:
    """The value of `over.kind(x, body)`; `test` is the condition of three-argument `map`."""
    range_ = range_of(over)
    if range_ is None:
        return no_overload(kind, over)
    match kind:
        case "all":
            return all_of(_implied(range_, body))
        case "exists":
            return some_of(_found(range_, body))
        case "exists_one":
            return _one(range_, body)
        case "filter":
            kept = _filtered(range_, body)
            return _as_value(kept) if isinstance(kept, Range) else kept
        case _:
            kept = range_ if test is None else _filtered(range_, test)
            return _mapped(kept, body) if isinstance(kept, Range) else kept


def _implied(range_: Range, body: Predicate) -> Iterator[Value]:
    """For each item: it is not there, or the body holds of it."""
    for item, sure in range_.items:
        value = body(item)
        yield value if sure or value is True else _doubtful(value, range_.facts)


def _found(range_: Range, body: Predicate) -> Iterator[Value]:
    """For each item: it is there, and the body holds of it."""
    for item, sure in range_.items:
        value = body(item)
        yield value if sure or value is False else _doubtful(value, range_.facts)


def _doubtful(value: Value, facts: frozenset[str]) -> Value:
    return Unknown(facts | value.facts) if isinstance(value, Unknown) else Unknown(facts)


def _one(range_: Range, body: Predicate) -> Value:
    """Whether as many as one pass: the size of the filter, compared with 1."""
    kept = _filtered(range_, body)
    if not isinstance(kept, Range):
        return kept
    sure = sum(sure for _, sure in kept.items)
    return sure == 1 if sure > 1 or sure == len(kept.items) else Unknown(kept.facts)


def _filtered(range_: Range, test: Predicate) -> Range | Value:
    kept: list[tuple[Value, bool]] = []
    answers: list[Value] = []
    facts: frozenset[str] = frozenset()
    for item, sure in range_.items:
        answer = test(item)
        if isinstance(answer, Unknown):
            facts |= answer.facts
        elif not isinstance(answer, bool):
            failure = answer if isinstance(answer, Failure) else no_overload("filter", answer)
            answers.append(failure if sure else Unknown(range_.facts))
        if answer is not False:
            kept.append((item, sure and answer is True))
            facts |= frozenset() if sure else range_.facts
    if answers:
        return unsettled(answers)
    return Range(tuple(kept), facts, range_.is_group)


def _as_value(range_: Range) -> Value:
    if range_.is_group:
        things = cast(tuple[tuple[Thing, bool], ...], range_.items)
        definite = tuple(thing for thing, sure in things if sure)
        return Group(definite, tuple(thing for thing, sure in things if not sure), range_.facts)
    if all(sure for _, sure in range_.items):
        return tuple(item for item, _ in range_.items)
    return PartialList(range_.items, range_.facts)


def _mapped(range_: Range, body: Predicate) -> Value:
    values = [(body(item), sure) for item, sure in range_.items]
    lacking = unsettled(
        Unknown(range_.facts) if isinstance(value, Failure) and not sure else value for value, sure in values
    )
    return lacking or _as_value(Range(tuple(values), range_.facts))


def apply_pairs(
    kind: str, over: Value, body: Callable[[Value, Value], Value], test: Callable[[Value, Value], Value] | None
) -> Value:
    """The two-variable macros of core CEL: over positions and items of a list, or keys and values of a map."""
    if isinstance(over, tuple):
        pairs: tuple[tuple[Value, Value], ...] = tuple(enumerate(over))
    elif isinstance(over, Map):
        pairs = tuple(over.items())
    else:
        return no_overload(kind, over)
    match kind:
        case "all":
            return all_of(body(*pair) for pair in pairs)
        case "exists":
            return some_of(body(*pair) for pair in pairs)
        case "exists_one" | "existsOne":
            return _one(
                Range(tuple((pair, True) for pair in pairs), frozenset()),
                lambda pair: body(*cast(tuple[Value, Value], pair)),
            )
    tests = [True if test is None else test(*pair) for pair in pairs]
    lacking = unsettled(
        answer if isinstance(answer, bool | Unknown | Failure) else no_overload(kind, answer) for answer in tests
    )
    if lacking is not None:
        return lacking
    chosen = [pair for pair, answer in zip(pairs, tests, strict=True) if answer is True]
    results = [body(*pair) for pair in chosen]
    return unsettled(results) or _transformed(kind, chosen, results)


def _transformed(kind: str, chosen: list[tuple[Value, Value]], results: list[Value]) -> Value:
    if kind == "transformList":
        return tuple(results)
    if kind == "transformMap":
        return Map((key, result) for (key, _), result in zip(chosen, results, strict=True))
    if not all(isinstance(result, Map) for result in results):
        return no_overload(kind, *results)
    return make_map(entry for result in cast(list[Map], results) for entry in result.items())


def make_map(entries: Iterable[tuple[Value, Value]]) -> Value:
    """A map of settled keys and values, or the failure of a repeated or impossible key."""
    pairs = tuple(entries)
    for key, _ in pairs:
        if not isinstance(key, bool | int | str):
            return no_overload("{}", key)
    result = Map(pairs)
    return result if len(result) == len(pairs) else Failure("a key stands twice in the map")
