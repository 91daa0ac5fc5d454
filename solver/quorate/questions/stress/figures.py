"""The figures of a stress test: the smallest sets of members whose loss a clause does not survive."""

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, islice
from math import comb

from quorate.cel.reading import fields_read
from quorate.cel.values import Failure, Group, Value
from quorate.charter.document import Clause, Policy
from quorate.charter.evaluator import judge
from quorate.charter.evidence import named
from quorate.charter.state import State
from quorate.charter.things import PersonThing
from quorate.charter.verdict import Status, Verdict
from quorate.engines.base import (
    Assignment,
    Capability,
    Constraint,
    Found,
    Impossible,
    Objective,
    OutOfTime,
    Problem,
    Ways,
)
from quorate.formula.ast import FALSE, TRUE, Formula, all_of, at_least, equal, some_of
from quorate.formula.evaluator import value
from quorate.formula.strains import Strain, StrainWorld, strain_world
from quorate.questions.stress.nouns import Figure, Kind, Smallest, SomeOf
from quorate.questions.stress.search import Search
from quorate.source.diagnostic import InternalError

LISTED = 10  # smallest sets told by name, and by kind
BRUTE = 20_000  # sets looked at one by one where a clause does not come to formulas


def figure(
    name: str, clauses: Sequence[Clause], strain: Strain, policy: Policy, state: State, body: str, search: Search
) -> Figure | None:
    """The figure of some clauses together; none where they never apply."""
    world = strain_world(strain, policy, state, body, clauses)
    members = len(world.world.bag.by_id)
    if any(speech.outside(world.world) for speech in world.speeches):
        return _by_brute_force(name, clauses, world)
    judged = [world.judgement(index) for index in range(len(clauses))]
    if all(each.holds == FALSE and each.broken == FALSE and each.unknown == FALSE for each in judged):
        return None
    try:
        breaks = _smallest(world, clauses, [each.broken for each in judged], Status.BROKEN, search)
        unclear = _smallest(world, clauses, [each.unknown for each in judged], Status.UNKNOWN, search)
    except OutOfTime as error:
        return Figure(name, tuple(clauses), strain, members, undecided=str(error))
    return _figure(name, clauses, world, breaks, unclear)


def _figure(
    name: str, clauses: Sequence[Clause], world: StrainWorld, breaks: Smallest | None, unclear: Smallest | None
) -> Figure:
    """What is unclear matters only if fewer are enough for it than to break the clause."""
    if breaks is not None and unclear is not None and unclear.size >= breaks.size:
        unclear = None
    facts = _facts(world, clauses, unclear)
    return Figure(name, tuple(clauses), world.strain, len(world.world.bag.by_id), breaks, unclear, facts)


def _facts(world: StrainWorld, clauses: Sequence[Clause], unclear: Smallest | None) -> frozenset[str]:
    if unclear is None:
        return frozenset()
    found = (verdict.facts for verdict in _verdicts(world, clauses, unclear.named[0]))
    return frozenset(chain.from_iterable(found))


def _verdicts(world: StrainWorld, clauses: Sequence[Clause], people: Sequence[str]) -> Iterator[Verdict]:
    for clause in clauses:
        yield judge(clause, world.occasion(people, clause.scope), explain=False)


# Searching ----------------------------------------------------------------------------------------------------------


def _smallest(
    world: StrainWorld, clauses: Sequence[Clause], effects: Sequence[Formula], status: Status, search: Search
) -> Smallest | None:
    """The smallest sets with one of some effects; none where no set has any.

    Each effect is sought by itself, among sets no larger than those found: all as one would make a far larger table.
    """
    base = [Constraint(name, formula) for name, formula in world.world.laws]
    sizes: dict[Formula, int] = {}
    for effect in effects:
        few = [at_least(-world.struck, -min(sizes.values()))] if sizes else []
        size = _fewest(world, [*base, Constraint("effect", all_of(effect, *few))], search) if effect != FALSE else None
        if size is not None:
            sizes[effect] = size
    if not sizes:
        return None
    size = min(sizes.values())
    reached = some_of(*(effect for effect, number in sizes.items() if number == size))
    exactly = [*base, Constraint("effect", reached), Constraint("size", equal(world.struck, size))]
    return _told(world, clauses, _problem(world, exactly), size, status, search)


def _fewest(world: StrainWorld, wanted: Sequence[Constraint], search: Search) -> int | None:
    """How many are struck at the least, or none where it is impossible."""
    match search.solve(_problem(world, wanted, (Objective("fewest", -world.struck),)), Capability.OPTIMISE):
        case Impossible():
            return None
        case Found(assignment):
            return value(world.struck, assignment)


