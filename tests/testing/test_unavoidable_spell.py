"""On Aleris, a member who loses independence leaves a spell in which a clause is broken, whatever is done next."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product

import pytest

from quorate.charter.load import open_roster
from quorate.charter.relief import verdicts_on
from quorate.charter.roster import Event, Roster
from quorate.charter.shipped import shipped
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status
from quorate.testing.life.chronicle import entry

ROSTER, POLICIES = open_roster(shipped("scenarios") / "aleris" / "board.yaml")
POLICY = POLICIES["compensation"]
LOST = date(2026, 10, 5)
MEETS = min(day for day in ROSTER.calendar.board_meetings if day >= LOST)
"""The first day on which the board, which alone designates, can do so."""
LAST = MEETS + timedelta(days=2)
NEVER = LAST + timedelta(days=1)
CLAUSES = [clause for clause in POLICY.clauses if clause.id in ("composition.minimum", "composition.independence")]
CLAUSES = [clause for clause in CLAUSES if clause.charter == "aleris.compensation"]
DAYS = tuple(LOST + timedelta(days=number) for number in range((NEVER - LOST).days + 1))


def spell(members: int, leaves: date, joins: date, *, resigns: bool) -> int:
    """On how many days, from the loss of independence to the last, one of the two clauses is broken."""
    log: list[Event] = [entry(LOST, "lost-independence", person="david-lindqvist", facts={"nyse_independent": False})]
    if members == 3:
        log.insert(0, entry(date(2026, 9, 21), "resigned", person="farid-haddad", body="compensation"))
    kind = "resigned" if resigns else "removed"
    gone = entry(leaves, kind, person="david-lindqvist", body="compensation")
    come = entry(joins, "appointed", person="avery-stone", body="compensation", by="board")
    log += [one for one in sorted([come, gone], key=lambda one: one.date) if one.date < NEVER]
    roster = replace(ROSTER, log=(*ROSTER.log, *log))
    return sum(_broken(roster, day) for day in DAYS[:-1])


def _broken(roster: Roster, day: date) -> bool:
    state = state_of(roster, POLICIES, day)
    found = [one for clause in CLAUSES for one in verdicts_on(clause, POLICY, state, "compensation")]
    return any(one.status is Status.BROKEN for one in found)


@cache
def shortest(members: int, *, resigns: bool) -> int:
    """Over every day on which the member goes and every day on which the board designates; never is one of each.

    A member who does not resign goes no sooner than a successor is designated.
    """
    orders = product([day for day in DAYS if resigns or day >= MEETS], [day for day in DAYS if day >= MEETS])
    return min(spell(members, leaves, joins, resigns=resigns) for leaves, joins in orders if resigns or joins <= leaves)


@pytest.mark.parametrize(("members", "resigns"), [(3, False), (3, True), (4, False)])
def test_a_spell_lasts_at_least_until_the_board_meets(members: int, resigns: bool) -> None:
    assert shortest(members, resigns=resigns) == (MEETS - LOST).days == 29


def test_only_a_resignation_from_a_committee_of_four_avoids_it() -> None:
    assert shortest(4, resigns=True) == 0
