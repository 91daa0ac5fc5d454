"""What the counts of a board say of the facts of its people, and of other things."""

from collections.abc import Sequence
from datetime import date

from quorate.charter.document import FactDeclaration
from quorate.engines.base import Assignment
from quorate.formula.ast import Count, counts_of
from quorate.formula.evaluator import holds, value
from quorate.formula.open.profiles import Profile
from quorate.formula.open.realise import Facts
from quorate.formula.open.situation import Situation
from quorate.formula.open.world import OpenWorld
from quorate.formula.symbolic import Case, Cases, Defined, Known, Number, Truth, only


def stated(
    world: OpenWorld, profiles: Sequence[Profile], assignment: Assignment, read: frozenset[str], day: date
) -> dict[str, object]:
    """The facts of a person, of those that anything reads; a usual value where nothing fixes one.

    `profiles` are those of the person, one for each aspect.
    """
    people = world.ground.people
    copies = [
        people.facts(f"{bag.prefix}fact[{profile.key}]") for bag, profile in zip(world.bags, profiles, strict=True)
    ]
    given: dict[str, object] = {}
    for name in (name for name in people.types if name in read):
        declared = people.declared.get((people.kind, name))
        if declared is not None and declared.define is not None:
            continue
        fixed = (_value(facts, name, assignment) for facts in copies)
        found = next((fact for fact in fixed if fact is not None), None)
        if found is None:
            found = _usual(declared, copies[0], name, day)
        if found is not None:
            given[name] = found
    return given


def _usual(declared: FactDeclaration | None, facts: Facts, name: str, day: date) -> object:
    """What a fact ordinarily is: as its declaration says, else the least that it can be; a day is today."""
    if declared is not None and (declared.usual is not None or declared.has_default):
        return declared.usual if declared.usual is not None else declared.default
    if name in facts.ordered:
        least = facts.ordered[name]
        return least.value(
            day.toordinal() if isinstance(least.value(least.count.low), date) else max(0, least.count.low)
        )
    if name not in facts.fields:
        return None
    leaves = facts.fields[name]
    return _settled(leaves, {count: max(count.low, 0) for count in facts.counts})


def _value(facts: Facts, name: str, assignment: Assignment) -> object:
    """The value of a fact; nothing for one that is defined, or that no count stands for."""
    if name in facts.ordered:
        fact = facts.ordered[name]
        return fact.value(assignment[fact.count]) if fact.count in assignment else None
    if name not in facts.fields:
        return None
    leaves = facts.fields[name]
    counts = frozenset[Count]().union(*(_counts(case) for case in leaves))
    if not counts or not counts <= assignment.keys():
        return None
    return _settled(leaves, assignment)


def _counts(case: Case) -> frozenset[Count]:
    match case.leaf:
        case Truth(true=true):
            return counts_of(case.guard) | counts_of(true)
        case Number(low=low):
            return counts_of(case.guard) | frozenset(count for count, _ in low.terms)
        case _:
            return counts_of(case.guard)


def _settled(leaves: Cases, known: Assignment) -> object:
    match only(leaves):
        case Defined():
            return None
        case Truth(true=true):
            return holds(true, known)
        case Number(low=low):
            return value(low, known)
        case _:
            found = (case.leaf for case in leaves if holds(case.guard, known))
            return next((leaf.value for leaf in found if isinstance(leaf, Known)), None)


def stated_of(situation: Situation, word: str, assignment: Assignment) -> dict[str, object]:
    """The facts of a thing beside people, but for those that are defined."""
    shared = situation.shared.get(word)
    names = () if shared is None else (*shared.fields, *shared.ordered)
    found = {name: _value(shared, name, assignment) for name in names if shared is not None}
    return {name: fact for name, fact in found.items() if fact is not None}
