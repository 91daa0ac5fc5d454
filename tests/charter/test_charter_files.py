"""A charter file becomes the nouns it describes, and what its author did not say gets its documented meaning."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from quorate.cel.types import (
    BOOL,
    DATE,
    INT,
    MONEY,
    NUMBER,
    ORGANISATION,
    STRING,
    GroupOf,
    ListOf,
    MapOf,
    OneOf,
    ThingType,
)
from quorate.cel.values import Money
from quorate.charter.document import Charter, Force, Mode, Per, Rank, Scope
from quorate.charter.fact_values import FOREVER
from quorate.charter.load import read_charter
from quorate.charter.shipped import shipped
from quorate.source.diagnostic import FileError

HEAD = "quorate: 1\ncharter: a.b\ntitle: A title\nkind: audit\n"
Read = Callable[[str], Charter]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The charter of a text that follows the usual first lines."""

    def reading(text: str, head: str = HEAD) -> Charter:
        path = tmp_path / "file.yaml"
        path.write_text(head + text, encoding="utf-8")
        return read_charter(path)

    return reading


def codes(read: Read, text: str) -> list[str]:
    with pytest.raises(FileError) as caught:
        read(text)
    return [diagnostic.code for diagnostic in caught.value.diagnostics]


def test_the_aleris_charter_is_read_with_its_packs() -> None:
    charter = read_charter(shipped("policies") / "aleris" / "compensation.yaml")
    assert charter.id == "aleris.compensation"
    assert charter.kind == "compensation"
    assert charter.rank is Rank.CHARTER
    quorum = charter.clause("quorum")
    assert (quorum.scope, quorum.mode, quorum.topic) == (Scope.QUORUM, Mode.REQUIRE, "quorum")
    assert quorum.rule.excerpt.text == "size(present) >= 2"
    assert quorum.rule.ast is not None
    assert str(quorum.cite) == "Meetings"
    assert quorum.span.citation == "Meetings"
    assert charter.clause("composition.rule-16b-3").force is Force.SHOULD
    assert charter.clause("meetings.special-call").mode is Mode.ALLOW


def test_what_a_clause_does_not_say(read: Read) -> None:
    clause = read("clauses:\n  - {id: quorum.plain, require: size(members) >= 3}\n").clauses[0]
    assert (clause.force, clause.scope, clause.mode, clause.topic) == (Force.MUST, Scope.BODY, Mode.REQUIRE, "quorum")
    assert (clause.when, clause.per, clause.tested, clause.in_force) == (None, None, "always", (None, None))
    assert (clause.default, clause.verified, clause.overrides, clause.reading) == (False, True, (), None)


def test_a_permission_may_without_saying_so(read: Read) -> None:
    clause = read(
        "clauses:\n  - {id: a, scope: meeting, when: meeting.special, allow: meeting.called_by == chair}\n"
    ).clauses[0]
    assert clause.force is Force.MAY


@pytest.mark.parametrize(
    ("written", "per"),
    [
        ("calendar_year", Per("calendar_year")),
        ("between_annual_meetings", Per("between_annual_meetings")),
        ("{every: years(2), from: 2026-01-31}", Per("every", 24, date(2026, 1, 31))),
        ("{every: months(6), from: 2026-01-31}", Per("every", 6, date(2026, 1, 31))),
    ],
)
def test_periods(read: Read, written: str, per: Per) -> None:
    clause = read(
        f"clauses:\n  - id: a\n    scope: year\n    per: {written}\n    require: size(meetings) >= 2\n"
    ).clauses[0]
    assert clause.per == per


def test_duties_say_when_they_fall_due(read: Read) -> None:
    charter = read(
        """subjects: {pay: What people are paid}
duties:
  - {id: goals, subject: pay, power: approve, per: fiscal_year, before: evaluation, minutes: 45}
  - id: evaluation
    subject: pay
    power: review
    per: fiscal_year
    at_least: 2
    within: meeting.date <= fiscal_year.last
  - id: minutes
    subject: pay
    power: file
    to: offices.secretary
    after: event.kind == 'held'
    by: event.date + days(30)
  - {id: plans, subject: pay, power: administer, standing: true, who: chair, force: should}
"""
    )
    goals, evaluation, minutes, plans = charter.duties
    assert (goals.before, goals.minutes, goals.at_least, goals.who) == (("evaluation",), 45, 1, "body")
    assert evaluation.within is not None
    assert evaluation.at_least == 2
    assert minutes.after is not None
    assert minutes.by is not None
    assert minutes.by.type == DATE
    assert minutes.to == "offices.secretary"
    assert (plans.standing, plans.who, plans.force) == (True, "chair", Force.SHOULD)


