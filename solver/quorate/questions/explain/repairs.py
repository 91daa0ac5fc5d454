"""What then: every least set of clauses to waive, facts to change, people to add, wishes to give up, cheapest first."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from quorate.engines.base import OutOfTime, explainer
from quorate.engines.explaining import Repair as Found
from quorate.formula.alternatives import Alternative
from quorate.formula.symbolic import OutsideFragment
from quorate.questions.explain.carried_out import Deed, confirmed, key
from quorate.questions.explain.offers import Offer, change_name, clause_name, keep_name, offer, size_name
from quorate.questions.explain.profiles import Known, how_many, weakest
from quorate.questions.explain.remedies import (
    NOTHING_FIXED,
    Costs,
    Fixed,
    Profile,
    Recruit,
    Remedy,
    Repair,
    Repairs,
    Trait,
)
from quorate.questions.explain.telling import declared, fact_change, keep_dropped, size_dropped, waiver
from quorate.questions.explain.trying import MOST, tried
from quorate.questions.explain.wanted import fitting, wanted, written
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.request import Place, Request

COSTS = Costs()
TOP = 20
"""Repairs that are told unless more are asked for."""
LARGEST = 1_000_000
"""Edges of a table, by a quick upper bound, up to which the slates that a repair opens are counted in passing."""
TRIES = 3
"""Repairs in a row whose slates may be too many before it is not asked any more, in a problem that is not `SMALL`."""
SMALL = 100
"""Counts of a problem of which it is quickly known whether its slates can be counted in passing."""
BESIDE = 5
"""Repairs without changes of facts that are told even where there are more than so many cheaper ones."""


class Leaves(Exception):
    """Some clauses, or all, come to no formulas while facts may change."""

    def __init__(self, clauses: tuple[str, ...]) -> None:
        self.clauses = clauses
        super().__init__(", ".join(clauses))


def repairs(
    request: Request,
    desk: Desk,
    *,
    costs: Costs = COSTS,
    fixed: Fixed = NOTHING_FIXED,
    most: int | None = None,
    newcomers: int = 3,
    top: int | None = TOP,
    first: bool = False,
) -> Repairs:
    """The repairs with at most so many remedies and newcomers, cheapest first; none where nothing is amiss.

    Of more than `top`, the cheapest are told, and the cheapest that change no fact. With `first` only the cheapest is
    looked for, and not whether there are more.

    Each is carried out and replayed: `InternalError` where the reference evaluator does not find its slate lawful.
    """
    request = _narrowed(request, fixed)
    search = _Search(request, desk, costs, fixed, most, 0 if fixed.members else newcomers)
    found: list[Repair] = []
    try:
        try:
            more = _taken(search.found(), found, top, first=first)
            if more and not first:
                found += _beside(replace(search, changing=False, done=[]), found)
            return Repairs(tuple(found), more=more, most=most)
        except Leaves as left:
            found.clear()
            more = _taken(_one_by_one(request, desk, costs, fixed, most), found, top, first=first)
            return Repairs(tuple(found), tried=left.clauses, more=more, most=MOST if most is None else most)
    except OutOfTime as error:
        return Repairs(tuple(found), str(error), most=most)


def _taken(repairs_: Iterator[Repair], found: list[Repair], top: int | None, *, first: bool) -> bool:
    """Take so many, or the first; whether there are more, or may be."""
    for repair in repairs_:
        if first:
            found.append(repair)
            return True
        if top is not None and len(found) == top:
            return True
        found.append(repair)
    return False


def _beside(search: "_Search", told: list[Repair]) -> list[Repair]:
    """The cheapest repairs of those not told that change no facts: many people who could be made fit crowd them out."""
    known = {_sign(each) for each in told}
    found = (each for each in search.found() if _sign(each) not in known)
    return list(islice(found, BESIDE))


def _sign(repair: Repair) -> frozenset[object]:
    """What a repair does, whoever is recruited."""
    return frozenset(each.id if isinstance(each, Recruit) else each for each in repair.remedies)


def _narrowed(request: Request, fixed: Fixed) -> Request:
    """The request in which nobody else may serve where all members are given."""

    def narrow(place: Place) -> Place:
        members = fixed.members.get(place.body)
        eligible = place.eligible if members is None else tuple(who for who in place.eligible if who in members)
        return replace(place, eligible=eligible)

    return replace(request, places=tuple(map(narrow, request.places)))


def _one_by_one(request: Request, desk: Desk, costs: Costs, fixed: Fixed, most: int | None) -> Iterator[Repair]:
    for each in tried(request, desk, costs, fixed, most):
        if each.remedies:
            yield Repair(each.remedies, each.cost, confirmed(request, each.deed, each.slates))


@dataclass(slots=True)
class _Search:
    """One search for repairs: `done` are the sets that were told, with how many newcomers."""

    request: Request
    desk: Desk
    costs: Costs
    fixed: Fixed
    most: int | None
    newcomers: int
    changing: bool = True
    done: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    uncounted: int = 0
    """Repairs in a row whose slates were too many to be counted in passing."""

    def found(self) -> Iterator[Repair]:
        """Repairs without newcomers, with one, with two …, merged by what they cost."""
        streams: list[_Stream] = []
        while True:
            if self._wants_another(streams):
                streams.append(_Stream(self._offer(len(streams)), self.desk, self.most))
                continue
            first = min((each for each in streams if each.next), key=lambda each: each.cost, default=None)
            if first is None:
                return
            taken = first.take()
            if self._is_new(first.many, taken):
                self.done.append((first.many, frozenset(taken.names)))
                if not taken.names and not first.many:
                    return
                yield self._repair(first.offer, taken)

    def _wants_another(self, streams: "list[_Stream]") -> bool:
        """Whether repairs with one newcomer more may come next."""
        many = len(streams)
        if many > self.newcomers or any(not names for _, names in self.done):
            return False
        costs = [each.cost for each in streams if each.next]
        return not costs or many * self.costs.recruit <= min(costs)

    def _offer(self, many: int) -> Offer:
        try:
            made = offer(self.request, many, self.costs, self.fixed, changing=self.changing)
        except OutsideFragment as error:
            raise Leaves((error.what,)) from error
        if made.outside:
            raise Leaves(tuple(said.name for said in made.outside))
        return made

    def _is_new(self, many: int, taken: Found) -> bool:
        """Whether no part of it does already."""
        return not any(with_ <= many and names <= frozenset(taken.names) for with_, names in self.done)

    def _repair(self, made: Offer, taken: Found) -> Repair:
        known = Known(taken.assignment, {})
        if made.newcomers:
            known = next(weakest(made, self.desk, taken.names, taken.assignment))
        remedies = (*_given_up(made, taken, known), *_recruits(made, known))
        slate = confirmed(self.request, deed(made, taken.names, known), made.slates(known.assignment))
        many = None
        if self.uncounted < TRIES or len(made.problem.counts) <= SMALL:
            many = how_many(made, taken.names, known.assignment, self.desk, LARGEST)
            self.uncounted = self.uncounted + 1 if many is None else 0
        return Repair(remedies, sum(each.cost for each in remedies), slate, many)


class _Stream:
    """The repairs with so many newcomers, with the next of them at hand."""

    def __init__(self, made: Offer, desk: Desk, most: int | None) -> None:
        self.offer = made
        self.many = len(made.newcomers)
        room = None if most is None else most - self.many
        self._found = iter(()) if room is not None and room < 0 else _all(made, desk, room)
        self.next = next(self._found, None)

    @property
    def cost(self) -> int:
        assert self.next is not None
        return self.next.cost + self.many * self.offer.costs.recruit

    def take(self) -> Found:
        assert self.next is not None
        taken, self.next = self.next, next(self._found, None)
        return taken


def _all(made: Offer, desk: Desk, most: int | None) -> Iterator[Found]:
    return explainer().repairs(made.problem, made.softs, desk.limits, most)


def deed(made: Offer, names: tuple[str, ...], known: Known) -> Deed:
    """What is to be done: the softs given up, and what is known of newcomers."""
    places = made.request.places
    return Deed(
        made.newcomers,
        made.given(known.assignment),
        frozenset(key(said.body, said.clause) for said in made.musts if clause_name(said) in names),
        frozenset(place.body for place in places if size_name(place) in names),
        frozenset(
            (place.body, person) for place in places for person in place.keep if keep_name(place, person) in names
        ),
    )


def _given_up(made: Offer, taken: Found, known: Known) -> Iterator[Remedy]:
    """What is given up, in the order of the softs."""
    cost = {soft.name: soft.cost for soft in made.softs}
    for said in made.musts:
        if (name := clause_name(said)) in taken.names:
            yield waiver(made.request, said.body, said.clause, cost[name])
    for each in made.changes:
        if (name := change_name(each)) in taken.names:
            yield _change(made, each, known, cost[name])
    for place in made.request.places:
        if (name := size_name(place)) in taken.names:
            yield size_dropped(place.body, cost[name])
        for person in sorted(place.keep):
            if (name := keep_name(place, person)) in taken.names:
                yield keep_dropped(made.request, place.body, person, cost[name])


def _change(made: Offer, each: Alternative, known: Known, cost: int) -> Remedy:
    index = each.given(known.assignment)
    assert index is not None
    return fact_change(made.request, each.person, each.fact, each.values[index], cost)


def _recruits(made: Offer, known: Known) -> Iterator[Recruit]:
    for who in made.newcomers:
        yield Recruit(who, profile(made, known, who), made.costs.recruit)


def profile(made: Offer, known: Known, who: str) -> Profile:
    """What is to be known of one newcomer."""
    own = [(each, fits) for each, fits in known.values.items() if each.person == who]
    return Profile(tuple(_trait(made, each, fits, known) for each, fits in own))


def _trait(made: Offer, each: Alternative, fits: tuple[object, ...], known: Known) -> Trait:
    index = each.given(known.assignment)
    assert index is not None
    fact = declared(made.request, each.fact)
    told = fitting(fact, fits, each.values)
    return Trait(each.fact, written(each.values[index]), told, wanted(fact, told))
