"""What relief would spare after departures: the same as checking a roster whose log has them."""

from dataclasses import replace
from itertools import combinations

from made import PLACE, clause, day, event, expression, policy, roster
from quorate.cel.types import DATE
from quorate.charter.document import Citation, Relief, ReliefKind
from quorate.charter.relief import verdicts_on
from quorate.charter.roster import Roster
from quorate.charter.tenure import state_of
from quorate.questions.stress.answer import stress
from quorate.questions.stress.cures import after_resignations

CURE = Relief(
    "vacancy", "made", ReliefKind.CURE, "", Citation(), PLACE, start=expression("size(event.left) > 0"),
    until=replace(expression("start + days(180)"), type=DATE), alone=True,
)  # fmt: skip
RULE = replace(clause("size(members) >= 3", name="minimum"), relief=(CURE,))
RULES = policy([RULE])
PEOPLE = ("ann", "bob", "cat", "dan")


def made(as_of: str = "2026-01-01") -> Roster:
    return roster(PEOPLE, as_of=as_of)


def test_departures_are_judged_as_if_the_log_had_them() -> None:
    for as_of, today in (("2026-01-01", "2026-01-01"), ("2026-01-01", "2026-03-01")):
        state = state_of(made(as_of), {"committee": RULES}, day(today))
        for size in range(1, 4):
            for gone in combinations(PEOPLE, size):
                log = [event(today, "resigned", person=person, body="committee") for person in gone]
                earlier = replace(made("2025-12-31"), log=tuple(log))
                there = state_of(earlier, {"committee": RULES}, day(today))
                expected = verdicts_on(RULE, RULES, there, "committee")
                found = after_resignations(RULES, state, "committee", gone)
                told = [one for one in expected if str(one.status) != "holds"]
                assert [(one.status, one.until) for one in found] == [(one.status, one.until) for one in told], gone


def test_one_vacancy_is_cured_and_not_two() -> None:
    state = state_of(replace(made(), bodies=roster(PEOPLE[:3]).bodies), {"committee": RULES})
    (one,) = after_resignations(RULES, state, "committee", ["ann"])
    (two,) = after_resignations(RULES, state, "committee", ["ann", "bob"])
    assert (str(one.status), one.until, str(two.status)) == ("curing", day("2026-06-30"), "broken")


def test_the_answer_tells_it_beside_what_remains_possible() -> None:
    answer = stress(roster(PEOPLE[:3], as_of="2026-01-01"), {"committee": RULES}, bodies=["committee"])
    found = {one.departed: [str(each.status) for each in one.spared] for one in answer.bodies[0].aftermaths}
    assert ["curing"] in found.values()


def test_without_relief_nothing_is_said() -> None:
    bare = policy([clause("size(members) >= 3")])
    assert after_resignations(bare, state_of(made(), {"committee": bare}), "committee", ["ann", "bob"]) == ()
