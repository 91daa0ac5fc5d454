"""What is wrong with a file, told once, in the order of the file, and nothing that another fault explains already."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from quorate.charter.nodes import Tree
from quorate.charter.shapes import Broken, Faults, Shape
from quorate.source.diagnostic import Diagnostic
from quorate.source.span import Span

S = TypeVar("S", bound=Shape)


def shape_of(tree: Tree, kind: type[S]) -> tuple[S | None, list[Diagnostic]]:
    """The shape of a tree, as far as it could be read, and everything wrong with it."""
    faults = Faults()
    try:
        return kind.from_node(tree.root, (), faults), faults.found
    except Broken:
        return None, faults.found


def trustworthy(tree: Tree, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics that do not merely repeat what a cut or a misread stretch of the file already explains."""
    return [diagnostic for diagnostic in found if not _touches(tree.damaged, diagnostic.span)]


def distinct(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each problem of several files once; a charter that is not there is told with all places that name it."""
    problems: dict[object, list[Diagnostic]] = {}
    for one in once(found):
        problems.setdefault((one.code, one.message) if one.code in _ABSENT else _place(one), []).append(one)
    return tuple(replace(first, notes=(*first.notes, *_elsewhere(others))) for first, *others in problems.values())


def once(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What is said of a file that was read several times, once; the first stays."""
    places: dict[tuple[object, ...], Diagnostic] = {}
    for one in found:
        places.setdefault(_place(one), one)
    return tuple(places.values())


_ABSENT = frozenset({"unknown-charter"})
_NAMED = 3


def _place(one: Diagnostic) -> tuple[object, ...]:
    span = one.span
    return one.code, one.message, *((span.source.name, span.start, span.end) if span is not None else ())


def _elsewhere(others: Sequence[Diagnostic]) -> Iterator[str]:
    places = [str(one.span) for one in others if one.span is not None]
    if places:
        more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
        yield f"also named at {', '.join(places[:_NAMED])}{more}"


def _touches(damaged: Iterable[Span], span: Span | None) -> bool:
    return span is not None and any(
        stretch.source is span.source and stretch.start <= span.start <= stretch.end for stretch in damaged
    )


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """In the order of the file; the same thing said twice is said once."""
    return tuple(
        sorted(dict.fromkeys(found), key=lambda one: (one.span.start, one.code) if one.span else (0, one.code))
    )
