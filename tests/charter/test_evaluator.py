"""What becomes of a clause: statuses, four values, permissions, conditions, and whether a body is lawful."""

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import clause, day, event, expression, fact, held, policy, roster
from quorate.cel.evaluator import evaluate
from quorate.cel.values import Failure, Unknown
from quorate.charter.document import Clause, Force, Mode, Policy, Scope
from quorate.charter.evaluator import judge, lawful
from quorate.charter.occasions import occasions, occasions_of
from quorate.charter.relief import verdicts_on
from quorate.charter.roster import Membership, Roster
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status, Verdict

FACTS = [fact("ind"), fact("lit")]

# Of each of the four values, expressions that have it.
VALUES = {
    "true": ("true", "size(members) >= 1"),
    "false": ("false", "size(members) >= 9"),
    "unknown": ("members.all(m, m.ind)", "members.exists(m, m.lit)"),
    "failure": ("1 % 0 == 1", "events.exists(e, e.date.nothing)"),
    "vacant": ("chair.ind", "chair.name == 'x'"),
}


def only(rule: Clause, made: Roster, rules: Policy | None = None) -> Verdict:
    rules = rules or policy([rule], facts=FACTS)
    state = state_of(made, {"committee": rules})
    (found,) = [judge(rule, occasion) for occasion in occasions_of(rules, state, "committee", rule)]
    return found


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("true", Status.HOLDS),
        ("false", Status.BROKEN),
        ("unknown", Status.UNKNOWN),
        ("failure", Status.UNKNOWN),
        ("vacant", Status.NOT_APPLICABLE),
    ],
)
def test_the_value_of_the_rule_is_the_status(kind: str, status: Status) -> None:
    for text in VALUES[kind]:
        if text != "events.exists(e, e.date.nothing)":
            assert only(clause(text), roster()).status is status, text


def test_an_unknown_names_its_facts_and_a_failure_its_reason() -> None:
    unknown = only(clause("members.all(m, m.ind)"), roster(people={"ann": {"ind": True}}))
    assert unknown.facts == {"bob.ind", "cat.ind"}
    failed = only(clause("1 % 0 == 1"), roster())
    assert failed.reason
    assert not failed.facts


@given(st.sampled_from(sorted(VALUES)), st.sampled_from(sorted(VALUES)), st.booleans())
def test_four_values_absorb_and_commute(left: str, right: str, both: bool) -> None:
    """`false && x` is false and `true || x` true whatever x; then unknown outranks failure; order does not matter."""
    op, absorbing = ("&&", "false") if both else ("||", "true")
    one, other = VALUES[left][0], VALUES[right][0]
    there = only(clause(f"{one} {op} {other}"), roster()).status
    back = only(clause(f"{other} {op} {one}"), roster()).status
    assert there is back
    kinds = {left, right}
    expected = {"true": Status.HOLDS, "false": Status.BROKEN}
    neutral = "true" if both else "false"
    if absorbing in kinds:
        assert there is expected[absorbing]
    elif "unknown" in kinds or "failure" in kinds:
        assert there is Status.UNKNOWN
    elif "vacant" in kinds:
        assert there is Status.NOT_APPLICABLE
    else:
        assert there is expected[neutral]


@pytest.mark.parametrize(("when", "rule"), list(product(sorted(VALUES), sorted(VALUES))))
def test_when_decides_whether_a_clause_applies(when: str, rule: str) -> None:
    found = only(clause(VALUES[rule][0], when=VALUES[when][0]), roster()).status
    alone = only(clause(VALUES[rule][0]), roster()).status
    if when in ("false", "vacant"):
        assert found is Status.NOT_APPLICABLE
    elif when == "true":
        assert found is alone
    elif rule == "true":
        assert found is Status.HOLDS
    else:
        assert found is Status.UNKNOWN


def test_an_unknown_when_names_what_would_decide_it() -> None:
    found = only(clause("false", when="members.all(m, m.ind)"), roster(["ann"]))
    assert (found.status, found.facts) == (Status.UNKNOWN, {"ann.ind"})


