"""Files that commands write beside their answer, and how these name a charter."""

from os.path import relpath
from pathlib import Path

from quorate.charter.library import Library
from quorate.cli.options import wrong_call


def place_of(name: str, charter: Path, file: Path) -> str | None:
    """Where a charter lies as seen from a file; nothing if its id is enough to find it."""
    known = Library().path(name)
    if known is not None and known.resolve() == charter.resolve():
        return None
    return Path(relpath(charter, file.parent)).as_posix()


def write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise wrong_call("unwritable", f"`{file}` cannot be written: {error.strerror}") from error
