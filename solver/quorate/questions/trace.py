"""Which sentences of a source text a charter formalises, which it leaves unchecked and why, and which nobody covers;
and which of the charter's quotes the text has no more, or has more than once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from quorate.charter.document import Charter, Clause, Duty
from quorate.source.prose import Prose
from quorate.source.sentences import Kind, Sentence, sentences
from quorate.source.span import Source, Span
from quorate.source.typography import normal


class Coverage(StrEnum):
    """What became of a sentence. A silent one (heading, lead-in, definition) asks nothing by itself."""

    FORMALISED = "formalised"
    UNCHECKED = "unchecked"
    SILENT = "silent"
    UNCOVERED = "uncovered"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A quote by which the charter holds on to the text: of a clause or duty (`id`) or of an unchecked part (`why`)."""

    quote: str
    span: Span
    id: str | None = None
    why: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Traced:
    """A sentence with the anchors that stand in it; its unchecked parts are there even when it is formalised."""

    sentence: Sentence
    coverage: Coverage
    anchors: tuple[Anchor, ...]


class Fault(StrEnum):
    LOST = "lost"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Loose:
    """A quote that does not hold: found nowhere (`nearest` is the sentence most like it) or in several places."""

    anchor: Anchor
    fault: Fault
    places: tuple[Span, ...] = ()
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """The whole answer; `unanchored` are clauses and duties that quote nothing."""

    charter: Charter
    source: Source
    sentences: tuple[Traced, ...]
    loose: tuple[Loose, ...]
    unanchored: tuple[Clause | Duty, ...]

    def count(self, coverage: Coverage) -> int:
        return sum(traced.coverage is coverage for traced in self.sentences)

    @property
    def complete(self) -> bool:
        """Whether nothing is uncovered and every quote stands in the text once."""
        return not self.loose and not self.count(Coverage.UNCOVERED)


def trace(charter: Charter, source: Source) -> Trace:
    """Complete iff every sentence is formalised, unchecked or silent, and every quote stands in the text once."""
    prose = Prose(source)
    read = sentences(source)
    found = [(anchor, prose.find(anchor.quote)) for anchor in anchors(charter)]
    placed = [(anchor, place) for anchor, places in found for place in places]
    traced = tuple(_traced(sentence, placed) for sentence in read)
    open_ones = tuple(one.sentence for one in traced if one.coverage is Coverage.UNCOVERED)
    loose = tuple(_loose(anchor, places, open_ones, read) for anchor, places in found if len(places) != 1)
    works: tuple[Clause | Duty, ...] = (*charter.clauses, *charter.duties)
    return Trace(charter, source, traced, loose, tuple(work for work in works if not work.cite.quotes))


def anchors(charter: Charter) -> Iterator[Anchor]:
    """Every quote of a charter, in the order of its file's sections."""
    works: tuple[Clause | Duty, ...] = (*charter.clauses, *charter.duties)
    for work in works:
        cite = work.cite
        for index, quote in enumerate(cite.quotes):
            span = cite.quote_spans[index] if index < len(cite.quote_spans) else work.span
            yield Anchor(quote, span, id=work.id, section=cite.section)
    yield from _of_what_spares(charter)
    for unchecked in charter.unchecked:
        for quote in unchecked.quotes:
            yield Anchor(quote, unchecked.span, why=unchecked.why)


def _of_what_spares(charter: Charter) -> Iterator[Anchor]:
    """The quotes of reliefs and of classes of seats."""
    reliefs = (*charter.relief, *(relief for clause in charter.clauses for relief in clause.relief))
    cited = [(one.id, one.cite, one.span) for one in reliefs] + [
        (one.name, one.cite, one.span) for one in charter.seats
    ]
    for name, cite, span in cited:
        for index, quote in enumerate(cite.quotes):
            place = cite.quote_spans[index] if index < len(cite.quote_spans) else span
            yield Anchor(quote, place, id=name, section=cite.section)


def _traced(sentence: Sentence, placed: list[tuple[Anchor, Span]]) -> Traced:
    here: list[Anchor] = []
    for anchor, place in placed:
        if place.start < sentence.span.end and sentence.span.start < place.end and anchor not in here:
            here.append(anchor)
    return Traced(sentence, _coverage(sentence, here), tuple(here))


def _coverage(sentence: Sentence, here: list[Anchor]) -> Coverage:
    if any(anchor.id is not None for anchor in here):
        return Coverage.FORMALISED
    if here:
        return Coverage.UNCHECKED
    return Coverage.UNCOVERED if sentence.kind is Kind.STATEMENT else Coverage.SILENT


def _loose(
    anchor: Anchor, places: tuple[Span, ...], uncovered: tuple[Sentence, ...], read: tuple[Sentence, ...]
) -> Loose:
    """A lost quote is most likely to have become what nobody covers any more."""
    if places:
        return Loose(anchor, Fault.REPEATED, places)
    return Loose(anchor, Fault.LOST, nearest=_nearest(anchor.quote, uncovered) or _nearest(anchor.quote, read))


def _nearest(quote: str, read: tuple[Sentence, ...]) -> str | None:
    """The sentence most like a quote, if it has half of the quote's words in order."""
    sought = normal(quote).lower().split()
    best, found = 0.0, None
    for sentence in read:
        matcher = SequenceMatcher(None, sought, normal(sentence.text).lower().split(), autojunk=False)
        share = sum(block.size for block in matcher.get_matching_blocks()) / max(1, len(sought))
        if share >= 0.5 and share + matcher.ratio() > best:
            best, found = share + matcher.ratio(), sentence.text
    return found
