"""What cannot be proved is tried: no answer up to a size denies what trying boards in another way finds."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from any_board import BODY, DAY, board, situations
from made import clause, expression, fact, policy
from open_charters import PLACE
from quorate.cel.reading import fields_read
from quorate.cel.types import DATE, INT, PERSON, STRING, GroupOf, ListOf
from quorate.charter.claims import PropertyStatus, judge_property
from quorate.charter.document import Policy, Property, Scope
from quorate.engines.base import Limits
from quorate.questions.prove.answer import prove
from quorate.questions.prove.nouns import Answer, Standing

FACTS = [
    fact("a"), fact("n", INT), fact("employer", STRING), fact("kin", GroupOf(PERSON)), fact("boss", PERSON),
    fact("joined", DATE), fact("grants", ListOf(INT)),
]  # fmt: skip
RULES = (
    "members.map(m, m.n).sum() {op} {k}", "{g}.exists(m, {g}.all(k, k.n <= m.n))", "size({g}) >= {k}",
    "{g}.all(m, {g}.all(k, m == k || m.n != k.n))", "size({g}) * size(members) > {k}", "{g}.exists(m, m.a)",
    "{g}.all(m, size(members.filter(k, k.employer == m.employer)) >= {k})", "size({g}) < 2 + {k}", "chair in members",
    "{g}.all(m, m.kin.all(k, !(k in members)))", "{g}.all(m, !m.kin.exists(k, k.a))", "{g}.all(m, size(m.kin) <= {k})",
    "{g}.all(m, m.boss != m)", "{g}.all(m, {g}.all(k, k.boss != m))",
)  # fmt: skip
BUDGET = 300 if settings.default is not None and settings.default.max_examples <= 100 else 3_000


@st.composite
def questions(draw: st.DrawFn) -> tuple[Policy, Property]:
    def rule(group: str) -> str:
        text = draw(st.sampled_from(RULES))
        return text.format(g=group, op=draw(st.sampled_from(("<=", ">="))), k=draw(st.integers(0, 3)))

    made = [clause(rule("members"), name=f"rule{number}") for number in range(draw(st.integers(0, 2)))]
    scope = draw(st.sampled_from((Scope.BODY, Scope.BODY, Scope.QUORUM, Scope.DEPARTURE)))
    if scope is Scope.QUORUM:
        made.append(clause(draw(st.sampled_from(("size(present) >= 2", rule("present")))), name="q", scope=scope))
    text = rule("present" if scope is Scope.QUORUM else "members")
    return policy(made, facts=FACTS), Property("claim", "made", "A claim.", scope, expression(text), PLACE)


def answered(asked: Policy, claim: Property) -> Answer:
    limits = Limits(seconds=20)
    return prove(asked.charter, lambda _: asked.charter, [claim], as_of=DAY, limits=limits).answers[0]


def statuses(asked: Policy, claim: Property) -> Iterator[tuple[int, PropertyStatus]]:
    """What becomes of the claim in small bodies, whose people are told apart in every way; and their sizes."""
    read = fields_read(claim.claim.ast).union(*(fields_read(one.rule.ast) for one in asked.clauses))
    for size in (1, 2, 3):
        ids = [f"m{number}" for number in range(size)]
        some = tuple(few for number in range(size + 1) for few in combinations(ids, number))
        values: Mapping[str, tuple[object, ...]] = {
            "a": (True, False), "n": (0, 1, 2, 3), "employer": ("x", "y", "z"), "kin": some, "boss": (None, *ids),
        }  # fmt: skip
        kept = {name: options for name, options in values.items() if name in read}
        known = [dict(zip(kept, chosen, strict=True)) for chosen in product(*kept.values())]
        for members in product(known, repeat=size):
            for chair in (None, 0):
                state = board(asked, members, chair)
                for situation in situations(claim.scope, ids):
                    if claim.scope is not Scope.DEPARTURE or situation.departed:
                        yield size, judge_property(asked, state, BODY, claim, situation).status


@settings(max_examples=settings.default.max_examples // 5 if settings.default is not None else 20)
@given(questions())
def test_trying_in_another_way_finds_nothing_that_an_answer_denies(question: tuple[Policy, Property]) -> None:
    asked, claim = question
    answer = answered(asked, claim)
    event(str(answer.standing))
    told = [pair for _, pair in zip(range(BUDGET), statuses(asked, claim), strict=False)]
    bad = min((size for size, status in told if status is PropertyStatus.VIOLATED), default=None)
    match answer.standing:
        case Standing.PROVED | Standing.VACUOUS:
            assert bad is None
        case Standing.BOUNDED:
            assert answer.size is not None
            assert bad is None or bad > answer.size
        case Standing.VIOLATED:
            assert answer.witness is not None
            assert answer.witness.replayed
            assert bad is None or len(answer.witness.sets["members"]) <= bad
        case _:
            assert answer.why


@pytest.mark.parametrize(
    ("rules", "claim", "standing", "people"),
    [
        (["members.all(m, m.n >= 2)", "size(members) >= 2"], "members.map(m, m.n).sum() >= 4", Standing.BOUNDED, 6),
        (["members.map(m, m.n).sum() >= 10"], "members.exists(m, m.n >= 4)", Standing.VIOLATED, 4),
        (["size(members) >= 2"], "members.exists(m, members.all(k, k.joined >= m.joined))", Standing.BOUNDED, 6),
        (["size(members) >= 3"], "members.all(m, members.all(k, k.joined <= m.joined))", Standing.VIOLATED, 3),
        (["members.all(m, !(m in m.kin))"], "members.all(m, m.kin.all(k, !(k in members)))", Standing.VIOLATED, 2),
        (["size(members) * size(members) >= 9"], "size(members) >= 3", Standing.BOUNDED, 6),
        (["size(members) >= 8"], "members.map(m, m.n).sum() >= 4", Standing.UNDECIDED, None),
        ([], "members.all(m, m.grants.sum() >= 1)", Standing.UNDECIDED, None),
        (["events.exists(e, e.kind == 'held')"], "members.map(m, m.n).sum() >= 4", Standing.UNDECIDED, None),
    ],
)
def test_answers_say_up_to_how_many_people(
    rules: list[str], claim: str, standing: Standing, people: int | None
) -> None:
    clauses = [clause(text, name=f"rule{number}") for number, text in enumerate(rules)]
    made = Property("claim", "made", "A claim.", Scope.BODY, expression(claim), PLACE)
    answer = answered(policy(clauses, facts=FACTS), made)
    assert answer.standing is standing
    violated = answer.standing is Standing.VIOLATED and answer.witness is not None
    shown = len(answer.witness.roster.people) if violated and answer.witness is not None else answer.size
    assert shown == people
