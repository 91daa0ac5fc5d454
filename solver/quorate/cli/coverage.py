"""`quorate test --coverage`: what the scenarios see of their charters, and what they could."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, assert_never

import typer

from quorate.charter.library import Library
from quorate.charter.scenario import Scenario, Transcript
from quorate.cli.exits import Exit
from quorate.cli.options import CoverageForm
from quorate.cli.output import Output
from quorate.cli.saving import place_of, write
from quorate.questions.coverage import Coverage
from quorate.reports import coverage as report
from quorate.reports import json as envelopes
from quorate.reports.answer import Reply, Standing
from quorate.reports.coverage_lcov import lcov
from quorate.reports.coverage_page import page
from quorate.testing.coverage import covered
from quorate.testing.coverage.suggestions import suggestions, unbroken

CoverageOption = Annotated[
    CoverageForm | None,
    typer.Option(
        "--coverage",
        help="Say what the scenarios see of their charters: below the answer, or as another form in its place.",
        show_default=False,
    ),
]
Threshold = Annotated[
    float | None,
    typer.Option(
        "--threshold",
        min=0.0,
        max=100.0,
        metavar="PERCENT",
        help="Fail unless so many clauses are judged, and so many conditions decide both ways.",
        show_default=False,
    ),
]
Suggest = Annotated[
    Path | None,
    typer.Option(
        "--suggest",
        metavar="DIR",
        help="Save a scenario there for each clause that none breaks, where a board is found that does.",
        show_default=False,
    ),
]


def measured(out: Output, waiting: Iterable[Scenario | Transcript]) -> Coverage:
    return covered(waiting, reporter=out.progress_alone())


def standing(answer: Coverage, threshold: float | None, so_far: Reply) -> Standing:
    """As the scenarios came out, but no if the threshold is missed."""
    missed = threshold is not None and not answer.reaches(threshold)
    return Standing(Reply.NO if missed else so_far)


def told(out: Output, answer: Coverage, form: CoverageForm, standing: Standing) -> Exit:
    match form:
        case CoverageForm.TEXT:
            return out.answer(report, answer, standing)
        case CoverageForm.JSON:
            document = envelopes.envelope("coverage", standing, report.json(answer))
            return out.lines([json.dumps(document, indent=2, ensure_ascii=False)], standing)
        case CoverageForm.HTML:
            return out.lines([page(answer)], standing)
        case CoverageForm.LCOV:
            return out.lines(lcov(answer), standing)
        case _:
            assert_never(form)


def suggest(out: Output, answer: Coverage, library: Library, folder: Path, day: date) -> None:
    """Save what would break clauses that nothing breaks, and say of which no such board was found."""
    for document in answer.documents:
        charter = library.charter(document.id)
        for name, mutant, found in suggestions(charter, library.charter, unbroken(document), day):
            if found is None:
                out.remark(f"nothing was found that breaks `{document.id}/{name}`")
                continue
            file = folder / f"{document.id}.{name}.yaml"
            write(file, found.text(mutant, place_of(document.id, Path(document.file), file)))
            out.remark(f"saved {file}")
