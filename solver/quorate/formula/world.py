"""A world: what may be chosen, and what the expressions in hand come to over the classes that they leave alike.

Elements start as alike as their rights and the tests of one element allow; wherever an expression tells two of them
apart their class is parted and everything is asked again, until nothing is told apart any more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from quorate.cel.ast import Expr
from quorate.cel.evaluator import NO_CONTEXT, Context
from quorate.cel.reading import names
from quorate.cel.values import Value
from quorate.formula.ast import TRUE, Count, Formula
from quorate.formula.bag import Bag, ChosenSet, Class
from quorate.formula.classes import Watch, class_key, mark, parted
from quorate.formula.columns import lone_parts
from quorate.formula.derived import Derivations
from quorate.formula.from_cel import partial
from quorate.formula.readings import Readings, reading
from quorate.formula.room import Room, Spread
from quorate.formula.symbolic import (
    UNKNOWN,
    Cases,
    Chosen,
    ChosenOne,
    OutsideFragment,
    Partly,
    Truth,
    just,
    only,
    truth,
)

NO_SETS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An element that may be chosen: the sets it may be in, those it must be in, and what it is never merged across."""

    id: str
    may: frozenset[str]
    must: frozenset[str] = NO_SETS
    mark: object = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be chosen: elements of one kind into sets. A set in `optional` is left out if nothing reads it."""

    candidates: tuple[Candidate, ...]
    sets: tuple[ChosenSet, ...]
    kind: str = "person"
    optional: frozenset[str] = NO_SETS

    def without(self, unread: frozenset[str]) -> "Choice":
        """The choice without some of the sets that are optional."""
        kept = tuple(each for each in self.sets if each.name not in unread)
        people = tuple(replace(each, may=each.may - unread, must=each.must - unread) for each in self.candidates)
        return replace(self, sets=kept, candidates=people, optional=self.optional - unread)


@dataclass(frozen=True, slots=True)
class Asked:
    """An expression with what its names mean: `symbolic` ones depend on the choice, `base` has the others.

    With `given` it matters only where the expression of that name, asked before it, is not false.
    """

    name: str
    expr: Expr
    base: Mapping[str, Value]
    symbolic: Mapping[str, Cases]
    swap: Mapping[tuple[str, str], Partly] = field(default_factory=dict)
    context: Context = NO_CONTEXT
    given: str | None = None


@dataclass(frozen=True)
class World:
    """The bag, and what each expression comes to over it; `outside` says which do not come to formulas, and why."""

    bag: Bag
    derivations: Derivations
    values: Mapping[str, Cases]
    outside: Mapping[str, str]
    read: frozenset[str]

    @property
    def counts(self) -> tuple[Count, ...]:
        """The bag's counts in canonical order, then those derived from them."""
        return (*self.bag.counts, *(derived.count for derived in self.derivations.made.values()))

    @property
    def laws(self) -> tuple[tuple[str, Formula], ...]:
        """What every assignment fulfils: the bag's own laws, and that derived counts are what they stand for."""
        derived = ((each.count.key, each.law) for each in self.derivations.made.values())
        return (*self.bag.laws, *derived)

    def truth(self, name: str) -> Truth:
        return truth(self.values[name])

    def complete(self, assignment: Mapping[Count, int]) -> dict[Count, int]:
        """The assignment of the bag's counts with the derived ones."""
        return self.derivations.complete(assignment)


def world(choice: Choice, asked: Sequence[Asked], *, merge: bool = True) -> World:
    """Ask everything of everyone; without `merge` every element is a class of one."""
    readings = {each.name: Readings() for each in asked}
    columns = [column for each in asked for column in _columns(each, choice.kind, readings[each.name])]
    found = _ask(choice, asked, _first_classes(choice, merge, columns), readings)
    unread = choice.optional - found.read
    if not unread:
        return found
    fewer = choice.without(unread)
    return _ask(fewer, asked, _first_classes(fewer, merge, columns), readings)


def _columns(each: Asked, kind: str, readings: Readings) -> Iterator[Mapping[str, object]]:
    """The marks, by id, that an expression sets on elements one by one, whatever the rest of it comes to."""
    if each.given is not None or any(of == kind for of, _ in each.swap):
        return
    searched = frozenset(name for thing in each.swap.values() for name in thing.fields)
    for lone in lone_parts(each.expr, each.symbolic):
        if reading(lone.expr)[1].isdisjoint(searched):
            values = readings.column(lone.expr, lone.name, lone.view, each.base, each.context)
            yield dict(zip(lone.view, map(mark, values), strict=True))


