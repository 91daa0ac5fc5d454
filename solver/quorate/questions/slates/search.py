"""The request as problems for engines: what every slate fulfils, what makes it lawful, what makes it better."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from quorate.cel.types import BOOL
from quorate.charter.document import Clause, Force, Mode, Scope
from quorate.charter.evaluator import binding, not_judged
from quorate.engines.base import Constraint, Objective, Problem, Ways
from quorate.formula.ast import FALSE, All, AtLeastZero, Constant, Formula, Linear, Some, at_least, negate, some_of
from quorate.formula.bag import total
from quorate.formula.candidates import Seats, SlateWorld, Wish, on, slate_world
from quorate.formula.judgement import Judgement
from quorate.formula.numbers import number
from quorate.formula.symbolic import Cases, truth
from quorate.questions.slates.request import Place, Request
from quorate.source.diagnostic import CallError, Diagnostic

NOBODY: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Said:
    """A clause judged of one body, by a name that is unique; `outside` says why it came to no formula, if so."""

    body: str
    clause: Clause
    name: str
    outside: str | None = None


@dataclass(frozen=True, slots=True)
class Preferred:
    """A preference as an objective: its value is that of the objective divided by `scale`."""

    objective: Objective
    scale: int = 1


@dataclass(frozen=True)
class Search:
    """Everything the engines are asked about one request."""

    request: Request
    world: SlateWorld
    musts: tuple[Said, ...]
    aims: tuple[Said, ...]
    preferred: tuple[Preferred, ...]

    @property
    def replayed(self) -> tuple[Said, ...]:
        """The clauses that only a replay can decide."""
        return tuple(said for said in self.musts if said.outside is not None)

    def problem(self, constraints: tuple[Constraint, ...], *, ranked: bool = False) -> Problem:
        fillings = tuple(Ways(filling.size, filling.cells) for filling in self.world.world.bag.fillings)
        objectives = self._objectives() if ranked else ()
        return Problem(self.world.counts, (*self.structure(), *constraints), objectives, fillings)

    def relaxed(self, without: tuple[str, ...], constraints: tuple[Constraint, ...]) -> Problem:
        """The problem without the parts of the request whose names begin so."""
        whole = self.problem(constraints)
        kept = tuple(each for each in whole.constraints if not each.name.startswith(without))
        return Problem(whole.counts, kept, ways=whole.ways)

    def structure(self) -> tuple[Constraint, ...]:
        """What every slate fulfils, lawful or not: the bag's laws, the sizes, committees within their board."""
        laws = [Constraint(name, formula) for name, formula in self.world.laws]
        for place in self.request.places:
            size = self.world.size(place.body)
            laws.append(Constraint(f"search.size.{place.body}", at_least(size, place.sizes[0])))
            laws.append(Constraint(f"search.size.{place.body}", at_least(-size, -place.sizes[1])))
            if self.request.shortage(place) is not None:
                laws.append(Constraint(f"search.size.{place.body}", FALSE))
            laws += self._within(place)
        return tuple(laws)

    def _within(self, place: Place) -> Iterator[Constraint]:
        parent = self.request.state.roster.bodies[place.body].parent
        if parent in self.request.bodies:
            bag = self.world.world.bag
            for each in bag.classes:
                inside = bag.size_in(each, f"{parent}.members") - bag.size_in(each, f"{place.body}.members")
                yield Constraint(f"search.within.{place.body}", at_least(inside))

    def lawful(self) -> tuple[Constraint, ...]:
        """That every `must` clause holds or does not apply."""
        return tuple(Constraint(said.name, self.allows(said)) for said in self.musts if said.outside is None)

    def allows(self, said: Said) -> Formula:
        return self.judgements[said.name].lawful

    def unbroken(self) -> tuple[Constraint, ...]:
        """That no `must` clause is broken, whatever the unknown facts are."""
        judged = [self.judgements[said.name] for said in self.musts if said.outside is None]
        return tuple(Constraint("unbroken", some_of(each.lawful, each.unknown)) for each in judged)

    @cached_property
    def open_musts(self) -> tuple[tuple[Said, Formula], ...]:
        """The `must` clauses that may hang on what is not known, and where they do."""
        judged = [(said, self.judgements[said.name].unknown) for said in self.musts if said.outside is None]
        return tuple((said, unknown) for said, unknown in judged if not _never(unknown))

    @cached_property
    def judgements(self) -> Mapping[str, Judgement]:
        """What becomes of every clause that comes to formulas."""
        said = [each for each in (*self.musts, *self.aims) if each.outside is None]
        return {each.name: self.world.judgement(each.body, each.clause) for each in said}

    def _objectives(self) -> tuple[Objective, ...]:
        aims = [(said.clause.weight, self.allows(said)) for said in self.aims if said.outside is None]
        return (
            Objective("aims", rewards=tuple(aims)),
            *(preferred.objective for preferred in self.preferred),
            Objective("continuity", -total(self.changes(place) for place in self.request.places)),
            Objective("chair", self.chairs()),
        )

    def chairs(self) -> Linear:
        """How many of today's chairs stay."""
        return total(self._chairs(place) for place in self.request.places)

    def changes(self, place: Place) -> Linear:
        """How many people join a body, and how many leave it."""
        today = set(self.request.today(place.body).members)
        kept = self.world.members_among(place.body, today & set(place.eligible))
        return self.world.size(place.body) - kept * 2 + len(today)

    def _chairs(self, place: Place) -> Linear:
        chair = self.request.today(place.body).chair
        if chair is None or not self.world.chair_read(place.body):
            return Linear(())
        return self.world.chair_among(place.body, {chair})


