"""What becomes of a claim: names, assumptions, possibilities; compared with trying everything by hand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, product

import pytest

from any_board import BODY, board, cases, reasons_against
from made import clause, day, expression, fact, policy
from quorate.charter.claims import PropertyStatus, PropertyVerdict, Situation, assumed, judge_property
from quorate.charter.document import Clause, Mode, Policy, Property, Scope
from quorate.charter.library import Library
from quorate.charter.shipped import shipped
from quorate.source.span import Source, Span

PLACE = Span(Source("claims.yaml", ""), 0, 0)
LIBRARY = Library((shipped("policies"),))
MINIMUM = clause("size(members) >= 2", name="size.minimum", topic="size")
GOOD = clause("members.all(m, m.good)", name="good")
QUORUM = clause("size(present) > half(members)", name="quorum", scope=Scope.QUORUM, topic="quorum")
VOTE = clause("size(ayes) > size(noes)", name="vote", scope=Scope.VOTE, topic="vote")


def claimed(text: str, scope: Scope = Scope.BODY, *, when: str | None = None, **more: object) -> Property:
    case = None if when is None else expression(when)
    return Property("claim", "made", "A claim.", scope, expression(text), PLACE, when=case, **more)  # type: ignore[arg-type]


def charter(*clauses: Clause) -> Policy:
    return policy(clauses, facts=[fact("good")])


def people(*good: bool) -> list[dict[str, object]]:
    return [{"good": each} for each in good]


def verdict(
    mine: Policy, claim: Property, good: Iterable[bool], chair: int | None = None, **situation: object
) -> PropertyVerdict:
    state = board(mine, people(*good), chair)
    return judge_property(mine, state, BODY, claim, Situation(**situation))  # type: ignore[arg-type]


def status(mine: Policy, claim: Property, *good: bool, chair: int | None = None, **situation: object) -> str:
    return verdict(mine, claim, good, chair, **situation).status.value


# What is assumed -----------------------------------------------------------------------------------------------------


def test_a_claim_is_made_of_lawful_bodies_with_members_and_where_it_is_made() -> None:
    mine = charter(MINIMUM, GOOD)
    claim = claimed("size(members) == 2", when="size(members) < 4")
    assert status(mine, claim, True, True) == "upheld"
    assert status(mine, claim, True, True, True) == "violated"
    assert status(mine, claim, True, False, True) == "not assumed"
    assert status(mine, claim, True) == "not assumed"
    assert status(mine, claim, True, True, True, True) == "not assumed"
    assert status(charter(), claimed("false")) == "not assumed"


def test_topics_narrow_what_is_assumed() -> None:
    mine = charter(MINIMUM, GOOD)
    claim = claimed("members.all(m, m.good)", topics=("size",))
    assert [one.id for one in assumed(mine, claim, board(mine, ()))] == ["size.minimum"]
    assert status(mine, claim, True, False) == "violated"
    assert status(mine, replace(claim, topics=None), True, False) == "not assumed"
    assert status(mine, replace(claim, topics=()), False) == "violated"


def test_what_should_be_or_is_tested_once_or_is_not_in_force_is_not_assumed() -> None:
    elected = clause("size(members) > 5", name="elected", tested="at_election")
    past = clause("size(members) > 6", name="past", in_force=(None, day("2020-01-01")))
    other = replace(clause("size(members) > 7", name="law"), charter="law.other")
    mine = charter(MINIMUM, elected, past, other)
    claim = claimed("true")
    assert [one.id for one in assumed(mine, claim, board(mine, ()))] == ["size.minimum"]
    assert [one.id for one in assumed(mine, replace(claim, assuming=("law.other",)), board(mine, ()))] == [
        "size.minimum",
        "law",
    ]


def test_a_meeting_is_quorate_unless_the_claim_asks_so_itself() -> None:
    mine = charter(MINIMUM, QUORUM)
    floor = claimed("size(present) >= 2", Scope.QUORUM)
    assert status(mine, floor, True, True, True, present=("m0",)) == "not assumed"
    assert status(mine, floor, True, True, True, present=("m0", "m1")) == "upheld"
    away = claimed('holds("quorum")', Scope.QUORUM, when="size(members) - size(present) == 1")
    assert status(mine, away, True, True, True, present=("m0", "m1")) == "upheld"
    assert status(mine, away, True, True, present=("m0",)) == "violated"


def test_facts_that_are_not_known_leave_a_claim_open() -> None:
    mine = charter(MINIMUM, GOOD)
    state = board(mine, [{}, {"good": True}])
    found = judge_property(mine, state, BODY, claimed("size(members) > 2"), Situation())
    assert (found.status, found.facts) == (PropertyStatus.UNKNOWN, frozenset({"m0.good"}))
    assert judge_property(mine, state, BODY, claimed("size(members) == 2"), Situation()).status == "upheld"


def test_a_vacant_chair_breaks_no_claim() -> None:
    mine = charter(MINIMUM)
    assert status(mine, claimed("chair.good"), True, True) == "upheld"
    assert status(mine, claimed("chair.good"), True, False, chair=1) == "violated"
    assert status(mine, claimed("chair == chair"), True, True) == "violated"
    assert status(mine, claimed("chair == chair"), True, True, chair=0) == "upheld"
    reads = clause("chair.good", name="chair.good", topic="chair")
    assert status(charter(MINIMUM, reads), claimed('holds("body") && holds("chair")'), True, True) == "upheld"


# What names stand for ------------------------------------------------------------------------------------------------


def test_a_name_is_a_scope_then_a_topic_then_a_clause() -> None:
    odd = clause("size(members) != 3", name="size", topic="size")
    second = clause("size(present) >= 2", name="second", scope=Scope.QUORUM)
    mine = charter(MINIMUM, odd, QUORUM, second)
    asked = {"topics": (), "scope": Scope.BODY}
    assert status(mine, claimed('holds("size")', **asked), True) == "violated"  # type: ignore[arg-type]
    assert status(mine, claimed('holds("made/size")', **asked), True) == "upheld"  # type: ignore[arg-type]
    assert status(mine, claimed('holds("size.minimum")', **asked), True) == "violated"  # type: ignore[arg-type]
    assert status(mine, claimed('possible("made/quorum")', **asked), True) == "upheld"  # type: ignore[arg-type]
    assert status(mine, claimed('possible("quorum")', **asked), True) == "violated"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claim", "lacks"),
    [
        (claimed('holds("quorum")', Scope.QUORUM), "the charter has no clause of scope quorum"),
        (claimed("true", Scope.QUORUM), "the charter has no clause of scope quorum"),
        (claimed('holds("size")'), "the charter has no clause of topic size"),
        (claimed('holds("limit")'), "the charter has no clause `limit`"),
        (claimed("true", assuming=("law.any",)), "`made` does not use `law.any`"),
        (claimed("true", Scope.SUBCOMMITTEE), "the charter says nothing of subcommittees"),
        (claimed("true", Scope.YEAR), "of scope `year` nothing is claimed for every body"),
        (claimed("true", when='holds("body")'), "the charter has no clause of scope body"),
    ],
)
def test_what_the_charter_lacks_makes_a_property_not_applicable(claim: Property, lacks: str) -> None:
    assert reasons_against(charter(), claim) == (lacks,)
    assert status(charter(), claim, True) == "not applicable"


def test_a_topic_that_is_missing_in_when_counts_as_true() -> None:
    assert status(charter(GOOD), claimed("size(members) == 1", when='holds("size")'), True, True) == "violated"


# What is possible ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        "size(present) > half(members)",
        "size(present) >= 3",
        "present.exists(m, m.good)",
        "size(present) > size(members)",
    ],
)
def test_a_quorum_is_possible_exactly_where_some_gathering_is_quorate(rule: str) -> None:
    mine = charter(clause(rule, name="rule", scope=Scope.QUORUM))
    held = claimed('holds("quorum")', Scope.QUORUM)
    for good in (good for size in range(1, 5) for good in product((True, False), repeat=size)):
        ids = [f"m{place}" for place in range(len(good))]
        some = any(
            status(mine, held, *good, present=present) == "upheld"
            for count in range(len(good) + 1)
            for present in combinations(ids, count)
        )
        assert (status(mine, claimed('possible("quorum")'), *good) == "upheld") is some


@pytest.mark.parametrize(
    "rule",
    [
        "size(ayes) > size(noes)",
        "size(ayes) >= 3",
        "size(ayes) > half(members)",
        "size(recused) == 2 && cast == 1",
        "false",
    ],
)
def test_a_vote_is_possible_exactly_where_some_ballot_of_a_quorum_carries(rule: str) -> None:
    mine = charter(QUORUM, clause(rule, name="rule", scope=Scope.VOTE))
    for size in range(1, 4):
        verdicts = Counter(
            found.status.value for _, _, found in cases(mine, claimed('holds("vote")', Scope.VOTE), [size])
        )
        possible = status(mine, claimed('possible("vote")'), *[True] * size)
        assert (possible == "upheld") is (verdicts["upheld"] > 0)


def test_whether_another_body_exists_is_seen_from_a_lawful_one_only() -> None:
    mine = charter(MINIMUM, GOOD)
    every = claimed('possible("body")', topics=("size",))
    assert status(mine, every, True, True) == "upheld"
    assert status(mine, every, True, False) == "unknown"
    assert status(mine, every, True) == "not assumed"
    exists = claimed('possible("body")', Scope.CHARTER)
    assert (status(mine, exists, True, True), status(mine, exists, True)) == ("upheld", "unknown")


# Votes, departures, subcommittees ------------------------------------------------------------------------------------


def test_opposed_exchanges_ayes_and_noes() -> None:
    mine = charter(MINIMUM, QUORUM, VOTE)
    for state, situation, _ in cases(mine, claimed("true", Scope.VOTE), [2, 3]):
        turned = replace(situation, ayes=situation.noes, noes=situation.ayes)
        straight = judge_property(mine, state, BODY, claimed('opposed("vote")', Scope.VOTE), situation)
        assert straight.status == judge_property(mine, state, BODY, claimed('holds("vote")', Scope.VOTE), turned).status


def test_who_is_present_and_says_nothing_abstains() -> None:
    mine = charter(QUORUM, VOTE)
    claim = claimed("size(abstentions) == 1 && size(present) == 3 && size(voting) == 2 && cast == 1", Scope.VOTE)
    assert status(mine, claim, *[True] * 3, present=("m0", "m1", "m2"), ayes=("m0",), recused=("m1",)) == "upheld"


def test_lawfulness_is_assumed_of_the_body_before_the_departure() -> None:
    mine = charter(MINIMUM, QUORUM, clause("chair in members", name="chair.member", topic="chair"))
    claim = claimed('holds("body")', Scope.DEPARTURE, when="size(departed) == 1")
    assert status(mine, claim, True, True, True, chair=0, departed=("m1",)) == "upheld"
    assert status(mine, claim, True, True, True, chair=0, departed=("m0",)) == "violated"
    assert status(mine, claim, True, True, chair=0, departed=("m1",)) == "violated"
    assert status(mine, claim, True, True, chair=0, departed=()) == "not assumed"
    assert status(mine, claim, True, chair=0, departed=("m0",)) == "not assumed"


def test_a_subcommittee_is_one_that_every_permission_allows() -> None:
    when = "event.kind == 'delegated' && event.by == body"
    inside = clause(
        "event.body.members.all(m, m in members)", name="inside", scope=Scope.EVENT, mode=Mode.ALLOW, when=when
    )
    good = replace(inside, id="good", rule=expression("event.body.members.all(m, m.good)"))
    claim = claimed("size(members) >= 2", Scope.SUBCOMMITTEE)
    assert status(charter(inside), claim, True, False, members=("m1",)) == "violated"
    assert status(charter(inside), claim, True, False, members=("m0", "m1")) == "upheld"
    assert status(charter(inside, good), claim, True, False, members=("m0", "m1")) == "not assumed"
    assert status(charter(inside), claim, True, members=("m0", "m9")) == "not assumed"
    assert status(charter(inside), claim, True, members=()) == "not assumed"


# The packs ------------------------------------------------------------------------------------------------------------

SMALLEST = {
    "composition/exists": None, "composition/every-size": None, "composition/independent": None,
    "quorum/independent-majority": None, "quorum/majority": 4, "quorum/nobody-alone": None, "quorum/within-reach": None,
    "resilience/one-departure-quorum": None, "resilience/one-departure-lawful": 3,
    "resilience/two-departures-quorum": 3, "resilience/departure-forces-nobody": None,
    "resilience/one-absence-quorum": None, "resilience/one-recusal-quorum-leaving": None,
    "resilience/absence-and-recusal-quorum-leaving": 3, "resilience/absence-and-recusal-vote-of-dgcl-141": 3,
    "chair/filled": None, "chair/member": 3, "chair/independent": 3, "delegation/rule-16b-3": 3,
}  # fmt: skip


@pytest.mark.parametrize(("name", "smallest"), SMALLEST.items())
def test_the_properties_of_the_aleris_charter_come_out_as_read_from_it(name: str, smallest: int | None) -> None:
    mine = LIBRARY.policy("aleris.compensation")
    pack = LIBRARY.charter(f"properties.{name.partition('/')[0]}")
    claim = next(one for one in pack.properties if one.id == name.partition("/")[2])
    sizes = (
        size
        for size in range(1, 5)
        for _, _, found in cases(mine, claim, [size], pack=pack)
        if found.status == "violated"
    )
    assert next(sizes, None) == smallest


def test_the_quorum_of_two_falls_under_a_third_from_seven_members_on() -> None:
    mine = LIBRARY.policy("aleris.compensation")
    pack = LIBRARY.charter("properties.quorum")
    third = next(one for one in pack.properties if one.id == "third")
    alike = {"nyse_independent": (True,)}
    found = {
        size: any(one.status == "violated" for _, _, one in cases(mine, third, [size], pack=pack, values=alike))
        for size in range(1, 9)
    }
    assert [size for size, violated in found.items() if violated] == [7, 8]


def test_the_charter_without_a_voting_rule_is_asked_nothing_of_votes() -> None:
    mine = LIBRARY.policy("aleris.compensation")
    pack = LIBRARY.charter("properties.vote")
    assert all(
        reasons_against(mine, claim, pack) == ("the charter has no clause of scope vote",) for claim in pack.properties
    )


def test_a_cap_of_a_quarter_forces_a_second_departure_from_eight_members_on() -> None:
    mine = LIBRARY.policy("node.tsc")
    claim = next(
        one for one in LIBRARY.charter("properties.resilience").properties if one.id == "departure-forces-nobody"
    )
    for size in range(4, 9):
        colleagues = [{"affiliations": ("acme",)}] * (size // 4)
        state = board(mine, [*colleagues, *[{"affiliations": ()}] * (size - len(colleagues))], size - 1)
        found = judge_property(mine, state, BODY, claim, Situation(departed=(f"m{size - 2}",)))
        assert found.status.value == {4: "not assumed", 8: "violated"}.get(size, "upheld"), size
