"""Clauses see who was for and against what, in whichever body it was voted on, and which meetings were closed."""

import pytest

from made import clause, day, event, held, policy, roster
from quorate.charter.document import Clause, Scope
from quorate.charter.relief import verdicts_on
from quorate.charter.roster import Event, Roster
from quorate.charter.tenure import state_of


def statuses(rule: Clause, made: Roster) -> list[str]:
    rules = policy([rule])
    state = state_of(made, {"committee": rules}, day("2026-06-30"))
    return [str(found.status) for found in verdicts_on(rule, rules, state, "committee")]


def vote(ayes: tuple[str, ...], kind: str = "vote", **more: object) -> Event:
    return event("2026-05-01", kind, body="board", subject="seats", ayes=ayes, **more)


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        (vote(("ann", "bob", "cat")), "holds"),
        (vote(("ann", "bob")), "broken"),
        (vote(("ann", "bob", "gus")), "broken"),  # a guest has no vote there
        (vote(("ann", "bob", "cat"), "consent"), "holds"),
        (vote(("ann", "bob", "cat"), noes=("dan", "eve")), "holds"),
    ],
)
def test_a_clause_of_a_committee_counts_the_ballots_of_the_board(entry: Event, status: str) -> None:
    rule = clause(
        "events.exists(v, v.kind in ['vote', 'consent'] && v.subject == 'seats' && size(v.ayes) > half(v.seated))"
    )
    assert statuses(rule, roster(("ann", "bob"), people={"gus": {}}, log=[entry])) == [status]


def test_who_was_against_it_and_who_abstained_is_seen() -> None:
    rule = clause("events.all(v, size(v.noes) == 1 && size(v.abstentions) == 2)")
    assert statuses(rule, roster(log=[vote(("ann",), noes=("bob",), abstentions=("cat", "dan"))])) == ["holds"]
    assert statuses(rule, roster(log=[vote(("ann",), noes=("bob",))])) == ["broken"]


def test_a_closed_meeting_is_known_as_one_and_is_open_unless_stated() -> None:
    log = [held("2026-04-01", "ann"), held("2026-05-01", "ann", closed=True)]
    assert statuses(clause("!meeting.closed", scope=Scope.MEETING), roster(log=log)) == ["holds", "broken"]
