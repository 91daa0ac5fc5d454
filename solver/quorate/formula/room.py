"""What every part of a partial evaluation needs: the bag, the sets read together, what was seen and derived so far."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias, cast

from quorate.cel.ast import Call, Expr, Name, Select
from quorate.cel.equality import identity, kind
from quorate.cel.evaluator import NO_CONTEXT, Context, evaluate
from quorate.cel.values import NOBODY, Group, Thing, Value
from quorate.formula.ast import FALSE, TRUE, Formula, Linear, all_of, at_least, negate
from quorate.formula.bag import ONE, Bag, Cell, Class
from quorate.formula.classes import Watch
from quorate.formula.derived import Derivations
from quorate.formula.readings import Readings
from quorate.formula.scope import Element, Overlay, Scope
from quorate.formula.symbolic import (
    Case,
    Cases,
    Chosen,
    ChosenOne,
    Entry,
    Known,
    Leaf,
    Number,
    OutsideFragment,
    Partly,
    Place,
    Rest,
    Several,
    Single,
    Token,
    just,
)
from quorate.source.span import Source, Span

Partial: TypeAlias = "Callable[[Expr, Scope, Room], Cases]"

Kept: TypeAlias = "tuple[Several, Mapping[tuple[str, str], Partly], list[Element]]"

NOWHERE = Span(Source("<partial evaluation>", ""), 0, 0)


@dataclass(frozen=True, slots=True)
class Spread:
    """What rooms over one bag need spread out but once: groups as entries, who a set's only element may be, sizes.

    Keys tell parts by the objects they are; those are kept beside what was made of them. Another bag, another spread.
    """

    groups: dict[object, tuple[Chosen, Several]] = field(default_factory=dict)
    ones: dict[object, tuple[ChosenOne, Mapping[tuple[str, str], Partly], Cases]] = field(default_factory=dict)
    sizes: dict[int, tuple[Chosen, Number]] = field(default_factory=dict)
    scopes: dict[tuple[int, int], Scope] = field(default_factory=dict)
    elements: dict[int, dict[tuple[int, int], Kept]] = field(default_factory=dict)

    def scope(self, base: Mapping[str, Value], symbolic: Mapping[str, Cases]) -> Scope:
        """The scope of every expression with these words; the elements of groups in it are kept."""
        found = self.scopes.setdefault((id(base), id(symbolic)), Scope(base, symbolic))
        self.elements.setdefault(id(found), {})
        return found


@dataclass(frozen=True)
class Room:
    """`together` are the sets that the clause in hand reads together; `swap` are things whose fields are searched."""

    bag: Bag
    together: frozenset[str] = frozenset()
    derivations: Derivations = field(default_factory=Derivations)
    watch: Watch = field(default_factory=Watch)
    context: Context = NO_CONTEXT
    swap: Mapping[tuple[str, str], Partly] = field(default_factory=dict)

    readings: Readings = field(default_factory=Readings)
    spread: Spread = field(default_factory=Spread)

    @cached_property
    def searched_fields(self) -> frozenset[str]:
        """Fields that depend on the choice; to read one of them is never left to the reference evaluator."""
        return frozenset(name for thing in self.swap.values() for name in thing.fields)

    @property
    def stated(self) -> bool:
        """Whether the elements have facts of their own, which the reference evaluator can read."""
        return True

    def leaf(self, value: Value) -> Leaf:
        """A plain value as a leaf; what is searched is never plain, and is seen from where it was met."""
        if not self.swap or kind(value) != "thing":
            return Known(value)
        thing = cast(Thing, value)
        found = self.swap.get(identity(thing))
        if found is None or found.thing.kind != self.bag.kind:
            return Known(value) if found is None else found
        if day_of(thing) != day_of(found.thing):
            raise OutsideFragment("a fact that may change, on another day")
        return Partly(thing, found.fields)

    def apply(self, build: Callable[..., Expr], *values: Value) -> Cases:
        """An operator over plain values: the reference evaluator gives it its meaning."""
        names = [Name(f"operand{index}", NOWHERE) for index in range(len(values))]
        variables = {name.name: value for name, value in zip(names, values, strict=True)}
        return just(self.leaf(evaluate(build(*names), variables, self.context)))

    # single elements

    def of_tokens(
        self, expr: Expr, tokens: Mapping[str, Token], own: Mapping[str, Value], base: Mapping[str, Value]
    ) -> Cases | None:
        """An expression that reads nothing chosen but some tokens; none if it must be put together of its parts.

        The elements of a class are alike only as long as all the tokens are the same one.
        """
        if len(tokens) == 1 and not own:
            ((name, token),) = tokens.items()
            told = self.readings.told(expr, base)
            if id(token.things[0]) in told:
                return just(self.leaf(told[id(token.things[0])]))
            read = self.readings.of
            found = [read(expr, name, thing, base, self.context) for thing in token.things]
            return just(self.leaf(self.watch.compare(token.of, found)))
        token, *others = tokens.values()
        if not all(self.same(token, other) for other in others):
            return None
        values = []
        for index in range(len(token.things)):
            things = {name: each.things[index] for name, each in tokens.items()}
            values.append(evaluate(expr, Overlay({**own, **things}, base), self.context))
        return just(self.leaf(self.watch.compare(token.of, values)))

    def of_others(self, expr: Expr, free: Mapping[str, Cases], scope: Scope) -> Cases | None:
        """An expression that reads what is chosen, and not elements alone; none if it is put together of its parts."""
        return None

    def of_field(self, token: Token, field: str, test: bool) -> Cases:
        """A field of a token, or with `test` whether it has one."""
        select = Select(Name("it", NOWHERE), field, NOWHERE, test)
        return just(self.leaf(self.watch.compare(token.of, [evaluate(select, {"it": each}) for each in token.things])))

    def of_claim(self, claim: Call, scope: Scope, partial: Partial) -> Cases:
        """What a claim about clauses comes to."""
        raise OutsideFragment(f"`{claim.function}` of another clause")

    def alike(self, token: Token | Rest, test: Callable[[Thing], Value]) -> Value:
        """What is the same of all elements of a token's class; noted where it is not."""
        return self.watch.compare(token.of, [test(thing) for thing in token.things])

    def read(self, *names: str) -> None:
        """Note that sets are read of one element; all of them must be split together."""
        self.watch.read.update(names)
        self.watch.together.update(names)

    # groups

    def cells(self, each: Class) -> tuple[Cell, ...]:
        return self.bag.cells(each, self.together)

    def size(self, place: Place | None) -> Linear:
        """How many elements a place has."""
        if not isinstance(place, Rest):
            return ONE
        cells = self.cells(self.bag.by_key[place.of])
        return next(cell.size for cell in cells if cell.inside == place.inside) - place.taken

    def chosen(self, group: Chosen, scope: Scope) -> Several:
        """The entries of a group of chosen elements."""
        self.read(*group.inside, *group.outside)
        key = id(group), self.together, tuple(scope.bound.items())
        if key not in self.spread.groups:
            self.spread.groups[key] = group, self._chosen(group, scope)
        return self.spread.groups[key][1]

    def _chosen(self, group: Chosen, scope: Scope) -> Several:
        found: list[Entry] = []
        for each in self.classes_in(group.view):
            things = tuple(group.view[element] for element in each.ids)
            sure = not group.doubtful or not self.doubtful(each, group)
            if each.single:
                found.append(_entry(Single(things[0]), self._is_chosen(each, group), sure))
            else:
                cells = [cell.inside for cell in self.cells(each) if _fits(cell.inside, group)]
                places = [place for inside in cells for place in _places(each, inside, things, scope)]
                found.extend(_entry(place, TRUE, sure) for place in places)
        return Several(tuple(entry for entry in found if entry.possible != FALSE))

    def classes_in(self, ids: Mapping[str, Thing]) -> Iterator[Class]:
        """The classes whose elements are among the ids, all or none of each."""
        for each in self.bag.classes:
            if each.single:
                if each.ids[0] in ids:
                    yield each
            elif self.watch.compare(each.key, [e in ids for e in each.ids]) and all(e in ids for e in each.ids):
                yield each

    def doubtful(self, each: Class, group: Chosen) -> bool:
        """Whether the elements of a class are in a group only possibly."""
        return self.watch.compare(each.key, [element in group.doubtful for element in each.ids]) is True

    def _is_chosen(self, each: Class, group: Chosen) -> Formula:
        if len(group.inside) == 1 and not group.outside:
            return self.bag.is_in(each, group.inside[0])
        inside = (self.bag.is_in(each, name) for name in group.inside)
        outside = (negate(self.bag.is_in(each, name)) for name in group.outside)
        return all_of(*inside, *outside)

    def concrete(self, group: Group, scope: Scope) -> Several:
        """A plain group as entries: its elements by their classes, so that they are known as what they are."""
        definite = {thing.key: thing for thing in group.definite if thing.kind == self.bag.kind}
        possible = {thing.key: thing for thing in group.possible if thing.kind == self.bag.kind}
        found = [
            *(Entry(place, TRUE, TRUE) for place in self._by_class(definite, scope)),
            *(Entry(place, FALSE, TRUE) for place in self._by_class(possible, scope)),
            *(Entry(Single(thing), TRUE, TRUE) for thing in group.definite if self._outside(thing)),
            *(Entry(Single(thing), FALSE, TRUE) for thing in group.possible if self._outside(thing)),
        ]
        return Several(tuple(found))

    def _outside(self, thing: Thing) -> bool:
        return thing.kind != self.bag.kind or thing.key not in self.bag.by_id

    def _by_class(self, view: Mapping[str, Thing], scope: Scope) -> Iterator[Place]:
        for each in self.classes_in(view):
            things = tuple(view[element] for element in each.ids)
            if each.single:
                yield Single(things[0])
            else:
                for cell in self.cells(each):
                    yield from _places(each, cell.inside, things, scope)

    def one(self, chosen: ChosenOne) -> Cases:
        """The only element of a set: a case for each class or cell it may be in, and nobody."""
        self.read(chosen.name, *([chosen.gone] if chosen.gone is not None else []))
        key = id(chosen), id(self.swap), self.together
        if key not in self.spread.ones:
            self.spread.ones[key] = chosen, self.swap, self._one(chosen)
        return self.spread.ones[key][2]

    def _one(self, chosen: ChosenOne) -> Cases:
        found: list[Case] = []
        nobody: list[Formula] = []
        for each in self.classes_in(chosen.view):
            things = tuple(chosen.view[element] for element in each.ids)
            for present, leaf in self._spots(each, chosen, things):
                found.append(Case(present, leaf))
                nobody.append(negate(present))
        vacant = all_of(*nobody)
        return tuple(case for case in (*found, Case(vacant, Known(NOBODY))) if case.guard != FALSE)

    def _spots(self, each: Class, one: ChosenOne, things: Sequence[Thing]) -> Iterator[tuple[Formula, Leaf]]:
        if each.single:
            stays = TRUE if one.gone is None else negate(at_least(self.bag.inside(each, one.gone), 1))
            yield all_of(at_least(self.bag.inside(each, one.name), 1), stays), self.leaf(things[0])
            return
        for cell in self.cells(each):
            if one.name in cell.inside and one.gone not in cell.inside:
                yield at_least(cell.size, 1), Token(each.key, cell.inside, 0, tuple(things))

    def holds_of(self, group: Several, element: Thing | Token) -> tuple[Formula, Formula]:
        """Where the element is surely, and where possibly, in the group."""
        if not isinstance(element, Token):
            self._need_single(element)
        for entry in group.entries:
            if _is(entry.place, element):
                return entry.definite, entry.possible
        return FALSE, FALSE

    def _need_single(self, thing: Thing) -> None:
        each = self.bag.by_id.get(thing.key) if thing.kind == self.bag.kind else None
        if each is not None and not each.single:
            self.watch.single_out(each.key, each.ids, thing.key)

    def same(self, left: Thing | Token, right: Thing | Token) -> bool:
        """Whether two elements are one."""
        if isinstance(left, Token) and isinstance(right, Token):
            return (left.of, left.inside, left.index) == (right.of, right.inside, right.index)
        if not isinstance(left, Token) and not isinstance(right, Token):
            return (left.kind, left.key) == (right.kind, right.key)
        for thing in (left, right):
            if not isinstance(thing, Token):
                self._need_single(thing)
        return False


def day_of(thing: Thing) -> object:
    """The day as of which a thing is seen, if it is seen on one."""
    return getattr(getattr(thing, "state", None), "as_of", None)


def _entry(place: Place, chosen: Formula, sure: bool) -> Entry:
    return Entry(place, chosen if sure else FALSE, chosen)


def _fits(inside: frozenset[str], group: Chosen) -> bool:
    return inside >= set(group.inside) and not inside & set(group.outside)


def _places(each: Class, inside: frozenset[str], things: tuple[Thing, ...], scope: Scope) -> Iterator[Place]:
    taken = scope.taken(each.key, inside)
    for index in range(taken):
        yield Token(each.key, inside, index, things)
    yield Rest(each.key, inside, taken, things)


def _is(place: Place | None, element: Thing | Token) -> bool:
    match place, element:
        case Single(thing), Token():
            return False
        case Single(thing), _:
            return not isinstance(element, Token) and (thing.kind, thing.key) == (element.kind, element.key)
        case (Token(of, inside, index, _), Token()):
            return (of, inside, index) == (element.of, element.inside, element.index)
        case (Rest(of, inside, taken, _), Token()):
            return (of, inside) == (element.of, element.inside) and element.index >= taken
        case _:
            return False
