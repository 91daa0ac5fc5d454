"""The world of any board: what expressions come to over profiles whose counts have no upper bound.

It starts with one profile that says nothing; wherever an expression asks an atom, the profile parts in two, so there
are only as many as the expressions tell apart. Sets that nothing reads are left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from quorate.cel.ast import Expr
from quorate.cel.values import Value
from quorate.formula.ast import Count, Formula
from quorate.formula.bag import ChosenSet, Class
from quorate.formula.derived import Derivations
from quorate.formula.from_cel import partial
from quorate.formula.open_bag import Division, OpenBag
from quorate.formula.open_room import Asking, OpenRoom, Possible, sets_read
from quorate.formula.profiles import Profile, parted
from quorate.formula.realise import Facts, People
from quorate.formula.scope import Scope
from quorate.formula.symbolic import Cases, OutsideFragment, Truth, truth

MOST_PROFILES = 512


@dataclass(frozen=True, slots=True)
class OpenAsked:
    """An expression with what its names mean: `symbolic` ones depend on the board, `base` has the others."""

    name: str
    expr: Expr
    base: Mapping[str, Value]
    symbolic: Mapping[str, Cases]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a board is made of: its sets, of which those in `always` are there even if nothing reads them.

    `tracked` are the fields that say which groups people belong to, with the groups that matter; `shared` are unknown
    facts of other things than people, `vote` is any vote that could be taken.
    """

    sets: tuple[ChosenSet, ...]
    divisions: tuple[Division, ...]
    people: People
    always: frozenset[str] = frozenset()
    tracked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shared: tuple[Count, ...] = ()
    vote: Facts | None = None


@dataclass(frozen=True)
class OpenWorld:
    """The bag of profiles, and what each expression comes to over it; `outside` says which do not, and why.

    `log` are the tests of the log, each with what it is while nothing has happened.
    """

    ground: Ground
    bag: OpenBag
    profiles: Mapping[str, Profile]
    derivations: Derivations
    possible: tuple[Possible, ...]
    values: Mapping[str, Cases]
    outside: Mapping[str, str]
    facts: tuple[Count, ...]
    laws: tuple[tuple[str, Formula], ...]
    log: Mapping[Count, bool] = field(default_factory=dict)

    @property
    def counts(self) -> tuple[Count, ...]:
        """People first, then what is computed of them, then their facts."""
        derived = (each.count for each in self.derivations.made.values())
        return (*self.bag.counts, *derived, *(each.count for each in self.possible), *self.facts, *self.log)

    def truth(self, name: str) -> Truth:
        return truth(self.values[name])


def open_world(ground: Ground, asked: Sequence[OpenAsked]) -> OpenWorld:
    """Ask everything of every profile, until no profile leaves open what is asked of it."""
    found = _ask(ground, asked)
    read = ground.always | {name for name in found.read if "." not in name or name in _names(ground)}
    kept = _closed(ground, read)
    if len(kept) < len(ground.sets):
        found = _ask(replace(ground, sets=kept), asked)
    return found.world


def _names(ground: Ground) -> frozenset[str]:
    return frozenset(each.name for each in ground.sets)


def _closed(ground: Ground, read: Iterable[str]) -> tuple[ChosenSet, ...]:
    """The sets that are read, and those that they are part of."""
    wanted = set(read)
    for each in reversed(ground.sets):
        if each.name in wanted and each.within is not None:
            wanted.add(each.within)
    return tuple(each for each in ground.sets if each.name in wanted)


@dataclass(frozen=True, slots=True)
class _Pass:
    world: OpenWorld
    read: frozenset[str]
    wanted: bool


def _ask(ground: Ground, asked: Sequence[OpenAsked]) -> _Pass:
    profiles = [Profile()]
    while True:
        room = _room(ground, profiles)
        found = _pass(ground, room, asked)
        if not found.wanted:
            return found
        wanted = room.asking.wanted
        profiles = [piece for each in profiles for piece in parted(each, tuple(wanted.get(each.key, ())))]
        if len(profiles) > MOST_PROFILES:
            raise OutsideFragment(f"more than {MOST_PROFILES} kinds of people")


def _room(ground: Ground, profiles: Sequence[Profile]) -> OpenRoom:
    names = _names(ground)
    classes = tuple(Class(each.key, (each.key,), names, endless=True) for each in profiles)
    bag = OpenBag(classes, ground.sets, (names,) if names else (), ground.people.kind, divisions=ground.divisions)
    known = {each.key: each for each in profiles}
    return OpenRoom(
        bag,
        names,
        profiles=known,
        people=ground.people,
        tracked=ground.tracked,
        asking=Asking(),
        shared=ground.shared,
        vote=ground.vote,
    )


def _pass(ground: Ground, room: OpenRoom, asked: Sequence[OpenAsked]) -> _Pass:
    values: dict[str, Cases] = {}
    outside: dict[str, str] = {}
    for each in asked:
        try:
            scope = Scope(each.base, each.symbolic)
            values[each.name] = partial(each.expr, scope, replace(room, together=sets_read(each.expr, scope)))
        except OutsideFragment as error:
            outside[each.name] = error.what
    bag = room.bag
    assert isinstance(bag, OpenBag)
    facts, told = ground.people.realised(bag, room.profiles)
    derived = ((each.count.key, each.law) for each in room.derivations.made.values())
    laws = (*bag.laws, *derived, *told)
    possible = tuple(room.asking.possible.values())
    world = OpenWorld(
        ground, bag, room.profiles, room.derivations, possible, values, outside, facts, laws, dict(room.asking.log)
    )
    return _Pass(world, frozenset(room.watch.read), bool(room.asking.wanted))
