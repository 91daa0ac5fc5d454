"""Charters and packs by their ids, wherever their files lie."""

from dataclasses import dataclass, field
from pathlib import Path

from quorate.charter.disk import files_under, id_of, tree_of
from quorate.charter.document import Charter, Policy
from quorate.charter.from_yaml import Reading, read_tree_as_charter
from quorate.charter.nodes import Tree
from quorate.charter.policy import policy_of
from quorate.charter.shipped import shipped
from quorate.source.diagnostic import Diagnostic, FileError, did_you_mean


@dataclass(slots=True)
class Library:
    """Charters and packs by their ids.

    It looks first at the given files and folders, then beside the file that asks, then in the `policies` of the
    working tree, then in those that come with Quorate. What it has read it does not read again.
    """

    paths: tuple[Path, ...] = ()
    _known: dict[str, Path] = field(default_factory=dict)
    _readings: dict[Path, Reading] = field(default_factory=dict)
    _trail: list[Path] = field(default_factory=list)
    _seen: set[Path] = field(default_factory=set)
    _standard: bool = False

    def charter(self, name: str) -> Charter:
        """The charter or pack of an id; raises `FileError` where there is none or it has errors."""
        path = self.path(name)
        if path is None:
            advice = did_you_mean(name, self._known) or "put its file under `policies/`, or name it with `--policies`"
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
        for path in self.paths:
            self._index(path)
        if name not in self._known:
            self._index_standard()
        return self._known.get(name)

    def inside(self, folder: str) -> tuple[str, ...]:
        """The ids of the files that lie in a folder of that name, wherever such folders are."""
        for path in self.paths:
            self._index(path)
        self._index_standard()
        return tuple(sorted(name for name, path in self._known.items() if path.parent.name == folder))

    def beside(self, path: Path) -> None:
        """Lets the library look beside a file, after the given paths and before the standard ones."""
        for given in self.paths:
            self._index(given)
        self._index(path.parent, deep=False)

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

    def _index_standard(self) -> None:
        if not self._standard:
            self._standard = True
            self._index(Path("policies"))
            self._index(shipped("policies"))

    def _index(self, path: Path, *, deep: bool = True) -> None:
        if path in self._seen:
            return
        self._seen.add(path)
        for file in files_under(path, deep=deep):
            name = id_of(file)
            if name is not None:
                self._known.setdefault(name, file)
