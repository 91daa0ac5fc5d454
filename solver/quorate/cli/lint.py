"""`quorate lint`: what is wrong or doubtful in policy files."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from quorate.charter.library import Library
from quorate.charter.survey import files_at, surveyed
from quorate.cli.exits import Exit
from quorate.cli.options import Paths, Policies, read_date, wrong_call
from quorate.cli.output import Output
from quorate.questions import lint as question
from quorate.reports import lint as report
from quorate.reports.answer import Reply, Standing
from quorate.source.diagnostic import Severity
from quorate.source.reporter import Reporter


class FailOn(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


FailOnOption = Annotated[
    FailOn, typer.Option("--fail-on", help="The least finding for which the answer is no (exit status 1).")
]


ReasonOption = Annotated[
    bool, typer.Option("--reason", help="Reason about boards of every size too: contradictions, and what the law adds.")
]
Day = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=read_date,
        metavar="DATE",
        help="With `--reason`: the clauses in force on this day; today's if not given.",
    ),
]
PerQuestion = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        min=0.0,
        metavar="SECONDS",
        help="With `--reason`: for each question; stop then and call it not decided.",
    ),
]


def lint(
    out: Output,
    paths: Paths,
    reason: ReasonOption = False,
    as_of: Day = None,
    time_limit: PerQuestion = None,
    fail_on: FailOnOption = FailOn.ERROR,
    policies: Policies = None,
) -> Exit:
    if not reason and (as_of is not None or time_limit is not None):
        option = "--as-of" if as_of is not None else "--time-limit"
        raise wrong_call("without-reason", f"`{option}` is about what is reasoned", "add `--reason`")
    library = Library(tuple(policies or ()))
    files = files_at(paths)
    reporter = out.progress(report)
    reporter.stage("reading", len(files))
    reasoning = _reasoning(as_of or date.today(), time_limit, reporter) if reason else None
    answer = question.lint((surveyed(path, library) for path in files), reporter, reasoning)
    return out.answer(report, answer, _standing(answer, fail_on))


def _reasoning(day: date, seconds: float | None, reporter: Reporter) -> question.Reason:
    """Reasoning, which alone needs a prover, is imported where it is asked for."""
    from quorate.cli.searching import finite, limits  # noqa: PLC0415  it loads the engines
    from quorate.questions.reason import reason  # noqa: PLC0415  it loads the prover

    bounds = limits(finite(seconds), 0)
    return lambda files: reason(files, as_of=day, limits=bounds, reporter=reporter)


def _standing(answer: question.Lint, fail_on: FailOn) -> Standing:
    """No if a finding is bad enough; else undecided if a time limit was reached."""
    sure, engine = ("proved", "z3") if answer.proved else ("exact", None)
    if fail_on is not FailOn.NEVER and answer.at_least(Severity(fail_on.value)):
        return Standing(Reply.NO, sure, engine)
    if not answer.decided:
        return Standing(Reply.UNDECIDED, "undecided", engine)
    return Standing(Reply.YES, sure, engine)
