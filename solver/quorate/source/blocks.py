"""The headings, paragraphs and list items of a plain or Markdown text, in clean characters that know their places."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from quorate.source.span import Source
from quorate.source.typography import ABBREVIATION, COMMENT, clean, squeezed

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
    """Clean text with, for each character, where it stood.

    `level` is that of a Markdown heading, else 0; `new_page` says that a page ended between the last block and this.
    """

    shape: Shape
    text: str
    offsets: tuple[int, ...]
    level: int = 0
    bold: bool = False
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    ends_page: bool = False


def blocks(source: Source) -> tuple[Block, ...]:
    """The headings, paragraphs and list items of a text; a sentence that a page break cut in two is whole again."""
    gathering = _Gathering()
    for line in _lines(source):
        gathering.tell(line)
    return tuple(_rejoined(_without_running_heads(gathering.end())))


def _lines(source: Source) -> Iterator[_Line]:
    """The lines, those of a comment blanked; a form feed is a line end of its own."""
    text = COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), source.text)
    for match in re.finditer(r"[^\n\f\v\x85\u2028\u2029]*(?:[\n\f\v\x85\u2028\u2029]|$)", text):
        yield _Line(match.start(), match.group().rstrip("\r\n\f\v\x85\u2028\u2029"), match.group().endswith("\f"))


class _Gathering:
    """The blocks of a text, as one line after another is told to it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._lines: list[_Line] = []
        self._new_page = False

    def tell(self, line: _Line) -> None:
        if line.ends_page and len(self._lines) > 1 and _PAGE.fullmatch(self._lines[-1].text):
            self._lines.pop()
        if self._underlines(line):
            self._flush(Shape.HEADING, level=1 if "=" in line.text else 2)
        elif not line.text.strip() or _RULE.fullmatch(line.text):
            self._flush()
        elif not self._lines and _PAGE.fullmatch(line.text):
            self._new_page = True
        elif _ATX.match(line.text):
            self._flush()
            self._lines = [line]
            self._flush()
        else:
            if self._lines and _begins(line, self._lines):
                self._flush()
            self._lines.append(line)
        if line.ends_page:
            self._flush()
            self._new_page = True

    def _underlines(self, line: _Line) -> bool:
        """Whether a line makes a heading of what stands above it, rather than being a rule."""
        if not 0 < len(self._lines) <= 2 or re.fullmatch(r"\s*(=+|-{2,})\s*", line.text) is None:
            return False
        return not self._lines[-1].text.rstrip().endswith((".", ";", ","))

    def _flush(self, shape: Shape | None = None, level: int = 0) -> None:
        block = _block(self._lines) if self._lines else None
        self._lines = []
        if block is not None and block.text:
            shaped = block if shape is None else replace(block, shape=shape, level=level)
            self.blocks.append(replace(shaped, new_page=self._new_page))
            self._new_page = False

    def end(self) -> list[Block]:
        self._flush()
        return self.blocks


def _begins(line: _Line, before: list[_Line]) -> bool:
    """Whether a line begins a list item rather than going on with the block before it."""
    if _BULLET.match(line.text):
        return True
    if not _NUMBER.match(line.text):
        return False
    last = before[-1].text.rstrip()
    if ABBREVIATION.search(last):
        return False
    return last.endswith((".", ";", ":")) or bool(_NUMBER.match(before[0].text) and re.search(r"(,|\band|\bor)$", last))


def _block(lines: list[_Line]) -> Block:
    first = lines[0]
    heading = _ATX.match(first.text)
    mark = heading or _BULLET.match(first.text) or _NUMBER.match(first.text)
    raw = "\n".join(line.text for line in lines).strip()
    pieces: list[tuple[str, int]] = []
    for index, line in enumerate(lines):
        skip = mark.end() if index == 0 and mark else 0
        pieces += [*clean(line.text[skip:], line.start + skip), (" ", line.start + len(line.text))]
    text, offsets = squeezed(iter(pieces))
    if heading:
        closed = text.rstrip("# ")
        return Block(Shape.HEADING, closed, offsets[: len(closed)], len(heading.group(1)))
    bold = re.fullmatch(r"(\*\*|__).+\1:?", raw, re.DOTALL) is not None and raw.count(raw[:2]) == 2
    return Block(Shape.ITEM if mark else Shape.PARAGRAPH, text, offsets, 0, bold)


def _without_running_heads(found: list[Block]) -> list[Block]:
    """Without what stands at the top or foot of every page: a short paragraph found three times or more."""
    times = Counter(_faceless(block) for block in found)
    kept: list[Block] = []
    new_page = False
    for block in found:
        if times[_faceless(block)] >= 3 and block.shape is Shape.PARAGRAPH:
            new_page = True
        else:
            kept.append(replace(block, new_page=block.new_page or new_page))
            new_page = False
    return kept


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
    if after.new_page and len(before.text.split()) > 8:
        return True
    return after.text[0].islower() or _OPEN_END.search(before.text) is not None
