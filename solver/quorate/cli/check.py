"""`quorate check`: does everybody comply, and until when is there time."""

from quorate.charter.cache import opened_roster
from quorate.cli.exits import Exit
from quorate.cli.options import AsOf, BodyNames, Policies, RosterPath, WarnWithin
from quorate.cli.output import Output
from quorate.questions import check as question
from quorate.questions.expiring import WARNED
from quorate.reports import check as report
from quorate.reports.answer import Reply, Standing


def check(
    out: Output,
    roster: RosterPath,
    body: BodyNames = None,
    as_of: AsOf = None,
    warn_within: WarnWithin = WARNED,
    policies: Policies = None,
) -> Exit:
    opened, binding = opened_roster(roster, tuple(policies or ()))
    answer = question.check(
        opened, binding, bodies=body or (), as_of=as_of, warn_within=warn_within, reporter=out.progress(report)
    )
    reply = Reply.NO if answer.broken else Reply.UNDECIDED if answer.unknown else Reply.YES
    return out.answer(report, answer, Standing(reply))
