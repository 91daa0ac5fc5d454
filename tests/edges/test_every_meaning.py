"""One random charter, one random roster, and every meaning that a clause has: they say the same of every slate.

The reference evaluator judges each slate by itself. The engines find slates from formulas, which is partial evaluation
and finishing; the count is the table's; what the prover says of every board is so of these; and the small boards that
it finds are judged again. `make nightly` takes two thousand cases.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from made import PLACE, expression
from quorate.cel.printer import show
from quorate.charter.claims import PropertyStatus, Situation, judge_property
from quorate.charter.document import Policy, Property, Scope
from quorate.charter.evaluator import lawful
from quorate.charter.policy import of_any_board
from quorate.charter.roster import Roster
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.engines.base import ENGINES, Capability, Limits, engine
from quorate.questions.prove import Standing, prove
from quorate.questions.slates import slates
from quorate.testing.charters import FACTS
from quorate.testing.strategies import policies, rosters

BODY = "committee"
CASES = 15 if settings.default.max_examples <= 100 else 2_000
CLAIMS = (
    "size({g}) >= {n}",
    "size({g}.filter(m, m.{f})) > half({g})",
    "{g}.all(m, m.{f})",
    "{g}.exists(m, m.boards <= {n})",
)
Named = tuple[tuple[str, ...], str | None]


@dataclass(frozen=True)
class Case:
    """A charter, a roster of few, and a claim about bodies or those who are present."""

    policy: Policy
    roster: Roster
    claim: Property

    @property
    def state(self) -> State:
        return state_of(self.roster, {BODY: self.policy})

    def named(self, chaired: bool) -> Iterator[Named]:
        """Every slate there could be."""
        for size in range(1, len(self.roster.people) + 1):
            for members in combinations(self.roster.people, size):
                yield from ((members, chair) for chair in (members if chaired else (None,)))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    policy = draw(policies())
    roster = draw(rosters(policy, members=(0, 3), outsiders=(0, 1)))
    quorate = any(clause.scope is Scope.QUORUM for clause in policy.clauses)
    scope = draw(st.sampled_from((Scope.BODY, Scope.QUORUM) if quorate else (Scope.BODY,)))
    text = draw(st.sampled_from(CLAIMS)).format(
        g="present" if scope is Scope.QUORUM else "members", n=draw(st.integers(0, 3)), f=draw(st.sampled_from(FACTS))
    )
    return Case(policy, roster, Property("claim", policy.charter.id, "A claim.", scope, expression(text), PLACE))


def by_reference(case: Case, chaired: bool) -> set[Named]:
    state = case.state
    return {
        (members, chair)
        for members, chair in case.named(chaired)
        if lawful(case.policy, state.with_body(BODY, members, chair), BODY)[0] is True
    }


@settings(max_examples=CASES)
@given(cases())
def test_engines_table_and_reference_evaluator_agree_on_every_slate(case: Case) -> None:
    told = {
        name: slates(case.roster, {BODY: case.policy}, bodies=[BODY], top=None, engine=name)
        for name in ENGINES
        if Capability.OPTIMISE in engine(name).capabilities
    }
    counted = slates(case.roster, {BODY: case.policy}, bodies=[BODY], count_only=True)
    expected = by_reference(case, counted.bodies[0].chaired)
    event(f"{len(case.policy.clauses)} clauses, {'some' if expected else 'no'} lawful slate")
    assert counted.lawful == len(expected)
    for name, answer in told.items():
        assert {(one.seats[0].members, one.seats[0].chair) for one in answer.slates} == expected, name


@settings(max_examples=CASES)
@given(cases())
def test_what_is_proved_of_every_board_is_so_of_each_that_the_reference_evaluator_judges(case: Case) -> None:
    policy = of_any_board(case.policy)
    answer = prove(
        case.policy.charter, lambda _: case.policy.charter, [case.claim], as_of=case.roster.as_of,
        limits=Limits(seconds=20),
    ).answers[0]  # fmt: skip
    found: set[PropertyStatus] = set()
    for members, chair in case.named(chaired=True):
        state = case.state.with_body(BODY, members, chair)
        there = [()] if case.claim.scope is Scope.BODY else [s for n in range(4) for s in combinations(members, n)]
        found |= {judge_property(policy, state, BODY, case.claim, Situation(present=some)).status for some in there}
    event(f"{case.claim.scope}: {answer.standing}")
    if answer.standing is Standing.PROVED:
        assert PropertyStatus.VIOLATED not in found, show(case.claim.claim.ast)
    if answer.standing is Standing.VACUOUS:
        assert not found & {PropertyStatus.VIOLATED, PropertyStatus.UPHELD}
    assert answer.standing is not Standing.VIOLATED or (answer.witness is not None and answer.witness.replayed)
