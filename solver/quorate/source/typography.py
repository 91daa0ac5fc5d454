"""Characters set aside and made plain: typography, markup, spaces and hyphens, so that words can be compared."""

import re
import unicodedata
from collections.abc import Iterator

_PLAIN = {
    **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛′´", "'"), **dict.fromkeys("‐‑‒−", "-"),
    **dict.fromkeys("–—―", " - "), "…": "...", **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
}  # fmt: skip
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<sup\b[^>\n]*>.*?</sup>|\[\^[\w-]+\]|</?[a-zA-Z][^<>\n]*>")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+(?=\w)|(?<=[\w.,;:!?)])_+(?!\w)|\\(?=[^\w\s])|^ {0,3}>+|`")

ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Corp|Co|Cos|Ltd|LLC|L\.L\.C|Bros|No|Nos|Mr|Mrs|Ms|Dr|Prof|Hon|Jr|Sr|St|Sec|Secs|Art|Arts|Ch|Cl|Para|"
    r"pp?|vs?|cf|viz|approx|Rev|Reg|Regs|Treas|Stat|Pub|Del|Cal|Ex|Fig|Gen|Gov|Dept|Dist|Ave|ca|al|seq|incl|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|etc|a\.m|p\.m|(?:[A-Z]\.)*[A-Z])|§+\s?\d*)\.$"
)
"""A text that ends in an abbreviation, so that its full stop need not end a sentence."""


def normal(text: str) -> str:
    """The words of a short text, by which quotes are compared: typography, markup and hyphens are no words.

    >>> normal("the “non-\\n  employee”\\u00a0director")
    'the "nonemployee" director'
    """
    return joined(clean(text, 0))[0]


def clean(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The characters of a stretch without markup, in plain typography, with single spaces; each with its offset."""
    skipped = {index for match in COMMENT.finditer(text) for index in range(*match.span())}
    for match in _LINK.finditer(text):
        skipped |= set(range(match.start(), match.start(1))) | set(range(match.end(1), match.end()))
    skipped |= {index for match in _TAG.finditer(text) for index in range(*match.span())}
    skipped |= {index for match in _EMPHASIS.finditer(text) for index in range(*match.span())}
    for index, char in enumerate(text):
        if index in skipped:
            continue
        plain = _PLAIN.get(char) if char in _PLAIN else unicodedata.normalize("NFKC", char)
        for piece in plain or "":
            yield (" " if piece.isspace() else piece), start + index


def squeezed(chars: Iterator[tuple[str, int]]) -> tuple[str, tuple[int, ...]]:
    """Single spaces, none at the ends."""
    kept: list[tuple[str, int]] = []
    for char, offset in chars:
        if char != " " or (kept and kept[-1][0] != " "):
            kept.append((char, offset))
    while kept and kept[-1][0] == " ":
        kept.pop()
    return "".join(char for char, _ in kept), tuple(offset for _, offset in kept)


def joined(chars: Iterator[tuple[str, int]]) -> tuple[str, tuple[int, ...]]:
    """The form in which quotes are compared: no hyphens, and no space where a line ended in one."""
    text, offsets = squeezed(chars)
    kept = [index for index in range(len(text)) if text[index] != "-" and not _after_hyphen(text, index)]
    return squeezed((text[index], offsets[index]) for index in kept)


def _after_hyphen(text: str, index: int) -> bool:
    return text[index] == " " and index > 1 and text[index - 1] == "-" and text[index - 2].isalnum()
