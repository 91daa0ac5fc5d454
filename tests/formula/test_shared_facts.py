"""Tests of people beside facts of the organisation, the same for all: proofs agree with trying all numbers."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from any_board import DAY
from made import clause, expression, fact, policy
from open_charters import PLACE
from quorate.cel.types import INT
from quorate.charter.document import Property, Scope
from quorate.engines.base import Limits
from quorate.questions.prove.answer import prove
from quorate.questions.prove.nouns import Answer, Standing

FACTS = (fact("x", INT), fact("a"), fact("k", INT, holder="organisation"), fact("f", holder="organisation"))
MOST = 6
factors = st.integers(1, 3)
signs = st.sampled_from(("<=", ">=", "<", "=="))


def answered(rules: list[str], claim: str) -> Answer:
    made = policy([clause(text, name=f"rule{number}") for number, text in enumerate(rules)], facts=FACTS)
    asked = Property("claim", "made", "A claim.", Scope.BODY, expression(claim), PLACE)
    limits = Limits(seconds=20)
    return prove(made.charter, lambda _: made.charter, [asked], as_of=DAY, limits=limits).answers[0]


def so(one: int, sign: str, other: int) -> bool:
    return {"<=": one <= other, ">=": one >= other, "<": one < other, "==": one == other}[sign]


@settings(max_examples=max(20, settings().max_examples // 5))
@given(factors, signs, factors, signs, st.integers(0, MOST))
def test_what_two_tests_beside_one_number_leave_is_what_trying_all_numbers_leaves(
    first: int, law: str, second: int, claimed: str, most: int
) -> None:
    rules = [
        "members.all(m, m.x >= 0 && m.x <= 20)", f"organisation.k >= 0 && organisation.k <= {most}",
        f"members.all(m, {first} * m.x {law} organisation.k)",
    ]  # fmt: skip
    lawful = [(x, k) for x, k in product(range(21), range(most + 1)) if so(first * x, law, k)]
    refuted = any(not so(second * x, claimed, k) for x, k in lawful)
    answer = answered(rules, f"members.all(m, {second} * m.x {claimed} organisation.k)")
    expected = Standing.VACUOUS if not lawful else Standing.VIOLATED if refuted else Standing.PROVED
    assert answer.standing is expected
    if refuted:
        assert answer.witness is not None
        assert (answer.witness.replayed, answer.witness.smallest) == (True, True)


@pytest.mark.parametrize(
    ("rules", "claim", "standing"),
    [
        (["members.all(m, 20 * m.x > organisation.k)", "organisation.k >= 100"], "members.all(m, m.x >= 6)", "proved"),
        (
            ["members.all(m, 20 * m.x > organisation.k)", "organisation.k >= 100"],
            "members.all(m, m.x >= 7)",
            "violated",
        ),
        (["members.exists(m, m.x > organisation.k)"], "members.all(m, m.x > organisation.k)", "violated"),
        (["members.all(m, m.a == organisation.f)"], "members.all(m, m.a) || members.all(m, !m.a)", "proved"),
        (["members.exists(m, m.a == organisation.f)"], "members.all(m, m.a) || members.all(m, !m.a)", "violated"),
        (["members.all(m, m.x == organisation.k)"], "members.exists(m, m.x >= 3) == (organisation.k >= 3)", "proved"),
        (
            ["size(members.filter(m, m.x > organisation.k)) >= 2", "members.exists(m, m.x <= organisation.k)"],
            "size(members) >= 3",
            "proved",
        ),
    ],
)
def test_what_is_shared_is_the_same_for_everybody(rules: list[str], claim: str, standing: str) -> None:
    assert answered(rules, claim).standing == standing
