"""What the checker says about mistakes: message in the charter's words, exact place, and the way out."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from quorate.cel.ast import Binary, Expr, Literal
from quorate.cel.library import Function, Language, Shape, function, macro, names
from quorate.cel.printer import show
from quorate.cel.types import (
    ACTOR,
    AMOUNT,
    BODY,
    BOOL,
    DATE,
    INT,
    MONEY,
    NUMBER,
    ORGANISATION,
    PERSON,
    STRING,
    Fields,
    GroupOf,
    ListOf,
    MapOf,
    OneOf,
    Schema,
    ThingType,
    Type,
)
from quorate.cel.values import Uint
from quorate.source.diagnostic import Diagnostic, Severity, did_you_mean
from quorate.source.span import Span

NOBODY_HELP = "nobody equals nobody; ask `has(x.field)`, or count with `size(members)` and `vacancies`"
_NOT_IN_LANGUAGE = "not-in-language"
_WRONG_TYPE = "wrong-type"
_FIELDLESS: Mapping[Type, str] = {
    ACTOR: "it may be a person or a body: compare it, as in `event.by == chair`",
    DATE: "a date has no parts: compare it, as in `meeting.date >= date('2026-01-01')`",
}
_ELSEWHERE = {
    **dict.fromkeys(("count", "len", "length"), "how many there are is `size(x)`"),
    **dict.fromkeys(("any", "some"), "whether there is one is `members.exists(m, ...)`"),
    **dict.fromkeys(("every", "forall"), "of everybody is `members.all(m, ...)`"),
    **dict.fromkeys(("where", "select"), "those who pass a test are `members.filter(m, ...)`"),
}
"""What functions of other languages are called here."""
_WORDS = {"True": "write `true`", "False": "write `false`", **dict.fromkeys(("none", "nobody", "None"), NOBODY_HELP)}


def named(type_: Type) -> str:
    """A type as a noun phrase: `an int`, `a group of person`, `one of …`."""
    text = str(type_)
    if isinstance(type_, OneOf) or type_ == MONEY:
        return text
    return f"{'an' if text[0] in 'aeio' else 'a'} {text}"


def unknown_name(name: str, span: Span, known: Iterable[str], schema: Schema) -> Diagnostic:
    help_ = _WORDS.get(name) or did_you_mean(name, known)
    if help_ is None:
        holders = sorted(thing for thing, fields in schema.things.items() if name in fields.types)
        if holders:
            help_ = f"it is a fact of {' and '.join(holders)}: read it from one, as in `m.{name}`"
        elif function(name, method=False) is not None:
            help_ = f"it is a function: write `{name}(...)`"
    return Diagnostic("unknown-name", f"nothing here is named `{name}`", span, help_ or _listing(known))


def _listing(known: Iterable[str]) -> str:
    return f"known here: {', '.join(sorted(known)) or 'nothing'}"


def unknown_field(type_: ThingType, field: str, fields: Fields, span: Span) -> Diagnostic:
    help_ = did_you_mean(field, fields.types)
    if help_ is None and fields.types:
        declare = ", or declare it under `facts:`" if type_ in (PERSON, BODY, ORGANISATION) else ""
        help_ = f"it has {', '.join(sorted(fields.types))}{declare}"
    return Diagnostic("unknown-field", f"{named(type_)} has no `{field}`", span, help_ or _FIELDLESS.get(type_))


def no_fields(operand: Expr, type_: Type, field: str, span: Span) -> Diagnostic:
    message = f"`{show(operand)}` is {named(type_)}, which has no `{field}`"
    if isinstance(type_, GroupOf | ListOf):
        help_: str | None = f"say of which of them: `{show(operand)}.all(m, m.{field})`"
        if function(field, method=True) is not None or macro(field) is not None:
            help_ = f"write `{show(operand)}.{field}(...)`"
    elif isinstance(type_, MapOf):
        help_ = f"read a key with `{show(operand)}['{field}']`" if type_.key == STRING else "read a key with `[...]`"
    else:
        help_ = _FIELDLESS.get(type_)
    return Diagnostic("unknown-field", message, span, help_)


def unknown_function(name: str, span: Span, language: Language, *, method: bool) -> Diagnostic:
    other = function(name, method=not method)
    if other is not None and other.signatures_in(language):
        form = f"`{name}(x)`" if method else f"`x.{name}()`"
        return Diagnostic("unknown-function", f"`{name}` is not written so", span, f"write {form}")
    if macro(name) is not None and not method:
        return Diagnostic("unknown-function", f"`{name}` is not written so", span, f"write `members.{name}(m, ...)`")
    shapes = (Shape.METHOD, Shape.MACRO) if method else (Shape.FUNCTION,)
    help_ = (
        _ELSEWHERE.get(name)
        or did_you_mean(name, names(*shapes, language=language))
        or did_you_mean(name, names(*Shape, language=language))
    )
    return Diagnostic("unknown-function", f"there is no function `{name}`", span, help_)


def wrong_arity(row: Function, given: int, span: Span, language: Language) -> Diagnostic:
    skip = 1 if row.shape is Shape.METHOD else 0
    counts = sorted({len(signature.parameters) - skip for signature in row.signatures_in(language)})
    wanted = " or ".join(str(count) for count in counts)
    message = f"`{row.name}` takes {wanted} argument{'' if counts == [1] else 's'}, {given} given"
    return Diagnostic("wrong-arity", message, span, row.doc)


def macro_arity(name: str, given: int, span: Span) -> Diagnostic:
    message = f"`{name}` takes a name for the items and what to say of them, {given} given"
    return Diagnostic("wrong-arity", message, span, f"write `members.{name}(m, ...)`")


def not_in_language(what: str, span: Span, instead: str | None) -> Diagnostic:
    return Diagnostic(_NOT_IN_LANGUAGE, f"{what} not part of the charter language", span, instead)


def foreign_literal(literal: Literal) -> Diagnostic | None:
    """What to say of a constant that charters do not have."""
    match literal.value:
        case float():
            exact = Fraction(repr(literal.value))
            instead = f"write the exact fraction `portion({exact.numerator}, {exact.denominator}, 1)`"
            return not_in_language("decimal numbers are", literal.span, instead)
        case Uint():
            return not_in_language("unsigned numbers are", literal.span, f"write `{int(literal.value)}`")
        case bytes():
            return not_in_language("bytes are", literal.span, "write a string")
        case None:
            return not_in_language("`null` is", literal.span, NOBODY_HELP)
        case _:
            return None


def not_a_condition(expr: Expr, type_: Type, where: str) -> Diagnostic:
    message = f"{where} is a condition, but `{show(expr)}` is {named(type_)}"
    return Diagnostic(_WRONG_TYPE, message, expr.span, _condition_help(expr, type_))


def _condition_help(expr: Expr, type_: Type) -> str | None:
    if isinstance(type_, GroupOf | ListOf):
        return f"compare its size, as in `size({show(expr)}) >= 1`"
    if type_ in (INT, NUMBER):
        return f"compare it, as in `{show(expr)} >= 1`"
    return "compare it, as in `x == 'value'`" if isinstance(type_, OneOf) or type_ == STRING else None


def wrong_operands(op: str, types: tuple[Type, ...], sides: tuple[Expr, ...], span: Span) -> Diagnostic:
    if op in ("==", "!="):
        message = f"{named(types[0])} is never the same as {named(types[1])}"
    else:
        message = f"`{'-' if op == 'neg' else op}` does not take {' and '.join(named(type_) for type_ in types)}"
    help_ = _pair_help(op, types[0], types[1], (sides[0], sides[1])) if len(types) == 2 else None
    return Diagnostic(_WRONG_TYPE, message, span, help_)


def _pair_help(op: str, left: Type, right: Type, sides: tuple[Expr, Expr]) -> str | None:
    """The commonest slips with two operands, each with its repair."""
    if isinstance(left, MapOf) and op == "[]":
        return f"its keys are of the type {left.key}"
    for one, other, side, beside in ((left, right, sides[0], sides[1]), (right, left, sides[1], sides[0])):
        text, number = show(side), other in (INT, NUMBER)
        if isinstance(one, GroupOf | ListOf) and number and op != "in":
            return f"count them: `size({text})`"
        if one == DATE and other == STRING:
            return f"a day is written `date({show(beside)})`"
        if one == MONEY and number:
            return f"an amount is written `usd({show(beside)})`"
        if one == DATE and number:
            return f"say of what: `days({show(beside)})`, `months({show(beside)})` or `years({show(beside)})`"
        if isinstance(one, ThingType) and other == STRING:
            return f"compare its id: `{text}.id`"
        if isinstance(side, Binary) and side.op in ("<", "<=", ">", ">=") and one == BOOL:
            return f"join two comparisons: `{text} && {show(side.right)} {op} {show(beside)}`"
    if (left, right, op) == (DATE, DATE, "-"):
        return "compare days instead, as in `a <= b + days(90)`"
    if left == AMOUNT and op == "+":
        return "the date comes first, as in `meeting.date + days(90)`"
    if isinstance(left, GroupOf) and isinstance(right, GroupOf | ThingType) and op in ("+", "-"):
        return "groups are filtered, not added up, as in `members.filter(m, m != chair && !(m in recused))`"
    return _items_help(op, right)


def _items_help(op: str, right: Type) -> str | None:
    match right:
        case ListOf(element=item) | GroupOf(thing=item) if op == "in":
            return f"what it has are values of the type {item}"
        case _:
            return "`in` takes a group or a list on its right" if op == "in" else None


def wrong_arguments(row: Function, types: tuple[Type, ...], span: Span, language: Language) -> Diagnostic:
    taken = sorted({_shown(signature.parameters, row.shape) for signature in row.signatures_in(language)})
    given = _shown(types, row.shape)
    return Diagnostic(_WRONG_TYPE, f"`{row.name}` does not take {given}", span, f"it takes {', or '.join(taken)}")


def _shown(types: tuple[Type, ...], shape: Shape) -> str:
    shown = [_plain(type_) for type_ in types]
    if shape is Shape.METHOD:
        return f"{shown[0]} before the dot" + (f" and {' and '.join(shown[1:])}" if shown[1:] else "")
    return " and ".join(shown)


def _plain(type_: Type) -> str:
    """A type of a signature, its parameters spelled as `anything`."""
    match type_:
        case GroupOf(thing=ThingType()):
            return named(type_)
        case GroupOf():
            return "a group"
        case ListOf(element=element) if len(str(element)) == 1:
            return "a list"
        case MapOf(key=key) if len(str(key)) == 1:
            return "a map"
        case _:
            return named(type_)


def not_iterable(kind: str, expr: Expr, type_: Type) -> Diagnostic:
    message = f"`{kind}` goes over a group or a list, but `{show(expr)}` is {named(type_)}"
    return Diagnostic(_WRONG_TYPE, message, expr.span)


def mixed_list(first: Type, other: Type, item: Expr) -> Diagnostic:
    message = f"the items of a list have one type: this is {named(other)} after {named(first)}"
    return Diagnostic(_WRONG_TYPE, message, item.span)


def mixed_branches(then: Type, other: Type, span: Span) -> Diagnostic:
    message = f"both branches of `?` have one type: here they are {named(then)} and {named(other)}"
    return Diagnostic(_WRONG_TYPE, message, span)


def not_one_of(literal: Literal, choice: OneOf) -> Diagnostic:
    help_ = did_you_mean(str(literal.value), choice.values) or f"it is {choice}"
    return Diagnostic("not-one-of", f"`{literal.value}` is none of its values", literal.span, help_)


def nothing_in_common(left: OneOf, right: OneOf, span: Span) -> Diagnostic:
    return Diagnostic("not-one-of", "the two have no value in common", span, f"one is {left}, the other {right}")


def bad_date(literal: Literal) -> Diagnostic:
    message = f"`{literal.value}` is no day of the calendar"
    return Diagnostic("bad-date", message, literal.span, "a day is written `date('2026-05-14')`")


def needs_constant(name: str, expr: Expr) -> Diagnostic:
    return Diagnostic(_WRONG_TYPE, f"`{name}` takes a text written out", expr.span, f"write `{name}('...')`")


def integer_division(span: Span) -> Diagnostic:
    return Diagnostic(
        "integer-division",
        "`/` between whole numbers cuts off the remainder",
        span,
        "use `half(x)`, `third(x)` or `portion(2, 3, x)`, which are exact",
        Severity.WARNING,
    )
