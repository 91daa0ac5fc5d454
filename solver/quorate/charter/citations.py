"""Citations as read; every complaint about a clause carries the clause's, whatever stage it came from."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from quorate.charter.citation_shape import CitationShape
from quorate.charter.document import Citation
from quorate.charter.nodes import ListNode, MappingNode, Node, ScalarNode
from quorate.source.diagnostic import Diagnostic
from quorate.source.span import Span


def citation_of(shape: CitationShape | None) -> Citation:
    if shape is None:
        return Citation()
    quotes = shape.quote or ()
    return Citation(
        shape.section.value if shape.section else None,
        tuple(quote.value for quote in quotes),
        shape.source.value if shape.source else None,
        tuple(quote.span for quote in quotes),
    )


def cited(root: Node, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics, those inside a cited mapping of the file with its citation."""
    told = list(found)
    places = tuple(_places(root)) if told else ()
    return [_with_citation(places, diagnostic) for diagnostic in told]


def _with_citation(places: Iterable[tuple[Span, str]], diagnostic: Diagnostic) -> Diagnostic:
    span = diagnostic.span
    if span is None or span.citation is not None:
        return diagnostic
    around = [
        (place.end - place.start, citation)
        for place, citation in places
        if place.source is span.source and place.start <= span.start < place.end
    ]
    return replace(diagnostic, span=span.cited(min(around)[1])) if around else diagnostic


def _places(root: Node) -> Iterator[tuple[Span, str]]:
    """Every mapping of the file that has a `cite`, with what that says."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        match node:
            case MappingNode(entries=entries):
                cite = entries.get("cite")
                if isinstance(cite, MappingNode) and (text := _text(cite)):
                    yield node.span, text
                waiting.extend(entries.values())
            case ListNode(items=items):
                waiting.extend(items)
            case ScalarNode():
                pass


def _text(cite: MappingNode) -> str | None:
    parts = (cite.entries.get(key) for key in ("section", "source"))
    return next((part.text for part in parts if isinstance(part, ScalarNode) and part.text), None)
