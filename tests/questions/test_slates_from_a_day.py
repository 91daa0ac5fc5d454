"""Who may be put on a slate of a day: candidates from a day on, and those who have a seat by office."""

from dataclasses import replace
from itertools import combinations

import pytest

from made import PLACE, clause, day, policy, roster
from quorate.charter.document import Policy, SeatClass
from quorate.charter.roster import Roster
from quorate.questions.explain.person import unfit
from quorate.questions.slates import slates
from quorate.questions.slates.request import request
from quorate.source.diagnostic import QuorateError

PEOPLE = ("ann", "bob", "cat", "dan")
RULES = policy([clause("size(members) == 2", name="two")])


def made(**days: tuple[str | None, str | None]) -> Roster:
    found = roster(PEOPLE[:2], as_of="2026-01-01", board=PEOPLE)
    people = {
        name: replace(person, eligible=tuple(day(one) if one else None for one in days.get(name, (None, None))))  # type: ignore[arg-type]
        for name, person in found.people.items()
    }
    return replace(found, people=people)


def listed(rules: Policy, given: Roster, when: str) -> set[frozenset[str]]:
    answer = slates(given, {"committee": rules}, bodies=["committee"], as_of=day(when), top=50)
    return {frozenset(seated.members) for slate in answer.slates for seated in slate.seats}


@pytest.mark.parametrize(
    ("when", "able"),
    [
        ("2026-05-31", {"ann", "bob", "dan"}),
        ("2026-06-01", {"ann", "bob", "cat", "dan"}),
        ("2026-06-30", {"ann", "bob", "cat", "dan"}),
        ("2026-07-01", {"ann", "bob", "cat"}),
    ],
)
def test_a_candidate_stands_from_the_first_day_to_the_last(when: str, able: set[str]) -> None:
    given = made(cat=("2026-06-01", None), dan=(None, "2026-06-30"))
    assert listed(RULES, given, when) == {frozenset(pair) for pair in combinations(sorted(able), 2)}


def test_why_somebody_cannot_stand_yet_or_any_more_is_said() -> None:
    given = made(cat=("2026-06-01", None), dan=(None, "2025-06-30"))
    asked = request(given, {"committee": RULES}, ["committee"])
    assert unfit(asked, "committee", "cat") == "Cat is a candidate from 2026-06-01"
    assert unfit(asked, "committee", "dan") == "Dan was a candidate until 2025-06-30"
    with pytest.raises(QuorateError, match="is a candidate from 2026-06-01"):
        request(given, {"committee": RULES}, ["committee"], keep=["cat"])


def test_who_has_a_seat_by_office_is_on_every_slate() -> None:
    classes = (SeatClass("elected", 2, PLACE), SeatClass("treasurer", 1, PLACE, votes=0, ex_officio="treasurer"))
    rules = policy([clause("size(voting) == 2", name="two")])
    rules = replace(rules, charter=replace(rules.charter, seats=classes))
    given = replace(made(), offices={"treasurer": "dan"})
    given = replace(given, people={**given.people, "dan": replace(given.people["dan"], candidate=False)})
    found = listed(rules, given, "2026-01-01")
    assert found == {frozenset((*pair, "dan")) for pair in combinations(("ann", "bob", "cat"), 2)}
