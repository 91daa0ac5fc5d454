"""Rosters with their charters, kept ready on disk: compiled once, and again as soon as anything they come from differs.

An entry is believed only if its own digest is right, every file it was made of has the content it had, every id still
means the same file, and the code that made it is the code that asks. Whatever else it is, it is made anew.
`QUORATE_CACHE` names another folder, or is `off`.
"""

import os
import pickle
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeAlias

from quorate.charter.disk import digest, noting, read_bytes
from quorate.charter.document import Policy
from quorate.charter.index import Index
from quorate.charter.roster import Roster
from quorate.source.diagnostic import FileError

Opened: TypeAlias = tuple[Roster, Mapping[str, Policy]]

MOST_ENTRIES = 100
_HEAD = b"quorate cache 1\n"
_PLAIN = {
    "builtins": {"frozenset", "set"},
    "collections": {"OrderedDict"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
    "fractions": {"Fraction"},
    "zoneinfo": {"ZoneInfo._unpickle"},
}


@dataclass(frozen=True, slots=True)
class Origin:
    """What an entry was made of: files by path with the digests of their contents, and ids with their files."""

    files: Mapping[str, str]
    ids: Mapping[str, str]


def opened_roster(path: Path, paths: tuple[Path, ...] = ()) -> Opened:
    """The roster of a file and what binds each of its bodies, as `opening.open_roster` gives it."""
    entry = _entry(path, paths)
    if entry is None:
        return _made(path, paths)[0]
    found = _kept(entry, path, paths)
    if found is None:
        found, origin = _made(path, paths)
        with suppress(OSError, pickle.PicklingError, RecursionError):
            _keep(entry, found, origin)
    return found


def _made(path: Path, paths: tuple[Path, ...]) -> tuple[Opened, Origin]:
    opening = import_module("quorate.charter.opening")
    library = opening.Library(paths)
    with noting() as files:
        found: Opened = opening.open_roster(path, library)
    ids = {name: str(file.absolute()) for name, file in library.index.asked.items() if file is not None}
    return found, Origin(files, ids)


def _kept(entry: Path, path: Path, paths: tuple[Path, ...]) -> Opened | None:
    """What an entry holds; none if there is none or anything about it is wrong or of another day."""
    try:
        content = entry.read_bytes()
        head, sealed, body = content[: len(_HEAD)], content[len(_HEAD) :][:64], content[len(_HEAD) + 64 :]
        if head != _HEAD or digest(body).encode() != sealed:
            return None
        stream = BytesIO(body)
        origin = _Reader(stream).load()
        if not isinstance(origin, Origin) or not _same(origin, path, paths):
            return None
        found: Opened = _Reader(stream).load()
    except (OSError, FileError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, *_SHAPES):
        return None
    return found


_SHAPES = (TypeError, ValueError, LookupError, RecursionError, MemoryError)
"""What unpickling an entry of another shape may raise."""


def _same(origin: Origin, path: Path, paths: tuple[Path, ...]) -> bool:
    index = Index(paths)
    index.beside(path)
    found = {name: index.path(name) for name in origin.ids}
    ids = all(file is not None and str(file.absolute()) == origin.ids[name] for name, file in found.items())
    return ids and all(digest(read_bytes(Path(file))) == known for file, known in origin.files.items())


def _keep(entry: Path, found: Opened, origin: Origin) -> None:
    body = pickle.dumps(origin, 5) + pickle.dumps(found, 5)
    entry.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=entry.parent, delete=False) as stream, _tidied(Path(stream.name)):
        stream.write(_HEAD + digest(body).encode() + body)
        stream.close()
        os.replace(stream.name, entry)
    by_age = sorted(entry.parent.glob("*.roster"), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in by_age[MOST_ENTRIES:]:
        old.unlink(missing_ok=True)


@contextmanager
def _tidied(made: Path) -> Iterator[None]:
    """Nothing half made stays."""
    try:
        yield
    except BaseException:
        made.unlink(missing_ok=True)
        raise


class _Reader(pickle.Unpickler):
    """Builds nouns of Quorate and plain values, and nothing else: an entry is data, never code."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if _is_noun(module) or name in _PLAIN.get(module, ()) else None
        if found is None or (_is_noun(module) and not isinstance(found, type)):
            raise pickle.UnpicklingError(f"{module}.{name} is no noun")
        return found


def _is_noun(module: str) -> bool:
    return module.startswith(("quorate.charter.", "quorate.cel.", "quorate.source."))


def _entry(path: Path, paths: tuple[Path, ...]) -> Path | None:
    """Where the entry of a roster lies; none where nothing is to be kept."""
    folder = _folder()
    if folder is None:
        return None
    asked = (_code(), Path.cwd(), path.absolute(), *(each.absolute() for each in paths))
    return folder / f"{digest(repr(list(map(str, asked))).encode())}.roster"


def _folder() -> Path | None:
    named = os.environ.get("QUORATE_CACHE")
    if named is not None:
        return None if named in ("", "off") else Path(named)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    match sys.platform:
        case "win32":
            return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "quorate" / "cache"
        case "darwin":
            return home / "Library" / "Caches" / "quorate"
        case _:
            return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "quorate"


@cache
def _code() -> str:
    """The code that reads files, as it lies on disk: names, sizes and times of its modules."""
    package = Path(__file__).resolve().parents[1]
    folders = [package / name for name in ("source", "cel", "charter")]
    return digest(repr((sys.version_info[:3], sorted(_modules(folders)))).encode())


def _modules(folders: list[Path]) -> Iterator[tuple[str, int, int]]:
    for folder in folders:
        with os.scandir(folder) as found:
            for each in found:
                if each.name.endswith(".py"):
                    known = each.stat()
                    yield each.path, known.st_size, known.st_mtime_ns
