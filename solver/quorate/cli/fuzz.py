"""`quorate fuzz`: boards drawn at random against the properties of a charter."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from quorate.charter.library import Library
from quorate.charter.properties import properties_asked
from quorate.cli.charters import governing
from quorate.cli.exits import Exit
from quorate.cli.options import Policies, wrong_call
from quorate.cli.output import Output
from quorate.cli.prove import CharterPath, Day, PropertyNames
from quorate.cli.saving import place_of, write
from quorate.cli.searching import Seed
from quorate.questions.fuzz import Fuzz, Outcome
from quorate.questions.prove import Answer, ProveAnswer
from quorate.questions.prove import Standing as Proved
from quorate.questions.prove.saved import saved
from quorate.reports import fuzz as report
from quorate.reports.answer import Reply, Standing
from quorate.testing.fuzzing import Drawing
from quorate.testing.fuzzing import fuzz as drawn

Examples = Annotated[
    int, typer.Option("--max-examples", min=1, metavar="N", help="How many boards are drawn for each property.")
]
Database = Annotated[
    Path | None,
    typer.Option(
        "--database", metavar="DIR", help="Keep there what refuted something, to begin with next time.",
        show_default=False,
    ),
]  # fmt: skip
Save = Annotated[
    Path | None,
    typer.Option("--save", metavar="DIR", help="Save each counterexample as a scenario there.", show_default=False),
]


def fuzz(
    out: Output,
    charter: CharterPath,
    properties: PropertyNames = None,
    max_examples: Examples = 200,
    database: Database = None,
    save: Save = None,
    as_of: Day = None,
    policies: Policies = None,
    seed: Seed = 0,
) -> Exit:
    library = Library(tuple(policies or ()))
    path, document = governing(charter, library)
    answer = drawn(
        document,
        library.charter,
        properties_asked(document, properties or (), library),
        as_of=as_of or date.today(),
        drawing=Drawing(max_examples, seed, _kept(database)),
        reporter=out.progress(report),
    )
    if save is not None:
        _save(out, answer, save, path)
    reply = Reply.NO if answer.of(Outcome.REFUTED) else Reply.YES
    return out.answer(report, answer, Standing(reply, f"tested({answer.judged})", "reference"))


def _kept(folder: Path | None) -> Path | None:
    """The folder of what is kept, made if it is not there: Hypothesis would say nothing of one it cannot write in."""
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise wrong_call("unwritable", f"`{folder}` cannot be written: {error.strerror}") from error
    return folder


def _save(out: Output, answer: Fuzz, folder: Path, charter: Path) -> None:
    """Write each counterexample as a scenario, and say which files those are."""
    whole = ProveAnswer(answer.charter, answer.as_of, ())
    for each in answer.of(Outcome.REFUTED):
        if each.witness is not None:
            file = folder / f"{each.claim.charter}.{each.claim.id}.yaml"
            told = Answer(each.claim, Proved.VIOLATED, "", each.witness)
            write(file, saved(whole, told, each.witness, place_of(answer.charter.id, charter, file)))
            out.remark(f"saved {file}")
