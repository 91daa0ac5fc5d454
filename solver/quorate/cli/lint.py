"""`quorate lint`: what is wrong or doubtful in policy files."""

from enum import StrEnum
from typing import Annotated

import typer

from quorate.charter.library import Library
from quorate.charter.survey import files_at, surveyed
from quorate.cli.exits import Exit
from quorate.cli.options import Paths, Policies
from quorate.cli.output import Output
from quorate.questions import lint as question
from quorate.reports import lint as report
from quorate.reports.answer import Reply, Standing
from quorate.source.diagnostic import Severity


class FailOn(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


FailOnOption = Annotated[
    FailOn, typer.Option("--fail-on", help="The least finding for which the answer is no (exit status 1).")
]


def lint(out: Output, paths: Paths, fail_on: FailOnOption = FailOn.ERROR, policies: Policies = None) -> Exit:
    library = Library(tuple(policies or ()))
    files = files_at(paths)
    reporter = out.progress(report)
    reporter.stage("reading", len(files))
    answer = question.lint((surveyed(path, library) for path in files), reporter)
    failed = fail_on is not FailOn.NEVER and answer.at_least(Severity(fail_on.value))
    return out.answer(report, answer, Standing(Reply.NO if failed else Reply.YES))
