"""Charters and packs by their ids, wherever their files lie."""

from dataclasses import dataclass, field
from pathlib import Path

from quorate.charter.document import Charter, Policy
from quorate.charter.from_yaml import Reading, read_tree_as_charter
from quorate.charter.index import Index
from quorate.charter.nodes import Tree
from quorate.charter.policy import policy_of
from quorate.charter.trees import tree_of
from quorate.source.diagnostic import Diagnostic, FileError, did_you_mean


@dataclass(slots=True)
class Library:
    """Charters and packs by their ids, found by an `Index`. What it has read it does not read again."""

    paths: tuple[Path, ...] = ()
    index: Index = field(init=False)
    _readings: dict[Path, Reading] = field(default_factory=dict)
    _trail: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.index = Index(self.paths)

    def charter(self, name: str) -> Charter:
        """The charter or pack of an id; raises `FileError` where there is none or it has errors."""
        path = self.path(name)
        if path is None:
            advice = (
                did_you_mean(name, self.index.names) or "put its file under `policies/`, or name it with `--policies`"
            )
            raise FileError([Diagnostic("unknown-charter", f"there is no charter or pack `{name}`", None, advice)])
        reading = self.read(path)
        if reading.charter is None or reading.errors:
            raise FileError(reading.errors)
        return reading.charter

    def policy(self, name: str) -> Policy:
        """What binds a body under the charter of an id."""
        return policy_of(self.charter(name), self.charter)

    def path(self, name: str) -> Path | None:
        """The file of an id."""
        return self.index.path(name)

    def inside(self, folder: str) -> tuple[str, ...]:
        """The ids of the files that lie in a folder of that name, wherever such folders are."""
        return self.index.inside(folder)

    def beside(self, path: Path) -> None:
        """Lets the library look beside a file, after the given paths and before the standard ones."""
        self.index.beside(path)

    def read(self, path: Path, tree: Tree | None = None) -> Reading:
        """Everything that can be said of a charter or pack file, read once; `tree` is its tree, if that is there."""
        key = path.resolve()
        if key in self._trail:
            circle = " uses ".join(f"`{step.stem}`" for step in (*self._trail[self._trail.index(key) :], key))
            message = f"packs use each other in a circle: {circle}"
            raise FileError([Diagnostic("cyclic-packs", message, None, "drop one `uses`")])
        if key not in self._readings:
            self._trail.append(key)
            try:
                self._readings[key] = self._read(path, tree)
            finally:
                self._trail.pop()
        return self._readings[key]

    def _read(self, path: Path, tree: Tree | None) -> Reading:
        try:
            tree = tree or tree_of(path)
            return read_tree_as_charter(tree, self.charter)
        except FileError as error:
            return Reading(tree, None, error.diagnostics)
