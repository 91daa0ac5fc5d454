"""`quorate test`: do the scenarios come out as written."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from quorate.charter.library import Library
from quorate.charter.scenario import Scenario, Transcript
from quorate.cli.coverage import CoverageOption, Suggest, Threshold, measured, standing, suggest, told
from quorate.cli.exits import Exit
from quorate.cli.options import CoverageForm, Policies, TestForm
from quorate.cli.output import Output
from quorate.cli.saving import write
from quorate.cli.scenario_files import none_found, shown
from quorate.cli.watching import again
from quorate.questions.test import Outcome, Runs
from quorate.reports import foreign
from quorate.reports import test as report
from quorate.reports.answer import Reply, Standing
from quorate.testing.running import run_all
from quorate.testing.transcripts import renewed

PathsOption = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATH", help="Scenario files, Markdown pages or folders; `scenarios` unless given.", show_default=False
    ),
]
Pattern = Annotated[
    str | None,
    typer.Option("--run", metavar="PATTERN", help="Only scenarios with this in their title or path (`*` is anything)."),
]
FailFast = Annotated[bool, typer.Option("--fail-fast", help="Stop after the first scenario that fails.")]
FailOnEmpty = Annotated[bool, typer.Option("--fail-on-empty", help="No scenarios at all are an error.")]
Update = Annotated[bool, typer.Option("--update", help="First write what commands say now into transcripts.")]
Watch = Annotated[bool, typer.Option("--watch", help="Run again when a file changes, until Ctrl-C.")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, metavar="N", help="Run so many scenarios at a time.")]
FormOption = Annotated[TestForm, typer.Option("--format", help="How to write the answer.")]
_REPLIES = {Outcome.MET: Reply.YES, Outcome.FAILED: Reply.NO, Outcome.UNDECIDED: Reply.UNDECIDED}


def scenarios(
    out: Output,
    paths: PathsOption = None,
    run: Pattern = None,
    fail_fast: FailFast = False,
    fail_on_empty: FailOnEmpty = False,
    update: Update = False,
    watch: Watch = False,
    jobs: Jobs = 1,
    coverage: CoverageOption = None,
    threshold: Threshold = None,
    suggest_in: Suggest = None,
    policies: Policies = None,
    form: FormOption = TestForm.TEXT,
) -> Exit:
    places = paths or [Path("scenarios")]

    def once() -> Exit:
        library = Library(tuple(policies or ()))
        waiting = shown(places, run, library)
        if not waiting and fail_on_empty:
            raise none_found(run)
        if not waiting:
            out.remark("; ".join(each.message for each in none_found(run).diagnostics))
        if update and _updated(out, waiting):
            waiting = shown(places, run, library)
        answer = run_all(waiting, fail_fast=fail_fast, jobs=jobs, reporter=out.progress(report))
        if coverage is None and threshold is None and suggest_in is None:
            return _told(out, answer, form)
        found = measured(out, waiting)
        wanted = coverage or CoverageForm.TEXT
        if wanted is CoverageForm.TEXT:
            _told(out, answer, form)
        if suggest_in is not None:
            suggest(out, found, library, suggest_in, date.today())
        return told(out, found, wanted, standing(found, threshold, _REPLIES[answer.outcome]))

    return again(out, once, places) if watch else once()


def _told(out: Output, answer: Runs, form: TestForm) -> Exit:
    standing = Standing(_REPLIES[answer.outcome])
    match form:
        case TestForm.JUNIT:
            return out.lines(foreign.junit(answer), standing)
        case TestForm.TAP:
            return out.lines(foreign.tap(answer), standing)
        case _:
            return out.answer(report, answer, standing)


def _updated(out: Output, waiting: Iterable[Scenario | Transcript]) -> int:
    """Pages are written anew where their transcripts say something else; how many were."""
    written = 0
    transcripts = (one for one in waiting if isinstance(one, Transcript))
    for source, of_page in groupby(transcripts, lambda one: one.source):
        text = renewed(of_page)
        if text != source.text:
            write(Path(source.name), text)
            out.remark(f"updated {source.name}")
            written += 1
    return written
