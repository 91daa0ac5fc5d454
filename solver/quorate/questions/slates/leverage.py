"""Leverage: how many lawful slates each person is in, each two people together, and how many there are of each size."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from quorate.engines.weighing import Kind, Shares
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.replay import verdicts_on
from quorate.questions.slates.request import Place
from quorate.questions.slates.search import Search
from quorate.questions.slates.shares import Held, Leverage, Sized, Together
from quorate.source.diagnostic import InternalError


def leverage(search: Search, desk: Desk) -> Iterator[Leverage]:
    """What is known, more each time; raises `OutOfTime` when the limit strikes."""
    return _one_by_one(search, desk) if search.replayed else _weighed(search, desk)


def _weighed(search: Search, desk: Desk) -> Iterator[Leverage]:
    problem = search.problem(search.lawful())
    places = search.request.places
    weigher = desk.weigher()
    shares = [weigher.shares(problem, _kinds(search, place), desk.limits, pairs=False) for place in places]
    people = [
        Held(place.body, person, slates)
        for place, share in zip(places, shares, strict=True)
        for each, slates in zip(search.world.world.bag.classes, share.once, strict=True)
        for person in each.ids
        if person in place.eligible
    ]
    known = Leverage(shares[0].total, _most_first(search, people))
    yield known
    spreads = [weigher.spread(problem, search.world.size(place.body), desk.limits) for place in places]
    sizes = tuple(
        Sized(place.body, size, slates)
        for place, spread in zip(places, spreads, strict=True)
        for size, slates in sorted(spread.items())
    )
    known = Leverage(known.lawful, known.people, sizes)
    _consistent(known)
    yield known
    pairs: list[Together] = []
    for place in places:
        pairs += _pairs(search, place, weigher.shares(problem, _kinds(search, place), desk.limits, pairs=True))
    yield Leverage(known.lawful, known.people, sizes, tuple(sorted(pairs, key=_rarity)))


def _kinds(search: Search, place: Place) -> list[Kind]:
    bag = search.world.world.bag
    return [Kind(len(each.ids), bag.size_in(each, f"{place.body}.members")) for each in bag.classes]


def _pairs(search: Search, place: Place, shares: Shares) -> Iterator[Together]:
    classes = search.world.world.bag.classes
    for (first, second), slates in shares.twice.items():
        if shares.once[first] and shares.once[second]:
            yield Together(place.body, classes[first].ids, classes[second].ids, slates)


def _one_by_one(search: Search, desk: Desk) -> Iterator[Leverage]:
    """Where a clause came to no formula, every slate that the others leave is judged."""
    lawful = 0
    once: Counter[tuple[str, str]] = Counter()
    twice: Counter[tuple[str, str, str]] = Counter()
    sizes: Counter[tuple[str, int]] = Counter()
    for found in desk.enumerate(search.problem(search.unbroken())):
        for slates in search.world.named(found.assignment):
            desk.clock.tick()
            if verdicts_on(search.request, search.world.seated(slates))[0] is not True:
                continue
            lawful += 1
            for body, slate in slates.items():
                once.update((body, person) for person in slate.members)
                twice.update((body, *pair) for pair in combinations(slate.members, 2))
                sizes[body, len(slate.members)] += 1
    places = search.request.places
    people = [Held(place.body, person, once[place.body, person]) for place in places for person in place.eligible]
    pairs = [
        Together(place.body, (one,), (other,), twice[place.body, one, other] + twice[place.body, other, one])
        for place in places
        for one, other in combinations(place.eligible, 2)
        if once[place.body, one] and once[place.body, other]
    ]
    sized = tuple(Sized(body, size, slates) for (body, size), slates in sorted(sizes.items()))
    yield Leverage(lawful, _most_first(search, people), sized, tuple(sorted(pairs, key=_rarity)))


def _most_first(search: Search, people: Sequence[Held]) -> tuple[Held, ...]:
    place = {person: index for index, person in enumerate(search.request.state.roster.people)}
    bodies = search.request.bodies
    return tuple(sorted(people, key=lambda each: (bodies.index(each.body), -each.slates, place[each.person])))


def _rarity(pair: Together) -> int:
    return -pair.slates


def _consistent(known: Leverage) -> None:
    """Seats counted by person are seats counted by size."""
    by_person: Counter[str] = Counter()
    by_size: Counter[str] = Counter()
    for held in known.people:
        by_person[held.body] += held.slates
    for sized in known.sizes or ():
        by_size[sized.body] += sized.size * sized.slates
    if +by_person != +by_size:
        raise InternalError(f"seats counted by person are {dict(by_person)} and by size {dict(by_size)}")
