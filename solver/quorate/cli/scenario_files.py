"""Scenarios as commands take them: files, pages and folders, narrowed by a pattern."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from quorate.charter.faults import distinct
from quorate.charter.library import Library
from quorate.charter.load import read_scenarios
from quorate.charter.nodes import ScalarNode, at
from quorate.charter.pages import PAGES
from quorate.charter.scenario import Scenario, Transcript
from quorate.charter.survey import scenarios_at
from quorate.charter.trees import tree_of
from quorate.cli.options import wrong_call
from quorate.source.diagnostic import CallError, Diagnostic, FileError


def shown(paths: Iterable[Path], pattern: str | None, library: Library) -> list[Scenario | Transcript]:
    """The scenarios and transcripts at some paths that a pattern lets pass; what is wrong with any is told together."""
    found: list[Scenario | Transcript] = []
    wrong: list[Diagnostic] = []
    for path in scenarios_at(paths):
        if pattern is not None and path.suffix not in PAGES and not _matches(pattern, path, _title(path)):
            continue
        try:
            read = read_scenarios(path, library)
        except FileError as error:
            wrong += error.diagnostics
        else:
            found += (one for one in read if _matches(pattern, path, one.title))
    if wrong:
        raise FileError(distinct(wrong))
    return found


def scenarios(paths: Iterable[Path], library: Library) -> list[Scenario]:
    """The scenarios at some paths; raises `CallError` where there are none."""
    found = [one for one in shown(paths, None, library) if isinstance(one, Scenario)]
    if not found:
        raise none_found(None)
    return found


def none_found(pattern: str | None) -> CallError:
    """The error that there is nothing to run, for `raise`."""
    what = "there are no scenarios here" if pattern is None else f"no scenario matches `{pattern}`"
    return wrong_call("no-scenarios", what, "a scenario file begins with `quorate: 1` and `scenario:`")


def _matches(pattern: str | None, path: Path, title: str) -> bool:
    return pattern is None or any(fnmatchcase(word.lower(), f"*{pattern.lower()}*") for word in (str(path), title))


def _title(path: Path) -> str:
    """The title of a scenario file, of which the rest may be wrong."""
    title = at(tree_of(path).root, ("scenario",))
    return title.text if isinstance(title, ScalarNode) else ""
