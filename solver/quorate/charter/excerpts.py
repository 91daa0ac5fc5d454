"""From a scalar of a file to an expression that knows where each of its characters stands in the file.

Whatever YAML did to the text (folding, escapes, indentation), the offsets of its visible characters are exact.
"""

import re
from collections.abc import Iterator

from quorate.charter.nodes import ScalarNode
from quorate.source.span import Excerpt

_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?\r?\n?")
_ESCAPES = {"x": 2, "u": 4, "U": 8}


def excerpt_of(node: ScalarNode, citation: str | None = None) -> Excerpt:
    """The text of a scalar, without the space around it, with the place of every character."""
    offsets = _offsets(node)
    text = node.text
    start = len(text) - len(text.lstrip())
    stop = max(start, len(text.rstrip()))
    end = offsets[stop - 1] + 1 if stop > start else offsets[start]
    return Excerpt(text[start:stop], node.span.source, (*offsets[start:stop], end), citation)


def _offsets(node: ScalarNode) -> tuple[int, ...]:
    """One offset for each character of the text, and one for its end."""
    raw, base = node.span.text, node.span.start
    placed = list(_placed(raw, node.style))
    found = _align(node.text, placed, len(raw))
    return tuple(base + offset for offset in found)


def _placed(raw: str, style: str) -> Iterator[tuple[str, int]]:
    """The characters that a raw scalar stands for and where each begins; its white space may still be unfolded."""
    match style:
        case "plain":
            yield from _as_is(raw, 0, len(raw))
        case "single":
            yield from _single(raw)
        case "double":
            yield from _double(raw)
        case "literal" | "folded":
            header = _HEADER.match(raw)
            yield from _as_is(raw, header.end() if header else 0, len(raw))
        case _:
            raise ValueError(style)


def _as_is(raw: str, start: int, stop: int) -> Iterator[tuple[str, int]]:
    for index in range(start, stop):
        yield raw[index], index


def _single(raw: str) -> Iterator[tuple[str, int]]:
    index = 1
    while index < len(raw) - 1:
        yield raw[index], index
        index += 2 if raw[index] == "'" else 1


def _double(raw: str) -> Iterator[tuple[str, int]]:
    index = 1
    while index < len(raw) - 1:
        if raw[index] != "\\":
            yield raw[index], index
            index += 1
            continue
        letter = raw[index + 1]
        digits = _ESCAPES.get(letter, 0)
        if digits:
            yield chr(int(raw[index + 2 : index + 2 + digits], 16)), index
        elif letter in _SHORT:
            yield _SHORT[letter], index
        index += 2 + digits


_SHORT = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


def _align(text: str, placed: list[tuple[str, int]], length: int) -> list[int]:
    """Walks the read text beside the raw characters: visible ones meet one to one, runs of space run to run."""
    offsets: list[int] = []
    at = 0
    for char in text:
        if not char.isspace():
            while at < len(placed) and placed[at][0] != char:
                at += 1
        elif at < len(placed) and not placed[at][0].isspace():
            offsets.append(placed[at][1])
            continue
        offsets.append(placed[at][1] if at < len(placed) else length)
        at = min(at + 1, len(placed))
    offsets.append(placed[at][1] if at < len(placed) else length)
    return offsets