def test_facts_have_the_declared_types_and_values(read: Read) -> None:
    charter = read(
        """records:
  tie:
    org: {type: organisation}
    kind: {type: one_of, of: [partner, employee]}
    until: {type: date, default: forever}
facts:
  person:
    shares: {type: int, default: 0, usual: 100}
    weight: {type: decimal, usual: 0.1}
    pay: {type: money, default: "USD 120,000.50"}
    ties: {type: list, of: tie}
    affiliations: {type: set, of: organisation}
    tags: {type: set, of: text}
    old: {type: bool, define: self.shares > 3, changeable: true, at_most: 1}
  organisation:
    revenue: {type: money, by: year}
    friends: {type: text, by: name}
"""
    )
    facts = {(fact.holder, fact.name): fact for fact in charter.facts}
    assert (facts["person", "shares"].type, facts["person", "shares"].default, facts["person", "shares"].usual) == (
        INT,
        0,
        100,
    )
    assert (facts["person", "weight"].type, facts["person", "weight"].usual) == (NUMBER, Fraction(1, 10))
    assert facts["person", "weight"].has_default is False
    assert facts["person", "pay"].default == Money(Fraction("120000.5"), "USD")
    assert facts["person", "ties"].type == ListOf(ThingType("tie"))
    assert facts["person", "affiliations"].type == GroupOf(ORGANISATION)
    assert facts["person", "tags"].type == ListOf(STRING)
    old = facts["person", "old"]
    assert old.define is not None
    assert (old.type, old.define.type, old.changeable, old.at_most) == (BOOL, BOOL, True, 1)
    assert facts["organisation", "revenue"].type == MapOf(INT, MONEY)
    assert facts["organisation", "friends"].type == MapOf(STRING, STRING)
    assert charter.records is not None
    org, kind, until = charter.records["tie"]
    assert kind.type == OneOf(("partner", "employee"))
    assert (org.holder, until.default, until.has_default) == ("tie", FOREVER, True)


def test_records_can_be_read_in_rules(read: Read) -> None:
    charter = read(
        """records:
  tie: {org: {type: organisation}}
facts:
  person:
    ties: {type: list, of: tie}
clauses:
  - {id: a, require: "members.all(m, m.ties.all(t, t.org != organisation))"}
"""
    )
    assert charter.clauses[0].rule.type == BOOL


def test_terms_and_properties_and_what_is_unchecked(read: Read) -> None:
    charter = read(
        """facts: {person: {independent: {type: bool}}}
terms: {independent: m.independent}
clauses:
  - {id: quorum, scope: quorum, require: size(present) >= 2}
properties:
  - {id: floor, scope: quorum, text: A floor., claim: size(present) >= third(members)}
  - {id: again, scope: meeting, claim: 'holds("quorum")'}
  - {id: still, scope: departure, claim: 'possible("quorum") && size(before) > size(members)'}
unchecked:
  - {quote: [one, two], why: Nothing decides it.}
  - {quote: "three", why: Nor this.}
"""
    )
    assert charter.terms is not None
    assert charter.terms["independent"].type == BOOL
    assert [claim.scope for claim in charter.properties] == [Scope.QUORUM, Scope.MEETING, Scope.DEPARTURE]
    assert [entry.quotes for entry in charter.unchecked] == [("one", "two"), ("three",)]


def test_a_quote_keeps_its_place(read: Read) -> None:
    charter = read('clauses:\n  - id: a\n    cite: {section: B, quote: ["some words", other]}\n    require: "true"\n')
    cite = charter.clauses[0].cite
    assert cite.quotes == ("some words", "other")
    assert [span.text for span in cite.quote_spans] == ['"some words"', "other"]


def test_hold_over_speaks_of_a_member(read: Read) -> None:
    clause = read("clauses:\n  - {id: a, topic: term, constitutes: member.term_ends < as_of}\n").clauses[0]
    assert clause.mode is Mode.CONSTITUTES
    assert codes(read, "clauses:\n  - {id: a, topic: term, require: member.term_ends < as_of}\n") == ["unknown-name"]


@pytest.mark.parametrize("words", ["topic: trem", "topic: term, scope: boddy", "topic: term, scope: departure"])
def test_a_hold_over_with_a_wrong_word_is_one_mistake(read: Read, words: str) -> None:
    (code,) = codes(read, f"clauses:\n  - {{id: a, {words}, constitutes: as_of > as_of}}\n")
    assert code in ("unknown-word", "property-scope")


def test_a_broken_clause_is_no_loose_end_for_others(read: Read) -> None:
    """One mistake is one message: what names a broken piece is not blamed."""
    text = """duties:
  - {id: goals, subject: pay, power: review, per: month, before: [late]}
  - {id: late, subject: pay, power: revew, per: month}
"""
    assert codes(read, text) == ["unknown-word"]


def test_a_broken_fact_is_no_unknown_fact(read: Read) -> None:
    text = """facts:
  person:
    joined: {type: dat}
    left: {typ: date}
clauses:
  - {id: a, require: "members.all(m, m.joined == m.left)"}
"""
    assert sorted(codes(read, text)) == ["missing-key", "unknown-key", "unknown-type"]


def test_quotes_and_blocks_mean_the_same(read: Read) -> None:
    rules = [
        "size(members) >= 3",
        '"size(members) >= 3"',
        "'size(members) >= 3'",
        "|\n      size(members) >= 3",
        ">-\n      size(members)\n      >= 3",
    ]
    text = "clauses:\n" + "".join(f"  - id: a{n}\n    require: {rule}\n" for n, rule in enumerate(rules))
    asts = [clause.rule.ast for clause in read(text).clauses]
    assert all(ast == asts[0] for ast in asts)
