"""`quorate test`: do the scenarios come out as written."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

import typer

from quorate.charter.faults import distinct
from quorate.charter.kinds import kind_in
from quorate.charter.library import Library
from quorate.charter.load import read_scenario
from quorate.charter.nodes import ScalarNode, Tree, at
from quorate.charter.scenario import Scenario
from quorate.charter.survey import files_at
from quorate.charter.trees import tree_of
from quorate.cli.exits import Exit
from quorate.cli.options import Policies, wrong_call
from quorate.cli.output import Output
from quorate.questions.test import Outcome
from quorate.reports import test as report
from quorate.reports.answer import Reply, Standing
from quorate.source.diagnostic import Diagnostic, FileError
from quorate.testing.scenarios import run_all

PathsOption = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH", help="Scenario files or folders; `scenarios` unless given.", show_default=False),
]
Pattern = Annotated[
    str | None,
    typer.Option("--run", metavar="PATTERN", help="Only scenarios with this in their title or path (`*` is anything)."),
]
FailFast = Annotated[bool, typer.Option("--fail-fast", help="Stop after the first scenario that fails.")]
_REPLIES = {Outcome.MET: Reply.YES, Outcome.FAILED: Reply.NO, Outcome.UNDECIDED: Reply.UNDECIDED}


def scenarios(
    out: Output,
    paths: PathsOption = None,
    run: Pattern = None,
    fail_fast: FailFast = False,
    policies: Policies = None,
) -> Exit:
    chosen = _read(_chosen(paths or [Path("scenarios")], run), Library(tuple(policies or ())))
    answer = run_all(chosen, fail_fast=fail_fast, reporter=out.progress(report))
    return out.answer(report, answer, Standing(_REPLIES[answer.outcome]))


def _chosen(paths: Iterable[Path], pattern: str | None) -> list[Path]:
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


def _read(paths: Iterable[Path], library: Library) -> list[Scenario]:
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
