"""What remains possible after departures: a quorate meeting of those who are left, a lawful slate to refill from."""

from collections.abc import Sequence
from dataclasses import dataclass

from quorate.charter.document import Clause, Force, Mode, Policy, Scope
from quorate.charter.evaluator import binding, judge, lawful
from quorate.charter.occasions import Occasion
from quorate.charter.state import State
from quorate.charter.verdict import Status
from quorate.engines.base import (
    Capability,
    Constraint,
    Found,
    Impossible,
    Objective,
    OutOfTime,
    Problem,
    Ways,
)
from quorate.formula.ast import Linear, all_of, at_least, some_of
from quorate.formula.candidates import Seats, Slate, SlateWorld, slate_world
from quorate.formula.strains import Strain, seating, strain_world, struck
from quorate.questions.slates.request import eligible_for
from quorate.questions.stress.cures import after_resignations
from quorate.questions.stress.nouns import Aftermath
from quorate.questions.stress.search import Search
from quorate.source.diagnostic import InternalError


@dataclass(frozen=True, slots=True)
class Refill:
    """The lawful slate with the fewest newcomers, or why there is none."""

    slate: Slate | None = None
    newcomers: tuple[str, ...] = ()
    undecided: str | None = None


def aftermath(policy: Policy, state: State, body: str, departed: Sequence[str], search: Search) -> Aftermath:
    """What remains possible after these members have departed."""
    left = struck(Strain.DEPARTURES, policy, state, body, departed, Scope.BODY).state
    staying = tuple(member.person for member in seating(left, body))
    can_meet = possible_quorum(policy, left, body, search)
    spared = after_resignations(policy, state, body, departed)
    found = refill(policy, state, body, departed, staying, search)
    keeps_all = found.slate is not None or found.undecided is not None
    if not keeps_all:
        found = refill(policy, state, body, departed, (), search)
    return Aftermath(tuple(departed), can_meet, found.slate, found.newcomers, keeps_all, found.undecided, spared)


# Meeting ------------------------------------------------------------------------------------------------------------


def quorum_clauses(policy: Policy) -> tuple[Clause, ...]:
    """The conditions of a quorate meeting."""
    wanted = (clause for clause in policy.clauses if clause.scope is Scope.QUORUM and clause.mode is Mode.REQUIRE)
    return tuple(clause for clause in wanted if clause.force is Force.MUST)


def possible_quorum(policy: Policy, state: State, body: str, search: Search) -> bool | None:
    """Whether some gathering of the members is quorate; none where that is not known."""
    if not seating(state, body):
        return False
    clauses = quorum_clauses(policy)
    world = strain_world(Strain.ABSENCES, policy, state, body, clauses)
    if any(speech.outside(world.world) for speech in world.speeches):
        return None
    judged = [world.judgement(index) for index in range(len(clauses))]
    surely = all_of(*(each.lawful for each in judged))
    perhaps = all_of(*(some_of(each.lawful, each.unknown) for each in judged))
    somebody = at_least(world.world.bag.size("present"), 1)
    laws = [Constraint(name, formula) for name, formula in world.world.laws]
    for answer, wanted in ((True, surely), (None, perhaps)):
        problem = Problem(world.world.counts, (*laws, Constraint("quorate", all_of(wanted, somebody))))
        try:
            outcome = search.solve(problem, Capability.FIND)
        except OutOfTime:
            return None
        match outcome:
            case Found(assignment):
                absent = next(world.named(assignment))
                _replay_meeting(world.occasion(absent, Scope.QUORUM), clauses, answer)
                return answer
            case Impossible():
                pass
    return False


def _replay_meeting(occasion: Occasion, clauses: Sequence[Clause], answer: bool | None) -> None:
    refuted = (Status.BROKEN, Status.UNKNOWN) if answer else (Status.BROKEN,)
    for clause in clauses:
        found = judge(clause, occasion, explain=False).status
        if found in refuted:
            raise InternalError(f"a quorate gathering replayed as {found.value} under `{clause.id}`")


# Refilling ----------------------------------------------------------------------------------------------------------


def refill(
    policy: Policy, state: State, body: str, departed: Sequence[str], keep: Sequence[str], search: Search
) -> Refill:
    """The lawful slate of the body with the fewest newcomers, without the departed and with those to keep."""
    able = {*eligible_for(state, body), *keep}
    eligible = tuple(person for person in state.roster.people if person in able and person not in departed)
    if not set(keep) <= set(eligible):
        return Refill()
    clauses = tuple(binding(policy))
    world = slate_world(state, [Seats(body, policy, eligible, frozenset(keep))], [(body, each) for each in clauses])
    outside = next((clause.id for clause in clauses if world.outside(body, clause)), None)
    if outside is not None:
        return Refill(undecided=f"`{outside}` does not come to formulas")
    problem = _problem(policy, state, body, world, clauses)
    try:
        outcome = search.solve(problem, Capability.OPTIMISE)
    except OutOfTime as error:
        return Refill(undecided=str(error))
    match outcome:
        case Impossible():
            return Refill()
        case Found(assignment):
            slates = next(world.named(assignment))
            if lawful(policy, world.seated(slates), body)[0] is not True:
                raise InternalError(f"the slate {slates[body].members} replayed as not lawful")
            today = {member.person for member in seating(state, body)}
            return Refill(slates[body], tuple(person for person in slates[body].members if person not in today))


def _problem(policy: Policy, state: State, body: str, world: SlateWorld, clauses: Sequence[Clause]) -> Problem:
    """Lawful slates within the seats; the fewest newcomers, then the most of today's members, then today's chair."""
    constraints = [Constraint(name, formula) for name, formula in world.laws]
    constraints += [Constraint(each.id, world.judgement(body, each).lawful) for each in clauses]
    seats = state.seats(body)
    if seats is not None:
        constraints.append(Constraint("search.seats", at_least(Linear((), seats) - world.size(body))))
    constraints.append(Constraint("search.somebody", at_least(world.size(body), 1)))
    today = {member.person for member in seating(state, body)}
    stay = world.members_among(body, today)
    chair = state.chair(body)
    kept = world.chair_among(body, {chair}) if isinstance(chair, str) and world.chair_read(body) else Linear(())
    fewest = Objective("newcomers", -(world.size(body) - stay))
    objectives = (fewest, Objective("continuity", stay), Objective("chair", kept))
    ways = tuple(Ways(filling.size, filling.cells) for filling in world.world.bag.fillings)
    return Problem(world.counts, tuple(constraints), objectives, ways)
