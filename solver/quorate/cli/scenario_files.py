"""Scenarios as commands take them: files and folders, narrowed by a pattern."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from quorate.charter.faults import distinct
from quorate.charter.kinds import kind_in
from quorate.charter.library import Library
from quorate.charter.load import read_scenario
from quorate.charter.nodes import ScalarNode, Tree, at
from quorate.charter.scenario import Scenario
from quorate.charter.survey import files_at
from quorate.charter.trees import tree_of
from quorate.cli.options import wrong_call
from quorate.source.diagnostic import Diagnostic, FileError


def chosen(paths: Iterable[Path], pattern: str | None) -> list[Path]:
    """The scenario files at some paths that a pattern lets pass."""
    found: list[Path] = []
    passed = 0
    for path in files_at(paths):
        tree = tree_of(path)
        if kind_in(tree) != "scenario":
            continue
        if _matches(pattern, path, tree):
            found.append(path)
        else:
            passed += 1
    if not found:
        what = f"none of {passed} scenarios matches `{pattern}`" if passed else "there are no scenarios here"
        raise wrong_call("no-scenarios", what, "a scenario file begins with `quorate: 1` and `scenario:`")
    return found


def _matches(pattern: str | None, path: Path, tree: Tree) -> bool:
    if pattern is None:
        return True
    title = at(tree.root, ("scenario",))
    words = (str(path), title.text if isinstance(title, ScalarNode) else "")
    return any(fnmatchcase(word.lower(), f"*{pattern.lower()}*") for word in words)


def read(paths: Iterable[Path], library: Library) -> list[Scenario]:
    """The scenarios of the files; what is wrong in any of them is told together."""
    read: list[Scenario] = []
    wrong: list[Diagnostic] = []
    for path in paths:
        try:
            read.append(read_scenario(path, library))
        except FileError as error:
            wrong += error.diagnostics
    if wrong:
        raise FileError(distinct(wrong))
    return read
