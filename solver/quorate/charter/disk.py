"""The only place where files are read: bytes and texts, and which YAML files lie under a path."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from os.path import normpath
from pathlib import Path

from quorate.charter.hazards import MAX_BYTES, too_large, without_controls
from quorate.source.diagnostic import Diagnostic, FileError, did_you_mean
from quorate.source.span import Source

SUFFIXES = (".yaml", ".yml")
_HEAD = 8_000
_ID = re.compile(r"^(?:charter|pack):[ \t]*['\"]?([a-z0-9._-]+)", re.MULTILINE)
_NOTED: ContextVar[dict[str, str] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[dict[str, str]]:
    """What is read meanwhile: by path from the root, the digest of its content. Noting within noting is noted twice."""
    noted: dict[str, str] = {}
    around = _NOTED.get()
    token = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(token)
        if around is not None:
            around.update(noted)


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def read_bytes(path: Path) -> bytes:
    """The content of a file; its size is looked at before anything is read."""
    try:
        if path.is_dir():
            raise FileError([Diagnostic("no-file", f"`{path}` is a folder", None, "name a file in it")])
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FileError([too_large(str(path), size)])
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        advice = _near(path)
        raise FileError([Diagnostic("no-file", f"`{path}` cannot be read: {reason.lower()}", None, advice)]) from None
    noted = _NOTED.get()
    if noted is not None:
        noted[str(path.absolute())] = digest(content)
    return content


def _near(path: Path) -> str | None:
    try:
        names = [other.name for other in path.parent.iterdir()]
    except (OSError, ValueError):
        return None
    return did_you_mean(path.name, names)


def shown(path: Path) -> str:
    """A path as people see it: from the working folder on, if it lies there."""
    here, path = Path.cwd(), _straight(path)
    return str(path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path)


def _straight(path: Path) -> Path:
    """A path without `..`, where that leads to the same file (across a link to a folder it does not)."""
    if ".." not in path.parts:
        return path
    plain = Path(normpath(path))
    try:
        return plain if plain.samefile(path) else path
    except OSError:
        return path


def read_text(path: Path) -> Source:
    """A text that is not YAML, such as the document that a charter formalises: UTF-8, or else Windows' code page."""
    raw = read_bytes(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return without_controls(Source(shown(path), text))


def files_under(path: Path, *, deep: bool = True, suffixes: tuple[str, ...] = SUFFIXES) -> Iterator[Path]:
    """The YAML files at a path (or those of other suffixes), sorted, without hidden folders."""
    if path.is_file():
        yield path
    elif path.is_dir():
        found = path.rglob("*") if deep else path.iterdir()
        for file in sorted(found):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file.suffix in suffixes and file.is_file() and not hidden:
                yield file


def head_of(path: Path) -> str:
    """The first lines of a file, whatever it is; nothing if it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return ""


def id_of(path: Path) -> str | None:
    """The id that the first lines of a charter or pack file give, read without parsing it."""
    found = _ID.search(head_of(path))
    return found[1] if found else None
