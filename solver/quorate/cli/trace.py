"""`quorate trace`: which sentences of the source text a charter formalises."""

from pathlib import Path
from typing import Annotated

import typer

from quorate.charter.disk import read_text
from quorate.charter.opening import Library, read_charter
from quorate.cli.exits import Exit
from quorate.cli.options import Policies
from quorate.cli.output import Output
from quorate.questions import trace as question
from quorate.reports import trace as report
from quorate.reports.answer import Reply, Standing

CharterPath = Annotated[Path, typer.Argument(metavar="CHARTER", help="The charter file.", show_default=False)]
SourcePath = Annotated[
    Path,
    typer.Option("--source", metavar="TEXT", help="The document that it formalises, plain text or Markdown."),
]


def trace(out: Output, charter: CharterPath, source: SourcePath, policies: Policies = None) -> Exit:
    answer = question.trace(read_charter(charter, Library(tuple(policies or ()))), read_text(source))
    return out.answer(report, answer, Standing(Reply.YES if answer.complete else Reply.NO))
