"""A command is run again whenever a file that it read changes, until Ctrl-C."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from watchfiles import Change, watch

from quorate.charter.disk import SUFFIXES, digest, noting, shown
from quorate.charter.pages import PAGES
from quorate.cli.exits import Exit
from quorate.cli.guard import settle
from quorate.cli.output import Output

_PATIENCE = 1_000  # milliseconds


def again(out: Output, once: Callable[[], Exit], paths: Iterable[Path]) -> Exit:
    """Run until Ctrl-C; the exit status is that of the last run.

    Files that were read are watched wherever they lie, and what comes anew under `paths`.
    """
    places = [path.absolute() for path in paths]
    while True:
        with noting() as read:
            status = settle(out, once)
        if status is Exit.INTERRUPTED:
            return status
        try:
            out.remark("waiting for changes (Ctrl-C ends this)")
            changed = _next_change(read, places)
        except KeyboardInterrupt:
            return status
        out.remark(f"\n{datetime.now():%H:%M:%S}, changed: {', '.join(changed)}")


def _changed(read: Mapping[str, str]) -> list[str]:
    """What was changed since it was read: while the command still ran, or where nothing is told of changes."""
    return [shown(Path(path)) for path, was in read.items() if _digest(Path(path)) != was]


def _digest(path: Path) -> str | None:
    try:
        return digest(path.read_bytes())
    except OSError:
        return None


def _next_change(read: Mapping[str, str], places: list[Path]) -> list[str]:
    def ours(_: Change, path: str) -> bool:
        new = Path(path)
        inside = any(new.is_relative_to(place) for place in places)
        return path in read or (inside and (new.suffix in (*SUFFIXES, *PAGES) or new.is_dir()))

    folders = sorted({Path(path).parent for path in read} | set(_folders(places)))
    told = watch(*folders, watch_filter=ours, recursive=False, rust_timeout=_PATIENCE, yield_on_timeout=True)
    for changes in told:
        changed = sorted({shown(Path(path)) for _, path in changes}) or _changed(read)
        if changed:
            return changed
    raise KeyboardInterrupt


def _folders(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield place
            yield from (path for path in place.rglob("*") if path.is_dir())
        elif place.parent.is_dir():
            yield place.parent
