"""`quorate replay`: what became of every clause on every day, and why."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from quorate.charter.cache import opened_roster
from quorate.charter.verdict import Status
from quorate.cli.exits import Exit
from quorate.cli.options import BodyNames, Policies, ReplayForm, RosterPath, read_date
from quorate.cli.output import Output
from quorate.cli.saving import write
from quorate.questions import replay as question
from quorate.questions.check import binds
from quorate.reports import replay as report
from quorate.reports.answer import Reply, Standing
from quorate.reports.replay_page import page

First = Annotated[
    date | None,
    typer.Option(
        "--from", parser=read_date, metavar="DATE", help="The first day; that of the last day's fiscal year by default."
    ),
]
Last = Annotated[
    date | None,
    typer.Option("--to", parser=read_date, metavar="DATE", help="The last day; the roster's own by default."),
]
FormOption = Annotated[ReplayForm, typer.Option("--format", help="How to write the answer.")]
OutputFile = Annotated[
    Path | None, typer.Option("--output", metavar="FILE", help="Write the page (.html) there, and the text as well.")
]


def replay(
    out: Output,
    roster: RosterPath,
    first: First = None,
    last: Last = None,
    body: BodyNames = None,
    output: OutputFile = None,
    policies: Policies = None,
    form: FormOption = ReplayForm.TEXT,
) -> Exit:
    opened, binding = opened_roster(roster, tuple(policies or ()))
    answer = question.replay(opened, binding, bodies=body or (), first=first, last=last, reporter=out.progress(report))
    if output is not None:
        write(output, page(answer))
        out.remark(f"written: {output}")
    if form is ReplayForm.HTML:
        return out.lines([] if output is not None else [page(answer)], standing(answer))
    return out.answer(report, answer, standing(answer))


def standing(answer: question.ReplayAnswer) -> Standing:
    """No if anything that must be was broken on any of the days, undecided if that is not known."""
    seen = {one.status for course in answer.courses for one in course.intervals if binds(one.verdict)}
    reply = Reply.NO if Status.BROKEN in seen else Reply.UNDECIDED if Status.UNKNOWN in seen else Reply.YES
    return Standing(reply)
