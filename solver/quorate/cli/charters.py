"""Charters as commands take them: by their file or by their id."""

from pathlib import Path

from quorate.charter.disk import SUFFIXES
from quorate.charter.document import Charter
from quorate.charter.library import Library
from quorate.charter.opening import read_charter
from quorate.cli.options import wrong_call
from quorate.cli.searching import Asked


def library_of(asked: Asked) -> Library:
    """Where charters and packs are found."""
    return Library(tuple(asked.policies or ()))


def governing(name: str, library: Library) -> tuple[Path, Charter]:
    """A charter that a body is under, by its file or its id, and where it lies."""
    path = Path(name)
    if path.suffix not in SUFFIXES and not path.exists():
        library.charter(name)
        path = library.path(name) or path
    charter = read_charter(path, library)
    if charter.kind is None:
        message = f"`{charter.id}` is a pack, and no body is under it alone"
        raise wrong_call("pack-alone", message, "name a charter that uses it")
    return path, charter
