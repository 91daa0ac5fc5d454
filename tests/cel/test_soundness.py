"""What the checker admits never fails by its types, has a value of its type, and knowing more never contradicts."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, note, settings

from quorate.cel.ast import Expr
from quorate.cel.checker import check
from quorate.cel.evaluator import evaluate
from quorate.cel.library import CHARTER, CORE
from quorate.cel.logic import NO_OVERLOAD
from quorate.cel.parser import parse
from quorate.cel.printer import show
from quorate.cel.types import (
    ACTOR,
    AMOUNT,
    BODY,
    BOOL,
    BYTES,
    DATE,
    DOUBLE,
    DURATION,
    INT,
    MONEY,
    NUMBER,
    ORGANISATION,
    PERIOD,
    PERSON,
    STRING,
    TIMESTAMP,
    UINT,
    Fields,
    GroupOf,
    ListOf,
    MapOf,
    OneOf,
    Schema,
    ThingType,
    Type,
)
from quorate.cel.values import (
    NOBODY,
    Days,
    Failure,
    Group,
    Interval,
    Map,
    Money,
    Months,
    PartialList,
    Unknown,
    Value,
)
from quorate.source.span import Excerpt
from quorate.testing.expressions import Ground, well_typed
from quorate.testing.syntax import any_expression
from quorate.testing.values import Described, World, worlds

EVENT = ThingType("event")
KIND = OneOf(("held", "vote", "notice"))
SCHEMA = Schema(
    {
        "person": Fields(
            {
                "id": STRING, "independent": BOOL, "age": INT, "share": NUMBER, "since": DATE, "pay": MONEY,
                "votes": INT, "employer": ORGANISATION, "affiliations": GroupOf(ORGANISATION), "tags": ListOf(STRING),
            }
        ),
        "organisation": Fields({"id": STRING, "revenue": MapOf(INT, MONEY)}),
        "body": Fields({"members": GroupOf(PERSON), "chair": PERSON, "seats": INT}),
        "event": Fields({"kind": KIND, "date": DATE, "by": ACTOR, "person": PERSON}),
        "period": Fields({"first": DATE, "last": DATE}),
    }
)  # fmt: skip
VARIABLES: Mapping[str, Type] = {
    "members": GroupOf(PERSON), "present": GroupOf(PERSON), "chair": PERSON, "body": BODY, "seats": INT, "as_of": DATE,
    "events": ListOf(EVENT), "fiscal_year": PERIOD, "firms": GroupOf(ORGANISATION), "gap": AMOUNT, "rate": NUMBER,
}  # fmt: skip
POOL = (
    BOOL, INT, NUMBER, STRING, DATE, MONEY, AMOUNT, PERSON, KIND, ORGANISATION, BODY,
    GroupOf(PERSON), GroupOf(ORGANISATION), ListOf(INT), ListOf(DATE), ListOf(MONEY),
)  # fmt: skip
GROUND = Ground(VARIABLES, SCHEMA, CHARTER, POOL)


def inhabits(value: Value, type_: Type) -> bool:
    """Whether a value is one of a type; not known and failed are of every type, and nobody is any thing."""
    match type_, value:
        case _, Unknown() | Failure():
            return True
        case OneOf(values=values), _:
            return value in values
        case ListOf(element=element), tuple():
            return all(inhabits(item, element) for item in value)
        case ListOf(element=element), PartialList(items=items):
            return all(inhabits(item, element) for item, _ in items)
        case MapOf(), _:
            return isinstance(value, Map)
        case GroupOf(thing=thing), Group():
            return all(item.kind == thing.name for item in (*value.definite, *value.possible))
        case ThingType(name=name), _:
            kinds = ("person", "body") if type_ == ACTOR else (name,)
            return value is NOBODY or (isinstance(value, Described) and value.kind in kinds)
    kinds_of: Mapping[Type, tuple[type, ...]] = {
        BOOL: (bool,), INT: (int, Interval), NUMBER: (int, Fraction, Interval), STRING: (str,), DATE: (date,),
        MONEY: (Money, int), AMOUNT: (Days, Months),
    }  # fmt: skip
    return type(value) in kinds_of[type_]


def agrees(known: Value, whole: Value) -> bool:
    """Whether what was known beforehand leaves room for what turned out; what was not known may turn out to fail."""
    match known, whole:
        case (Unknown(), _) | (_, Failure()):
            return True
        case Interval(low=low, high=high), int() | Fraction():
            return low <= whole <= high
        case Group(definite=definite, possible=possible), Group(definite=found):
            return set(definite) <= set(found) <= {*definite, *possible}
        case PartialList(items=items), tuple():
            sure = [item for item, is_sure in items if is_sure]
            return len(sure) <= len(whole) <= len(items) and all(any(agrees(a, b) for b in whole) for a in sure)
        case tuple(), tuple():
            return len(known) == len(whole) and all(agrees(one, other) for one, other in zip(known, whole, strict=True))
        case _:
            return bool(known == whole)


@settings(max_examples=3 * settings.default.max_examples)
@given(well_typed(GROUND), worlds(VARIABLES, SCHEMA))
def test_what_is_admitted_has_a_value_of_its_type(expr: Expr, world: World) -> None:
    text = show(expr)
    note(text)
    placed = parse(Excerpt.whole(text))
    checked = check(placed, VARIABLES, SCHEMA)
    assert not checked.errors
    for variables in (world.whole, world.known):
        value = evaluate(placed, variables)
        note(repr(value))
        assert not (isinstance(value, Failure) and value.message.startswith(NO_OVERLOAD))
        assert inhabits(value, checked.type)


@settings(max_examples=3 * settings.default.max_examples)
@given(well_typed(GROUND), worlds(VARIABLES, SCHEMA))
def test_learning_a_fact_never_contradicts_what_was_known(expr: Expr, world: World) -> None:
    note(show(expr))
    known, whole = evaluate(expr, world.known), evaluate(expr, world.whole)
    note(f"known {known!r}, whole {whole!r}")
    assert agrees(known, whole)


@settings(max_examples=3 * settings.default.max_examples)
@given(any_expression())
def test_no_expression_at_all_makes_the_checker_or_the_evaluator_raise(expr: Expr) -> None:
    for language in (CHARTER, CORE):
        check(expr, {"a": INT, "b": ListOf(STRING)}, SCHEMA, language)
        evaluate(expr, {"a": 1, "b": ("x",)}, language=language)


CORE_VARIABLES: Mapping[str, Type] = {"i": INT, "s": STRING, "b": BOOL, "l": ListOf(INT), "m": MapOf(STRING, INT)}
CORE_POOL = (BOOL, INT, UINT, DOUBLE, STRING, BYTES, TIMESTAMP, DURATION, ListOf(INT), MapOf(STRING, INT))
CORE_DATA = {"i": 1, "s": "a", "b": True, "l": (1, 2), "m": Map([("a", 1)])}


@settings(max_examples=3 * settings.default.max_examples)
@given(well_typed(Ground(CORE_VARIABLES, Schema({}), CORE, CORE_POOL)))
def test_what_core_cel_admits_without_dyn_never_fails_by_its_types(expr: Expr) -> None:
    note(show(expr))
    if not check(expr, CORE_VARIABLES, Schema({}), CORE).errors:
        value = evaluate(expr, CORE_DATA, language=CORE)
        assert not (isinstance(value, Failure) and value.message.startswith(NO_OVERLOAD))


@pytest.mark.parametrize("unknown", [False, True])
def test_excluded_middle_is_unknown_where_the_fact_is(unknown: bool) -> None:
    expr = parse(Excerpt.whole("x || !x"))
    value = evaluate(expr, {} if unknown else {"x": False})
    assert value == (Unknown(frozenset(("x",))) if unknown else True)
