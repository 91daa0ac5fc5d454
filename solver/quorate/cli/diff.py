"""`quorate diff`: what an amendment, or another charter, changes for a real body."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from quorate.charter.amendment import amend
from quorate.charter.document import Charter, Policy
from quorate.charter.load import Library, open_roster, read_amendment, read_charter
from quorate.cli.exits import Exit
from quorate.cli.options import AsOf, Policies, RosterPath, wrong_call
from quorate.cli.output import Output
from quorate.cli.searching import CrossCheck, Engine, Seed, TimeLimit, limits
from quorate.questions import diff as question
from quorate.reports import diff as report
from quorate.reports.answer import Reply, Standing

Body = Annotated[
    str | None,
    typer.Option("--body", metavar="NAME", help="The body; by default the one whose charter is amended."),
]
AmendmentPath = Annotated[
    Path | None, typer.Option("--amendment", metavar="FILE", help="The amendment to the body's charter.")
]
CharterPath = Annotated[
    Path | None, typer.Option("--charter", metavar="FILE", help="Another charter in place of the body's own.")
]
AnyChair = Annotated[bool, typer.Option("--any-chair", help="Count slates whose chair is not one of the members, too.")]


def diff(
    out: Output,
    roster: RosterPath,
    body: Body = None,
    amendment: AmendmentPath = None,
    charter: CharterPath = None,
    any_chair: AnyChair = False,
    as_of: AsOf = None,
    policies: Policies = None,
    engine: Engine = None,
    cross_check: CrossCheck = False,
    time_limit: TimeLimit = None,
    seed: Seed = 0,
) -> Exit:
    library = Library(tuple(policies or ()))
    opened, binding = open_roster(roster, library)
    after, effective = _after(amendment, charter, library)
    answer = question.diff(
        opened,
        binding,
        body=body if body is not None else _governed(after, binding),
        after=after,
        packs=library.charter,
        as_of=as_of,
        effective=effective,
        any_chair=any_chair,
        engine=engine,
        cross_check=cross_check,
        limits=limits(time_limit, seed),
        reporter=out.progress(report),
    )
    reply = Reply.NO if answer.breaks else Reply.UNDECIDED if answer.open else Reply.YES
    certainty = "undecided" if answer.slates.undecided is not None else "exact"
    return out.answer(report, answer, Standing(reply, certainty, ", ".join(answer.engines) or None))


def _after(amendment: Path | None, charter: Path | None, library: Library) -> tuple[Charter, date | None]:
    if amendment is not None and charter is None:
        change = read_amendment(amendment, library)
        return amend(library.charter(change.amends), change), change.effective
    if charter is not None and amendment is None:
        return read_charter(charter, library), None
    raise wrong_call("one-change", "what is to be compared is not clear", "give one of `--amendment` and `--charter`")


def _governed(after: Charter, binding: Mapping[str, Policy]) -> str:
    """The only body that the charter governs."""
    found = [name for name, policy in binding.items() if policy.charter.id == after.id]
    if len(found) != 1:
        several = f"{len(found)} bodies" if found else "no body"
        raise wrong_call("which-body", f"the charter `{after.id}` governs {several} of the roster", "name the `--body`")
    return found[0]
