"""`quorate test`: do the scenarios come out as written."""

from pathlib import Path
from typing import Annotated

import typer

from quorate.charter.library import Library
from quorate.cli.exits import Exit
from quorate.cli.options import Policies, TestForm
from quorate.cli.output import Output
from quorate.cli.scenario_files import chosen, read
from quorate.questions.test import Outcome
from quorate.reports import foreign
from quorate.reports import test as report
from quorate.reports.answer import Reply, Standing
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
FormOption = Annotated[TestForm, typer.Option("--format", help="How to write the answer.")]
_REPLIES = {Outcome.MET: Reply.YES, Outcome.FAILED: Reply.NO, Outcome.UNDECIDED: Reply.UNDECIDED}


def scenarios(
    out: Output,
    paths: PathsOption = None,
    run: Pattern = None,
    fail_fast: FailFast = False,
    policies: Policies = None,
    form: FormOption = TestForm.TEXT,
) -> Exit:
    waiting = read(chosen(paths or [Path("scenarios")], run), Library(tuple(policies or ())))
    answer = run_all(waiting, fail_fast=fail_fast, reporter=out.progress(report))
    standing = Standing(_REPLIES[answer.outcome])
    match form:
        case TestForm.JUNIT:
            return out.lines(foreign.junit(answer), standing)
        case TestForm.TAP:
            return out.lines(foreign.tap(answer), standing)
        case _:
            return out.answer(report, answer, standing)
