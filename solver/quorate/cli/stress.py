"""`quorate stress`: how many departures, absences and recusals a body survives."""

from typing import Annotated

import typer

from quorate.cli.exits import Exit
from quorate.cli.options import BodyNames, RosterPath
from quorate.cli.output import Output
from quorate.cli.searching import NOTHING_ELSE, Asked
from quorate.questions import stress as question
from quorate.reports import stress as report
from quorate.reports.answer import Reply, Standing

Survive = Annotated[
    int,
    typer.Option(
        "--survive",
        min=0,
        metavar="K",
        help="Answer yes only if everything that must be survives K departures and K absences.",
    ),
]


def stress(
    out: Output,
    roster: RosterPath,
    body: BodyNames = None,
    survive: Survive = 0,
    asked: Asked = NOTHING_ELSE,
) -> Exit:
    opened, binding = asked.opened(roster)
    answer = question.stress(opened, binding, bodies=body or (), reporter=out.progress(report), **asked.terms)
    return out.answer(report, answer, standing(answer, survive))


def standing(answer: question.StressAnswer, survive: int) -> Standing:
    """Yes if everything binding survives so much, undecided if that hangs on unknown facts or on the time limit."""
    figures = [figure for figure in answer.figures if figure.binding and figure.strain in question.COUNTED]
    broken = any(figure.breaks is not None and figure.breaks.size <= survive for figure in figures)
    open_ = any(
        figure.undecided is not None or (figure.unclear is not None and figure.unclear.size <= survive)
        for figure in figures
    )
    reply = Reply.NO if broken else Reply.UNDECIDED if open_ else Reply.YES
    undecided = any(figure.undecided is not None for figure in answer.figures)
    return Standing(reply, "undecided" if undecided else "exact", ", ".join(answer.engines) or None)
