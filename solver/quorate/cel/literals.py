"""Constants as written become values: numbers with their ranges, strings and bytes with their escapes."""

import math
import re
from collections.abc import Iterator

from quorate.cel.values import Uint

INT_MIN, INT_MAX, UINT_MAX = -(2**63), 2**63 - 1, 2**64 - 1

_SIMPLE = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", "?": "?", '"': '"', "'": "'", "`": "`",
}  # fmt: skip
_ESCAPE = re.compile(r"\\(?:[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2}|(?s:.))")


class BadLiteral(Exception):
    """A constant that has no value; `start` and `end` are offsets inside the token."""

    def __init__(self, message: str, start: int, end: int, help_: str | None = None) -> None:
        super().__init__(message)
        self.message, self.start, self.end, self.help = message, start, end, help_


def integer(text: str) -> int:
    """The value of `42`, `-0x2a`; raises `BadLiteral` outside 64 bits."""
    if len(text) > 40:
        raise BadLiteral("the number does not fit into 64 bits", 0, len(text))
    value = int(text, 0) if "0x" in text else int(text)
    if not INT_MIN <= value <= INT_MAX:
        raise BadLiteral(f"`{text}` does not fit into 64 bits", 0, len(text))
    return value


def unsigned(text: str) -> Uint:
    digits = text[:-1]
    value = UINT_MAX + 1 if len(digits) > 40 else int(digits, 0) if "0x" in digits else int(digits)
    if value > UINT_MAX:
        raise BadLiteral("the number does not fit into 64 bits", 0, len(text))
    return Uint(value)


def decimal(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise BadLiteral(f"`{text[:40]}` is too large", 0, len(text))
    return value


def string(token: str) -> str:
    """The text that a string token stands for.

    >>> string("'a\\\\n'")
    'a\\n'
    """
    body, start, raw = _body(token)
    if raw or "\\" not in body:
        return body
    return "".join(piece if isinstance(piece, str) else _character(*piece) for piece in _pieces(body, start))


def bytestring(token: str) -> bytes:
    """The bytes that a token `b'…'` stands for: text in UTF-8, `\\xff` and `\\377` single bytes."""
    body, start, raw = _body(token[1:])
    if raw or "\\" not in body:
        return body.encode("utf-8", "surrogatepass")
    return b"".join(
        piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else _byte(*piece)
        for piece in _pieces(body, start + 1)
    )


def _body(token: str) -> tuple[str, int, bool]:
    raw = token[0] in "rR"
    start = 1 if raw else 0
    quotes = 3 if token[start : start + 3] in ('"""', "'''") and len(token) >= start + 6 else 1
    return token[start + quotes : len(token) - quotes], start + quotes, raw


def _pieces(body: str, start: int) -> Iterator[str | tuple[str, int]]:
    """Plain stretches of a body, and its coded escapes with their offsets."""
    last = 0
    for match in _ESCAPE.finditer(body):
        yield body[last : match.start()]
        escape = match[0]
        yield _simple(escape, start + match.start()) if len(escape) == 2 else (escape, start + match.start())
        last = match.end()
    yield body[last:]


def _simple(escape: str, offset: int) -> str:
    if escape[1] in _SIMPLE:
        return _SIMPLE[escape[1]]
    raise BadLiteral(f"`{escape}` is not an escape", offset, offset + 2, "write a backslash as `\\\\`")


def _character(escape: str, offset: int) -> str:
    code = _code(escape)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise BadLiteral(f"`{escape}` is no character", offset, offset + len(escape))
    return chr(code)


def _byte(escape: str, offset: int) -> bytes:
    if escape[1] in "uU":
        raise BadLiteral(f"`{escape}` does not stand in bytes", offset, offset + len(escape))
    return bytes((_code(escape),))


def _code(escape: str) -> int:
    return int(escape[2:], 16) if escape[1] in "xXuU" else int(escape[1:], 8)
