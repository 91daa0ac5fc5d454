"""The words of a document whatever its typography, its line breaks and its pages: where a quote stands in it."""

from collections.abc import Iterator

from quorate.source.blocks import blocks
from quorate.source.span import Source, Span
from quorate.source.typography import joined, normal


class Prose:
    """A text read for its words: its blocks, and the places of quotes in it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.blocks = blocks(source)
        self._words, self._offsets = joined(self._all())

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
