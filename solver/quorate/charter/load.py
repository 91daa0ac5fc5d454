"""The only place where files are read: paths become charters, rosters, scenarios and amendments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quorate.charter.amendment import Amendment
from quorate.charter.amendment_from_yaml import amendment_of
from quorate.charter.document import Charter, Policy
from quorate.charter.from_yaml import Reading, read_tree_as_charter
from quorate.charter.hazards import MAX_BYTES, decode, too_large
from quorate.charter.nodes import Tree
from quorate.charter.policy import policy_of
from quorate.charter.shipped import shipped
from quorate.charter.yaml import read_tree
from quorate.source.diagnostic import Diagnostic, FileError, did_you_mean
from quorate.source.span import Source

SUFFIXES = (".yaml", ".yml")
_HEAD = 8_000
_ID = re.compile(r"^(?:charter|pack):[ \t]*['\"]?([a-z0-9._-]+)", re.MULTILINE)


def read_bytes(path: Path) -> bytes:
    """The content of a file; its size is looked at before anything is read."""
    try:
        if path.is_dir():
            raise FileError([Diagnostic("no-file", f"`{path}` is a folder", None, "name a file in it")])
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FileError([too_large(str(path), size)])
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        advice = _near(path)
        raise FileError([Diagnostic("no-file", f"`{path}` cannot be read: {reason.lower()}", None, advice)]) from None


def _near(path: Path) -> str | None:
    try:
        names = [other.name for other in path.parent.iterdir()]
    except (OSError, ValueError):
        return None
    return did_you_mean(path.name, names)


def tree_of(path: Path) -> Tree:
    """The positioned tree of a file."""
    return read_tree(decode(read_bytes(path), shown(path)))


def shown(path: Path) -> str:
    """A path as people see it: from the working folder on, if it lies there."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path)


def read_text(path: Path) -> Source:
    """A text that is not YAML, such as the document that a charter formalises: UTF-8, or else Windows' code page."""
    raw = read_bytes(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return Source(shown(path), text)


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
        if name not in self._known and not self._standard:
            self._standard = True
            self._index(Path("policies"))
            self._index(shipped("policies"))
        return self._known.get(name)

    def beside(self, path: Path) -> None:
        """Lets the library look beside a file, after the given paths and before the standard ones."""
        for given in self.paths:
            self._index(given)
        self._index(path.parent, deep=False)

    def read(self, path: Path) -> Reading:
        """Everything that can be said of a charter or pack file, read once."""
        path = path.resolve() if path.is_absolute() else path
        if path in self._trail:
            circle = " uses ".join(f"`{step.stem}`" for step in (*self._trail[self._trail.index(path) :], path))
            raise FileError(
                [Diagnostic("cyclic-packs", f"packs use each other in a circle: {circle}", None, "drop one")]
            )
        if path not in self._readings:
            self._trail.append(path)
            try:
                self._readings[path] = self._read(path)
            finally:
                self._trail.pop()
        return self._readings[path]

    def _read(self, path: Path) -> Reading:
        try:
            tree = tree_of(path)
        except FileError as error:
            return Reading(None, error.diagnostics)
        return read_tree_as_charter(tree, self.charter)

    def _index(self, path: Path, *, deep: bool = True) -> None:
        if path in self._seen:
            return
        self._seen.add(path)
        for file in files_under(path, deep=deep):
            name = id_of(file)
            if name is not None:
                self._known.setdefault(name, file)


def files_under(path: Path, *, deep: bool = True) -> Iterator[Path]:
    """The YAML files at a path, sorted, without hidden folders."""
    if path.is_file():
        yield path
    elif path.is_dir():
        found = path.rglob("*") if deep else path.iterdir()
        for file in sorted(found):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file.suffix in SUFFIXES and file.is_file() and not hidden:
                yield file


def id_of(path: Path) -> str | None:
    """The id that the first lines of a charter or pack file give, read without parsing it."""
    try:
        with path.open("rb") as stream:
            found = _ID.search(stream.read(_HEAD).decode("utf-8", "replace"))
    except OSError:
        return None
    return found[1] if found else None


def read_charter(path: Path, library: Library | None = None) -> Charter:
    """The charter or pack of a file; raises `FileError` with every error in it."""
    library = library or Library()
    library.beside(path)
    reading = library.read(path)
    if reading.charter is None or reading.errors:
        raise FileError(reading.errors)
    return reading.charter


def read_amendment(path: Path, library: Library | None = None) -> Amendment:
    """The amendment of a file, checked against the charter it amends."""
    library = library or Library()
    library.beside(path)
    return amendment_of(tree_of(path), library.charter)
