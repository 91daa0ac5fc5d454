"""Tokens become an expression; what has no place in the grammar is refused with its exact place and a way out."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

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
from quorate.cel.lexer import KEYWORDS, RESERVED, Kind, Token, lex
from quorate.cel.literals import BadLiteral, bytestring, decimal, integer, string, unsigned
from quorate.cel.reading import depth, qualified
from quorate.source.diagnostic import Diagnostic, LanguageError
from quorate.source.span import Excerpt, Span

Item = TypeVar("Item")

MAX_NESTING = 40
MAX_DEPTH = 100

PRECEDENCE = {
    "||": 1, "&&": 2,
    "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "in": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "%": 5,
}  # fmt: skip
MACROS = frozenset(("all", "exists", "exists_one", "filter", "map"))
TWO_VARIABLE_MACROS = {
    "all": (3,), "exists": (3,), "exists_one": (3,), "existsOne": (3,),
    "transformList": (3, 4), "transformMap": (3, 4), "transformMapEntry": (3, 4),
}  # fmt: skip

_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_CLOSING = frozenset((")", "]", "}"))
_HINTS: dict[str, str | None] = {
    "and": "`and` is written `&&`", "or": "`or` is written `||`", "not": "`not` is written `!`",
    "AND": "`and` is written `&&`", "OR": "`or` is written `||`", "NOT": "`not` is written `!`",
    "is": "equality is written `==`", "then": "a choice is written `test ? this : that`",
    "if": "a choice is written `test ? this : that`", "else": "a choice is written `test ? this : that`",
    "True": "write `true`", "False": "write `false`", "None": "write `null`", "of": None, "than": None,
}  # fmt: skip


def parse(excerpt: Excerpt) -> Expr:
    """The expression a text stands for; raises `LanguageError`.

    >>> parse(Excerpt.whole("size(members) >= 3"))
    Binary(op='>=', left=Call(function='size', target=None, args=(Name(name='members'),)), right=Literal(value=3))
    """
    expr = _Parser(excerpt).whole()
    if depth(expr) > MAX_DEPTH:
        raise LanguageError([_too_deep(excerpt.span(0, len(excerpt.text)))])
    return expr


def _too_deep(span: Span) -> Diagnostic:
    return Diagnostic(
        "nested-too-deeply",
        f"the expression is nested more than {MAX_DEPTH} levels deep or has that many operators in a row",
        span,
        "split it into several clauses or definitions, or use `x in [...]` for a row of comparisons",
    )


def _too_nested(span: Span) -> Diagnostic:
    message = f"more than {MAX_NESTING} parentheses, brackets and calls stand in each other"
    return Diagnostic("nested-too-deeply", message, span, "leave out what is not needed, or use a definition")


class _Parser:
    """Precedence climbing over the tokens of one excerpt; every node knows its place."""

    def __init__(self, excerpt: Excerpt) -> None:
        self._excerpt = excerpt
        self._tokens = lex(excerpt)
        self._next = 0
        self._nesting = 0

    def whole(self) -> Expr:
        if self._tokens[0].kind is Kind.END:
            raise self._error(
                "the expression is empty", self._tokens[0], "write a condition such as `size(members) >= 3`"
            )
        expr = self._expression()
        if self._peek.kind is not Kind.END:
            raise self._unexpected("an operator or the end of the expression")
        return expr

    # Tokens

    @property
    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _at(self, *texts: str) -> bool:
        token = self._peek
        return token.text in texts and (token.kind is Kind.SYMBOL or token.text == "in")

    def _take(self) -> Token:
        token = self._peek
        self._next += 1
        return token

    def _expect(self, text: str, instead: str) -> Token:
        if not self._at(text):
            raise self._unexpected(instead)
        return self._take()

    def _close(self, text: str, instead: str, opening: Token) -> None:
        if self._peek.kind is Kind.END:
            raise self._error(f"`{opening.text}` is not closed", opening, f"write `{text}` where it ends")
        self._expect(text, instead)

    def _span(self, first: int, last: int | None = None) -> Span:
        return self._excerpt.span(first, self._tokens[self._next - 1].end if last is None else last)

    def _error(self, message: str, token: Token, help_: str | None = None, code: str = "syntax") -> LanguageError:
        end = max(token.end, token.start)
        return LanguageError([Diagnostic(code, message, self._excerpt.span(token.start, end), help_)])

    def _in_limits(self, length: int) -> None:
        """A row of operators longer than any expression may be deep ends the reading at once."""
        if length > MAX_DEPTH:
            raise LanguageError([_too_deep(self._span(self._peek.start, self._peek.end))])

    def _unexpected(self, wanted: str) -> LanguageError:
        token = self._peek
        found = "the end" if token.kind is Kind.END else f"`{token.text[:40]}`"
        return self._error(f"expected {wanted}, found {found}", token, self._hint(token))

    def _hint(self, token: Token) -> str | None:
        """What was probably meant, by the word that surprises or the one before it."""
        before = self._tokens[self._next - 1] if self._next else None
        if token.text in _HINTS:
            return _HINTS[token.text]
        if before is not None and before.kind is Kind.NAME and before.text in _HINTS:
            return _HINTS[before.text]
        if before is not None and (before.text, token.text) == ("<", ">"):
            return "unequal is written `!=`"
        if token.kind is Kind.END and before is not None and before.text in PRECEDENCE:
            return f"say what stands to the right of `{before.text}`"
        if token.kind in (Kind.NAME, Kind.INT, Kind.STRING):
            return "join two conditions with `&&`"
        return f"there is one `{token.text}` too many" if token.text in _CLOSING else None

    # Expressions

    def _expression(self) -> Expr:
        """A choice, or what binds tighter; a row of `else` branches is read without recursion."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise LanguageError([_too_nested(self._span(self._peek.start, self._peek.end))])
        branches: list[tuple[int, Expr, Expr]] = []
        while True:
            start = self._peek.start
            expr = self._binary(1)
            if not self._at("?"):
                break
            self._take()
            then = self._binary(1)
            self._expect(":", "`:` and the other branch of `?`")
            branches.append((start, expr, then))
            self._in_limits(len(branches))
        self._nesting -= 1
        for start, test, then in reversed(branches):
            expr = Conditional(test, then, expr, self._span(start))
        return expr

    def _binary(self, lowest: int) -> Expr:
        start = self._peek.start
        left = self._unary()
        length = 0
        while True:
            token = self._peek
            level = PRECEDENCE.get(token.text, 0) if token.kind in (Kind.SYMBOL, Kind.NAME) else 0
            if level < lowest or level == 0:
                return left
            self._in_limits(length := length + 1)
            self._take()
            right = self._binary(level + 1)
            left = Binary(token.text, left, right, self._span(start), self._span(token.start, token.end))

    def _unary(self) -> Expr:
        """One `-` before a number is its sign; of several, all are operators."""
        operators: list[Token] = []
        while self._at("!", "-"):
            alone = not operators or operators[-1].text != "-"
            if self._at("-") and alone and self._tokens[self._next + 1].kind in (Kind.INT, Kind.FLOAT):
                break
            operators.append(self._take())
            self._in_limits(len(operators))
        expr = self._postfix()
        for token in reversed(operators):
            expr = Unary(token.text, expr, self._span(token.start))
        return expr

    def _postfix(self) -> Expr:
        start = self._peek.start
        expr = self._primary()
        length = 0
        while True:
            self._in_limits(length := length + 1)
            if self._at("."):
                expr = self._member(expr, start)
            elif self._at("["):
                opening = self._take()
                self._refuse_optional()
                index = self._expression()
                self._close("]", "`]`", opening)
                expr = Index(expr, index, self._span(start))
            elif self._at("{") and (name := qualified(expr)) is not None:
                expr = self._message(name, start)
            else:
                return expr

    def _member(self, target: Expr, start: int) -> Expr:
        self._take()
        self._refuse_optional()
        token = self._peek
        if token.kind not in (Kind.NAME, Kind.QUOTED) or token.text in KEYWORDS:
            raise self._unexpected("a name after `.`")
        self._take()
        at = self._span(token.start, token.end)
        if token.kind is Kind.NAME and self._at("("):
            return self._call(target, token, start)
        return Select(target, token.text.strip("`"), self._span(start), at=at)

    def _refuse_optional(self) -> None:
        if self._at("?"):
            help_ = "read a field with `.`, and test whether it is there with `has(x.field)`"
            raise self._error("optional values are not part of the language", self._peek, help_, "not-in-language")

    # Calls and macros

    def _call(self, target: Expr | None, name: Token, start: int) -> Expr:
        args = self._items(self._take(), ")", self._expression)
        span, at = self._span(start), self._span(name.start, name.end)
        if target is None and name.text == "has":
            return self._presence(args, name, span)
        if target is not None:
            macro = self._macro(target, name, args, span, at)
            if macro is not None:
                return macro
        return Call(name.text, target, args, span, at)

    def _presence(self, args: tuple[Expr, ...], name: Token, span: Span) -> Expr:
        if len(args) == 1 and isinstance(args[0], Select) and not args[0].test:
            return Select(args[0].operand, args[0].field, span, True, args[0].at)
        raise self._error("`has` takes one field", name, "write `has(x.field)`")

    def _macro(self, target: Expr, name: Token, args: tuple[Expr, ...], span: Span, at: Span) -> Expr | None:
        kind, given = name.text, len(args)
        if kind in MACROS and (given == 2 or (kind == "map" and given == 3)):
            test = args[1] if given == 3 else None
            return Macro(kind, target, self._variable(args[0], kind), args[-1], span, test, at=at)
        if given in TWO_VARIABLE_MACROS.get(kind, ()):
            first, second = self._variable(args[0], kind), self._variable(args[1], kind)
            if first == second:
                raise LanguageError([Diagnostic("syntax", f"`{kind}` binds `{first}` twice", args[1].span)])
            test = args[2] if given == 4 else None
            return Macro(kind, target, first, args[-1], span, test, second, at)
        return None

    def _variable(self, expr: Expr, kind: str) -> str:
        if isinstance(expr, Name) and not expr.name.startswith("."):
            return expr.name
        help_ = f"write `.{kind}(x, ...)` with a name that the condition then uses"
        raise LanguageError([Diagnostic("syntax", f"`{kind}` needs a name for its items first", expr.span, help_)])

    # What begins an expression

    def _primary(self) -> Expr:
        token = self._peek
        match token.kind:
            case Kind.INT | Kind.UINT | Kind.FLOAT | Kind.STRING | Kind.BYTES:
                return self._literal()
            case Kind.NAME:
                return self._name()
            case Kind.SYMBOL if token.text == "-":
                return self._literal()
            case Kind.SYMBOL if token.text == ".":
                return self._name()
            case Kind.SYMBOL if token.text == "(":
                opening = self._take()
                expr = self._expression()
                self._close(")", "`)`", opening)
                return expr
            case Kind.SYMBOL if token.text == "[":
                items = self._items(self._take(), "]", self._item)
                return ListLiteral(items, self._span(token.start))
            case Kind.SYMBOL if token.text == "{":
                entries = self._items(self._take(), "}", self._entry)
                return MapLiteral(entries, self._span(token.start))
            case _:
                raise self._unexpected("an expression")

    def _items(self, opening: Token, closing: str, item: Callable[[], Item]) -> tuple[Item, ...]:
        """Items between commas up to and with the closing mark; one comma may trail in lists, maps and messages."""
        items: list[Item] = []
        while not self._at(closing):
            items.append(item())
            if not self._at(","):
                break
            self._take()
            if closing == ")" and self._at(")"):
                raise self._unexpected("an expression after `,`")
        self._close(closing, f"`,` or `{closing}`", opening)
        return tuple(items)

    def _item(self) -> Expr:
        self._refuse_optional()
        return self._expression()

    def _entry(self) -> tuple[Expr, Expr]:
        self._refuse_optional()
        key = self._expression()
        self._expect(":", "`:` and a value")
        return key, self._expression()

    def _message(self, name: str, start: int) -> Expr:
        fields = self._items(self._take(), "}", self._field)
        return MessageLiteral(name, fields, self._span(start))

    def _field(self) -> tuple[str, Expr]:
        self._refuse_optional()
        token = self._peek
        if token.kind not in (Kind.NAME, Kind.QUOTED) or token.text in KEYWORDS:
            raise self._unexpected("the name of a field")
        self._take()
        self._expect(":", "`:` and a value")
        return token.text.strip("`"), self._expression()

    def _name(self) -> Expr:
        start = self._peek.start
        dot = ""
        if self._at("."):
            self._take()
            dot = "."
        token = self._peek
        if token.kind is not Kind.NAME:
            raise self._unexpected("a name")
        if token.text in _CONSTANTS and not dot:
            self._take()
            return Literal(_CONSTANTS[token.text], self._span(start))
        if token.text in RESERVED:
            help_ = _HINTS.get(token.text) or "use another name"
            raise self._error(f"`{token.text}` is a reserved word", token, help_, "reserved-word")
        if token.text in KEYWORDS:
            raise self._unexpected("a name" if dot else "an expression")
        self._take()
        if self._at("("):
            return self._call(None, replace(token, text=dot + token.text), start)
        return Name(dot + token.text, self._span(start))

    def _literal(self) -> Expr:
        start = self._peek.start
        sign = ""
        if self._at("-"):
            self._take()
            sign = "-"
        token = self._take()
        try:
            return Literal(_value(token, sign), self._span(start))
        except BadLiteral as bad:
            place = self._excerpt.span(token.start + bad.start, token.start + min(bad.end, token.end - token.start))
            raise LanguageError([Diagnostic("bad-literal", bad.message, place, bad.help)]) from None


def _value(token: Token, sign: str) -> object:
    match token.kind:
        case Kind.INT:
            return integer(sign + token.text)
        case Kind.FLOAT:
            return decimal(sign + token.text)
        case Kind.UINT:
            return unsigned(token.text)
        case Kind.BYTES:
            return bytestring(token.text)
        case _:
            return string(token.text)
