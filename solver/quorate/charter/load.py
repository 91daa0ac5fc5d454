"""From paths to charters, rosters, scenarios and amendments: what every command begins with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from quorate.charter.amendment import Amendment, amend
from quorate.charter.amendment_from_yaml import amendment_of
from quorate.charter.disk import SUFFIXES, read_bytes, tree_of
from quorate.charter.disk import read_text as read_text
from quorate.charter.document import Charter, Policy
from quorate.charter.library import Library as Library
from quorate.charter.nodes import MappingNode, Tree, head
from quorate.charter.policy import policy_of
from quorate.charter.roster import Roster
from quorate.charter.roster_from_yaml import roster_of
from quorate.charter.scenario import Scenario
from quorate.charter.scenario_from_yaml import scenario_of
from quorate.source.diagnostic import Diagnostic, FileError

Document: TypeAlias = Charter | Roster | Scenario | Amendment

KINDS = ("charter", "pack", "scenario", "roster", "amends")
"""The second key of a file, which says what kind of file it is."""


def read_charter(path: Path, library: Library | None = None) -> Charter:
    """The charter or pack of a file; raises `FileError` with every error in it."""
    library = _asked_by(path, library)
    reading = library.read(path)
    if reading.charter is None or reading.errors:
        raise FileError(reading.errors)
    return reading.charter


def read_amendment(path: Path, library: Library | None = None) -> Amendment:
    """The amendment of a file, checked against the charter it amends."""
    library = _asked_by(path, library)
    return amendment_of(tree_of(path), library.charter)


def read_roster(path: Path, library: Library | None = None) -> Roster:
    """The roster of a file, its facts typed by the charters of its bodies."""
    library = _asked_by(path, library)
    return roster_in(tree_of(path), library)


def open_roster(path: Path, library: Library | None = None) -> tuple[Roster, Mapping[str, Policy]]:
    """The roster of a file, and what binds each of its bodies that has a charter, by the body's name."""
    library = _asked_by(path, library)
    roster = roster_in(tree_of(path), library)
    return roster, policies_of(roster, library)


def policies_of(roster: Roster, library: Library) -> Mapping[str, Policy]:
    """What binds each body of a roster that has a charter."""
    return {name: library.policy(body.charter) for name, body in roster.bodies.items() if body.charter is not None}


def read_scenario(path: Path, library: Library | None = None) -> Scenario:
    """The scenario of a file, its roster changed and its charters amended as it says."""
    library = _asked_by(path, library)
    return scenario_of(tree_of(path), _Desk(path.parent, library))


def read(path: Path, library: Library | None = None) -> Document:
    """Whatever a file is, by the key that says so."""
    library = _asked_by(path, library)
    tree = tree_of(path)
    match kind_in(tree):
        case "charter" | "pack":
            return read_charter(path, library)
        case "roster":
            return roster_in(tree, library)
        case "scenario":
            return scenario_of(tree, _Desk(path.parent, library))
        case "amends":
            return amendment_of(tree, library.charter)
        case _:
            raise FileError([unknown_kind(tree)])


def kind_in(tree: Tree) -> str | None:
    """Which kind of file a tree is of: one of `KINDS`, or none."""
    keys = tree.root.keys if isinstance(tree.root, MappingNode) else {}
    return next((kind for kind in KINDS if kind in keys), None)


def unknown_kind(tree: Tree) -> Diagnostic:
    listed = ", ".join(f"`{kind}:`" for kind in KINDS)
    advice = f"after `quorate: 1` comes one of {listed}"
    return Diagnostic("unknown-kind", "nothing says what kind of file this is", head(tree.root), advice)


def _asked_by(path: Path, library: Library | None) -> Library:
    library = library or Library()
    library.beside(path)
    return library


def roster_in(tree: Tree, library: Library) -> Roster:
    """The roster of a tree; the files that it names lie beside its own."""
    folder = Path(tree.source.name).parent
    return roster_of(tree, library.charter, lambda name: read_bytes(folder / name))


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies beside a scenario."""

    folder: Path
    library: Library

    def roster_tree(self, path: str) -> Tree:
        return tree_of(self.folder / path)

    def roster(self, tree: Tree) -> Roster:
        return roster_in(tree, self.library)

    def charter(self, name: str) -> Charter:
        if name.endswith(SUFFIXES):
            return read_charter(self.folder / name, self.library)
        return self.library.charter(name)

    def amended(self, path: str) -> tuple[str, Callable[[Charter], Charter]]:
        amendment = read_amendment(self.folder / path, self.library)
        return amendment.amends, lambda charter: amend(charter, amendment)

    def policy(self, charter: Charter) -> Policy:
        return policy_of(charter, self.library.charter)
