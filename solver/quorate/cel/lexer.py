"""A text becomes tokens; every character that no token can hold is reported, all of them together."""

import re
from dataclasses import dataclass
from enum import Enum

from quorate.source.diagnostic import Diagnostic, LanguageError
from quorate.source.span import Excerpt

MAX_LENGTH = 20_000

RESERVED = frozenset(
    [
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    ]
)
KEYWORDS = frozenset(("in", "true", "false", "null"))


class Kind(Enum):
    NAME = "a name"
    QUOTED = "a quoted name"
    INT = "a number"
    UINT = "an unsigned number"
    FLOAT = "a decimal number"
    STRING = "a string"
    BYTES = "bytes"
    SYMBOL = "a symbol"
    END = "the end of the expression"


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str
    start: int
    end: int


_STRING_BODY = (
    r'"""(?:[^\\]|\\(?s:.))*?"""'
    r"|'''(?:[^\\]|\\(?s:.))*?'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
)
_RAW_BODY = r'"""(?s:.)*?"""' r"|'''(?s:.)*?'''" r'|"[^"\n\r]*"' r"|'[^'\n\r]*'"
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\n\f\r]+|//[^\n]*)
  | (?P<BYTES>[bB](?:[rR](?:{_RAW_BODY})|(?:{_STRING_BODY})))
  | (?P<STRING>[rR](?:{_RAW_BODY})|(?:{_STRING_BODY}))
  | (?P<FLOAT>\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<UINT>(?:0x[0-9a-fA-F]+|\d+)[uU])
  | (?P<INT>0x[0-9a-fA-F]+|\d+)
  | (?P<NAME>[_a-zA-Z][_a-zA-Z0-9]*)
  | (?P<QUOTED>`[a-zA-Z0-9_./\ -]+`)
  | (?P<SYMBOL>\|\||&&|==|!=|<=|>=|[<>+\-*/%!?:.,()\[\]{{}}])
    """,
    re.VERBOSE,
)

_INSTEAD = {
    "=": "equality is written `==`",
    "&": "`and` is written `&&`",
    "|": "`or` is written `||`",
    "#": "a comment begins with `//`",
    "“": "strings are written with straight quotes: `'text'`",
    "”": "strings are written with straight quotes: `'text'`",
    "‘": "strings are written with straight quotes: `'text'`",
    "’": "strings are written with straight quotes: `'text'`",
    "≥": "write `>=`",
    "≤": "write `<=`",
    "≠": "write `!=`",
    "–": "write `-`",
    "−": "write `-`",
    "×": "write `*`",
    "\N{NO-BREAK SPACE}": "write an ordinary space",
    ";": "an expression is one value; join conditions with `&&`",
    "$": "names have no `$`",
    "@": "names have no `@`",
}


def lex(excerpt: Excerpt) -> tuple[Token, ...]:
    """The tokens of a text, the last being END; raises `LanguageError` with every lexical mistake."""
    if len(excerpt.text) > MAX_LENGTH:
        raise LanguageError([_too_long(excerpt)])
    tokens: list[Token] = []
    mistakes: list[Diagnostic] = []
    offset = 0
    while offset < len(excerpt.text):
        match = _TOKEN.match(excerpt.text, offset)
        if match is None:
            mistake, offset = _mistake(excerpt, offset)
            mistakes.append(mistake)
            continue
        if match.lastgroup != "space":
            tokens.append(Token(Kind[match.lastgroup or ""], match[0], offset, match.end()))
        offset = match.end()
    if mistakes:
        raise LanguageError(mistakes)
    tokens.append(Token(Kind.END, "", offset, offset))
    return tuple(tokens)


def _too_long(excerpt: Excerpt) -> Diagnostic:
    return Diagnostic(
        "expression-too-long",
        f"the expression has {len(excerpt.text)} characters; {MAX_LENGTH} are allowed",
        excerpt.span(0, 1),
        "split it into several clauses or definitions",
    )


def _mistake(excerpt: Excerpt, offset: int) -> tuple[Diagnostic, int]:
    """What is wrong at an offset where no token begins, and where to go on."""
    char = excerpt.text[offset]
    if char in "'\"" or (char == "`"):
        end = _line_end(excerpt.text, offset)
        help_ = f"close it with {'`' if char == '`' else char} on the same line"
        what = "name" if char == "`" else "string"
        return Diagnostic("unterminated-string", f"the {what} is not closed", excerpt.span(offset, end), help_), end
    if excerpt.text.startswith(("=>", "=<"), offset):
        right = excerpt.text[offset + 1] + "="
        place = excerpt.span(offset, offset + 2)
        message = f"`{excerpt.text[offset : offset + 2]}` means nothing here"
        return Diagnostic("unknown-character", message, place, f"write `{right}`"), offset + 2
    end = offset + 1
    while end < len(excerpt.text) and excerpt.text[end] == char:
        end += 1
    text = excerpt.text[offset:end]
    return Diagnostic(
        "unknown-character", f"`{text}` means nothing here", excerpt.span(offset, end), _INSTEAD.get(char)
    ), end


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end
