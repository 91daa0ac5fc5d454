"""What a world says of a clause is what the reference evaluator says, for every choice there is."""

from hypothesis import event, given, settings
from hypothesis import strategies as st

from illustrative_rosters import organisations, policies, subsets
from quorate.charter.document import Policy, Scope
from quorate.charter.evaluator import judge
from quorate.charter.roster import Roster
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status
from quorate.formula.ast import Count
from quorate.formula.candidates import Seats, Slate, on, slate_world
from quorate.formula.evaluator import holds, value
from quorate.formula.judgement import Judgement
from quorate.formula.strains import TOUCHED, Strain, seating, strain_world

BODY = "committee"


def status(judged: Judgement, assignment: dict[Count, int]) -> list[Status]:
    """The one status that a judgement has under an assignment."""
    rows = (
        (Status.HOLDS, judged.holds),
        (Status.BROKEN, judged.broken),
        (Status.NOT_APPLICABLE, judged.not_applicable),
        (Status.UNKNOWN, judged.unknown),
    )
    return [found for found, formula in rows if holds(formula, assignment)]


@settings(max_examples=2 * settings.default.max_examples)
@given(policies((Scope.BODY, Scope.QUORUM, Scope.VOTE)), organisations(), st.sampled_from(Strain), st.booleans())
def test_a_strained_clause_is_judged_as_by_the_evaluator(
    policy: Policy, roster: Roster, strain: Strain, merge: bool
) -> None:
    state = state_of(roster, {BODY: policy})
    clauses = [clause for clause in policy.clauses if clause.scope in TOUCHED[strain]]
    world = strain_world(strain, policy, state, BODY, clauses, merge=merge)
    people = tuple(member.person for member in seating(state, BODY))
    for index, clause in enumerate(clauses):
        outside = world.speeches[index].outside(world.world)
        event(f"outside: {outside}" if outside else "inside")
        if outside:
            continue
        for struck in subsets(people):
            assignment = world.assignment(struck)
            assert all(holds(law, assignment) for _, law in world.world.laws)
            assert value(world.struck, assignment) == len(struck)
            found = judge(clause, world.occasion(struck, clause.scope), explain=False)
            assert status(world.judgement(index), assignment) == [found.status], (clause.rule.excerpt.text, struck)


@settings(max_examples=settings.default.max_examples)
@given(policies((Scope.BODY, Scope.QUORUM)), organisations(), st.booleans())
def test_a_clause_is_judged_of_every_slate_as_by_the_evaluator(policy: Policy, roster: Roster, merge: bool) -> None:
    state = state_of(roster, {BODY: policy})
    everyone = tuple(roster.people)[:4]
    world = slate_world(
        state, [Seats(BODY, policy, everyone)], [(BODY, clause) for clause in policy.clauses], merge=merge
    )
    inside = [clause for clause in policy.clauses if not world.outside(BODY, clause)]
    for members in subsets(everyone):
        for chair in (None, *members) if world.chair_read(BODY) else (None,):
            slates = {BODY: Slate(members, chair)}
            assignment = world.assignment(slates)
            assert all(holds(law, assignment) for _, law in world.world.laws)
            assert slates in list(world.named(assignment))
            for clause in inside:
                found = judge(clause, on(world.seated(slates), policy, BODY, clause), explain=False)
                judged = status(world.judgement(BODY, clause), assignment)
                assert judged == [found.status], (clause.rule.excerpt.text, slates)


@settings(max_examples=settings.default.max_examples // 2)
@given(policies((Scope.BODY, Scope.QUORUM), most=2), organisations())
def test_several_bodies_are_judged_as_by_the_evaluator(policy: Policy, roster: Roster) -> None:
    state = state_of(roster, {BODY: policy, "board": policy})
    everyone = tuple(roster.people)[:3]
    seats = [Seats(BODY, policy, everyone), Seats("board", policy, everyone)]
    clauses = [(body, clause) for body in (BODY, "board") for clause in policy.clauses]
    world = slate_world(state, seats, clauses)
    for members in subsets(everyone):
        for board in subsets(everyone):
            slates = {
                BODY: Slate(members, members[0] if members and world.chair_read(BODY) else None),
                "board": Slate(board, board[-1] if board and world.chair_read("board") else None),
            }
            assignment = world.assignment(slates)
            for body, clause in clauses:
                if not world.outside(body, clause):
                    found = judge(clause, on(world.seated(slates), policy, body, clause), explain=False)
                    assert status(world.judgement(body, clause), assignment) == [found.status], (body, slates)
