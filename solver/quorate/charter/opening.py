"""What most commands begin with: charters and rosters from their paths, without what scenarios and amendments need."""

from collections.abc import Mapping
from pathlib import Path

from quorate.charter.disk import read_bytes
from quorate.charter.document import Charter, Policy
from quorate.charter.kinds import tree_as
from quorate.charter.library import Library as Library
from quorate.charter.nodes import Tree
from quorate.charter.roster import Roster
from quorate.charter.roster_from_yaml import roster_of
from quorate.source.diagnostic import FileError


def read_charter(path: Path, library: Library | None = None) -> Charter:
    """The charter or pack of a file; raises `FileError` with every error in it."""
    library = asked_by(path, library)
    tree_as(path, "charter", "pack")
    reading = library.read(path)
    if reading.charter is None or reading.errors:
        raise FileError(reading.errors)
    return reading.charter


def read_roster(path: Path, library: Library | None = None) -> Roster:
    """The roster of a file, its facts typed by the charters of its bodies."""
    library = asked_by(path, library)
    return roster_in(tree_as(path, "roster"), library)


def open_roster(path: Path, library: Library | None = None) -> tuple[Roster, Mapping[str, Policy]]:
    """The roster of a file, and what binds each of its bodies that has a charter, by the body's name."""
    library = asked_by(path, library)
    roster = roster_in(tree_as(path, "roster"), library)
    return roster, policies_of(roster, library)


def policies_of(roster: Roster, library: Library) -> Mapping[str, Policy]:
    """What binds each body of a roster that has a charter."""
    return {name: library.policy(body.charter) for name, body in roster.bodies.items() if body.charter is not None}


def roster_in(tree: Tree, library: Library) -> Roster:
    """The roster of a tree; the files that it names lie beside its own."""
    folder = Path(tree.source.name).parent
    return roster_of(tree, library.charter, lambda name: read_bytes(folder / name))


def asked_by(path: Path, library: Library | None) -> Library:
    """The library as a file sees it, with what lies beside the file."""
    library = library or Library()
    library.beside(path)
    return library