def _problem(world: StrainWorld, constraints: Sequence[Constraint], objectives: tuple[Objective, ...] = ()) -> Problem:
    ways = tuple(Ways(filling.size, filling.cells) for filling in world.world.bag.fillings)
    return Problem(world.world.counts, tuple(constraints), objectives, ways)


def _told(
    world: StrainWorld, clauses: Sequence[Clause], problem: Problem, size: int, status: Status, search: Search
) -> Smallest:
    number = search.count(problem)
    found = [each.assignment for each in islice(search.rank(problem), LISTED)]
    kinds = tuple(_kinds(world, clauses, assignment) for assignment in found)
    named = tuple(islice(_turns([world.named(assignment) for assignment in found]), LISTED))
    for people in named:
        _replay(world, clauses, people, status)
    return Smallest(size, number, kinds, named)


def _turns(sources: Sequence[Iterator[tuple[str, ...]]]) -> Iterator[tuple[str, ...]]:
    """One of each in turn, so that every kind of set is seen."""
    waiting = list(sources)
    while waiting:
        for source in tuple(waiting):
            item = next(source, None)
            if item is None:
                waiting.remove(source)
            else:
                yield item


def _replay(world: StrainWorld, clauses: Sequence[Clause], people: Sequence[str], status: Status) -> None:
    """No set is told that the reference evaluator does not confirm."""
    found = {verdict.status for verdict in _verdicts(world, clauses, people)}
    if status not in found:
        names = ", ".join(people) or "nobody"
        raise InternalError(f"{world.strain.value} of {names}: expected {status.value}, replayed {sorted(found)}")


def _kinds(world: StrainWorld, clauses: Sequence[Clause], assignment: Assignment) -> tuple[SomeOf, ...]:
    """How many of which members are struck; the facts told are those in which members differ."""
    read = {each.key: _read_of(world, clauses, each.ids[0]) for each in world.world.bag.classes}
    common = frozenset.intersection(*(frozenset(facts) for facts in read.values())) if read else frozenset()
    parts = []
    for each in world.world.bag.classes:
        number = value(world.struck_in(each), assignment)
        if number:
            facts = tuple(fact for fact in read[each.key] if fact not in common)
            parts.append(SomeOf(number, Kind(each.ids, facts)))
    return tuple(parts)


def _read_of(world: StrainWorld, clauses: Sequence[Clause], person: str) -> tuple[tuple[str, str], ...]:
    """The declared facts of a person that the clauses read where they apply, with their values."""
    read: set[str] = set()
    for index, clause in enumerate(clauses):
        if world.judgement(index).not_applicable != TRUE:
            for part in (clause.rule, clause.when):
                read |= fields_read(part.ast) if part is not None else frozenset()
    thing = PersonThing(world.state.under(world.body, world.policy), person, world.body)
    declared = sorted(name for name in read if ("person", name) in world.policy.facts)
    return tuple((name, _shown(thing.field(name))) for name in declared)


def _shown(fact: Value) -> str:
    match fact:
        case Failure():
            return "not known"
        case Group(definite=(), possible=()) | ():
            return "none"
        case _:
            return named(fact)


# Clauses that do not come to formulas ---------------------------------------------------------------------------------


def _by_brute_force(name: str, clauses: Sequence[Clause], world: StrainWorld) -> Figure:
    """Every set of members, smallest first, judged one by one as far as there are not too many."""
    people = world.world.bag.elements
    found: dict[Status, Smallest] = {}
    looked = 0
    for size in range(len(people) + 1):
        looked += comb(len(people), size)
        if looked > BRUTE:
            why = f"no set of fewer than {size} does it, and larger ones are too many to look at one by one"
            return Figure(name, tuple(clauses), world.strain, len(people), undecided=why)
        for status in (Status.BROKEN, Status.UNKNOWN):
            sets = [gone for gone in combinations(people, size) if _has(world, clauses, gone, status)]
            if sets and status not in found:
                kinds = tuple(_one_by_one(gone) for gone in sets[:LISTED])
                found[status] = Smallest(size, len(sets), kinds, tuple(sets[:LISTED]))
        if Status.BROKEN in found:
            break
    return _figure(name, clauses, world, found.get(Status.BROKEN), found.get(Status.UNKNOWN))


def _has(world: StrainWorld, clauses: Sequence[Clause], people: Sequence[str], status: Status) -> bool:
    return any(verdict.status is status for verdict in _verdicts(world, clauses, people))


def _one_by_one(people: Sequence[str]) -> tuple[SomeOf, ...]:
    return tuple(SomeOf(1, Kind((person,))) for person in people)
