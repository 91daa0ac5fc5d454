"""The world of any board: what expressions come to over profiles whose counts have no upper bound.

It starts with one profile that says nothing; wherever an expression asks an atom, the profile parts in two, so there
are only as many as the expressions tell apart. Sets that nothing reads are left out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from quorate.cel.ast import Expr
from quorate.cel.values import Value
from quorate.formula.ast import Count, Formula
from quorate.formula.bag import ChosenSet, Class
from quorate.formula.classes import Watch
from quorate.formula.derived import Derivations
from quorate.formula.from_cel import partial
from quorate.formula.open.aspects import aspects, own_fields
from quorate.formula.open.bag import Division, OpenBag
from quorate.formula.open.profiles import Profile, parted
from quorate.formula.open.reading import sets_read
from quorate.formula.open.realise import Facts, People
from quorate.formula.open.room import Asking, Family, OpenRoom, Possible, family_facts
from quorate.formula.scope import Scope
from quorate.formula.symbolic import Cases, OutsideFragment, Truth, truth

MOST_PROFILES = 64


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
    """The bags of profiles, and what each expression comes to over them; `outside` says which do not, and why.

    There is a bag for each aspect of people; `profiles` are those of each bag, by the keys of its classes. `log` are
    the tests of the log, each with what it is while nothing has happened.
    """

    ground: Ground
    bags: tuple[OpenBag, ...]
    profiles: tuple[Mapping[str, Profile], ...]
    derivations: Derivations
    possible: tuple[Possible, ...]
    values: Mapping[str, Cases]
    outside: Mapping[str, str]
    facts: tuple[Count, ...]
    laws: tuple[tuple[str, Formula], ...]
    log: Mapping[Count, bool] = field(default_factory=dict)

    @property
    def bag(self) -> OpenBag:
        """The first bag; how many people are in which sets is the same in all."""
        return self.bags[0]

    @property
    def counts(self) -> tuple[Count, ...]:
        """People first, then what is computed of them, then their facts."""
        people = (count for bag in self.bags for count in bag.counts)
        derived = (each.count for each in self.derivations.made.values())
        return (*people, *derived, *(each.count for each in self.possible), *self.facts, *self.log)

    def truth(self, name: str) -> Truth:
        return truth(self.values[name])


def open_world(ground: Ground, asked: Sequence[OpenAsked], check: Callable[[], None] = lambda: None) -> OpenWorld:
    """Ask everything of every profile, until no profile leaves open what is asked of it.

    `check` is called now and then, and may raise to end it.
    """
    index = aspects((each.expr for each in asked), ground.people)
    many = [[Profile()] for _ in range(max(1, len(set(index.values()))))]
    read = (sets_read(each.expr, Scope(each.base, each.symbolic)) for each in asked)
    kept = _closed(ground, ground.always.union(*read))
    return _ask(replace(ground, sets=kept), asked, index, many, check)


def _names(ground: Ground) -> frozenset[str]:
    return frozenset(each.name for each in ground.sets)


def _closed(ground: Ground, read: Iterable[str]) -> tuple[ChosenSet, ...]:
    """The sets that are read, and those that they are part of."""
    wanted = set(read)
    for each in reversed(ground.sets):
        if each.name in wanted and each.within is not None:
            wanted.add(each.within)
    return tuple(each for each in ground.sets if each.name in wanted)


def _ask(
    ground: Ground,
    asked: Sequence[OpenAsked],
    index: Mapping[str, int],
    many: list[list[Profile]],
    check: Callable[[], None],
) -> OpenWorld:
    """Everything asked again and again; the profiles of each aspect are parted in place."""
    while True:
        family = _family(ground, index, many, check)
        found = _pass(ground, family, asked)
        parting = False
        for room, profiles in zip(family.rooms, many, strict=True):
            wanted = room.asking.wanted
            parting = parting or bool(wanted)
            profiles[:] = [piece for each in profiles for piece in parted(each, tuple(wanted.get(each.key, ())))]
        if not parting:
            return found


def _family(
    ground: Ground, index: Mapping[str, int], many: Sequence[Sequence[Profile]], check: Callable[[], None]
) -> Family:
    """A room for each aspect; they share what is derived, what is seen, and what is possible."""
    names = _names(ground)
    family, derivations, watch, asking = Family(index), Derivations(), Watch(), Asking()
    for number, profiles in enumerate(many):
        classes = tuple(Class(each.key, (each.key,), names, endless=True) for each in profiles)
        prefix = f"aspect{number}." if number else ""
        bag = OpenBag(
            classes, ground.sets, (names,) if names else (), ground.people.kind,
            divisions=ground.divisions, prefix=prefix,
        )  # fmt: skip
        room = OpenRoom(
            bag, names, derivations, watch, profiles={each.key: each for each in profiles}, people=ground.people,
            tracked=ground.tracked, asking=replace(asking, wanted={}), shared=ground.shared, vote=ground.vote,
            family=family, full=len(profiles) > MOST_PROFILES, check=check,
        )  # fmt: skip
        family.rooms.append(room)
    return family


def _pass(ground: Ground, family: Family, asked: Sequence[OpenAsked]) -> OpenWorld:
    values: dict[str, Cases] = {}
    outside: dict[str, str] = {}
    first = family.rooms[0]
    for each in asked:
        scope = Scope(each.base, each.symbolic)
        try:
            values[each.name] = partial(each.expr, scope, _home(each.expr, scope, first))
        except OutsideFragment as error:
            outside[each.name] = error.what
    facts, told = family_facts(family)
    derived = ((each.count.key, each.law) for each in first.derivations.made.values())
    laws = (*(law for bag in family.bags for law in bag.laws), *family.laws(), *derived, *told)
    possible, log = tuple(first.asking.possible.values()), dict(first.asking.log)
    profiles = tuple(room.profiles for room in family.rooms)
    return OpenWorld(ground, family.bags, profiles, first.derivations, possible, values, outside, facts, laws, log)


def _home(expr: Expr, scope: Scope, first: OpenRoom) -> OpenRoom:
    """The room of what an expression reads itself; clauses that it names find their own."""
    home = first.family.room_of(own_fields(expr), first.people)
    return replace(home, together=sets_read(expr, scope))
