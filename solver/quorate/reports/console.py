"""Headings, lines and tables for people: plain for a pipe, coloured for a terminal. Nothing else knows colours."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from io import StringIO
from typing import TYPE_CHECKING, Any, Protocol, TextIO, TypeAlias

if TYPE_CHECKING:
    from rich.console import Console


class Tone(StrEnum):
    """What a piece of text means; only a terminal shows it."""

    GOOD = "green"
    BAD = "bold red"
    WARN = "yellow"
    MUTED = "dim"
    STRONG = "bold"


@dataclass(frozen=True, slots=True)
class Toned:
    text: str
    tone: Tone

    def __str__(self) -> str:
        return self.text


Text: TypeAlias = str | Toned


def good(text: str) -> Toned:
    return Toned(text, Tone.GOOD)


def bad(text: str) -> Toned:
    return Toned(text, Tone.BAD)


def warn(text: str) -> Toned:
    return Toned(text, Tone.WARN)


def muted(text: str) -> Toned:
    return Toned(text, Tone.MUTED)


def strong(text: str) -> Toned:
    return Toned(text, Tone.STRONG)


FURTHER = 2  # how much further in a line that is indented goes on
NARROWEST = 20  # room below which the terminal itself may break lines

# what a terminal would obey: control characters but tab and line end, and marks that turn the direction of text
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""A text whose control characters and direction marks are spelt out, so that no terminal obeys them.

    >>> visible("\x1b[2J")
    '\\x1b[2J'
    """
    return _OBEYED.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


class Page(Protocol):
    """Something to write an answer on."""

    def heading(self, text: str) -> None:
        """A heading, with one empty line before it unless it is the first thing on the page."""

    def line(self, *parts: Text, indent: int = 0, exact: bool = False) -> None:
        """One line: the parts one after the other. On a narrow terminal it goes on further in, unless it is `exact`."""

    def blank(self) -> None:
        """An empty line."""

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Text]]) -> None:
        """Rows under columns. A column of an empty name has no heading; all empty: no heading line."""


class PlainPage:
    """Columns padded with spaces, no colour, no wrapping: what a pipe, a file or a test wants."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._apart = True

    def _write(self, text: str) -> None:
        self._apart = not text
        self._stream.write(visible(text).rstrip() + "\n")

    def heading(self, text: str) -> None:
        if not self._apart:
            self._write("")
        self._write(text)

    def line(self, *parts: Text, indent: int = 0, exact: bool = False) -> None:
        self._write(" " * indent + "".join(map(str, parts)))

    def blank(self) -> None:
        self._write("")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Text]]) -> None:
        cells = [[visible(str(cell)) for cell in row] for row in rows]
        if any(columns):
            cells.insert(0, list(columns))
        widths = [max((len(row[index]) for row in cells), default=0) for index in range(len(columns))]
        for row in cells:
            self._write("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


class ColourPage:
    """The same page on a terminal, drawn by rich, which is imported at the first word."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._apart = True

    @cached_property
    def _console(self) -> "Console":
        from rich.console import Console

        return Console(file=self._stream, force_terminal=True, highlight=False)

    def _rich(self, part: Text) -> Any:
        from rich.text import Text as RichText

        return RichText(visible(str(part)), style=part.tone.value if isinstance(part, Toned) else "")

    def heading(self, text: str) -> None:
        if not self._apart:
            self.blank()
        self.line(strong(text))

    def line(self, *parts: Text, indent: int = 0, exact: bool = False) -> None:
        self._apart = False
        whole = self._rich("")
        for part in parts:
            whole.append_text(self._rich(part))
        further = indent + (FURTHER if indent else 0)
        room = self._console.width - further
        if exact or room < NARROWEST or indent + whole.cell_len <= self._console.width:
            self._console.print(self._rich(" " * indent).append_text(whole), soft_wrap=True)
            return
        first, *others = whole.wrap(self._console, room, overflow="fold")
        for margin, part in ((indent, first), *((further, other) for other in others)):
            self._console.print(self._rich(" " * margin).append_text(part), soft_wrap=True)

    def blank(self) -> None:
        self._apart = True
        self._console.print()

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Text]]) -> None:
        from rich.box import SIMPLE_HEAD
        from rich.table import Table

        self._apart = False
        table = Table(box=SIMPLE_HEAD, show_header=any(columns), header_style="bold", show_edge=False, pad_edge=True)
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*map(self._rich, row))
        self._console.print(table)


def page(stream: TextIO, *, colour: bool) -> Page:
    return ColourPage(stream) if colour else PlainPage(stream)


def plain(write: Callable[[Any, Page], None], answer: object) -> str:
    """What a report writes about an answer, as plain text."""
    stream = StringIO()
    write(answer, PlainPage(stream))
    return stream.getvalue()
