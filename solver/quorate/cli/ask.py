"""`quorate ask`: the questionnaire, only the questions that can still change a verdict."""

from typing import Annotated

import typer

from quorate.charter.cache import opened_roster
from quorate.cli.exits import Exit
from quorate.cli.options import AsOf, BodyNames, Policies, RosterPath
from quorate.cli.output import Output
from quorate.questions import ask as question
from quorate.reports import ask as report
from quorate.reports.answer import Reply, Standing

People = Annotated[
    list[str] | None, typer.Option("--person", metavar="NAME", help="A person of the roster; may be repeated.")
]
MembersOnly = Annotated[
    bool, typer.Option("--members-only", help="Do not ask what decides whether others could join a body.")
]


def ask(
    out: Output,
    roster: RosterPath,
    body: BodyNames = None,
    person: People = None,
    members_only: MembersOnly = False,
    as_of: AsOf = None,
    policies: Policies = None,
) -> Exit:
    opened, binding = opened_roster(roster, tuple(policies or ()))
    answer = question.ask(
        opened,
        binding,
        bodies=body or (),
        people=person or (),
        as_of=as_of,
        candidates=not members_only,
        reporter=out.progress(report),
    )
    return out.answer(report, answer, standing(answer))


def standing(answer: question.AskAnswer) -> Standing:
    """Undecided while there is something to ask; sure unless it was not found out whether an answer matters."""
    certain = all(each.shown for each in answer.questions)
    return Standing(Reply.UNDECIDED if answer.sheets else Reply.YES, "exact" if certain else "undecided")
