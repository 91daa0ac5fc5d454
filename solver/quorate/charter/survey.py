"""Many files at once: each read as far as it can be, with everything that reading says of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from quorate.charter.amendment_from_yaml import read_tree_as_amendment
from quorate.charter.disk import files_under, head_of
from quorate.charter.document import Charter
from quorate.charter.kinds import kind_in, unknown_kind
from quorate.charter.library import Library
from quorate.charter.load import Document, read_scenario, roster_in
from quorate.charter.nodes import Tree
from quorate.charter.pages import PAGES, holds_scenarios, page_of
from quorate.charter.policy import packs_of
from quorate.charter.trees import tree_of
from quorate.source.diagnostic import Diagnostic, FileError

_OURS = re.compile(r"^(?:quorate|charter|pack|roster|scenario|amends)[ \t]*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One file: its tree and what it holds, as far as they could be read, and every complaint about it.

    `packs` are those that a charter uses, if it and they could be read.
    """

    path: Path
    tree: Tree | None = None
    kind: str | None = None
    document: Document | None = None
    packs: tuple[Charter, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def survey(paths: Iterable[Path], library: Library | None = None) -> Iterator[Surveyed]:
    """Every file at some paths, one by one. In folders, YAML files of other programs are passed over."""
    for path in files_at(paths):
        yield surveyed(path, library or Library())


def files_at(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files that a survey of these paths reads, each once; raises `FileError` for a path that is not there."""
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise FileError([Diagnostic("no-file", f"there is nothing at `{path}`", None, "name a file or a folder")])
        for file in files_under(path):
            if path.is_file() or _OURS.search(head_of(file)):
                found.setdefault(file.resolve(), file)
    return tuple(found.values())


def scenarios_at(paths: Iterable[Path]) -> list[Path]:
    """The scenario files at some paths, and the Markdown pages that hold scenarios or are named themselves."""
    named = list(paths)
    pages = {file: None for path in named for file in files_under(path, suffixes=PAGES) if _is_page(path, file)}
    files = [path for path in named if path not in pages]
    return [*(file for file in files_at(files) if kind_in(tree_of(file)) == "scenario"), *pages]


def _is_page(path: Path, file: Path) -> bool:
    return file.suffix in PAGES and (path == file or holds_scenarios(page_of(file)))


def surveyed(path: Path, library: Library) -> Surveyed:
    """One file, read as what it says it is."""
    library.beside(path)
    try:
        tree = tree_of(path)
    except FileError as error:
        return Surveyed(path, diagnostics=error.diagnostics)
    found = Surveyed(path, tree, kind_in(tree))
    try:
        return _filled(found, tree, library)
    except FileError as error:
        return replace(found, diagnostics=error.diagnostics)


def _filled(found: Surveyed, tree: Tree, library: Library) -> Surveyed:
    match found.kind:
        case "charter" | "pack":
            return _charter(found, library)
        case "amends":
            amendment, diagnostics = read_tree_as_amendment(tree, library.charter)
            return replace(found, document=amendment, diagnostics=diagnostics)
        case "roster":
            return replace(found, document=roster_in(tree, library))
        case "scenario":
            return replace(found, document=read_scenario(found.path, library))
        case _:
            return replace(found, diagnostics=(*tree.diagnostics, unknown_kind(tree)))


def _charter(found: Surveyed, library: Library) -> Surveyed:
    reading = library.read(found.path, found.tree)
    read = replace(found, tree=reading.tree, diagnostics=reading.diagnostics)
    if reading.charter is None or reading.errors:
        return read
    return replace(read, document=reading.charter, packs=packs_of(reading.charter, library.charter))
