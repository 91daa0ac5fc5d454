"""One request as a problem whose clauses and wishes can be given up one by one, and what engines say of any of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from quorate.engines.base import Constraint, Explainer, Objective, Problem, Soft, explainer
from quorate.formula.ast import TRUE, Formula, Linear, all_of, at_least, some_of
from quorate.formula.bag import Class, total
from quorate.formula.candidates import Slates, SlateWorld
from quorate.questions.explain.nouns import Kind
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.nouns import Seated
from quorate.questions.slates.request import Place
from quorate.questions.slates.search import Said, Search

HELD = ("search.size", "search.keep")  # what of the search's own structure is given up here by name


@dataclass(frozen=True, slots=True)
class Given:
    """What can be given up: clauses of one body that come to the same, or a wish, or the number of seats."""

    kind: Kind
    names: tuple[str, ...]
    body: str
    text: str
    formula: Formula
    clauses: tuple[Said, ...] = ()
    person: str | None = None

    @property
    def name(self) -> str:
        return f"{self.kind.value}:{self.names[0]}"


@dataclass(frozen=True)
class Case:
    """A request to be explained. With `strict` a clause must be known to hold, else it must not be broken for sure.

    People in `pinned` sit in the body whatever is given up.
    """

    search: Search
    desk: Desk
    strict: bool = False
    pinned: frozenset[tuple[str, str]] = frozenset()

    def stricter(self) -> "Case":
        return replace(self, strict=True)

    def whoever(self) -> "Case":
        """The same of any people."""
        return replace(self, pinned=frozenset())

    @property
    def places(self) -> tuple[Place, ...]:
        return self.search.request.places

    @property
    def several(self) -> bool:
        return len(self.places) > 1

    @cached_property
    def explainer(self) -> Explainer:
        return explainer()

    @cached_property
    def given(self) -> Mapping[str, Given]:
        """Everything that can be given up, by the name that its constraint has."""
        every = (*self._clauses(), *self._seats(), *self._wishes())
        return {each.name: each for each in every if each.formula != TRUE}

    def _clauses(self) -> Iterator[Given]:
        same: dict[tuple[str, Formula], list[Said]] = {}
        for said in self.search.musts:
            if said.outside is None:
                same.setdefault((said.body, self._asks(said)), []).append(said)
        for (body, formula), group in same.items():
            names = tuple(said.name for said in group)
            yield Given(Kind.CLAUSE, names, body, group[0].clause.text, formula, tuple(group))

    def _asks(self, said: Said) -> Formula:
        judged = self.search.judgements[said.name]
        return some_of(judged.lawful, judged.unknown) if not self.strict and said in self.open else judged.lawful

    @cached_property
    def open(self) -> frozenset[Said]:
        """The clauses that may hang on what is not known."""
        return frozenset(said for said, _ in self.search.open_musts)

    def _seats(self) -> Iterator[Given]:
        for place in self.places:
            seats = self.search.request.state.seats(place.body)
            if seats is not None:
                text = f"There {'is one seat' if seats == 1 else f'are {seats} seats'}."
                formula = room(self.search.world, place.body, seats)
                yield Given(Kind.SEATS, (self._of(place, "seats"),), place.body, text, formula)

    def _wishes(self) -> Iterator[Given]:
        world = self.search.world
        for place in self.places:
            if place.asked is not None:
                text = _sizes(*place.asked)
                yield Given(Kind.SIZE, (self._of(place, "size"),), place.body, text, sized(world, place))
            for person in sorted(place.keep):
                if (place.body, person) not in self.pinned:
                    text, names = f"{self.person(person)} is to be kept.", (self._of(place, f"keep {person}"),)
                    formula = within(world, place.body, person)
                    yield Given(Kind.KEEP, names, place.body, text, formula, person=person)

    def _of(self, place: Place, wish: str) -> str:
        return f"{place.body}: {wish}" if self.several else wish

    def in_order(self, people: Iterable[str]) -> tuple[str, ...]:
        """People in the order of the roster."""
        order = {person: place for place, person in enumerate(self.search.request.state.roster.people)}
        return tuple(sorted(people, key=order.__getitem__))

    def person(self, person: str) -> str:
        return self.search.request.state.roster.people[person].name

    # Problems

    @cached_property
    def bare(self) -> tuple[Constraint, ...]:
        """What holds of every group of people: the laws of the bag, somebody sits, one chair where it is read."""
        laws = [each for each in self.search.structure() if not each.name.startswith(HELD)]
        laws += [Constraint("anybody", at_least(self.search.world.size(place.body), 1)) for place in self.places]
        return tuple(laws)

    def problem(
        self,
        names: Collection[str],
        more: tuple[Constraint, ...] = (),
        objectives: tuple[Objective, ...] = (),
        *,
        pins: bool = True,
    ) -> Problem:
        """The groups of people of whom these of what can be given up hold, and `more`."""
        asked = tuple(Constraint(name, self.given[name].formula) for name in self.given if name in names)
        pinned = self._pins() if pins else ()
        return Problem(self.search.world.counts, (*self.bare, *pinned, *asked, *more), objectives)

    def _pins(self) -> tuple[Constraint, ...]:
        return tuple(
            Constraint("pinned", at_least(self.among(body, {person}), 1)) for body, person in sorted(self.pinned)
        )

    def whole(self) -> Problem:
        return self.problem(self.given)

    def softs(self) -> tuple[Soft, ...]:
        return tuple(Soft(name) for name in self.given)

    def classes(self, body: str, part: str = "members") -> tuple[Class, ...]:
        """The classes of people who may sit in a body, or be its chair."""
        return tuple(each for each in self.search.world.world.bag.classes if f"{body}.{part}" in each.may | each.must)

    def among(self, body: str, people: Collection[str]) -> Linear:
        """How many of these people, who are whole classes, sit in a body."""
        return self.search.world.members_among(body, people)

    def nearness(self) -> tuple[Linear, Linear]:
        """That few people join or leave, and then that today's chairs stay."""
        return -total(self.search.changes(place) for place in self.places), self.search.chairs()


def _sizes(least: int, most: int | None) -> str:
    many = f"{least} or more" if most is None else f"{least}" if least == most else f"{least} to {most}"
    return f"{many} member{'s are' if many != '1' else ' is'} asked for."


def seats_of(search: Search, slates: Slates) -> tuple[Seated, ...]:
    """Named slates as people read them, in the order of the roster."""
    order = {person: index for index, person in enumerate(search.request.state.roster.people)}
    return tuple(
        Seated(body, tuple(sorted(slate.members, key=order.__getitem__)), slate.chair) for body, slate in slates.items()
    )


# What is asked of a body beside clauses, in any world


def room(world: SlateWorld, body: str, seats: int) -> Formula:
    """No more members than seats."""
    return at_least(-world.size(body), -seats)


def sized(world: SlateWorld, place: Place) -> Formula:
    """As many members as are asked for."""
    least, most = place.asked or (1, None)
    size = world.size(place.body)
    return all_of(at_least(size, least), TRUE if most is None else at_least(-size, -most))


def within(world: SlateWorld, body: str, person: str) -> Formula:
    """That somebody sits."""
    return at_least(world.members_among(body, {person}), 1)
