"""What is refused in the raw text of a file before YAML reads it, and what YAML's own syntax errors usually mean."""

import re
from collections.abc import Iterator
from itertools import islice

from quorate.source.diagnostic import Diagnostic, FileError
from quorate.source.span import Source, Span

MAX_BYTES = 2_000_000

EXPRESSION_KEYS = (
    "require", "allow", "constitutes", "when", "claim", "within", "after", "by", "define", "who", "given", "until",
    "presumed", "denied",
)  # fmt: skip

BLOCK_HELP = "put it under `|`: the key, a bar, and the expression on the next line, further in"

# C0 controls but tab, newline and carriage return; DEL and C1 with U+0085; line and paragraph separators; marks that
# turn the direction of text; surrogates; the byte-order mark inside a text.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]|\r(?!\n)"
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")  # a text that is not YAML may have page breaks
_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=[^\s#])", re.MULTILINE)
_RISKY = re.compile(
    rf"^(?P<lead>[ ]*(?:- +)*[{{ ]*(?P<key>{'|'.join(EXPRESSION_KEYS)})[ ]*:[ ]+)(?P<value>[^\r\n]*[^\s])", re.MULTILINE
)


def decode(raw: bytes, name: str) -> Source:
    """The text of a file; too long, not UTF-8, or with characters that nobody can see, it is refused."""
    if len(raw) > MAX_BYTES:
        raise FileError([too_large(name, len(raw))])
    try:
        source = Source(name, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        readable = Source(name, raw[: error.start].decode("utf-8-sig", "replace") + "\N{REPLACEMENT CHARACTER}")
        span = Span(readable, len(readable.text) - 1, len(readable.text))
        message = f"the file is not UTF-8 text (byte {raw[error.start]:#04x} at offset {error.start})"
        raise FileError([Diagnostic("not-utf-8", message, span, "save it as UTF-8")]) from None
    if found := _unreadable(source):
        raise FileError(found)
    return source


def too_large(name: str, size: int) -> Diagnostic:
    message = f"`{name}` has {size:,} bytes; a file has at most {MAX_BYTES:,}"
    return Diagnostic("file-too-large", message, Span(Source(name, ""), 0, 0), "split it into several files")


def without_controls(source: Source) -> Source:
    """A text that is not YAML, if it has no control characters: a terminal would obey them."""
    if found := list(_unseen(source, _CONTROLS)):
        raise FileError(found)
    return source


def _unseen(source: Source, pattern: re.Pattern[str]) -> Iterator[Diagnostic]:
    for match in islice(pattern.finditer(source.text), 10):
        message = f"the character U+{ord(match.group()[0]):04X} cannot be seen and is not allowed"
        yield Diagnostic("unprintable-character", message, Span(source, *match.span()), "delete it")


def _unreadable(source: Source) -> list[Diagnostic]:
    found = list(_unseen(source, _UNPRINTABLE))
    for match in islice(_TAB_INDENT.finditer(source.text), 10):
        span = Span(source, match.start(), match.end())
        found.append(Diagnostic("tab-indentation", "a tab in the indentation", span, "indent with spaces"))
    return found


def explain(source: Source, offset: int, problem: str) -> tuple[Diagnostic, str | None]:
    """What a YAML syntax error at an offset means, and the text without the stretch that caused it where that is known.

    The repaired text is as long as the old one, so that every place in it stays where it was.
    """
    for match in _risky_near(source, offset):
        value = match.group("value")
        start = match.start("value")
        why = _why(value)
        if why is None:
            continue
        diagnostic = Diagnostic(
            "unquoted-expression", f"an unquoted expression cannot {why}", Span(source, start, match.end()), BLOCK_HELP
        )
        repaired = source.text[:start] + "x" * len(value) + source.text[match.end() :]
        return diagnostic, repaired
    end = min(len(source.text), offset + 1)
    return Diagnostic("yaml-syntax", f"this is not YAML: {problem}", Span(source, min(offset, end), end)), None


def _risky_near(source: Source, offset: int) -> list[re.Match[str]]:
    """Expressions on the line of an offset or up to two lines before it, the nearest first."""
    line = source.position(min(offset, len(source.text)))[0]
    found = []
    for number in range(line, max(0, line - 3), -1):
        start = source.offset(number)
        match = _RISKY.match(source.text, start)
        if match is not None:
            found.append(match)
    return found


def _why(value: str) -> str | None:
    """What YAML takes amiss in an unquoted expression."""
    first = value[0]
    if first in "'\"":
        whole = re.fullmatch(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"", value)
        return None if whole else f"begin with `{first}`"
    if first in "![]{}&*@%`|>,":
        return None if re.fullmatch(r"[|>][-+0-9]*", value) else f"begin with `{first}`"
    if ": " in value or value.endswith(":"):
        return "contain `: `"
    if " #" in value:
        return "contain ` #`"
    return None