def _ask(
    choice: Choice, asked: Sequence[Asked], classes: list[tuple[str, ...]], readings: Mapping[str, Readings]
) -> World:
    """`classes` are no finer than what the expressions tell apart."""
    joint = {each.name: _first_joint(each, choice) for each in asked}
    order = tuple(each.id for each in choice.candidates)
    while True:
        together = _together(choice, joint.values())
        bag = Bag(_classes(choice, classes), choice.sets, together, choice.kind, order)
        costly = {each.ids for each in bag.classes if bag.costly(each)}
        if costly:
            classes = [piece for ids in classes for piece in (_singles(ids) if ids in costly else (ids,))]
            continue
        found, apart, again = _pass(asked, bag, joint, readings)
        if not apart and (again == joint or all(each.single for each in bag.classes)):
            return found
        classes, joint = parted(classes, apart), again


def _singles(ids: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple((one,) for one in ids)


def _pass(
    asked: Sequence[Asked], bag: Bag, joint: Mapping[str, frozenset[str]], readings: Mapping[str, Readings]
) -> tuple[World, dict[str, list[tuple[object, ...]]], dict[str, frozenset[str]]]:
    """Everything asked once: what it comes to, which elements it tells apart, and what each reads together."""
    derivations, spread = Derivations(), Spread()
    apart: dict[str, list[tuple[object, ...]]] = {}
    values: dict[str, Cases] = {}
    outside: dict[str, str] = {}
    read: set[str] = set()
    again = dict(joint)
    for each in asked:
        watch = Watch()
        if each.given in values and truth(values[each.given]).false == TRUE:
            values[each.name] = just(UNKNOWN)
            continue
        together = frozenset[str]().union(*(bag.group_of(name) for name in joint[each.name]))
        room = Room(bag, together, derivations, watch, each.context, each.swap, readings[each.name], spread)
        try:
            values[each.name] = partial(each.expr, spread.scope(each.base, each.symbolic), room)
        except OutsideFragment as error:
            outside[each.name] = error.what
        for key, signs in watch.apart.items():
            apart.setdefault(key, []).extend(signs)
        read |= watch.read
        again[each.name] = joint[each.name] | watch.together
    return World(bag, derivations, values, outside, frozenset(read)), apart, again


def _first_classes(choice: Choice, merge: bool, columns: Sequence[Mapping[str, object]]) -> list[tuple[str, ...]]:
    """Elements with the same rights and marks, in the order of the first of each."""
    found: dict[object, list[str]] = {}
    for each in choice.candidates:
        marks = (each.may, each.must, each.mark, *(column.get(each.id) for column in columns))
        found.setdefault(marks if merge else each.id, []).append(each.id)
    return [tuple(ids) for ids in found.values()]


def _classes(choice: Choice, classes: Sequence[tuple[str, ...]]) -> tuple[Class, ...]:
    """The classes, in the order of the first element of each."""
    rights = {each.id: each for each in choice.candidates}
    order = {each.id: index for index, each in enumerate(choice.candidates)}
    found = (Class(class_key(ids), ids, rights[ids[0]].may, rights[ids[0]].must) for ids in classes)
    return tuple(sorted(found, key=lambda each: order[each.ids[0]]))


def _first_joint(each: Asked, choice: Choice) -> frozenset[str]:
    """The sets that an expression names: a first guess at what it reads together."""
    known = {chosen.name for chosen in choice.sets}
    found: set[str] = set()
    for name in names(each.expr):
        match only(each.symbolic.get(name, ())):
            case Chosen(inside, outside, _):
                found.update(inside, outside)
            case ChosenOne(name=one):
                found.add(one)
            case _:
                pass
    return frozenset(found & known)


def _together(choice: Choice, joints: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """The partition of the sets that keeps together what lies within another and what is read together."""
    links = [{each.name} | ({each.within} if each.within else set()) for each in choice.sets]
    groups: list[set[str]] = []
    for link in (*links, *map(set, joints)):
        touching = [group for group in groups if group & link]
        groups = [group for group in groups if not group & link]
        if link:
            groups.append(link.union(*touching))
    order = {each.name: index for index, each in enumerate(choice.sets)}
    return tuple(frozenset(group) for group in sorted(groups, key=lambda group: min(order[name] for name in group)))
