"""A fact is asked for if and only if some answers to it, all else being the same, give different verdicts."""

from collections.abc import Mapping
from itertools import product
from pathlib import Path
from random import Random

import pytest

from quorate import api
from quorate.source.diagnostic import CallError

FACTS = ("a", "b", "c")
PEOPLE = ("ann", "bob", "cid")
RULES = (
    "members.all(m, m.a)",
    "members.exists(m, m.b && !m.c)",
    "size(members.filter(m, m.a || m.b)) >= 2",
    "chair.a",
    "members.all(m, m.a) || members.exists(m, m.c)",
    "members.all(m, m.b || !m.b)",
    "size(members.filter(m, m.c)) <= 1 && members.exists(m, m.a)",
    "members.all(m, m.a == m.b)",
)
Known = Mapping[tuple[str, str], bool]


def opened(folder: Path, rules: tuple[str, ...], known: Known) -> api.Opened:
    clauses = "\n".join(
        f"  - {{id: r{n}, text: Rule, cite: {{section: '{n}'}}, require: \"{r}\"}}" for n, r in enumerate(rules)
    )
    facts = "\n".join(f"    {fact}: {{type: bool, text: Whether {fact}}}" for fact in FACTS)
    charter = (
        f"quorate: 1\ncharter: asked.pay\ntitle: Pay\nkind: pay\nfacts:\n  person:\n{facts}\nclauses:\n{clauses}\n"
    )
    (folder / "pay.yaml").write_text(charter, encoding="utf-8")
    lines = []
    for person in PEOPLE:
        stated = "".join(f", {f}: {str(known[person, f]).lower()}" for f in FACTS if (person, f) in known)
        lines.append(f"  {person}: {{name: {person.capitalize()}{stated}}}")
    body = f"bodies:\n  pay: {{kind: pay, charter: asked.pay, chair: ann, members: [{', '.join(PEOPLE)}]}}\n"
    head = "quorate: 1\nroster: asked\ntitle: Illustrative\nillustrative: true\nas_of: 2026-01-01\npeople:\n"
    path = folder / "roster.yaml"
    path.write_text(head + "\n".join(lines) + "\n" + body, encoding="utf-8")
    return api.opened(path)


def verdicts(case: api.Opened) -> dict[str, str]:
    return {verdict.subject.id: verdict.status.value for verdict in api.check(case).verdicts}


@pytest.mark.parametrize("seed", range(12))
def test_a_fact_is_asked_for_if_and_only_if_it_can_change_a_verdict(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    rules = tuple(chance.sample(RULES, 2))
    places = list(product(PEOPLE, FACTS))
    unknown = chance.sample(places, 4)
    known = {place: chance.random() < 0.6 for place in places if place not in unknown}
    asked = {question.fact for question in api.ask(opened(tmp_path, rules, known)).questions}
    told: dict[tuple[bool, ...], dict[str, str]] = {}
    for values in product((False, True), repeat=len(unknown)):
        told[values] = verdicts(opened(tmp_path, rules, {**known, **dict(zip(unknown, values, strict=True))}))
    matters = {
        f"{person}.{fact}"
        for index, (person, fact) in enumerate(unknown)
        for values in told
        if told[values] != told[(*values[:index], not values[index], *values[index + 1 :])]
    }
    assert asked == matters


def test_what_is_known_anyway_is_not_asked(tmp_path: Path) -> None:
    known = {("ann", "a"): False}
    case = opened(tmp_path, ("members.all(m, m.a)",), known)
    assert api.ask(case).questions == ()
    assert verdicts(case) == {"r0": "broken"}


def test_each_question_names_the_clauses_that_hang_on_it(tmp_path: Path) -> None:
    known = {(person, "a"): True for person in PEOPLE[1:]}
    (question,) = api.ask(opened(tmp_path, ("members.all(m, m.a)", "chair.a"), known)).questions
    assert (question.fact, question.answer) == ("ann.a", "yes or no")
    assert [reason.subject.id for reason in question.reasons] == ["r0", "r1"]


def test_somebody_else_is_no_such_person(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="no person `an`"):
        api.ask(opened(tmp_path, ("chair.a",), {}), people=["an"])


@pytest.mark.parametrize("day", ["0001-01-01", "0003-06-30", "9999-12-31"])
def test_the_first_and_the_last_days_of_the_calendar_are_days_like_others(tmp_path: Path, day: str) -> None:
    (tmp_path / "roster.yaml").write_text(
        f"quorate: 1\nroster: x\nas_of: {day}\npeople: {{a: {{name: A}}}}\n"
        "bodies: {committee: {kind: committee, charter: aleris.compensation, members: [a]}}\n",
        encoding="utf-8",
    )
    asked = {one.fact for one in api.ask(tmp_path / "roster.yaml").questions}
    assert "a.nyse_independent" in asked