def search(request: Request, apart: Mapping[str, object] = NOBODY) -> Search:
    """The world of the request and the problems in it; people with different marks in `apart` are never alike."""
    seats = [Seats(place.body, place.policy, place.eligible, place.keep) for place in request.places]
    musts = [(place.body, clause) for place in request.places for clause in judged_clauses(request, place, Force.MUST)]
    aims = [(place.body, clause) for place in request.places for clause in judged_clauses(request, place, Force.SHOULD)]
    wishes = [Wish(str(n), request.bodies[0], wish.ast) for n, wish in enumerate(request.preferences)]
    nested = any(request.state.roster.bodies[body].parent in request.bodies for body in request.bodies)
    world = slate_world(request.state, seats, [*musts, *aims], wishes, merge=not nested, apart=apart)
    return Search(
        request,
        world,
        tuple(_said(request, world, body, clause) for body, clause in musts),
        tuple(_said(request, world, body, clause) for body, clause in aims),
        tuple(_preferred(request, world, index) for index in range(len(wishes))),
    )


def _said(request: Request, world: SlateWorld, body: str, clause: Clause) -> Said:
    return Said(body, clause, request.named(body, clause), world.outside(body, clause))


def judged_clauses(request: Request, place: Place, force: Force) -> Iterator[Clause]:
    """The clauses of a body's making that are judged of a slate on the day."""
    clauses = binding(place.policy) if force is Force.MUST else _aims(place)
    for clause in clauses:
        if not_judged(clause, on(request.state, place.policy, place.body, clause)) is None:
            yield clause


def _aims(place: Place) -> Iterator[Clause]:
    for clause in place.policy.clauses:
        asks = clause.mode is Mode.REQUIRE and clause.scope in (Scope.BODY, Scope.QUORUM)
        if asks and clause.force is Force.SHOULD:
            yield clause


def _preferred(request: Request, world: SlateWorld, index: int) -> Preferred:
    expression = request.preferences[index]
    name = f"wish:{index}"
    if name in world.world.outside:
        message = f"slates cannot be ranked by this preference: {world.world.outside[name]}"
        span = expression.excerpt.span(0, len(expression.excerpt.text))
        advice = "prefer a condition, a count of members, or a sum of their facts"
        raise CallError([Diagnostic("unrankable-preference", message, span, advice)])
    cases = world.wish(str(index))
    if expression.type == BOOL:
        return Preferred(Objective(name, rewards=((1, truth(cases).true),)))
    return _numeric(name, cases, world)


def _numeric(name: str, cases: Cases, world: SlateWorld) -> Preferred:
    """A number to be as high as can be; an interval counts for its lower end, what is not known for less than any."""
    numbers = [(case.guard, number(case.leaf)) for case in cases]
    scale = lcm(1, *(each.scale for _, each in numbers if each is not None))
    lines = [(guard, each.low * (scale // each.scale)) for guard, each in numbers if each is not None]
    lows = [low for _, line in lines if (low := line.bounds[0]) is not None]
    worst = min(lows, default=0) - 1
    summed = total(world.world.derivations.where(guard, line) for guard, line in lines)
    rewards = tuple((worst, guard) for guard, each in numbers if each is None)
    return Preferred(Objective(name, summed, rewards), scale)


def _never(formula: Formula) -> bool:
    """Whether a formula contradicts itself in plain sight: it asks for something, and for what that rules out."""
    match formula:
        case Constant(value):
            return not value
        case Some(parts):
            return all(_never(part) for part in parts)
        case All(parts):
            asked = set(parts)
            ruled_out = {negate(part) for part in parts if isinstance(part, AtLeastZero)}
            choices = [part.parts if isinstance(part, Some) else (part,) for part in asked]
            return any(all(each in ruled_out or _never(each) for each in choice) for choice in choices)
        case AtLeastZero():
            return False


def value_of(preferred: Preferred, worth: int) -> Fraction:
    return Fraction(worth, preferred.scale)
