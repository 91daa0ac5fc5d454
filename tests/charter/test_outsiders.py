"""What a charter or a log speaks of and the roster does not have, and facts that too many have."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import clause, day, duty, event, fact, held, policy, roster
from quorate.charter.library import Library
from quorate.charter.outsiders import outsiders
from quorate.charter.roster_from_yaml import roster_of
from quorate.charter.survey import surveyed
from quorate.charter.tenure import state_of
from quorate.charter.yaml import read_tree
from quorate.questions.lint import lint
from quorate.source.diagnostic import Diagnostic, FileError
from quorate.source.span import Source, Span


def found(made: object, rules: object, as_of: str | None = None) -> list[Diagnostic]:
    policies = {"committee": rules}
    state = state_of(made, policies, day(as_of) if as_of else None)  # type: ignore[arg-type]
    return list(outsiders(state, policies))  # type: ignore[arg-type]


# Offices -------------------------------------------------------------------------------------------------------------


def test_a_misspelt_office_is_found_in_clauses_and_duties() -> None:
    rules = policy(
        [clause("chair != offices.secretry"), clause("true", when="offices.treasurer in members")],
        [duty("file", "file", to="offices.secretari")],
    )
    told = found(roster(offices={"secretary": "ann", "treasurer": None}), rules)
    assert [(one.code, one.help) for one in told] == [("unknown-office", "did you mean `secretary`?")] * 2
    assert "`secretry`" in told[0].message
    assert told[0].span is not None
    assert told[0].span.text == "offices.secretry"


def test_offices_are_also_those_of_the_log_and_a_roster_without_any_is_not_judged() -> None:
    rules = policy([clause("chair != offices.treasurer")])
    log = [event("2026-01-05", "designated", person="ann", office="treasurer")]
    assert found(roster(offices={"secretary": "ann"}, log=log), rules) == []
    assert found(roster(), rules) == []
    assert [one.code for one in found(roster(offices={"secretary": "ann"}), rules)] == ["unknown-office"]


def test_lint_knows_the_offices_of_the_rosters_beside_a_charter(tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_text(
        "quorate: 1\ncharter: made\ntitle: Made\nkind: committee\nclauses:\n"
        "  - {id: a, topic: chair, cite: {section: x}, require: chair != offices.secretry}\n"
    )
    (tmp_path / "roster.yaml").write_text(
        "quorate: 1\nroster: r\nas_of: 2026-01-01\npeople: {ann: {}}\n"
        "bodies: {c: {charter: made, members: [ann]}}\noffices: {secretary: ann}\n"
    )
    paths = [tmp_path / "charter.yaml", tmp_path / "roster.yaml"]
    read = [surveyed(path, Library((tmp_path,))) for path in paths]
    together = [one.help for one in lint(read).findings if one.code == "unknown-office"]
    assert together == ["did you mean `secretary`?"]
    assert [one for one in lint(read[:1]).findings if one.code == "unknown-office"] == []


# At most -------------------------------------------------------------------------------------------------------------


@given(
    facts=st.dictionaries(st.sampled_from(("ann", "bob", "cat", "dan", "eve")), st.sampled_from((True, False, None))),
    most=st.integers(0, 3),
)
def test_more_than_at_most_are_told_at_the_first_too_many(facts: dict[str, bool | None], most: int) -> None:
    people = {who: {} if value is None else {"chief": value} for who, value in facts.items()}
    made = roster(people=people)
    source = Source("roster.yaml", "ann bob cat dan eve")
    spans = {who: Span(source, 4 * at, 4 * at + 3) for at, who in enumerate(("ann", "bob", "cat", "dan", "eve"))}
    placed = {
        who: replace(person, fact_spans={"chief": spans[who]} if who in facts else {})
        for who, person in made.people.items()
    }
    told = found(replace(made, people=placed), policy(facts=[fact("chief", at_most=most)]))
    having = [who for who in made.people if facts.get(who)]
    assert [one.code for one in told] == ["more-than-at-most"] * (len(having) > most)
    for one in told:
        assert one.span is not None
        assert one.span.text == having[most]
        assert all(who.title() in one.message for who in having)


def test_a_definition_counts_and_the_log_is_followed() -> None:
    rules = policy(facts=[fact("officer"), fact("chief", define="self.officer", at_most=1)])
    log = [event("2026-03-01", "changed", person="bob", facts={"officer": True})]
    made = roster(people={"ann": {"officer": True}}, log=log, as_of="2026-02-01")
    assert found(made, rules, "2026-02-15") == []
    assert [one.code for one in found(made, rules, "2026-03-15")] == ["more-than-at-most"]


# Days to come --------------------------------------------------------------------------------------------------------


def test_events_after_the_day_of_the_roster_are_told_once_and_only_when_asked_of_that_day() -> None:
    log = [held("2026-06-30", "ann"), held("2026-07-01", "ann"), held("2026-08-01", "ann"), held("2026-09-01", "ann")]
    told = found(roster(log=log), policy())
    assert [one.code for one in told] == ["event-to-come"]
    assert "2026-07-01" in told[0].message
    assert "2 events after it" in told[0].message
    assert found(roster(log=log), policy(), "2026-12-31") == []
    assert found(roster(log=log), policy(), "2026-01-01") == []
    assert found(roster(log=log[:1]), policy()) == []


# Ids -----------------------------------------------------------------------------------------------------------------


def read(people: str, more: str = "") -> list[tuple[str, str]]:
    text = f"quorate: 1\nroster: made\nas_of: 2026-06-30\npeople: {people}\nbodies: {{board: {{members: []}}{more}}}\n"
    try:
        roster_of(read_tree(Source("roster.yaml", text)), None, None)  # type: ignore[arg-type]
    except FileError as error:
        return [(one.code, one.span.text if one.span else "") for one in error.diagnostics]
    return []


@pytest.mark.parametrize("good", ["ann", "jane-roe", "E1042", "josé", "o'neil", "a.b", "x@example.org", "山田"])
def test_ids_that_are_words_are_taken(good: str) -> None:
    assert read(f'{{"{good}": {{}}}}') == []


@pytest.mark.parametrize("bad", ["jane roe", " jane", "jane,roe", "jane:", "a/b", "-jane", "a;b", "all", "none", "(a)"])
def test_other_ids_are_mistakes_at_their_place(bad: str) -> None:
    told = read(f'{{"{bad}": {{}}}}')
    assert [code for code, _ in told] == ["bad-id"]
    assert bad in told[0][1]
    assert [code for code, _ in read("{}", f', "{bad}": {{members: []}}')] == ["bad-id"]
