"""An expression becomes text again, with as few parentheses as reading it back allows."""

from typing import assert_never

from quorate.cel.ast import (
    Binary,
    Call,
    Conditional,
    Expr,
    Index,
    ListLiteral,
    Literal,
    Macro,
    MapLiteral,
    MessageLiteral,
    Name,
    Select,
    Unary,
)
from quorate.cel.lexer import KEYWORDS
from quorate.cel.parser import PRECEDENCE
from quorate.cel.values import Uint

_CHOICE, _UNARY, _MEMBER = 0, 6, 7
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def show(expr: Expr) -> str:
    """The text of an expression, such that `parse(show(e)) == e`.

    >>> from quorate.cel.parser import parse
    >>> from quorate.source.span import Excerpt
    >>> show(parse(Excerpt.whole("((a)&&(b||c))")))
    'a && (b || c)'
    """
    match expr:
        case Literal(value=value):
            return _constant(value)
        case Name(name=name):
            return name
        case Select(operand=operand, field=field, test=test):
            text = f"{_at_least(operand, _MEMBER)}.{_field(field)}"
            return f"has({text})" if test else text
        case Unary(op=op, operand=operand):
            return op + _operand(operand, op)
        case Binary(op=op, left=left, right=right):
            level = PRECEDENCE[op]
            return f"{_at_least(left, level)} {op} {_at_least(right, level + 1)}"
        case Conditional(test=test, then=then, other=other):
            return f"{_at_least(test, 1)} ? {_at_least(then, 1)} : {show(other)}"
        case Call(function=function, target=target, args=args):
            place = "" if target is None else f"{_at_least(target, _MEMBER)}."
            return f"{place}{function}({_row(args)})"
        case Index(operand=operand, index=index):
            return f"{_at_least(operand, _MEMBER)}[{show(index)}]"
        case ListLiteral(items=items):
            return f"[{_row(items)}]"
        case MapLiteral(entries=entries):
            return "{" + ", ".join(f"{show(key)}: {show(value)}" for key, value in entries) + "}"
        case MessageLiteral(name=name, fields=fields):
            return f"{name}{{{', '.join(f'{_field(field)}: {show(value)}' for field, value in fields)}}}"
        case Macro():
            return _macro(expr)
        case _:
            assert_never(expr)


def _row(items: tuple[Expr, ...]) -> str:
    return ", ".join(show(item) for item in items)


def _macro(macro: Macro) -> str:
    variables = macro.variable if macro.second is None else f"{macro.variable}, {macro.second}"
    test = "" if macro.test is None else f"{show(macro.test)}, "
    return f"{_at_least(macro.range, _MEMBER)}.{macro.kind}({variables}, {test}{show(macro.body)})"


def _level(expr: Expr) -> int:
    match expr:
        case Conditional():
            return _CHOICE
        case Binary(op=op):
            return PRECEDENCE[op]
        case Unary():
            return _UNARY
        case _:
            return _MEMBER


def _at_least(expr: Expr, level: int) -> str:
    return _bracketed(show(expr), _level(expr) < level)


def _bracketed(text: str, needed: bool) -> str:
    return f"({text})" if needed else text


def _operand(expr: Expr, op: str) -> str:
    """What stands after `!` or `-`; a number straight after `-` would be read as one negative number."""
    text = show(expr)
    number = op == "-" and text.lstrip("-")[:1] in tuple("0123456789.")
    other = _level(expr) < _MEMBER and not (isinstance(expr, Unary) and expr.op == op)
    return _bracketed(text, number or other)


def _field(name: str) -> str:
    return name if name.isidentifier() and name.isascii() and name not in KEYWORDS else f"`{name}`"


def _constant(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Uint():
            return f"{int(value)}u"
        case bytes():
            return f"b'{''.join(_byte(code) for code in value)}'"
        case str():
            return f"'{''.join(_character(char) for char in value)}'"
        case _:
            return repr(value)


def _character(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def _byte(code: int) -> str:
    char = chr(code)
    return _ESCAPES.get(char, char) if 0x20 <= code < 0x7F else f"\\x{code:02x}"
