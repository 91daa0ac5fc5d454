"""The sentences of a document, and which of them say nothing by themselves: headings, lead-ins, definitions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from quorate.source.blocks import Block, Shape, blocks
from quorate.source.span import Source, Span
from quorate.source.typography import ABBREVIATION

_STARTERS = (
    "The|A|An|This|That|These|Those|Each|Every|All|Any|No|It|Its|In|If|At|On|As|By|For|When|Where|Members?|"
    "They|Such|Unless|Upon|To|There|Minutes|Meetings?|Neither|Either|Both|One|Two|Three|Such|Subject|Notwithstanding"
)
_MAY_END = re.compile(r"\b(?:Inc|Corp|Co|Ltd|LLC|etc|a\.m|p\.m|Jr|Sr|(?:[A-Z]\.)+[A-Z])\.$")
_BREAK = re.compile(r"[.?!]+[\"')\]]*(?=\s+[\"'(\[]*[A-Z0-9])")
_STARTS = re.compile(rf"\s+(?:{_STARTERS})\b")
_NORMATIVE = re.compile(
    r"\b(?:shall|must|will|may|should|can|cannot|is|are|was|were|be|has|have|had|does|do|consists?|meets?|serves?|"
    r"appoints?|requires?|intends?|governs?)\b",
    re.I,
)
_SMALL = {"of", "the", "and", "or", "for", "to", "in", "on", "a", "an", "with", "by", "as", "at", "its", "&", "-"}
_DEFINITION = re.compile(r"""^["'][^"']+["']\s+(?:means?|refers? to|has the meaning|shall mean|includes?)\b""")


class Kind(StrEnum):
    """What a sentence does in the document."""

    STATEMENT = "statement"
    HEADING = "heading"
    LEAD_IN = "lead-in"
    DEFINITION = "definition"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in plain typography, its place in the source, and the heading under which it stands."""

    kind: Kind
    text: str
    span: Span
    heading: str | None = None


def sentences(source: Source) -> tuple[Sentence, ...]:
    """Every sentence of a text, in order; every word of the text is in one of them."""
    return tuple(_sentences(source, blocks(source)))


def _sentences(source: Source, found: tuple[Block, ...]) -> Iterator[Sentence]:
    heading: str | None = None
    for index, block in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        if _is_heading(block, following):
            heading = block.text
            yield Sentence(Kind.HEADING, block.text, _span(source, block, 0, len(block.text)), heading)
            continue
        for start, end in _cuts(block.text):
            text = block.text[start:end]
            last = end == len(block.text)
            kind = _kind(text, start == 0, following if last else None)
            yield Sentence(kind, text, _span(source, block, start, end), heading)


def _span(source: Source, block: Block, start: int, end: int) -> Span:
    return Span(source, block.offsets[start], block.offsets[end - 1] + 1)


def _is_heading(block: Block, following: Block | None) -> bool:
    """Whether a block stands above text rather than in it: marked so, or short, without an end, and without a verb."""
    if block.shape is Shape.HEADING or block.bold:
        return True
    if block.text[-1] in ".?!;," or len(block.text.split()) > 14 or _NORMATIVE.search(block.text):
        return False
    if block.text[-1] == ":" and following is not None and following.shape is Shape.ITEM:
        return False
    if block.shape is Shape.ITEM:
        return _titled(block.text) and following is not None and following.shape is not Shape.HEADING
    return block.text[0].isupper() or block.text[0].isdigit()


def _titled(text: str) -> bool:
    """Every word but the small ones begins with a capital (or a digit)."""
    words = re.findall(r"[\w&'-]+", text)
    return bool(words) and all(word in _SMALL or not word[0].islower() for word in words) and words[0][0].isupper()


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a block begins and ends."""
    start = 0
    for match in _BREAK.finditer(text):
        if _ends(text[: match.end()].rstrip("\"')]"), text[match.end() :], match.group()):
            yield start, match.end()
            start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    if start < len(text):
        yield start, len(text)


def _ends(before: str, after: str, mark: str) -> bool:
    """Whether a full stop ends a sentence: not after an abbreviation, unless a new sentence plainly follows one."""
    if len(mark) > 1 and not mark.startswith(".."):
        return True
    if ABBREVIATION.search(before) is None and not re.search(r"(?:^|\s)\d{1,3}(?:\.\d+)*\.$", before):
        return True
    return bool(_MAY_END.search(before) and _STARTS.match(after))


def _kind(text: str, first: bool, following: Block | None) -> Kind:
    if text.endswith(":") and following is not None and following.shape is Shape.ITEM:
        return Kind.LEAD_IN
    if first and len(text.split()) <= 12 and text.endswith(".") and _titled(text) and not _NORMATIVE.search(text):
        return Kind.HEADING
    return Kind.DEFINITION if _DEFINITION.match(text) else Kind.STATEMENT
