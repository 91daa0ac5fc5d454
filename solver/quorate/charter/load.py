"""From paths to whatever a file is: charters, rosters, scenarios, amendments."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from quorate.charter.amendment import Amendment, amend
from quorate.charter.amendment_from_yaml import amendment_of
from quorate.charter.disk import SUFFIXES
from quorate.charter.disk import read_text as read_text
from quorate.charter.document import Charter, Policy
from quorate.charter.kinds import kind_in, tree_as, unknown_kind
from quorate.charter.library import Library as Library
from quorate.charter.nodes import Tree
from quorate.charter.opening import asked_by
from quorate.charter.opening import open_roster as open_roster
from quorate.charter.opening import policies_of as policies_of
from quorate.charter.opening import read_charter as read_charter
from quorate.charter.opening import read_roster as read_roster
from quorate.charter.opening import roster_in as roster_in
from quorate.charter.pages import PAGES, page_of, scenario_trees, transcripts
from quorate.charter.policy import policy_of
from quorate.charter.roster import Roster
from quorate.charter.scenario import Scenario, Transcript
from quorate.charter.scenario_from_yaml import scenario_of
from quorate.charter.trees import tree_of
from quorate.source.diagnostic import FileError

Document: TypeAlias = Charter | Roster | Scenario | Amendment


def read_amendment(path: Path, library: Library | None = None) -> Amendment:
    """The amendment of a file, checked against the charter it amends."""
    library = asked_by(path, library)
    return amendment_of(tree_as(path, "amends"), library.charter)


def read_scenario(path: Path, library: Library | None = None) -> Scenario:
    """The scenario of a file, its roster changed and its charters amended as it says."""
    library = asked_by(path, library)
    return scenario_of(tree_as(path, "scenario"), _Desk(path.parent, library))


def read_scenarios(path: Path, library: Library | None = None) -> tuple[Scenario | Transcript, ...]:
    """What a file shows: its one scenario, or the scenarios and then the transcripts of a Markdown page."""
    if path.suffix not in PAGES:
        return (read_scenario(path, library),)
    desk = _Desk(path.parent, asked_by(path, library))
    page = page_of(path)
    scenarios = [scenario_of(tree, desk) for tree in scenario_trees(page)]
    return (*scenarios, *transcripts(page, path.parent))


def read(path: Path, library: Library | None = None) -> Document:
    """Whatever a file is, by the key that says so."""
    library = asked_by(path, library)
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


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies beside a scenario."""

    folder: Path
    library: Library

    def roster_tree(self, path: str) -> Tree:
        self.library.beside(self.folder / path)
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

    def amends(self, path: str) -> bool:
        return kind_in(tree_of(self.folder / path)) == "amends"

    def policy(self, charter: Charter) -> Policy:
        return policy_of(charter, self.library.charter)
