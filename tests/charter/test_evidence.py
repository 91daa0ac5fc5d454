"""The reasons given for a verdict: which people, which number against which bound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import clause, day, event, expression, fact, policy, roster
from quorate.cel.evaluator import evaluate
from quorate.cel.types import DATE, INT, ORGANISATION, STRING, GroupOf
from quorate.cel.values import Unknown
from quorate.charter.document import Scope
from quorate.charter.evaluator import judge
from quorate.charter.evidence import MOST, listing, named, reasons
from quorate.charter.occasions import occasions
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Evidence

FACTS = [fact("ind"), fact("lit"), fact("boards", INT), fact("trained", DATE)]
PEOPLE = {
    "ann": {"ind": True, "lit": False, "boards": 2, "trained": day("2026-01-01")},
    "bob": {"ind": False, "lit": False, "boards": 5, "trained": day("2021-01-01")},
    "cat": {"ind": False, "boards": 6, "trained": day("2020-01-01")},
}


def why(text: str, chair: str | None = "dan") -> tuple[Evidence, ...]:
    rules = policy([clause(text)], facts=FACTS)
    state = state_of(roster(people=PEOPLE, chair=chair), {"committee": rules})
    (today,) = occasions(rules, state, "committee", Scope.BODY)
    return reasons(expression(text).ast, today.variables, today.context)


@pytest.mark.parametrize(
    ("text", "expected", "people"),
    [
        ("size(members) >= 4", "3 members, at least 4 needed", ()),
        ("4 <= size(members)", "3 members, at least 4 needed", ()),
        ("size(members) < 3", "3 members, fewer than 3 allowed", ()),
        ("size(members) == 5", "3 members, exactly 5 needed", ()),
        ("!(size(members) >= 3)", "3 members, fewer than 3 allowed", ()),
        (
            "size(members.filter(m, m.ind)) > half(members)",
            "1 of 3 members (Ann) with `m.ind`, at least 2 needed (more than `half(members)`, which is 3/2)",
            ("bob", "cat"),
        ),
        (
            "size(members.filter(m, !m.ind)) <= third(members)",
            "2 of 3 members (Bob and Cat) with `!m.ind`, at most 1 allowed (at most `third(members)`, which is 1)",
            ("bob", "cat"),
        ),
        ("members.all(m, m.ind)", "Bob and Cat: `m.ind` is false", ("bob", "cat")),
        ("members.all(m, m.lit)", "Ann and Bob: `m.lit` is false", ("ann", "bob")),
        ("members.all(m, m.ind || m.lit)", "Bob: `m.ind` is false", ("bob",)),
        ("!members.exists(m, !m.ind)", "Bob and Cat: `m.ind` is false", ("bob", "cat")),
        ("members.exists(m, m.boards > 9)", "no member with `m.boards > 9`", ()),
        ("!members.all(m, m.boards < 9)", "every member has `m.boards < 9`", ()),
        ("members.all(m, m.boards <= 4)", "Bob: `m.boards` is 5, at most 4 allowed", ("bob",)),
        (
            "members.all(m, m.trained + years(2) >= as_of)",
            "Bob: `m.trained + years(2)` is 2023-01-01, needed is 2026-06-30 or later",
            ("bob",),
        ),
        ("chair in members", "`chair` is Dan, not in `members`", ("dan",)),
        ("!(chair in board.members)", "`chair` is Dan, in `board.members`", ("dan",)),
        ("body == board", "`body` is committee, `board` is board", ()),
        ("body != body", "`body` is committee, and so is `body`", ()),
        ("body.kind == 'board'", "`body.kind` is committee, not board", ()),
        ("body.kind != 'committee'", "`body.kind` is committee", ()),
        ("events.exists(e, e.kind == 'held')", "there are no events", ()),
        ("size(members) >= 3 && size(members) < 2", "3 members, fewer than 2 allowed", ()),
        ("size(members) > 1 ? size(members) > 5 : true", "3 members, more than 5 needed", ()),
        ("false", "`false` is false", ()),
    ],
)
def test_the_first_reason_says_what_is_wrong(text: str, expected: str, people: tuple[str, ...]) -> None:
    found = why(text)
    assert (found[0].text, found[0].people) == (expected, people)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            "members.all(m, m.firms.all(f, size(members.filter(n, f in n.firms)) <= third(members)))",
            "acme: 2 of 3 members (Ann and Bob) with `f in n.firms`, "
            "at most 1 allowed (at most `third(members)`, which is 1)",
        ),
        (
            "members.all(m, size(members.filter(n, n.firm == m.firm)) <= 1)",
            "2 of 3 members (Ann and Bob) with `n.firm == m.firm`, where `m.firm` is acme, at most 1 allowed",
        ),
        (
            "members.all(m, members.all(n, m == n || m.firm != n.firm))",
            "Ann with Bob: `m.firm` is acme, and so is `n.firm`",
        ),
    ],
)
def test_nested_quantifiers_name_who_is_counted_in_which_group_and_once(rule: str, expected: str) -> None:
    facts = [fact("firm", STRING), fact("firms", GroupOf(ORGANISATION))]
    people = {
        "ann": {"firm": "acme", "firms": ("acme", "bolt")},
        "bob": {"firm": "acme", "firms": ("acme",)},
        "cat": {"firm": "cog", "firms": ("cog",)},
    }
    rules = policy([clause(rule)], facts=facts)
    state = state_of(roster(people=people), {"committee": rules})
    (today,) = occasions(rules, state, "committee", Scope.BODY)
    (found,) = reasons(expression(rule).ast, today.variables, today.context)
    assert (found.text, found.people) == (expected, ("ann", "bob"))


def test_several_people_with_the_same_other_are_told_together() -> None:
    found = why("members.all(m, members.all(n, m.boards > 5 || n.boards < 6))")
    (both,) = (each for each in found if "n.boards" in each.text)
    assert both.text == "Ann and Bob, each with Cat: `n.boards` is 6, fewer than 6 allowed"
    assert both.people == ("ann", "bob", "cat")


def test_a_vote_without_subject_is_told_where_it_would_decide() -> None:
    log = [event("2026-03-01", "vote", body="committee", ayes=("ann",), carried=True)]
    rules = policy([clause("size(ayes) >= 2", scope=Scope.VOTE, when="vote.subject == 'removal'")])
    state = state_of(roster(log=log), {"committee": rules})
    (vote,) = occasions(rules, state, "committee", Scope.VOTE)
    told = [one.text for one in judge(rules.clauses[0], vote).evidence]
    assert told == [
        "whether it applies: `vote.subject == 'removal'` is not known: "
        "the vote of 2026-03-01 states no `subject:` in the log",
        "1 aye, at least 2 needed",
    ]


def test_figures_and_bounds_are_given_apart() -> None:
    (found,) = why("size(members) >= half(board.members) + 1")
    assert (found.figure, found.bound) == ("3", ">= 7/2")


def test_of_alternatives_all_are_told() -> None:
    found = why("size(members) > 5 || chair in members")
    assert [one.text for one in found] == ["3 members, more than 5 needed", "`chair` is Dan, not in `members`"]


def test_what_is_not_known_is_told_only_where_nothing_is_false() -> None:
    assert [one.text for one in why("members.all(m, m.lit) && chair.ind")] == ["Ann and Bob: `m.lit` is false"]
    (found,) = why("chair.ind")
    assert (found.text, found.people) == ("`chair.ind` is not known", ("dan",))


def test_a_vacant_chair_is_nobody() -> None:
    assert why("chair in members", chair=None)[0].text == "`chair` is nobody, not in `members`"


def test_events_are_named() -> None:
    rule = "events.all(e, e.by == board)"
    rules = policy([clause(rule)])
    log = [event("2026-03-01", "appointed", by="committee", body="committee", person="ann")]
    state = state_of(roster(log=log), {"committee": rules})
    (today,) = occasions(rules, state, "committee", Scope.BODY)
    assert reasons(expression(rule).ast, today.variables, today.context)[0].text == (
        "`appointed` of 2026-03-01: `e.by` is committee, `board` is board"
    )


def test_values_read_like_words() -> None:
    assert listing(["a"]) == "a"
    assert listing(["a", "b", "c"]) == "a, b and c"
    assert named(True) == "true"
    assert named(()) == "nothing"
    assert named(Unknown(frozenset({"x"}))) == "not known"


_ATOMS = (
    "size(members) >= 3", "size(members) > 3", "members.all(m, m.ind)", "members.exists(m, m.lit)", "chair in members",
    "chair.ind", "size(members.filter(m, m.lit)) >= 1", "members.all(m, m.boards <= 4)", "body == board",
    "members.all(m, members.exists(n, n != m && n.ind))", "size(members) > 2 ? chair.ind : true", "seats > 2",
    "members.exists_one(m, m.ind)",
)  # fmt: skip
_rules = st.recursive(
    st.sampled_from(_ATOMS),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} && {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} || {two[1]})"),
        inner.map(lambda one: f"!({one})"),
    ),
    max_leaves=8,
)


@given(_rules, st.sampled_from((None, "ann", "dan")))
def test_whatever_is_not_true_has_reasons_and_they_concern_real_people(text: str, chair: str | None) -> None:
    rules = policy([clause(text)], facts=FACTS)
    made = roster(people=PEOPLE, chair=chair)
    (today,) = occasions(rules, state_of(made, {"committee": rules}), "committee", Scope.BODY)
    value = evaluate(expression(text).ast, today.variables, today.context)
    found = judge(clause(text), today).evidence
    if value is False or isinstance(value, Unknown):
        assert 0 < len(found) <= MOST
        assert all(one.text and set(one.people) <= set(made.people) for one in found)
        assert len(set(found)) == len(found)
    if isinstance(value, Unknown):
        assert value.facts
