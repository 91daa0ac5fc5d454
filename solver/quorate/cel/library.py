"""THE table of what an expression can use: operators, functions, methods and macros, with signatures and meaning.

The checker, the evaluator, the printer of `docs/language.md` and the partial evaluation all read it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import cast

from quorate.cel import arithmetic, conversions, dates, equality, groups, logic, moments
from quorate.cel.types import (
    AMOUNT,
    BOOL,
    BYTES,
    DATE,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    MONEY,
    NUMBER,
    PERIOD,
    STRING,
    TIMESTAMP,
    UINT,
    GroupOf,
    ListOf,
    MapOf,
    Type,
    TypeOf,
    TypeParameter,
)
from quorate.cel.values import NOBODY, Failure, Thing, Value


class Language(Enum):
    """Charters use a part of CEL with things of their own; the tests hold the rest against the specification."""

    CHARTER = "charter"
    CORE = "core"


CHARTER = Language.CHARTER
CORE = Language.CORE
BOTH = frozenset((CHARTER, CORE))
ONLY_CHARTER = frozenset((CHARTER,))
ONLY_CORE = frozenset((CORE,))


class Shape(Enum):
    OPERATOR = "operator"
    FUNCTION = "function"
    METHOD = "method"
    MACRO = "macro"


@dataclass(frozen=True, slots=True)
class Signature:
    """Types in, type out. Of a method the first parameter is what stands before the dot."""

    parameters: tuple[Type, ...]
    result: Type
    languages: frozenset[Language] = BOTH


@dataclass(frozen=True, slots=True)
class Function:
    """One row. `implementation` takes settled values (with `contextual`, the context first); macros and `&& || ?:`,
    which are not strict, have none. `instead` says what a charter uses in its place, if it may not use it.
    """

    name: str
    shape: Shape
    signatures: tuple[Signature, ...]
    doc: str
    implementation: Callable[..., Value] | None = None
    contextual: bool = False
    instead: str | None = None

    def signatures_in(self, language: Language) -> tuple[Signature, ...]:
        return tuple(signature for signature in self.signatures if language in signature.languages)


A, B = TypeParameter("A"), TypeParameter("B")
LIST, MAP, GROUP = ListOf(A), MapOf(A, B), GroupOf(A)


def _sig(*types: Type) -> Signature:
    return Signature(types[:-1], types[-1])


def _charter(*types: Type) -> Signature:
    return Signature(types[:-1], types[-1], ONLY_CHARTER)


def _core(*types: Type) -> Signature:
    return Signature(types[:-1], types[-1], ONLY_CORE)


def _operator(
    name: str, doc: str, run: Callable[..., Value] | None, *signatures: Signature, contextual: bool = False
) -> Function:
    return Function(name, Shape.OPERATOR, signatures, doc, run, contextual)


def _function(
    name: str, doc: str, run: Callable[..., Value], *signatures: Signature, contextual: bool = False
) -> Function:
    return Function(name, Shape.FUNCTION, signatures, doc, run, contextual)


def _method(name: str, doc: str, run: Callable[..., Value], *signatures: Signature) -> Function:
    return Function(name, Shape.METHOD, signatures, doc, run)


def _macro(name: str, doc: str, *signatures: Signature, instead: str | None = None) -> Function:
    return Function(name, Shape.MACRO, signatures, doc, instead=instead)


def _conversion(name: str, run: Callable[..., Value], instead: str, *signatures: Signature) -> Function:
    doc = f"The value as {'an' if name[0] in 'iu' else 'a'} {name}."
    return Function(name, Shape.FUNCTION, signatures, doc, run, instead=instead)


_ORDERED = (
    _sig(INT, INT, BOOL), _charter(NUMBER, NUMBER, BOOL), _charter(MONEY, MONEY, BOOL), _charter(DATE, DATE, BOOL),
    _sig(STRING, STRING, BOOL), _core(BOOL, BOOL, BOOL), _core(BYTES, BYTES, BOOL),
    _core(TIMESTAMP, TIMESTAMP, BOOL), _core(DURATION, DURATION, BOOL),
    _core(UINT, UINT, BOOL), _core(DOUBLE, DOUBLE, BOOL),
)  # fmt: skip
_NUMBERS = (
    _sig(INT, INT, INT),
    _charter(NUMBER, NUMBER, NUMBER),
    _core(UINT, UINT, UINT),
    _core(DOUBLE, DOUBLE, DOUBLE),
)
_DATES_INSTEAD = "charters use dates: `date('2026-05-14')`, `days(90)`, `months(6)`"
_TYPED_INSTEAD = "facts are typed already; use the fact itself"
_TEXT_INSTEAD = "compare with `==`, `startsWith`, `endsWith` or `contains`, or declare a `one_of` fact"


def _membership(item: Value, collection: Value) -> Value:
    if equality.kind(collection) == "thing":
        return dates.in_period(item, cast(Thing, collection))
    if collection is NOBODY:
        return Failure("nobody has no days", vacant=True)
    return equality.contains(item, collection)


def _different(left: Value, right: Value) -> Value:
    return logic.negation(equality.equal(left, right))


def _after(left: Value, right: Value) -> Value:
    return equality.before(right, left)


def _not_before(left: Value, right: Value) -> Value:
    return equality.not_after(right, left)


OPERATORS = (
    _operator("||", "True if either is; otherwise unknown if either is.", None, _sig(BOOL, BOOL, BOOL)),
    _operator("&&", "False if either is; otherwise unknown if either is.", None, _sig(BOOL, BOOL, BOOL)),
    _operator("!", "The opposite.", logic.negation, _sig(BOOL, BOOL)),
    _operator("?:", "`test ? this : that`; unknown if the test is.", None, _sig(BOOL, A, A, A)),
    _operator("==", "The same: things by identity, numbers and money by amount, groups as sets, lists in order.",
        equality.equal, _sig(A, A, BOOL)),
    _operator("!=", "Not the same.", _different, _sig(A, A, BOOL)),
    _operator("<", "Less, earlier.", equality.before, *_ORDERED),
    _operator("<=", "Not more, not later.", equality.not_after, *_ORDERED),
    _operator(">", "More, later.", _after, *_ORDERED),
    _operator(">=", "Not less, not earlier.", _not_before, *_ORDERED),
    _operator("in", "Is in a group, a list or the keys of a map; a date in a period. Nobody is in no group.",
        _membership,
        _charter(A, GROUP, BOOL), _sig(A, LIST, BOOL), _sig(A, MapOf(A, B), BOOL), _charter(DATE, PERIOD, BOOL)),
    _operator("+", "The sum; lists and text end to end; a date so much later (`months` clamp to the month's end).",
        arithmetic.add,
        *_NUMBERS, _charter(MONEY, MONEY, MONEY), _charter(DATE, AMOUNT, DATE), _sig(STRING, STRING, STRING),
        _sig(LIST, LIST, LIST),
        _core(BYTES, BYTES, BYTES), _core(DURATION, DURATION, DURATION), _core(TIMESTAMP, DURATION, TIMESTAMP),
        _core(DURATION, TIMESTAMP, TIMESTAMP), contextual=True),
    _operator("-", "The difference; a date so much earlier.", arithmetic.subtract,
        *_NUMBERS, _charter(MONEY, MONEY, MONEY), _charter(DATE, AMOUNT, DATE),
        _core(DURATION, DURATION, DURATION), _core(TIMESTAMP, DURATION, TIMESTAMP),
        _core(TIMESTAMP, TIMESTAMP, DURATION), contextual=True),
    _operator("*", "The product.",
        arithmetic.multiply, *_NUMBERS, _charter(MONEY, NUMBER, MONEY), _charter(NUMBER, MONEY, MONEY)),
    _operator("/", "The quotient, exact for fractions, cut towards zero for integers (a lint: use `half`, `portion`).",
        arithmetic.divide, *_NUMBERS, _charter(MONEY, NUMBER, MONEY)),
    _operator("%", "The remainder of two integers, with the sign of the first.",
        arithmetic.remainder, _sig(INT, INT, INT), _core(UINT, UINT, UINT)),
    _operator("neg", "`-x`: the opposite number.", arithmetic.negative,
        _sig(INT, INT), _charter(NUMBER, NUMBER), _charter(MONEY, MONEY), _core(DOUBLE, DOUBLE)),
    _operator("[]", "`revenue[2025]`: the value of a key, unknown where the fact does not state it.", None,
        _sig(MAP, A, B), _core(LIST, INT, A)),
)  # fmt: skip

FUNCTIONS = (
    _function("size", "How many members, items, keys or characters; an interval where membership is not known.",
        groups.size,
        _charter(GROUP, INT), _sig(LIST, INT), _sig(MAP, INT), _sig(STRING, INT), _core(BYTES, INT)),
    _function("half", "One half of a number or of the size of a group, exact.",
        groups.half, _charter(GROUP, NUMBER), _charter(NUMBER, NUMBER)),
    _function("third", "One third, exact.", groups.third, _charter(GROUP, NUMBER), _charter(NUMBER, NUMBER)),
    _function("quarter", "One quarter, exact.", groups.quarter, _charter(GROUP, NUMBER), _charter(NUMBER, NUMBER)),
    _function("portion", "`portion(2, 3, members)`: two thirds, exact.", groups.portion,
        _charter(INT, INT, GROUP, NUMBER), _charter(INT, INT, NUMBER, NUMBER)),
    _function("votes", "How many votes the members of a group have together.", groups.votes, _charter(GROUP, INT)),
    _function("date", "A day: `date('2026-05-14')`.", dates.day, _charter(STRING, DATE)),
    _function("days", "So many days.", dates.days, _charter(INT, AMOUNT)),
    _function("months", "So many calendar months.", dates.months, _charter(INT, AMOUNT)),
    _function("years", "So many calendar years.", dates.years, _charter(INT, AMOUNT)),
    _function("business_days", "So many days on which the calendar of the roster is open.",
        dates.business_days, _charter(INT, AMOUNT)),
    _function("next_annual_meeting", "The date of the first annual meeting after a date.",
        dates.next_annual_meeting, _charter(DATE, DATE), contextual=True),
    _function("usd", "An amount of money in US dollars.", groups.dollars, _charter(NUMBER, MONEY)),
    _function("holds", "In claims: whether a clause holds, `holds('composition.minimum')`.",
        dates.holds, _charter(STRING, BOOL), contextual=True),
    _function("opposed", "In claims: `holds` of a vote with the ayes and the noes exchanged, `opposed('vote')`.",
        dates.opposed, _charter(STRING, BOOL), contextual=True),
    _function("possible", "In claims: whether some gathering of the members satisfies a clause, `possible('quorum')`.",
        dates.possible,
        _charter(STRING, BOOL), contextual=True),
)  # fmt: skip

_MATCHES = Function(
    "matches", Shape.FUNCTION, (_core(STRING, STRING, BOOL),), "Whether a regular expression is found in a text.",
    conversions.matches, instead=_TEXT_INSTEAD,
)  # fmt: skip

CONVERSIONS = (
    _conversion("int", conversions.to_int, _TYPED_INSTEAD,
        *(_core(one, INT) for one in (INT, UINT, DOUBLE, STRING, TIMESTAMP))),
    _conversion("uint", conversions.to_uint, _TYPED_INSTEAD,
        *(_core(one, UINT) for one in (UINT, INT, DOUBLE, STRING))),
    _conversion("double", conversions.to_double, _TYPED_INSTEAD,
        *(_core(one, DOUBLE) for one in (DOUBLE, INT, UINT, STRING))),
    _conversion("string", conversions.to_string, _TYPED_INSTEAD,
        *(_core(one, STRING) for one in (STRING, BOOL, INT, UINT, DOUBLE, BYTES, TIMESTAMP, DURATION))),
    _conversion("bytes", conversions.to_bytes, _TYPED_INSTEAD, _core(BYTES, BYTES), _core(STRING, BYTES)),
    _conversion("bool", conversions.to_bool, _TYPED_INSTEAD, _core(BOOL, BOOL), _core(STRING, BOOL)),
    _conversion("timestamp", moments.timestamp, _DATES_INSTEAD,
        *(_core(one, TIMESTAMP) for one in (TIMESTAMP, STRING, INT))),
    _conversion("duration", moments.duration, _DATES_INSTEAD, *(_core(one, DURATION) for one in (DURATION, STRING))),
    _conversion("dyn", conversions.to_dyn, _TYPED_INSTEAD, _core(A, DYN)),
    _conversion("type", conversions.type_of, _TYPED_INSTEAD, _core(A, TypeOf(A))),
    _MATCHES,
)  # fmt: skip

METHODS = (
    _method("size", "How many: `x.size()` is `size(x)`.", groups.size,
        _charter(GROUP, INT), _sig(LIST, INT), _sig(MAP, INT), _sig(STRING, INT), _core(BYTES, INT)),
    _method("sum", "The sum of numbers or amounts; of none it is 0.", groups.total,
        _charter(ListOf(INT), INT), _charter(ListOf(NUMBER), NUMBER), _charter(ListOf(MONEY), MONEY)),
    _method("min", "The least or earliest: `[a, b].min()` is the lesser of two.", groups.minimum,
        *(_charter(ListOf(one), one) for one in (INT, NUMBER, MONEY, DATE))),
    _method("max", "The greatest or latest: `[a, b].max()` is the greater of two.", groups.maximum,
        *(_charter(ListOf(one), one) for one in (INT, NUMBER, MONEY, DATE))),
    _method("distinct", "The items without repetitions.", groups.distinct, _charter(LIST, LIST)),
    _method("contains", "Whether a text has another in it.", conversions.contains_text, _sig(STRING, STRING, BOOL)),
    _method("startsWith", "Whether a text begins with another.", conversions.starts_with, _sig(STRING, STRING, BOOL)),
    _method("endsWith", "Whether a text ends with another.", conversions.ends_with, _sig(STRING, STRING, BOOL)),
    Function("matches", Shape.METHOD, _MATCHES.signatures, _MATCHES.doc, conversions.matches, instead=_TEXT_INSTEAD),
    *(
        Function(name, Shape.METHOD, (
            _core(TIMESTAMP, INT), _core(TIMESTAMP, STRING, INT),
            *((_core(DURATION, INT),) if name in ("getHours", "getMinutes", "getSeconds", "getMilliseconds") else ()),
        ), "A part of a timestamp, in UTC or in a time zone.", partial(moments.part, name), instead=_DATES_INSTEAD)
        for name in moments.ACCESSORS
    ),
)  # fmt: skip

MACROS = (
    _macro("all", "`members.all(m, m.independent)`: true of every one; of nobody it is true.",
        _charter(GROUP, BOOL, BOOL), _sig(LIST, BOOL, BOOL)),
    _macro("exists", "True of one at least.", _charter(GROUP, BOOL, BOOL), _sig(LIST, BOOL, BOOL)),
    _macro("exists_one", "True of exactly one.", _charter(GROUP, BOOL, BOOL), _sig(LIST, BOOL, BOOL)),
    _macro("filter", "Those of which it is true.", _charter(GROUP, BOOL, GROUP), _sig(LIST, BOOL, LIST)),
    _macro("map", "The list of what each gives; `x.map(m, test, value)` of those that pass the test.",
        _charter(GROUP, B, ListOf(B)), _sig(LIST, B, ListOf(B)), _charter(GROUP, BOOL, B, ListOf(B)),
        _sig(LIST, BOOL, B, ListOf(B))),
    _macro("has", "`has(event.person)`: whether the field is there.", _sig(A, BOOL)),
    _macro("existsOne", "`exists_one` of position and item.",
        _core(LIST, BOOL, BOOL), instead="use `exists_one` with one variable"),
    _macro("transformList", "`map` of position and item.",
        _core(LIST, B, ListOf(B)), instead="use `map` with one variable"),
    _macro("transformMap", "A map with other values.",
        _core(MAP, B, MapOf(A, B)), instead="use `map` with one variable"),
    _macro("transformMapEntry", "A map with other entries.",
        _core(MAP, MAP, MAP), instead="use `map` with one variable"),
)  # fmt: skip

TABLE: tuple[Function, ...] = (*OPERATORS, *FUNCTIONS, *CONVERSIONS, *METHODS, *MACROS)
_BY_NAME: Mapping[tuple[Shape, str], Function] = {(row.shape, row.name): row for row in TABLE}


def operator(name: str) -> Function:
    return _BY_NAME[Shape.OPERATOR, name]


def function(name: str, *, method: bool) -> Function | None:
    """The function or the method of a name, or none."""
    return _BY_NAME.get((Shape.METHOD if method else Shape.FUNCTION, name.removeprefix(".")))


def macro(name: str) -> Function | None:
    return _BY_NAME.get((Shape.MACRO, name))


def names(*shapes: Shape, language: Language) -> Iterator[str]:
    """The names of the rows that a language has, for did-you-mean."""
    return (row.name for row in TABLE if row.shape in shapes and row.signatures_in(language))
