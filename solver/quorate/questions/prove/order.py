"""What makes one board smaller than another: numbers of people and oddities first, then what is declared first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from quorate.cel.types import OneOf, Type
from quorate.cel.values import Money
from quorate.charter.document import FactDeclaration
from quorate.engines.base import Assignment
from quorate.formula.ast import Count, Formula, Linear, all_of, at_least, some_of
from quorate.formula.bag import ONE, total
from quorate.formula.derived import Derivations
from quorate.formula.evaluator import value
from quorate.formula.open.bag import OpenBag
from quorate.formula.open.realise import People
from quorate.formula.open.situation import SEATS, Situation
from quorate.formula.open.world import OpenWorld


@dataclass(frozen=True, slots=True)
class Place:
    """A count, and the value that is the least of all: then one more, one less, two more, and so on.

    It is `free` if it is a number of no people.
    """

    count: Count
    usual: int
    free: bool = False

    def above(self, number: int) -> tuple[int, int]:
        """From where to where all is less than a number, or it."""
        far = number - self.usual
        return (self.usual - far + 1, number) if far > 0 else (number, self.usual - far)

    def less(self, number: int) -> Formula:
        """That it is less than a number, which is not the least."""
        low, high = self.above(number)
        return self._between(low, high - 1) if number > self.usual else self._between(low + 1, high)

    def no_more(self, number: int) -> Formula:
        """That it is not more than a number."""
        return self._between(*self.above(number))

    def _between(self, low: int, high: int) -> Formula:
        own = Linear(((self.count, 1),))
        return all_of(at_least(own, low), at_least(-own, -high))


def goals(world: OpenWorld, situation: Situation, derivations: Derivations) -> list[Linear]:
    """Things that must have happened, members, other people, those absent, recused or gone, vacancies, kinds, facts.

    Each is made as small as can be before the next is looked at.
    """
    bag = world.bag
    members = bag.size("members")
    everyone = total(cell.size for each in bag.classes for cell in bag.cells(each, bag.group))
    kinds = [total(c.size for c in one.cells(each, one.group)) for one in world.bags for each in one.classes]
    used = total(derivations.where(at_least(size, 1), ONE) for size in kinds)
    found = [
        total(_unlike(count, int(usual), derivations) for count, usual in world.log.items()),
        members,
        everyone - members,
        total(_touched(world, members)),
        Linear(((SEATS, 1),)) - members,
        used,
        _unusual(world, situation, derivations),
    ]
    return [goal for goal in found if goal.terms]


def _touched(world: OpenWorld, members: Linear) -> list[Linear]:
    known = world.bag.by_name
    away = [members - world.bag.size("present")] if "present" in known else []
    return [*away, *(world.bag.size(name) for name in ("recused", "departed") if name in known)]


def _unusual(world: OpenWorld, situation: Situation, derivations: Derivations) -> Linear:
    """For how many kinds of people a fact is not as usual, each fact by itself; of numbers, where that is declared."""
    people, found = world.ground.people, []
    for count in world.facts:
        name = count.key.rpartition(".")[2]
        fact = people.declared.get((people.kind, name))
        if count.high == 1 or (fact is not None and fact.usual is not None):
            usual = usual_of(count, fact, people.types[name], people, _day(situation))
            found.append(_unlike(count, usual, derivations))
    return total(found)


def _unlike(count: Count, usual: int, derivations: Derivations) -> Linear:
    """One where a count is not as usual."""
    own = Linear(((count, 1),))
    if count.high == 1:
        return Linear((), 1) - own if usual else own
    return derivations.where(some_of(at_least(own, usual + 1), at_least(-own, 1 - usual)), ONE)


def usual_of(count: Count, fact: FactDeclaration | None, type_: Type, people: People, day: date) -> int:
    """What a fact ordinarily is, as its count has it; where that is not said, nought, the first text, or the day."""
    said = None if fact is None else fact.usual if fact.usual is not None else fact.default
    match said:
        case bool() | int():
            number = int(said)
        case date():
            number = said.toordinal()
        case Money(amount):
            number = int(amount * 100)
        case Fraction():
            number = int(said * 1000)
        case str():
            texts = type_.values if isinstance(type_, OneOf) else people.words
            number = texts.index(said) if said in texts else len(texts)
        case _:
            number = day.toordinal() if count.low > 0 else 0
    return max(count.low, number if count.high is None else min(number, count.high))


def _day(situation: Situation) -> date:
    day = situation.base.get("as_of")
    return day if isinstance(day, date) else date.min


def places(world: OpenWorld, situation: Situation, assignment: Assignment) -> tuple[Place, ...]:
    """All that a board may still differ in, in the order of declaration: the log, people, what they and others are.

    The facts are those of kinds that somebody has in the assignment. Chairs who are away or gone come last, and of
    others those who are in few sets.
    """
    people = [Place(count, 0) for bag in world.bags for count in _by_sets(bag)]
    log = [Place(count, int(usual)) for count, usual in world.log.items()]
    return (*log, *people, *_facts(world, situation, assignment), *_others(situation, assignment))


def _by_sets(bag: OpenBag) -> list[Count]:
    """How many people there are of each kind in each combination of sets, what is to be rare first."""
    cells = [cell for each in bag.classes for cell in bag.cells(each, bag.group)]
    cells.sort(key=lambda cell: not _misses(cell.inside, bag.group))
    return [count for cell in cells for count, _ in cell.size.terms]


def _misses(inside: frozenset[str], known: frozenset[str]) -> bool:
    """Whether people of these sets chair a body and are not there."""
    away = "present" in known and "present" not in inside
    return "chair" in inside and (away or not inside.isdisjoint(("departed", "recused")))


def _facts(world: OpenWorld, situation: Situation, assignment: Assignment) -> Iterator[Place]:
    """The facts of each kind, those that are declared first before others."""
    people, day, by_name = world.ground.people, _day(situation), _by_fact(world, assignment)
    for name in (name for name in people.types if name in by_name):
        fact = people.declared.get((people.kind, name))
        for count in by_name[name]:
            yield Place(count, usual_of(count, fact, people.types[name], people, day), free=True)


def _by_fact(world: OpenWorld, assignment: Assignment) -> Mapping[str, list[Count]]:
    """For each fact its counts, one for each kind that somebody has."""
    taken = {
        f"{bag.prefix}fact[{each.key}]"
        for bag in world.bags
        for each in bag.classes
        if any(value(cell.size, assignment) for cell in bag.cells(each, bag.group))
    }
    found: dict[str, list[Count]] = {}
    for count in world.facts:
        whose, _, name = count.key.rpartition(".")
        if whose in taken:
            found.setdefault(name, []).append(count)
    return found


def _others(situation: Situation, assignment: Assignment) -> Iterator[Place]:
    """The facts of other things than people."""
    for word, shared in situation.shared.items():
        types = situation.schema.things[word].types
        for count in (count for count in shared.counts if count in assignment):
            name = count.key.rpartition(".")[2]
            fact = situation.declared.get((word, name))
            usual = usual_of(count, fact, types[name], situation.people, _day(situation))
            yield Place(count, usual, free=True)
