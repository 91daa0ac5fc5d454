"""The tree of a file before anyone knows what kind of file it is: every scalar is text, every node has its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from quorate.source.diagnostic import Diagnostic
from quorate.source.span import Source, Span


@dataclass(frozen=True, slots=True, eq=False)
class ScalarNode:
    """A text. `style` is plain, single, double, literal or folded; `comment` is a comment right after a plain text."""

    text: str
    style: str
    span: Span
    comment: Span | None = None
    weight: int = 1

    @property
    def empty(self) -> bool:
        return self.style == "plain" and not self.text


@dataclass(frozen=True, slots=True, eq=False)
class MappingNode:
    """Keys with values, in the file's order; `keys` has the place of each key."""

    entries: "Mapping[str, Node]"
    keys: Mapping[str, Span]
    span: Span
    weight: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class ListNode:
    items: "tuple[Node, ...]"
    span: Span
    weight: int = 1


Node: TypeAlias = ScalarNode | MappingNode | ListNode
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A file read as YAML: its root, the faults that reading survived, and the stretches to trust no more."""

    source: Source
    root: Node
    diagnostics: tuple[Diagnostic, ...] = ()
    damaged: tuple[Span, ...] = ()


def kind_of(node: Node) -> str:
    """What a node is, in the words of messages."""
    match node:
        case ScalarNode():
            return "nothing" if node.empty else "a text"
        case MappingNode():
            return "a mapping"
        case ListNode():
            return "a list"


def at(root: Node, path: Path) -> Node | None:
    """The node at a path, or none."""
    node: Node | None = root
    for step in path:
        match node, step:
            case MappingNode(entries=entries), str():
                node = entries.get(step)
            case ListNode(items=items), int():
                node = items[step] if step < len(items) else None
            case _:
                return None
    return node


def head(node: Node) -> Span:
    """A span short enough to underline: a scalar whole if it stands on one line, else the first line of the node."""
    text = node.span.text
    first = text.split("\n", 1)[0].rstrip("\r")
    if isinstance(node, MappingNode) and node.keys and len(first) < len(text):
        return next(iter(node.keys.values()))
    return Span(node.span.source, node.span.start, node.span.start + len(first))


def key_place(root: Node, path: Path) -> Span:
    """The span of the last key of a path."""
    parent = at(root, path[:-1])
    if isinstance(parent, MappingNode) and isinstance(path[-1], str) and path[-1] in parent.keys:
        return parent.keys[path[-1]]
    return head(parent or root)


def show_path(path: Path) -> str:
    """A path as messages write it: `$.clauses[3].require`."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


def paths_in(root: Node) -> dict[int, Path]:
    """Where every node of a tree stands, by its `id`."""
    return {id(node): path for node, path in _walk(root)}


def _walk(root: Node) -> Iterator[tuple[Node, Path]]:
    stack: list[tuple[Node, Path]] = [(root, ())]
    while stack:
        node, path = stack.pop()
        yield node, path
        match node:
            case MappingNode(entries=entries):
                stack.extend((value, (*path, key)) for key, value in entries.items())
            case ListNode(items=items):
                stack.extend((value, (*path, index)) for index, value in enumerate(items))
            case ScalarNode():
                pass
