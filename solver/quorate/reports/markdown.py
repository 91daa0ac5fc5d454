"""A page in Markdown, for the description of a pull request: every report that writes lines can be written on it."""

import re
from collections.abc import Sequence
from typing import TextIO

from quorate.reports.console import Text, Tone, Toned, visible

_MARKS = re.compile(r"([\\*_<>\[\]|#~])")
_CODE = re.compile(r"(`[^`]*`)")
_BOLD = (Tone.STRONG, Tone.BAD)


def escaped(text: str) -> str:
    """A text of which Markdown makes nothing; what stands in backticks is code and stays.

    >>> escaped("`a_b` is *not* a_b")
    '`a_b` is \\\\*not\\\\* a\\\\_b'
    """
    parts = _CODE.split(text)
    return "".join(part if place % 2 else _MARKS.sub(r"\\\1", part) for place, part in enumerate(parts))


class MarkdownPage:
    """Headings, paragraphs, lists for what is indented, tables."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._listing = False
        self._apart = True
        self._first = True

    def heading(self, text: str) -> None:
        level = "##" if self._first else "###"
        self._block(f"{level} {escaped(visible(text))}")

    def line(self, *parts: Text, indent: int = 0, exact: bool = False) -> None:
        told = "".join(map(_part, parts)).strip()
        if indent == 0:
            self._block(told)
            return
        if not self._listing:
            self.blank()
        self._listing = True
        self._put(f"{' ' * (indent - 2)}- {told}")

    def blank(self) -> None:
        if not self._apart:
            self._stream.write("\n")
        self._apart, self._listing = True, False

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Text]]) -> None:
        self.blank()
        self._put(f"| {' | '.join(escaped(each) for each in columns)} |")
        self._put(f"|{'---|' * len(columns)}")
        for row in rows:
            self._put(f"| {' | '.join(map(_part, row))} |")
        self.blank()

    def _block(self, text: str) -> None:
        self.blank()
        self._put(text)
        self.blank()

    def _put(self, text: str) -> None:
        self._stream.write(text + "\n")
        self._apart, self._first = False, False


def _part(part: Text) -> str:
    told = escaped(visible(str(part)))
    core = told.strip()
    if isinstance(part, Toned) and part.tone in _BOLD and core:
        return told.replace(core, f"**{core}**", 1)
    return told
