"""What then: every least set of clauses to waive, facts to change, people to add, wishes to give up, cheapest first."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from quorate.charter.document import Clause, Rank
from quorate.engines.base import OutOfTime, explainer
from quorate.engines.explaining import Repair as Found
from quorate.formula.alternatives import Alternative
from quorate.questions.explain.carried_out import Deed, confirmed, key
from quorate.questions.explain.offers import Offer, change_name, clause_name, keep_name, offer, size_name
from quorate.questions.explain.profiles import Known, weakest
from quorate.questions.explain.remedies import (
    NOTHING_FIXED,
    Costs,
    FactChange,
    Fixed,
    Profile,
    Recruit,
    Remedy,
    Repair,
    Repairs,
    Trait,
    Waiver,
    WishDropped,
)
from quorate.questions.explain.wanted import stated, subject, wanted, written
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.request import Request
from quorate.questions.slates.search import Said

COSTS = Costs()
TOP = 20
"""Repairs that are told unless more are asked for."""


def repairs(
    request: Request,
    desk: Desk,
    *,
    costs: Costs = COSTS,
    fixed: Fixed = NOTHING_FIXED,
    most: int | None = None,
    newcomers: int = 3,
    top: int | None = TOP,
) -> Repairs:
    """The repairs with at most so many remedies and newcomers, the `top` cheapest; none where nothing is amiss.

    Each is carried out and replayed: `InternalError` where the reference evaluator does not find its slate lawful.
    """
    search = _Search(request, desk, costs, fixed, most, 0 if fixed.members else newcomers)
    found: list[Repair] = []
    try:
        for repair in search.found():
            if top is not None and len(found) == top:
                return Repairs(tuple(found), more=True)
            found.append(repair)
    except OutOfTime as error:
        return Repairs(tuple(found), str(error))
    return Repairs(tuple(found), tried=search.tried)


@dataclass(slots=True)
class _Search:
    """One search for repairs: `done` are the sets that were told, with how many newcomers."""

    request: Request
    desk: Desk
    costs: Costs
    fixed: Fixed
    most: int | None
    newcomers: int
    done: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    tried: tuple[str, ...] = ()

    def found(self) -> Iterator[Repair]:
        """Repairs without newcomers, with one, with two …, merged by what they cost."""
        streams: list[_Stream] = []
        while True:
            if self._wants_another(streams):
                streams.append(_Stream(self._offer(len(streams)), self.desk, self.most))
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
        if many > self.newcomers or any(not names and with_ for with_, names in self.done):
            return False
        costs = [each.cost for each in streams if each.next]
        return not streams or not costs or many * self.costs.recruit <= min(costs)

    def _offer(self, many: int) -> Offer:
        made = offer(self.request, many, self.costs, self.fixed)
        self.tried = tuple(dict.fromkeys((*self.tried, *(said.name for said in made.outside))))
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
        return Repair(remedies, sum(each.cost for each in remedies), slate)


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
    waived = frozenset(key(said.body, said.clause) for said in _waived(made, names))
    return Deed(made.newcomers, made.given(known.assignment), waived)


def _waived(made: Offer, names: tuple[str, ...]) -> list[Said]:
    return [said for said in made.musts if clause_name(said) in names]


def _given_up(made: Offer, taken: Found, known: Known) -> Iterator[Remedy]:
    """What is given up, in the order of the softs."""
    cost = {soft.name: soft.cost for soft in made.softs}
    for said in _waived(made, taken.names):
        yield _waiver(made, said, cost[clause_name(said)])
    for each in made.changes:
        if change_name(each) in taken.names:
            yield _change(made, each, known, cost[change_name(each)])
    yield from _wishes(made, taken.names, cost)


def _waiver(made: Offer, said: Said, cost: int) -> Waiver:
    clause = said.clause
    return Waiver(said.body, said.name, clause.text, law(made.request, said.body, clause), cost, clause.span)


def law(request: Request, body: str, clause: Clause) -> str | None:
    """The title of the statute or of the listing rules that a clause stands in, if it does."""
    policy = next(place.policy for place in request.places if place.body == body)
    packs = (pack for pack in policy.packs if pack.id == clause.charter and pack.rank in (Rank.STATUTE, Rank.LISTING))
    return next((pack.title for pack in packs), None)


def _change(made: Offer, each: Alternative, known: Known, cost: int) -> FactChange:
    index = each.given(known.assignment)
    assert index is not None
    before = made.request.state.stated("person", each.person, each.fact)
    fact = made.fact(each.fact)
    return FactChange(each.person, each.fact, subject(fact), stated(before), written(each.values[index]), cost)


def _wishes(made: Offer, names: tuple[str, ...], cost: dict[str, int]) -> Iterator[WishDropped]:
    people = made.request.state.roster.people
    for place in made.request.places:
        if size_name(place) in names:
            text = "The size that was asked for."
            yield WishDropped(place.body, "size", text, cost[size_name(place)])
        for person in sorted(place.keep):
            if keep_name(place, person) in names:
                text = f"{people[person].name} is kept."
                yield WishDropped(place.body, f"keep {person}", text, cost[keep_name(place, person)])


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
    return Trait(each.fact, written(each.values[index]), wanted(made.fact(each.fact), fits, each.values))
