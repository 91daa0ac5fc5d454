"""What people read of slates: what hangs, what was tried one by one, what stands in the way, why it is not finished."""

from dataclasses import replace

import pytest

from made import clause, fact, policy, roster
from quorate.charter.document import Clause, Force
from quorate.engines.base import Limits
from quorate.questions.slates import SlatesAnswer, slates
from quorate.reports import slates as report
from quorate.reports.console import plain

FACTS = [fact("ind"), fact("fin")]
SIZE = clause("size(members) == 2", name="size")
SQUARE = "size(members) * size(members) >= 4"


def answer(*rules: Clause, unknown: bool = False, **options: object) -> SlatesAnswer:
    people: dict[str, dict[str, object]] = {
        person: {"ind": person != "eve", "fin": True} for person in ("ann", "bob", "cat", "dan", "eve")
    }
    if unknown:
        people["dan"] = {"fin": True}
    policies = {"committee": policy([SIZE, *rules], facts=FACTS), "audit": policy([SIZE], facts=FACTS)}
    made = roster(("ann", "bob"), people=people, chair="ann")
    audit = replace(made.bodies["committee"], name="audit", chair=None)
    made = replace(made, bodies={**made.bodies, "audit": audit})
    return slates(made, policies, **{"bodies": ["committee"], **options})  # type: ignore[arg-type]


def told(*rules: Clause, unknown: bool = False, **options: object) -> str:
    return plain(report.text, answer(*rules, unknown=unknown, **options))


INDEPENDENT = clause("members.all(m, m.ind)", name="independence")


def test_what_hangs_on_unknown_facts_is_told_beside_the_lawful() -> None:
    said = told(INDEPENDENT, unknown=True)
    assert "3 lawful slates; no clause reads the chair, which stays open\n" in said
    assert "3 more hang on facts that are not known: dan.ind\n" in said


def test_a_clause_without_formulas_is_said_to_be_tried_one_by_one() -> None:
    said = told(clause(SQUARE, name="square"))
    assert "tried slate by slate, as it comes to no formula: square\n" in said
    assert "10 lawful slates" in said


def test_an_aim_without_formulas_is_said_not_to_count() -> None:
    said = told(clause(SQUARE.replace("4", "9"), name="square", force=Force.SHOULD))
    assert "an aim that does not count in the ranking, as it comes to no formula: square\n" in said
    assert "short of square\n" in said


def test_what_stands_in_the_way_is_told_clause_by_clause() -> None:
    said = told(INDEPENDENT, keep=["eve"])
    assert "no lawful slate\n" in said
    assert "keeps out Eve\n" in said
    assert "no slate that was asked for meets it, whatever the other clauses say\n" in said
    assert "without it there would be 4 slates\n" in said


@pytest.mark.parametrize("sizes", [(6, 6), (6, 9), (6, None)])
def test_more_members_than_may_serve_is_all_that_is_told(sizes: tuple[int, int | None]) -> None:
    said = told(INDEPENDENT, sizes=sizes)
    assert "no lawful slate\n\nin the way\n  size At least 6 members are wanted and 5 may serve.\n" in said
    assert "  committee: 6 of 5 candidates\n" in said
    assert "independence" not in said


def test_an_unfinished_answer_says_why() -> None:
    assert "not finished: the time limit of 0 s was reached\n" in told(limits=Limits(seconds=0.0))


def test_bodies_are_named_where_there_are_several() -> None:
    said = told(clause("chair.fin", name="chair"), bodies=["committee", "audit"], top=2)
    assert "   1  committee: Ann (chair), Bob\n      audit: Ann, Bob\n        first: as it is today\n" in said
    assert "another chair than today's: Bob of committee" in said
    assert "; no clause reads the chair of audit, which stays open (2 shown; --all lists every one)\n" in said


@pytest.mark.parametrize(
    ("preference", "value", "shown"),
    [
        ("half(members)", "1", "1: 1"),
        ("quarter(members)", "1/2", "1: 1/2"),
        ("members.all(m, m.ind)", True, "1: true"),
        ("chair.ind", True, "1: true"),
    ],
)
def test_preferences_are_shown_with_their_values(preference: str, value: object, shown: str) -> None:
    found = answer(prefer=[preference])
    assert shown in plain(report.text, found)
    best = report.json(found)["slates"][0]
    assert best["preferences"] in ([value], [1])


def test_a_preference_that_is_not_known_says_so() -> None:
    found = answer(INDEPENDENT, prefer=["members.exists(m, m.since > as_of)"], keep=["ann"])
    assert "not known" in plain(report.text, found)
    assert None in [value for slate in report.json(found)["slates"] for value in slate["preferences"]]
