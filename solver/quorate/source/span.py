"""Texts and places in them: every later stage can say file, line and column of what it read."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A text with the name by which people know it (usually a path)."""

    name: str
    text: str = field(repr=False)
    _starts: list[int] = field(default_factory=list, init=False, repr=False)

    def _lines(self) -> list[int]:
        """The offsets at which lines begin, found when they are first asked for."""
        if not self._starts:
            found = [0]
            while (end := self.text.find("\n", found[-1])) >= 0:
                found.append(end + 1)
            self._starts.extend(found)
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        starts = self._lines()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def offset(self, number: int) -> int:
        """Where a line, counted from 1, begins."""
        return self._lines()[number - 1]

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end."""
        starts = self._lines()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `start <= offset < end` of a source, and the citation of the clause it stands in."""

    source: Source
    start: int
    end: int
    citation: str | None = None

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def cited(self, citation: str | None) -> "Span":
        return replace(self, citation=citation)

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text taken out of a source (an expression inside YAML) that remembers where each character stood.

    `offsets` has one entry per character of `text` and one for its end.
    """

    text: str
    source: Source
    offsets: Sequence[int]
    citation: str | None = None

    @classmethod
    def whole(cls, text: str, name: str = "<expression>") -> "Excerpt":
        return cls(text, Source(name, text), range(len(text) + 1))

    def span(self, start: int, end: int) -> Span:
        """The place in the source of `text[start:end]`."""
        first = self.offsets[min(start, len(self.offsets) - 1)]
        last = self.offsets[end - 1] + 1 if end > start else first
        return Span(self.source, first, last, self.citation)
