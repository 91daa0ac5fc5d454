"""Groups and lists whose elements depend on the choice: their elements one by one, their sizes, when two are equal."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from quorate.cel.values import Group, Map, PartialList, Thing
from quorate.formula.ast import FALSE, TRUE, Formula, Linear, all_of, at_least, negate, some_of
from quorate.formula.bag import ONE, total
from quorate.formula.room import Room
from quorate.formula.scope import Element, Scope
from quorate.formula.symbolic import (
    Affiliations,
    Cases,
    Chosen,
    Entry,
    Items,
    Known,
    Leaf,
    Mapped,
    Number,
    OutsideFragment,
    Rest,
    Several,
    Token,
    Truth,
    just,
)


def several(leaf: Leaf, scope: Scope, room: Room) -> Several | None:
    """A leaf as a group with entries, if it is a group."""
    match leaf:
        case Several(entries):
            return Several(tuple(piece for entry in entries for piece in _opened(entry, scope)))
        case Chosen():
            return room.chosen(leaf, scope)
        case Known(Group() as group):
            return room.concrete(group, scope)
        case _:
            return None


def _opened(entry: Entry, scope: Scope) -> Iterator[Entry]:
    """An entry made before some elements of its cell were taken, with those as entries of their own."""
    place = entry.place
    if not isinstance(place, Rest):
        yield entry
        return
    taken = max(place.taken, scope.taken(place.of, place.inside))
    for index in range(place.taken, taken):
        yield replace(entry, place=Token(place.of, place.inside, index, place.things))
    yield replace(entry, place=replace(place, taken=taken))


def elements(leaf: Leaf, scope: Scope, room: Room) -> list[Element]:
    """The elements of a group, a list or the keys of a map, in the reference evaluator's order."""
    kept = room.spread.elements.get(id(scope))
    if kept is None or not isinstance(leaf, Chosen):
        return _elements(leaf, scope, room)
    group = room.chosen(leaf, scope)
    key = id(group), id(room.swap)
    if key not in kept:
        kept[key] = group, room.swap, [_element(entry, scope, room) for entry in group.entries]
    return kept[key][2]


def _elements(leaf: Leaf, scope: Scope, room: Room) -> list[Element]:
    group = several(leaf, scope, room)
    if group is not None:
        return [_element(entry, scope, room) for entry in group.entries]
    match leaf:
        case Known(tuple() as items):
            return [_item(just(room.leaf(item)), TRUE, scope) for item in items]
        case Known(PartialList(items=pairs)):
            return [_item(just(room.leaf(item)), TRUE if sure else FALSE, scope) for item, sure in pairs]
        case Known(Map() as entries):
            return [_item(just(Known(key)), TRUE, scope) for key in entries]
        case Items(items):
            return [_item(item, TRUE, scope) for item in items]
        case Mapped(entries):
            found = [(entry, value, *_taken(entry, scope, room)) for entry, value in entries]
            return [
                Element(entry, entry.definite, entry.possible, there, count, value, inner)
                for entry, value, inner, there, count in found
            ]
        case _:
            raise OutsideFragment("a range that is neither a group nor a list")


def _item(value: Cases, definite: Formula, scope: Scope) -> Element:
    return Element(None, definite, TRUE, TRUE, ONE, value, scope)


def _taken(entry: Entry, scope: Scope, room: Room) -> tuple[Scope, Formula, Linear]:
    inner, _ = scope.take(entry.place)
    count = room.size(entry.place)
    return inner, at_least(count, 1), count


def _element(entry: Entry, scope: Scope, room: Room) -> Element:
    inner, spot = scope.take(entry.place)
    assert spot is not None
    if isinstance(spot, Token):
        count = room.size(entry.place)
        there = at_least(count, 1)
        return Element(entry, entry.definite, entry.possible, there, count, just(spot), inner)
    value = just(room.leaf(spot.thing))
    return Element(entry, entry.definite, entry.possible, TRUE, ONE, value, inner)


def size(leaf: Leaf, scope: Scope, room: Room) -> Number:
    """How many elements there are: surely at least, possibly at most."""
    if isinstance(leaf, Affiliations):
        raise OutsideFragment("how many groups people belong to")
    if isinstance(leaf, Chosen) and len(leaf.inside) + len(leaf.outside) == 1:
        return size_of_set(leaf, room)
    group = several(leaf, scope, room)
    if group is None:
        found = [(each.definite, each.possible, each.count) for each in elements(leaf, scope, room)]
    else:
        found = [(each.definite, each.possible, room.size(each.place)) for each in group.entries]
    where = room.derivations.where
    low = total(where(definite, count) for definite, _, count in found)
    if all(definite == possible for definite, possible, _ in found):
        return Number(low, low)
    return Number(low, total(where(possible, count) for _, possible, count in found))


def size_of_set(leaf: Chosen, room: Room) -> Number:
    """The size of a set, or of what is outside it; it needs no splitting by other sets."""
    (name,) = leaf.inside or leaf.outside
    room.watch.read.add(name)
    if id(leaf) not in room.spread.sizes:
        room.spread.sizes[id(leaf)] = leaf, _size_of_set(leaf, name, room)
    return room.spread.sizes[id(leaf)][1]


def _size_of_set(leaf: Chosen, name: str, room: Room) -> Number:
    low, high = [], []
    for each in room.classes_in(leaf.view):
        inside = room.bag.size_in(each, name)
        many = inside if leaf.inside else Linear((), len(each.ids)) - inside
        high.append(many)
        if leaf.doubtful and not room.doubtful(each, leaf):
            low.append(many)
    most = total(high)
    return Number(total(low) if leaf.doubtful else most, most)


def holds_of(leaf: Leaf, element: Thing | Token, scope: Scope, room: Room) -> tuple[Formula, Formula]:
    """Where an element is surely, and where possibly, in a group."""
    group = several(leaf, scope, room)
    if group is None:
        raise OutsideFragment("membership in something that is not a group")
    return room.holds_of(group, element)


def equal_groups(left: Leaf, right: Leaf, scope: Scope, room: Room) -> Truth:
    """Two groups have the same elements: false where one surely has what the other surely lacks."""
    rows = _rows(left, right, scope, room)
    false = some_of(*(row.differ for row in rows))
    doubt = some_of(*(row.doubt for row in rows))
    return Truth(all_of(negate(false), negate(doubt)), false)


@dataclass(frozen=True, slots=True)
class _Row:
    differ: Formula
    doubt: Formula


def _rows(left: Leaf, right: Leaf, scope: Scope, room: Room) -> list[_Row]:
    if isinstance(left, Affiliations) or isinstance(right, Affiliations):
        raise OutsideFragment("all the groups that people belong to")
    ours, theirs = several(left, scope, room), several(right, scope, room)
    if ours is None or theirs is None:
        raise OutsideFragment("a group compared with something else")
    rows = []
    for one, other in ((ours, theirs), (theirs, ours)):
        for entry in one.entries:
            spot = scope.take(entry.place)[1]
            assert spot is not None
            _, possible = room.holds_of(other, spot if isinstance(spot, Token) else spot.thing)
            there = at_least(room.size(entry.place), 1)
            differ = all_of(there, entry.definite, negate(possible))
            rows.append(_Row(differ, all_of(there, entry.possible, negate(entry.definite))))
    return rows
