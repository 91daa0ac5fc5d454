"""Which kind of file a tree is of, said by one of its keys."""

from collections.abc import Mapping
from pathlib import Path

from quorate.charter.nodes import MappingNode, Tree, head
from quorate.charter.trees import tree_of
from quorate.source.diagnostic import Diagnostic, FileError

NAMES: Mapping[str, str] = {
    "charter": "a charter",
    "pack": "a pack",
    "scenario": "a scenario",
    "roster": "a roster",
    "amends": "an amendment",
}
"""What each kind of file is called, by the key that says so; a scenario has a `roster` too, so it comes first."""


def kind_in(tree: Tree) -> str | None:
    """The key by which a tree says what kind of file it is, or none."""
    keys = tree.root.keys if isinstance(tree.root, MappingNode) else {}
    return next((kind for kind in NAMES if kind in keys), None)


def unknown_kind(tree: Tree) -> Diagnostic:
    listed = ", ".join(f"`{kind}:`" for kind in NAMES)
    advice = f"after `quorate: 1` comes one of {listed}"
    return Diagnostic("unknown-kind", "nothing says what kind of file this is", head(tree.root), advice)


def tree_as(path: Path, *wanted: str) -> Tree:
    """The tree of a file of one of the wanted kinds; raises `FileError` where it says that it is of another."""
    tree = tree_of(path)
    kind = kind_in(tree)
    if kind is None or kind in wanted:
        return tree
    message = f"this is {NAMES[kind]}, and {' or '.join(NAMES[one] for one in wanted)} is wanted here"
    place = tree.root.keys[kind] if isinstance(tree.root, MappingNode) else head(tree.root)
    raise FileError([Diagnostic("another-kind", message, place, "name another file")])
