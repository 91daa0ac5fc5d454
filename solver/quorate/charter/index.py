"""Which file an id of a charter or pack means, without reading more of any file than its first lines."""

from dataclasses import dataclass, field
from pathlib import Path

from quorate.charter.disk import files_under, id_of
from quorate.charter.shipped import shipped


@dataclass(slots=True)
class Index:
    """Files by id: first the given files and folders, then beside the file that asks, then the standard places.

    Those are the `policies` of the working tree and the ones that come with Quorate. `asked` has every id that was
    looked up, with its file.
    """

    paths: tuple[Path, ...] = ()
    asked: dict[str, Path | None] = field(default_factory=dict)
    _known: dict[str, Path] = field(default_factory=dict)
    _seen: set[Path] = field(default_factory=set)
    _standard: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every id that was seen so far."""
        return tuple(self._known)

    def path(self, name: str) -> Path | None:
        """The file of an id."""
        self._given()
        if name not in self._known:
            self._index_standard()
        found = self.asked[name] = self._known.get(name)
        return found

    def inside(self, folder: str) -> tuple[str, ...]:
        """The ids of the files that lie in a folder of that name, wherever such folders are."""
        self._given()
        self._index_standard()
        return tuple(sorted(name for name, path in self._known.items() if path.parent.name == folder))

    def beside(self, path: Path) -> None:
        """Lets the index look beside a file, after the given paths and before the standard ones."""
        self._given()
        self._index(path.parent, deep=False)

    def _given(self) -> None:
        for path in self.paths:
            self._index(path)

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
