"""The positioned tree of a YAML file."""

from pathlib import Path

from quorate.charter.disk import read_bytes, shown
from quorate.charter.hazards import decode
from quorate.charter.nodes import Tree
from quorate.charter.yaml import read_tree


def tree_of(path: Path) -> Tree:
    """The positioned tree of a file."""
    return read_tree(decode(read_bytes(path), shown(path)))
