"""`quorate prove`: what holds for every board that a charter allows, and the smallest board for which it does not."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from quorate.charter.disk import SUFFIXES
from quorate.charter.document import Property
from quorate.charter.library import Library
from quorate.charter.properties import properties_asked
from quorate.cli.charters import governing
from quorate.cli.exits import Exit
from quorate.cli.options import Policies, read_date, wrong_call
from quorate.cli.output import Output
from quorate.cli.saving import place_of, write
from quorate.cli.searching import Seed, finite, limits
from quorate.questions import prove as question
from quorate.questions.prove.saved import saved
from quorate.reports import prove as report
from quorate.reports.answer import Reply, Standing
from quorate.reports.properties import Listing

CharterPath = Annotated[
    str, typer.Argument(metavar="CHARTER", help="The charter: a file, or its id.", show_default=False)
]
PropertyNames = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PROPERTY]...",
        help="Properties: an id of the charter's own, `PACK/ID`, or a pack for all of its own; "
        "without any, those of the charter and of every pack in `policies/properties`.",
        show_default=False,
    ),
]
Day = Annotated[
    date | None,
    typer.Option(
        "--as-of", parser=read_date, metavar="DATE", help="The clauses in force on this day; today's if not given."
    ),
]
PerProperty = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        min=0.0,
        callback=finite,
        metavar="SECONDS",
        help="For each property: stop then and call it undecided.",
    ),
]
Second = Annotated[bool, typer.Option("--cross-check", help="Ask cvc5, a second prover, the same questions.")]
Save = Annotated[
    Path | None,
    typer.Option(
        "--save",
        metavar="FILE",
        help="Save the counterexample as a scenario; in a folder, those of all properties.",
        show_default=False,
    ),
]
ListThem = Annotated[bool, typer.Option("--list", help="Only list the properties with their texts.")]


def prove(
    out: Output,
    charter: CharterPath,
    properties: PropertyNames = None,
    as_of: Day = None,
    save: Save = None,
    list_them: ListThem = False,
    cross_check: Second = False,
    policies: Policies = None,
    time_limit: PerProperty = None,
    seed: Seed = 0,
) -> Exit:
    library = Library(tuple(policies or ()))
    path, document = governing(charter, library)
    asked = properties_asked(document, properties or (), library)
    if list_them:
        return out.answer(report, Listing(document, asked), Standing(Reply.YES))
    _check_save(save, asked)
    answer = question.prove(
        document,
        library.charter,
        asked,
        as_of=as_of or date.today(),
        limits=limits(time_limit, seed),
        cross_check=cross_check,
        reporter=out.progress(report),
    )
    if save is not None:
        _save(out, answer, save, path)
    return out.answer(report, answer, standing(answer))


def _check_save(save: Path | None, asked: tuple[Property, ...]) -> None:
    if save is not None and save.suffix in SUFFIXES and len(asked) != 1:
        message = f"a file holds the counterexample to one property, and {len(asked)} are asked"
        raise wrong_call("one-property", message, "name one property, or save in a folder")


def _save(out: Output, answer: question.ProveAnswer, save: Path, charter: Path) -> None:
    """Write each counterexample as a scenario, and say which files those are."""
    for each in answer.answers:
        if each.standing is question.Standing.VIOLATED and each.witness is not None:
            file = save if save.suffix in SUFFIXES else save / f"{each.claim.charter}.{each.claim.id}.yaml"
            write(file, saved(answer, each, each.witness, place_of(answer.charter.id, charter, file)))
            out.remark(f"saved {file}")


def standing(answer: question.ProveAnswer) -> Standing:
    """No if anything is violated, undecided if anything is; vacuous or not applicable is nothing against a charter.

    What is bounded was not refuted, and makes all bounded.
    """
    found = {each.standing for each in answer.answers}
    if question.Standing.VIOLATED in found:
        return Standing(Reply.NO, "witness", answer.engine)
    if question.Standing.UNDECIDED in found:
        return Standing(Reply.UNDECIDED, "undecided", answer.engine)
    sizes = [each.size for each in answer.answers if each.size is not None]
    return Standing(Reply.YES, f"bounded({min(sizes)})" if sizes else "proved", answer.engine)