def test_something_unknown_or_its_opposite_is_unknown() -> None:
    assert only(clause("members.all(m, m.ind) || !members.all(m, m.ind)"), roster()).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("begins", "ends", "status"),
    [
        ("2026-06-30", None, Status.BROKEN),
        ("2026-07-01", None, Status.NOT_APPLICABLE),
        (None, "2026-06-30", Status.BROKEN),
        (None, "2026-06-29", Status.NOT_APPLICABLE),
    ],
)
def test_a_clause_binds_while_it_is_in_force(begins: str | None, ends: str | None, status: Status) -> None:
    rule = clause("false", in_force=(begins and day(begins), ends and day(ends)))  # type: ignore[arg-type]
    assert only(rule, roster()).status is status


# Permissions ---------------------------------------------------------------------------------------------------------


def test_a_permission_is_broken_by_an_act_beyond_it_and_restricts_nothing_else() -> None:
    log = [
        held("2026-01-05", "ann", special=True, called_by="ann"),
        held("2026-02-05", "ann", special=True, called_by="dan"),
        held("2026-03-05", "ann", special=False, called_by="dan"),
    ]
    rule = clause(
        "meeting.called_by in members", mode=Mode.ALLOW, force=Force.MAY, scope=Scope.MEETING, when="meeting.special"
    )
    rules = policy([rule])
    state = state_of(roster(log=log), {"committee": rules})
    found = [judge(rule, one).status for one in occasions_of(rules, state, "committee", rule)]
    assert found == [Status.HOLDS, Status.BROKEN, Status.NOT_APPLICABLE]


def test_a_permission_without_an_act_is_not_applicable() -> None:
    assert only(clause("false", mode=Mode.ALLOW, force=Force.MAY), roster()).status is Status.NOT_APPLICABLE


# Hold-over -----------------------------------------------------------------------------------------------------------


def test_what_is_constituted_is_told() -> None:
    rule = clause("member.term_ends < as_of", mode=Mode.CONSTITUTES, topic="term")
    found = only(rule, roster([Membership("ann", term_ends=day("2026-05-12")), "bob"]))
    assert found.status is Status.HOLDS
    assert found.evidence[0].text == "Ann is still a member, after a term that ended on 2026-05-12"
    assert only(rule, roster()).status is Status.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("rule", "topic", "status", "facts"),
    [
        ("member.lit", "term", Status.UNKNOWN, {"ann.lit"}),
        ("false", "term", Status.NOT_APPLICABLE, set()),
        ("size(members) == 1", "term", Status.HOLDS, set()),
        ("true", "chair", Status.NOT_APPLICABLE, set()),
    ],
)
def test_hold_over_is_judged_like_it_works(rule: str, topic: str, status: Status, facts: set[str]) -> None:
    made = roster([Membership("ann", term_ends=day("2026-05-12")), "bob"])
    found = only(clause(rule, mode=Mode.CONSTITUTES, topic=topic), made)
    assert (found.status, found.facts) == (status, facts)


def test_where_there_was_no_occasion_a_clause_is_not_applicable() -> None:
    for scope in (Scope.MEETING, Scope.VOTE, Scope.EVENT):
        rules = policy([clause("true", scope=scope)])
        state = state_of(roster(), {"committee": rules})
        (found,) = verdicts_on(rules.clauses[0], rules, state, "committee")
        assert found.status is Status.NOT_APPLICABLE
        assert found.reason


# The same as evaluating ----------------------------------------------------------------------------------------------

_ATOMS = (
    "size(members) >= 3", "size(members) > 1", "members.all(m, m.ind)", "members.exists(m, m.lit)", "chair in members",
    "chair.ind", "size(members.filter(m, m.ind)) >= half(members)", "seats >= 3", "vacancies == 0",
)  # fmt: skip
_rules = st.recursive(
    st.sampled_from(_ATOMS),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} && {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} || {two[1]})"),
        inner.map(lambda one: f"!({one})"),
    ),
    max_leaves=6,
)
_people = st.dictionaries(
    st.sampled_from(("ann", "bob", "cat", "dan")),
    st.dictionaries(st.sampled_from(("ind", "lit")), st.booleans()),
)
_slates = st.lists(st.sampled_from(("ann", "bob", "cat", "dan")), unique=True)
_chairs = st.one_of(st.none(), st.sampled_from(("ann", "bob", "eve")))
_STATUS = {True: Status.HOLDS, False: Status.BROKEN}


