"""The words of a document whatever its typography: spaces, page breaks, quotation marks, markup and hyphens set aside.

`Prose` reads a plain or Markdown text into blocks (headings, paragraphs, list items) of clean characters, each of
which still knows its place in the source; a quote is found in it by its words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from quorate.source.span import Source, Span

_PLAIN = {
    **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′´`", "'"), **dict.fromkeys("‐‑‒−", "-"),
    **dict.fromkeys("–—―", " - "), "…": "...", **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}  # fmt: skip
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+(?=\w)|(?<=[\w.,;:!?)])_+(?!\w)|\\(?=[^\w\s])|^ {0,3}>+|`")
_RULE = re.compile(r"\s*([-*_=~])(\s*\1){2,}\s*")
_PAGE = re.compile(
    r"\s*(?:[-–—\[(]?\s*(?:page\s+)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?\s*[-–—\])]?)\s*", re.I
)
_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_BULLET = re.compile(r"[ \t]*(?:[-*+•◦▪■●‣·–—➢]|o(?=\s\s|\t))[ \t]+(?=\S)")
_NUMBER = re.compile(
    r"[ \t]*(?:\((?:\d{1,3}|[A-Za-z]{1,2}|[ivxl]{1,6})\)|(?:\d{1,3}|[A-Za-z]|[ivxl]{1,6}|[IVXL]{1,6})[.)]"
    r"|\d{1,3}(?:\.\d{1,3})+\.?)[ \t]+(?=\S)"
)
_OPEN_END = re.compile(
    r"(?:[,(-]|\b(?:a|an|the|of|and|or|to|in|by|with|for|on|at|as|that|which|its|their|such|any|all|each|be|is|are|"
    r"shall|will|may|must|not|no|if|when|from|under))\s*$"
)


class Shape(StrEnum):
    """How a block stands on the page."""

    HEADING = "heading"
    ITEM = "item"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """Clean text with, for each character, where it stood; `level` is that of a Markdown heading, else 0."""

    shape: Shape
    text: str
    offsets: tuple[int, ...]
    level: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str


def normal(text: str) -> str:
    """The words of a short text, by which quotes are compared: typography, markup and hyphens are no words.

    >>> normal("the “non-\\n  employee”\\u00a0director")
    'the "nonemployee" director'
    """
    return _joined(_clean(text, 0, text))[0]


def blocks(source: Source) -> tuple[Block, ...]:
    """The headings, paragraphs and list items of a text; a sentence that a page break cut in two is whole again."""
    return tuple(_rejoined(_without_running_heads(list(_raw_blocks(source)))))


def _clean(text: str, start: int, whole: str) -> Iterator[tuple[str, int]]:
    """The characters of a stretch without markup, in plain typography, with single spaces; each with its offset."""
    skipped = {index for match in _COMMENT.finditer(text) for index in range(*match.span())}
    for match in _LINK.finditer(text):
        skipped |= set(range(match.start(), match.start(1))) | set(range(match.end(1), match.end()))
    skipped |= {index for match in _EMPHASIS.finditer(text) for index in range(*match.span())}
    for index, char in enumerate(text):
        if index in skipped and char != "`":
            continue
        plain = _PLAIN.get(char) if char in _PLAIN else unicodedata.normalize("NFKC", char)
        for piece in plain or "":
            yield (" " if piece.isspace() else piece), start + index


def _squeezed(chars: Iterator[tuple[str, int]]) -> tuple[str, tuple[int, ...]]:
    """Single spaces, none at the ends."""
    kept: list[tuple[str, int]] = []
    for char, offset in chars:
        if char != " " or (kept and kept[-1][0] != " "):
            kept.append((char, offset))
    while kept and kept[-1][0] == " ":
        kept.pop()
    return "".join(char for char, _ in kept), tuple(offset for _, offset in kept)


def _joined(chars: Iterator[tuple[str, int]]) -> tuple[str, tuple[int, ...]]:
    """The form in which quotes are compared: no hyphens, and no space where a line ended in one."""
    text, offsets = _squeezed(chars)
    kept = [index for index in range(len(text)) if text[index] != "-" and not _after_hyphen(text, index)]
    return _squeezed((text[index], offsets[index]) for index in kept)


def _after_hyphen(text: str, index: int) -> bool:
    return text[index] == " " and index > 1 and text[index - 1] == "-" and text[index - 2].isalnum()


def _lines(source: Source) -> Iterator[_Line]:
    """The lines, those of a comment blanked; a form feed is a line end of its own."""
    text = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), source.text)
    for match in re.finditer(r"[^\n\f\v\x85\u2028\u2029]*(?:[\n\f\v\x85\u2028\u2029]|$)", text):
        yield _Line(match.start(), match.group().rstrip("\r\n\f\v\x85\u2028\u2029"))


def _raw_blocks(source: Source) -> Iterator[Block]:
    gathered: list[_Line] = []
    for line in _lines(source):
        underlined = bool(gathered) and re.fullmatch(r"\s*(=+|-{2,})\s*", line.text) is not None
        if underlined:
            yield replace(_block(gathered), shape=Shape.HEADING, level=1 if "=" in line.text else 2)
            gathered = []
        elif not line.text.strip() or _RULE.fullmatch(line.text) or _PAGE.fullmatch(line.text):
            yield from _flushed(gathered)
            gathered = []
        elif _ATX.match(line.text):
            yield from _flushed(gathered)
            yield _block([line])
            gathered = []
        elif gathered and not _begins(line, gathered):
            gathered.append(line)
        else:
            yield from _flushed(gathered)
            gathered = [line]
    yield from _flushed(gathered)


def _begins(line: _Line, before: list[_Line]) -> bool:
    """Whether a line begins a list item rather than going on with the block before it."""
    if _BULLET.match(line.text):
        return True
    if not _NUMBER.match(line.text):
        return False
    last = before[-1].text.rstrip()
    return last.endswith((".", ";", ":")) or bool(_NUMBER.match(before[0].text) and re.search(r"(,|\band|\bor)$", last))


def _flushed(gathered: list[_Line]) -> Iterator[Block]:
    if gathered:
        block = _block(gathered)
        if block.text:
            yield block


def _block(lines: list[_Line]) -> Block:
    first = lines[0]
    heading = _ATX.match(first.text)
    mark = heading or _BULLET.match(first.text) or _NUMBER.match(first.text)
    raw = "\n".join(line.text for line in lines).strip()
    pieces: list[tuple[str, int]] = []
    for index, line in enumerate(lines):
        skip = mark.end() if index == 0 and mark else 0
        pieces += [*_clean(line.text[skip:], line.start + skip, line.text), (" ", line.start + len(line.text))]
    text, offsets = _squeezed(iter(pieces))
    if heading:
        closed = text.rstrip("# ")
        return Block(Shape.HEADING, closed, offsets[: len(closed)], len(heading.group(1)))
    bold = re.fullmatch(r"(\*\*|__).+\1:?", raw, re.DOTALL) is not None and raw.count(raw[:2]) == 2
    return Block(Shape.ITEM if mark else Shape.PARAGRAPH, text, offsets, 0, bold)


def _without_running_heads(found: list[Block]) -> list[Block]:
    """Without what stands at the top or foot of every page: a short paragraph found three times or more."""
    times = Counter(_faceless(block) for block in found)
    return [block for block in found if times[_faceless(block)] < 3 or block.shape is not Shape.PARAGRAPH]


def _faceless(block: Block) -> str:
    return (
        re.sub(r"\d+", "", block.text) if len(block.text) < 90 and block.text[-1] not in ".;:" else repr(block.offsets)
    )


def _rejoined(found: list[Block]) -> Iterator[Block]:
    held: Block | None = None
    for block in found:
        if held is not None and _goes_on(held, block):
            gap = held.offsets[-1] + 1
            held = replace(held, text=f"{held.text} {block.text}", offsets=(*held.offsets, gap, *block.offsets))
        else:
            if held is not None:
                yield held
            held = block
    if held is not None:
        yield held


def _goes_on(before: Block, after: Block) -> bool:
    """Whether a paragraph goes on with a sentence that the block before it left open."""
    if before.shape is Shape.HEADING or before.bold or after.shape is not Shape.PARAGRAPH or after.bold:
        return False
    if before.text[-1] in ".?!:;":
        return False
    return after.text[0].islower() or _OPEN_END.search(before.text) is not None


class Prose:
    """A text read for its words: its blocks, and the places of quotes in it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.blocks = blocks(source)
        self._words, self._offsets = _joined(self._all())

    def _all(self) -> Iterator[tuple[str, int]]:
        for block in self.blocks:
            yield from zip(block.text, block.offsets, strict=True)
            yield " ", block.offsets[-1] + 1

    def find(self, quote: str) -> tuple[Span, ...]:
        """Every place at which the words of a quote stand."""
        sought = normal(quote)
        if not sought:
            return ()
        found = []
        at = self._words.find(sought)
        while at >= 0:
            found.append(Span(self.source, self._offsets[at], self._offsets[at + len(sought) - 1] + 1))
            at = self._words.find(sought, at + 1)
        return tuple(found)
