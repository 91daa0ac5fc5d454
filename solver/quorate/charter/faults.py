"""What pydantic finds wrong with a tree, as diagnostics, and the tree without it, so that the rest is read too."""

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from quorate.charter.nodes import (
    MappingNode,
    Node,
    Path,
    Tree,
    at,
    key_place,
    path_of,
    place,
    show_path,
    with_name,
    without,
)
from quorate.charter.shapes import Shape
from quorate.source.diagnostic import Diagnostic, did_you_mean
from quorate.source.span import Span

S = TypeVar("S", bound=Shape)

ROUNDS = 12
NAMES = ("quorate", "id", "charter", "pack", "kind", "title", "roster", "scenario", "amends")
"""Keys whose values only name things: without one of them the rest can still be read."""


def shape_of(tree: Tree, kind: type[S]) -> tuple[S | None, list[Diagnostic]]:
    """The shape of a tree and everything wrong with it.

    What is wrong is cut out and the rest read again, so the shape is there (with less in it) unless nothing is left.
    """
    root = tree.root
    found: list[Diagnostic] = []
    for _ in range(ROUNDS):
        try:
            return kind.model_validate(root), found
        except ValidationError as error:
            details = error.errors(include_url=False)
            found += [_diagnostic(tree.root, root, kind, detail) for detail in details if not _told(root, detail)]
            mended = _mended(root, details)
            if mended is None:
                return None, found
            root = mended
    return None, found


def _told(root: Node, detail: Any) -> bool:
    """Whether a missing key is missing only because its value was cut out before."""
    parent = at(root, detail["loc"][:-1])
    return detail["type"] == "missing" and isinstance(parent, MappingNode) and detail["loc"][-1] in parent.keys


def _mended(root: Node, details: Iterable[Any]) -> Node | None:
    """The tree without what is wrong with it; a name that is missing is stood in for, so that the rest is read."""
    for path in sorted({_cut(detail) for detail in details}, key=_order, reverse=True):
        if not path:
            return None
        root = with_name(root, path) if path[-1] in NAMES and at(root, path) is None else without(root, path)
    return root


def _order(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


def _cut(detail: Any) -> Path:
    """What to leave out because of an error: the value, or the mapping that lacks a key."""
    path: Path = detail["loc"]
    return path[:-1] if detail["type"] == "missing" and path[-1] not in NAMES else path


def _diagnostic(original: Node, root: Node, kind: type[BaseModel], detail: Any) -> Diagnostic:
    path: Path = detail["loc"]
    here = at(root, path)
    told = show_path(path_of(original, here) or path) if here is not None else show_path(path[:-1])
    match detail["type"]:
        case "extra_forbidden":
            known = known_keys(kind, path[:-1])
            advice = did_you_mean(str(path[-1]), known) or f"the keys here are {_listed(known)}"
            return Diagnostic("unknown-key", f"unknown key `{path[-1]}`", key_place(root, path), advice, path=told)
        case "missing":
            message = f"the key `{path[-1]}` is missing"
            return Diagnostic("missing-key", message, place(root, path), path=told)
        case code:
            context = detail.get("ctx", {})
            span = context.get("span")
            if not isinstance(span, Span):
                span = place(root, path)
            return Diagnostic(code, detail["msg"], span, context.get("help"), path=told)


def _listed(known: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in known)


def known_keys(kind: Any, path: Path) -> tuple[str, ...]:
    """The keys that may stand in the mapping at a path, in the shape's order."""
    shapes = _shapes_in(kind)
    for step in path:
        if isinstance(step, int) or not shapes:
            continue
        field = shapes[0].model_fields.get(step) or _aliased(shapes[0], step)
        if field is not None:
            shapes = _shapes_in(field.annotation)
    if not shapes:
        return ()
    return tuple(field.alias or name for name, field in shapes[0].model_fields.items())


def _aliased(shape: type[BaseModel], step: str) -> Any:
    return next((field for field in shape.model_fields.values() if field.alias == step), None)


def _shapes_in(annotation: Any) -> list[type[BaseModel]]:
    """The shapes that an annotation is made of, outermost first."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [shape for part in getattr(annotation, "__args__", ()) for shape in _shapes_in(part)]


def trustworthy(tree: Tree, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics that do not merely repeat what a cut or a misread stretch of the file already explains."""
    return [diagnostic for diagnostic in found if not _touches(tree.damaged, diagnostic.span)]


def _touches(damaged: Iterable[Span], span: Span | None) -> bool:
    return span is not None and any(
        stretch.source is span.source and stretch.start <= span.start < max(stretch.end, stretch.start + 1)
        for stretch in damaged
    )


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """In the order of the file; the same thing said twice is said once."""
    return tuple(
        sorted(dict.fromkeys(found), key=lambda one: (one.span.start, one.code) if one.span else (0, one.code))
    )