@given(_rules, _people, _slates, _chairs, st.one_of(st.none(), st.integers(0, 5)))
def test_judging_is_evaluating(
    text: str, people: Mapping[str, Mapping[str, object]], slate: list[str], chair: str | None, seats: int | None
) -> None:
    rule = clause(text)
    rules = policy([rule], facts=FACTS)
    state = state_of(roster(slate, chair=chair, seats=seats, people=people), {"committee": rules})
    (today,) = occasions(rules, state, "committee", Scope.BODY)
    value = evaluate(expression(text).ast, today.variables, today.context)
    found = judge(rule, today)
    match value:
        case bool():
            assert found.status is _STATUS[value]
        case Unknown(facts=facts):
            assert (found.status, found.facts) == (Status.UNKNOWN, facts)
        case Failure(vacant=vacant):
            assert found.status is (Status.NOT_APPLICABLE if vacant else Status.UNKNOWN)
        case _:
            raise AssertionError(value)
    assert (found.status is Status.BROKEN) <= bool(found.evidence)
    assert judge(rule, today, explain=False).status is found.status


@given(_people, _slates, _chairs)
def test_a_slate_is_judged_as_if_it_sat_there(
    people: Mapping[str, Mapping[str, object]], slate: list[str], chair: str | None
) -> None:
    rules = policy(
        [
            clause("size(members) >= 2", name="size"),
            clause("members.all(m, m.ind)", name="ind"),
            clause("chair in members", name="chair"),
            clause("members.all(m, m.lit)", name="lit", force=Force.SHOULD),
            clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM),
        ],
        facts=FACTS,
    )
    base = state_of(roster(people=people), {"committee": rules})
    there = state_of(roster(slate, chair=chair, people=people), {"committee": rules})
    assert (
        lawful(rules, base.with_body("committee", slate, chair), "committee")[0] == lawful(rules, there, "committee")[0]
    )


# Lawful --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "chair", "answer"),
    [
        (("ann", "bob"), "ann", True),
        (("ann", "bob"), None, False),
        (("ann",), "ann", False),
        (("ann", "cat"), "ann", False),
        (("ann", "dan"), "ann", None),
        (("cat", "dan"), "cat", False),
        (("eve", "ann"), "ann", True),
    ],
)
def test_lawful_is_every_must_and_a_quorum_within_reach(
    members: tuple[str, ...], chair: str | None, answer: bool | None
) -> None:
    people = {"ann": {"ind": True}, "bob": {"ind": True}, "cat": {"ind": False}, "eve": {"ind": True, "lit": False}}
    rules = policy(
        [
            clause("members.all(m, m.ind)", name="ind"),
            clause("chair in members", name="chair"),
            clause("members.all(m, m.lit)", name="lit", force=Force.SHOULD),
            clause("false", name="other", when="body.kind == 'board'"),
            clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM),
            clause("false", name="later", scope=Scope.MEETING),
        ],
        facts=FACTS,
    )
    state = state_of(roster(members, chair=chair, people=people), {"committee": rules})
    found, verdicts = lawful(rules, state, "committee")
    assert found is answer
    assert [one.subject.id for one in verdicts] == ["ind", "chair", "other", "quorum"]


def test_a_should_never_makes_a_body_unlawful() -> None:
    rules = policy([clause("false", force=Force.SHOULD)])
    assert lawful(rules, state_of(roster(), {"committee": rules}), "committee") == (True, ())


def test_events_are_judged_as_they_were_seen_coming() -> None:
    rule = clause(
        "events.exists(r, r.kind == 'recommended' && r.person == event.person && r.date <= event.date)",
        scope=Scope.EVENT,
        when="event.kind == 'appointed' && event.body == body",
    )
    log = [
        event("2026-01-05", "recommended", by="board", body="committee", person="bob"),
        event("2026-01-06", "appointed", by="board", body="committee", person="bob"),
        event("2026-01-07", "appointed", by="board", body="committee", person="cat"),
        event("2026-01-08", "recommended", by="board", body="committee", person="cat"),
    ]
    rules = policy([rule])
    state = state_of(roster(log=log), {"committee": rules})
    found = {one.label: judge(rule, one).status for one in occasions_of(rules, state, "committee", rule)}
    assert found["Bob: appointed on 2026-01-06"] is Status.HOLDS
    assert found["Cat: appointed on 2026-01-07"] is Status.BROKEN
