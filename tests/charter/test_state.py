"""The state on a day: members, hold-over, chair, seats, facts, and hypothetical memberships."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import clause, day, event, expression, fact, held, policy, roster
from quorate.cel.evaluator import evaluate
from quorate.cel.types import BODY, DATE, INT, MONEY, ORGANISATION, PERSON, GroupOf, ListOf, MapOf, ThingType
from quorate.cel.values import NOBODY, Failure, Group, Interval, Money, Unknown, Value
from quorate.charter.document import Mode, Policy, Scope
from quorate.charter.occasions import occasions
from quorate.charter.roster import Determination, Membership, Organisation, Roster
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.words import Words, common_words

NOTHING = policy()


def see(text: str, made: Roster, rules: Policy = NOTHING, as_of: str | None = None, body: str = "committee") -> Value:
    """The value of an expression over the common words of a body."""
    state = state_of(made, {body: rules}, day(as_of) if as_of else None)
    return evaluate(expression(text).ast, common_words(rules, state, body))


def keys(value: Value) -> list[str]:
    assert isinstance(value, Group)
    return [thing.key for thing in value.definite]


# Members and terms ---------------------------------------------------------------------------------------------------


def test_members_are_those_of_the_day() -> None:
    log = [
        event("2026-03-01", "appointed", body="committee", person="cat"),
        event("2026-08-01", "resigned", body="committee", person="ann"),
    ]
    made = roster(["ann", "bob", "cat"], log=log)
    assert keys(see("members", made, as_of="2026-02-28")) == ["ann", "bob"]
    assert keys(see("members", made, as_of="2026-03-01")) == ["ann", "bob", "cat"]
    assert keys(see("members", made, as_of="2026-07-31")) == ["ann", "bob", "cat"]
    assert keys(see("members", made, as_of="2026-08-01")) == ["bob", "cat"]


def test_a_term_ends_after_its_last_day() -> None:
    made = roster([Membership("ann", term_ends=day("2026-05-12")), "bob"], chair="ann")
    assert keys(see("members", made, as_of="2026-05-12")) == ["ann", "bob"]
    assert keys(see("members", made, as_of="2026-05-13")) == ["bob"]
    assert see("chair", made, as_of="2026-05-13") is NOBODY


@pytest.mark.parametrize(
    ("rule", "definite", "possible"),
    [
        ("member.term_ends < as_of", ["ann", "bob"], []),
        ("false", ["bob"], []),
        ("member.staying", ["bob"], ["ann"]),
        ("size(members) < 2", ["ann", "bob"], []),
        ("events.exists(e, e.kind == 'appointed')", ["bob"], []),
    ],
)
def test_what_constitutes_a_member_after_the_term(rule: str, definite: list[str], possible: list[str]) -> None:
    rules = policy([clause(rule, mode=Mode.CONSTITUTES, topic="term")], facts=[fact("staying")])
    made = roster([Membership("ann", term_ends=day("2026-05-12")), "bob"])
    found = see("members", made, rules)
    assert sorted(keys(found)) == definite
    assert isinstance(found, Group)
    assert [thing.key for thing in found.possible] == possible
    assert found.facts == (frozenset({"ann.staying"}) if possible else frozenset())


def test_hold_over_ends_with_a_successor() -> None:
    rules = policy([clause("true", mode=Mode.CONSTITUTES, topic="term")])
    log = [event("2026-09-01", "appointed", body="committee", person="cat", replaces="ann")]
    made = roster([Membership("ann", term_ends=day("2026-05-12")), "bob"], log=log)
    assert sorted(keys(see("members", made, rules, "2026-08-31"))) == ["ann", "bob"]
    assert sorted(keys(see("members", made, rules, "2026-09-01"))) == ["bob", "cat"]


def test_hold_over_needs_its_clause_to_be_in_force() -> None:
    rule = clause("true", mode=Mode.CONSTITUTES, topic="term", in_force=(day("2026-07-01"), None))
    made = roster([Membership("ann", term_ends=day("2026-05-12")), "bob"])
    assert keys(see("members", made, policy([rule]), "2026-06-30")) == ["bob"]
    assert sorted(keys(see("members", made, policy([rule]), "2026-07-01"))) == ["ann", "bob"]


def test_seats_and_vacancies() -> None:
    made = roster(["ann", "bob"], seats=5)
    assert (see("seats", made), see("vacancies", made)) == (5, 3)
    assert isinstance(see("vacancies", roster()), Unknown)
    rules = policy([clause("member.staying", mode=Mode.CONSTITUTES, topic="term")], facts=[fact("staying")])
    open_ = roster([Membership("ann", term_ends=day("2026-05-12")), "bob"], seats=5)
    assert see("vacancies", open_, rules) == Interval(3, 4, frozenset({"ann.staying"}))


def test_seats_change_with_the_log() -> None:
    log = [event("2026-08-01", "changed", body="committee", facts={"seats": 7})]
    made = roster(["ann"], seats=5, log=log)
    assert (see("seats", made), see("seats", made, as_of="2026-08-01")) == (5, 7)


def test_voting_members_have_a_vote() -> None:
    assert keys(see("voting", roster([Membership("ann", votes=0), "bob"]))) == ["bob"]


# People, bodies, offices ---------------------------------------------------------------------------------------------


def test_a_member_is_the_same_person_everywhere() -> None:
    made = roster(chair="ann")
    for text in (
        "chair in members",
        "chair in board.members",
        "members.exists(m, m == chair)",
        "bodies.committee == body",
        "body.parent == board",
        "members.all(m, m in board.members)",
    ):
        assert see(text, made) is True, text


def test_places_in_the_body_are_read_of_members() -> None:
    made = roster([Membership("ann", since=day("2020-01-01"), seat="end-user"), "bob"], chair="dan")
    assert see("members.exists(m, m.since == date('2020-01-01') && m.seat == 'end-user')", made) is True
    assert isinstance(see("members.all(m, m.term_ends > as_of)", made), Unknown)
    assert isinstance(see("chair.since > as_of", made), Failure)


def test_bodies_are_found_by_name_or_kind() -> None:
    made = roster()
    bodies = {**made.bodies, "nomgov": replace(made.bodies["board"], name="nomgov", kind="nominating")}
    named = replace(made, bodies=bodies)
    assert see("bodies.nominating.name", named) == "nomgov"
    assert see("bodies.nomgov.name", named) == "nomgov"
    assert see("bodies.nominating", made) == Unknown(frozenset({"bodies.nominating"}))


def test_offices() -> None:
    made = roster(offices={"secretary": "dan", "ceo": None})
    assert see("offices.secretary == offices.secretary", made) is True
    assert see("offices.ceo", made) is NOBODY
    assert see("offices.treasurer", made) == Unknown(frozenset({"offices.treasurer"}))


def test_a_vacant_chair_is_nobody() -> None:
    assert see("chair in members", roster()) is False
    found = see("chair.name == 'Ann'", roster())
    assert isinstance(found, Failure)
    assert found.vacant


# Facts ---------------------------------------------------------------------------------------------------------------


def _fact(name: str, made: Roster, *declared: object, as_of: str | None = None) -> Value:
    return see(f"board.members.filter(m, m.id == 'ann').all(m, m.{name})", made, policy(facts=declared), as_of)  # type: ignore[arg-type]


def test_a_stated_fact_wins_over_its_definition() -> None:
    declared = fact("young", define="self.age < 40"), fact("age", INT)
    assert _fact("young", roster(people={"ann": {"age": 50}}), *declared) is False
    assert _fact("young", roster(people={"ann": {"age": 50, "young": True}}), *declared) is True
    assert _fact("young", roster(), *declared) == Unknown(frozenset({"ann.age"}))


def test_a_default_stands_where_nothing_is_stated() -> None:
    declared = fact("officer", default=False, has_default=True)
    assert _fact("officer", roster(), declared) is False
    assert _fact("officer", roster(people={"ann": {"officer": True}}), declared) is True


def test_a_determination_counts_from_its_day() -> None:
    made = roster(people={"ann": {"ind": Determination(True, day("2026-02-10"), "board")}})
    assert _fact("ind", made, fact("ind"), as_of="2026-02-10") is True
    assert _fact("ind", made, fact("ind"), as_of="2026-02-09") == Unknown(frozenset({"ann.ind"}))


def test_a_definition_that_circles_fails() -> None:
    declared = fact("a", define="self.b"), fact("b", define="!self.a")
    found = _fact("a", roster(), *declared)
    assert isinstance(found, Failure)
    assert "circle" in found.message


def test_definitions_know_the_day_and_the_organisation() -> None:
    declared = fact("senior", define="self.joined + years(9) <= as_of"), fact("joined", DATE)
    made = roster(people={"ann": {"joined": day("2017-05-09")}})
    assert _fact("senior", made, *declared, as_of="2026-05-08") is False
    assert _fact("senior", made, *declared, as_of="2026-05-09") is True


def test_facts_change_with_the_log() -> None:
    log = [event("2026-08-01", "changed", person="ann", facts={"ind": False})]
    made = roster(people={"ann": {"ind": True}}, log=log)
    assert _fact("ind", made, fact("ind"), as_of="2026-07-31") is True
    assert _fact("ind", made, fact("ind"), as_of="2026-08-01") is False


def test_facts_of_every_type_become_what_expressions_see() -> None:
    tie = ThingType("tie")
    declared = [
        fact("mentor", PERSON),
        fact("home", BODY),
        fact("firms", GroupOf(ORGANISATION)),
        fact("ties", ListOf(tie)),
        fact("pay", MapOf(INT, MONEY), by="year"),
        fact("org", ORGANISATION, holder="tie"),
        fact("until", DATE, holder="tie", default=day("9999-12-31"), has_default=True),
        fact("listed", holder="organisation"),
    ]
    ann = {
        "mentor": "bob",
        "home": "board",
        "firms": ("acme", "bolt"),
        "ties": ({"org": "acme"}, {"org": "bolt", "until": day("2020-01-01")}),
        "pay": {2025: Money(1, "USD")},  # type: ignore[arg-type]
    }
    made = replace(roster(people={"ann": ann}), organisations={"acme": Organisation("acme", "Acme", {"listed": True})})
    for text, expected in (
        ("m.mentor in members", True),
        ("m.home == board", True),
        ("size(m.firms)", 2),
        ("m.ties.exists(t, t.org in m.firms && t.until > as_of)", True),
        ("m.ties.filter(t, t.until > as_of).map(t, t.org.name)", ("Acme",)),
        ("m.firms.exists(f, f.listed)", True),
        ("m.firms.all(f, f.listed)", Unknown(frozenset({"bolt.listed"}))),
    ):
        wrapped = see(f"board.members.filter(m, m.id == 'ann').map(m, {text})", made, policy(facts=declared))
        assert wrapped == (expected,) or wrapped == expected, text


def test_a_year_that_is_not_stated_is_not_known() -> None:
    declared = fact("pay", MapOf(INT, MONEY), by="year")
    state = state_of(roster(people={"ann": {"pay": {2025: Money(1, "USD")}}}), {"committee": policy(facts=[declared])})  # type: ignore[arg-type]
    person = common_words(NOTHING, state, "committee")["members"]
    assert isinstance(person, Group)
    pay = person.definite[0].field("pay")
    assert pay.get(2025) == Money(1, "USD")  # type: ignore[attr-defined, arg-type]
    assert pay.get(2024) == Unknown(frozenset({"ann.pay.2024"}))  # type: ignore[attr-defined]


# Time ----------------------------------------------------------------------------------------------------------------


def test_only_what_has_happened_is_known() -> None:
    made = roster(log=[held("2026-03-01", "ann"), held("2026-08-01", "ann")])
    assert see("size(meetings)", made) == 1
    assert see("size(meetings)", made, as_of="2026-08-01") == 2
    assert see("size(events)", made, as_of="2026-02-28") == 0


def test_a_past_occasion_knows_what_came_after_it() -> None:
    log = [
        held("2026-03-01", "ann"),
        event("2026-03-05", "minutes-approved", body="committee", meeting=day("2026-03-01")),
        event("2026-04-01", "resigned", body="committee", person="cat"),
    ]
    state = state_of(roster(["ann", "bob"], log=log), {"committee": NOTHING})
    meeting = occasions(NOTHING, state, "committee", Scope.MEETING)[0]
    assert evaluate(expression("meeting.minutes_approved && size(members) == 3").ast, meeting.variables) is True


def test_the_fiscal_year_is_that_of_the_day() -> None:
    assert see("fiscal_year.first <= as_of && as_of in fiscal_year", roster()) is True


# Slates --------------------------------------------------------------------------------------------------------------

_PEOPLE = ("ann", "bob", "cat", "dan", "eve")


@given(st.sets(st.sampled_from(_PEOPLE)), st.one_of(st.none(), st.sampled_from(_PEOPLE)), st.booleans())
def test_a_hypothetical_membership_is_the_same_as_a_stated_one(people: set[str], chair: str | None, ind: bool) -> None:
    facts: Mapping[str, Mapping[str, object]] = {"ann": {"ind": ind}, "bob": {"ind": True}}
    rules = policy(facts=[fact("ind")])
    slate = sorted(people)
    asked = (
        "size(members) >= 3",
        "chair in members",
        "members.all(m, m.ind)",
        "size(members.filter(m, m.ind)) > half(members)",
        "chair.ind",
        "bodies.committee.members == members",
        "size(board.members) == 5",
    )
    base = state_of(roster(people=facts), {"committee": rules})
    stated = state_of(roster(slate, chair=chair, people=facts), {"committee": rules})
    for text in asked:
        slated = base.with_body("committee", slate, chair)
        expr = expression(text).ast
        found = evaluate(expr, common_words(rules, slated, "committee"))
        assert _comparable(found) == _comparable(evaluate(expr, common_words(rules, stated, "committee"))), text
    assert keys(common_words(rules, base, "committee")["members"]) == ["ann", "bob", "cat"]


def _comparable(value: Value) -> object:
    return (type(value), getattr(value, "message", None)) if isinstance(value, Failure) else value


def test_those_who_stay_keep_their_places() -> None:
    made = roster([Membership("ann", since=day("2020-01-01")), "bob"])
    state = state_of(made, {"committee": NOTHING}).with_body("committee", ["ann", "dan"], None)
    assert state.membership("committee", "ann") == Membership("ann", since=day("2020-01-01"))
    assert state.membership("committee", "dan") == Membership("dan", since=made.as_of, terms=1)


def test_words_are_computed_when_read_and_once() -> None:
    made: list[str] = []

    def make() -> Value:
        made.append("x")
        return 1

    words = Words({"x": make})
    more = words.with_(y=2)
    assert not made
    assert (more["x"], more["x"], more["y"], set(more), len(more)) == (1, 1, 2, {"x", "y"}, 2)
    assert made == ["x"]
    assert "x" in words
    assert "y" not in words


def test_states_of_one_day_are_one() -> None:
    state = state_of(roster(), {"committee": NOTHING})
    assert state.on(state.as_of) is state
    assert state.back(state.as_of) is state
    assert isinstance(state.on(day("2026-01-01")), State)
