"""What may be given up so that a lawful slate exists, as one problem with softs: clauses, facts as stated, wishes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from quorate.charter.document import Clause, Force
from quorate.engines.base import Assignment, Constraint, Problem, Soft
from quorate.formula.alternatives import Alternative
from quorate.formula.ast import TRUE, Linear, at_least
from quorate.formula.bag import total
from quorate.formula.candidates import Seats, Slates, SlateWorld, slate_world
from quorate.questions.explain.newcomers import changes, joined, names_of, traits
from quorate.questions.explain.remedies import Costs, Fixed
from quorate.questions.explain.telling import change_cost, declared, waiver_cost
from quorate.questions.slates.request import Place, Request
from quorate.questions.slates.search import Said, judged_clauses


@dataclass(frozen=True)
class Offer:
    """A request with so many newcomers, all of whom are to sit; the softs are what may be given up, by name.

    `changes` are of people that are there, `traits` of newcomers, who are known for nothing else.
    """

    request: Request
    newcomers: tuple[str, ...]
    changes: tuple[Alternative, ...]
    traits: tuple[Alternative, ...]
    world: SlateWorld
    musts: tuple[Said, ...]
    costs: Costs
    fixed: Fixed

    @property
    def outside(self) -> tuple[Said, ...]:
        """The clauses that come to no formulas while facts may change."""
        return tuple(said for said in self.musts if said.outside is not None)

    @cached_property
    def problem(self) -> Problem:
        soft = (*self._clauses(), *self._stated(), *self._wishes())
        return Problem(self.world.counts, (*self._hard(), *soft))

    @cached_property
    def softs(self) -> tuple[Soft, ...]:
        named = {each.name for each in self.problem.constraints}
        costs = {**self._clause_costs(), **self._change_costs(), **self._wish_costs()}
        return tuple(Soft(name, cost) for name, cost in costs.items() if name in named)

    # What is given up

    def _clauses(self) -> Iterator[Constraint]:
        for said in self.musts:
            formula = self.world.judgement(said.body, said.clause).lawful
            if formula != TRUE:
                yield Constraint(clause_name(said), formula)

    def _clause_costs(self) -> dict[str, int]:
        return {clause_name(said): waiver_cost(said.clause, self.costs) for said in self.musts}

    def _stated(self) -> Iterator[Constraint]:
        for each in self.changes:
            yield Constraint(change_name(each), each.as_stated)

    def _change_costs(self) -> dict[str, int]:
        return {change_name(each): change_cost(declared(self.request, each.fact), self.costs) for each in self.changes}

    def _wishes(self) -> Iterator[Constraint]:
        for place in self.request.places:
            if place.asked is not None:
                least, most = place.asked
                size = self.world.size(place.body)
                yield Constraint(size_name(place), at_least(size, least))
                if most is not None:
                    yield Constraint(size_name(place), at_least(-size, -most))
            for person in self._kept(place):
                yield Constraint(keep_name(place, person), at_least(self._among(place.body, person), 1))

    def _kept(self, place: Place) -> Sequence[str]:
        return sorted(place.keep - self.fixed.among.get(place.body, frozenset()))

    def _wish_costs(self) -> dict[str, int]:
        names = [size_name(place) for place in self.request.places]
        names += [keep_name(place, person) for place in self.request.places for person in self._kept(place)]
        return dict.fromkeys(names, self.costs.wish)

    def _among(self, body: str, *people: str) -> Linear:
        return self.world.members_among(body, people)

    # What is not

    def _hard(self) -> Iterator[Constraint]:
        laws = (law for law in self.world.laws if not law[0].startswith("search.keep"))
        yield from (Constraint(f"law.{name}", formula) for name, formula in laws)
        for place in self.request.places:
            yield from self._sizes(place)
            yield from self._within(place)
            yield from self._as_fixed(place)
        for who in self.newcomers:
            seats = total(self._among(body, who) for body in self.request.bodies)
            yield Constraint(f"law.newcomer.{who}", at_least(seats, 1))

    def _sizes(self, place: Place) -> Iterator[Constraint]:
        size = self.world.size(place.body)
        seats = self.request.state.seats(place.body)
        yield Constraint(f"law.size.{place.body}", at_least(size, 1))
        if seats is not None:
            yield Constraint(f"law.size.{place.body}", at_least(-size, -seats))

    def _within(self, place: Place) -> Iterator[Constraint]:
        parent = self.request.state.roster.bodies[place.body].parent
        if parent in self.request.bodies:
            bag = self.world.world.bag
            for each in bag.classes:
                inside = bag.size_in(each, f"{parent}.members") - bag.size_in(each, f"{place.body}.members")
                yield Constraint(f"law.within.{place.body}", at_least(inside))

    def _as_fixed(self, place: Place) -> Iterator[Constraint]:
        body, name = place.body, f"law.fixed.{place.body}"
        members = self.fixed.members.get(body)
        if members is not None:
            yield Constraint(name, at_least(-self.world.size(body), -len(members)))
        for person in (*(members or ()), *sorted(self.fixed.among.get(body, ()))):
            yield Constraint(name, at_least(self._among(body, person), 1))
        chair = self.fixed.chairs.get(body)
        if chair is not None and self.world.chair_read(body):
            yield Constraint(name, at_least(self.world.chair_among(body, {chair}), 1))

    # What an assignment says

    def given(self, assignment: Assignment) -> dict[tuple[str, str], object]:
        """The facts that people are given."""
        chosen = ((each, each.given(assignment)) for each in (*self.changes, *self.traits))
        return {(each.person, each.fact): each.values[index] for each, index in chosen if index is not None}

    def slates(self, assignment: Assignment) -> Slates:
        return next(self.world.named(assignment))

    @cached_property
    def by_name(self) -> Mapping[str, Said]:
        return {clause_name(said): said for said in self.musts}


def clause_name(said: Said) -> str:
    return f"waive:{said.name}"


def change_name(change: Alternative) -> str:
    return f"change:{change.key}"


def size_name(place: Place) -> str:
    return f"size:{place.body}"


def keep_name(place: Place, person: str) -> str:
    return f"keep:{place.body}:{person}"


def offer(request: Request, many: int, costs: Costs, fixed: Fixed, *, changing: bool = True) -> Offer:
    """What may be given up with so many newcomers, facts too if `changing`.

    `OutsideFragment` where it hangs on facts who sits in a body anyway.
    """
    newcomers = names_of(request, many)
    wider = joined(request, newcomers)
    people = dict.fromkeys(person for place in request.places for person in place.eligible)
    changed = changes(request, tuple(people)) if changing else ()
    wanted = traits(request, newcomers)
    seats = [_seats(place, fixed, newcomers) for place in wider.places]
    clauses, aims = _clauses(wider, Force.MUST), _clauses(wider, Force.SHOULD)
    nested = any(wider.state.roster.bodies[body].parent in wider.bodies for body in wider.bodies)
    facts = (*changed, *wanted)
    # aims are asked too, so that chairs are named wherever slates name them
    world = slate_world(wider.state, seats, [*clauses, *aims], alternatives=facts, merge=not nested)
    musts = tuple(
        Said(body, clause, wider.named(body, clause), world.outside(body, clause)) for body, clause in clauses
    )
    return Offer(wider, newcomers, changed, wanted, world, musts, costs, fixed)


def _clauses(request: Request, force: Force) -> list[tuple[str, Clause]]:
    return [(place.body, clause) for place in request.places for clause in judged_clauses(request, place, force)]


def _seats(place: Place, fixed: Fixed, newcomers: Sequence[str]) -> Seats:
    """A body to be filled; whoever is spoken of by name is told from the others."""
    named = {*newcomers, *fixed.members.get(place.body, ()), *fixed.among.get(place.body, ())}
    chair = fixed.chairs.get(place.body)
    named |= {chair} if chair in place.eligible and chair is not None else set()
    return Seats(place.body, place.policy, place.eligible, place.keep | named)
