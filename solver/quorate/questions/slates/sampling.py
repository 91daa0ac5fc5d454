"""Lawful slates drawn at random: every set of so many different slates is equally likely."""

from collections.abc import Iterator
from random import Random

from quorate.formula.candidates import Slates
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.nouns import Slate
from quorate.questions.slates.ranking import placed
from quorate.questions.slates.replay import checked
from quorate.questions.slates.search import Search

_FEW = 1000
"""So many slates, or twice as many as are wanted, are listed and shuffled rather than drawn."""


def sampled(search: Search, desk: Desk, many: int) -> Iterator[Slate]:
    """Up to `many` different lawful slates in the order in which they were drawn, each confirmed.

    Where a clause came to no formula, slates are drawn from those that the others leave, and judged.
    """
    rank = 0
    for slates in _drawn(search, desk, many):
        judged = checked(search, "tables", slates)
        if judged.lawful is True:
            rank += 1
            yield placed(search.request, slates, judged, rank)
        if rank == many:
            return


def _drawn(search: Search, desk: Desk, many: int) -> Iterator[Slates]:
    """Different slates in random order, all of them in the end."""
    problem = search.problem(search.unbroken() if search.replayed else search.lawful())
    weigher = desk.weigher()
    limits = desk.limits
    chance = Random(limits.seed)
    if desk.count(problem) <= max(2 * many, _FEW):
        listed = [slates for found in desk.enumerate(problem) for slates in search.world.named(found.assignment)]
        chance.shuffle(listed)
        yield from listed
        return
    seen: set[object] = set()
    for assignment in weigher.draws(problem, limits, chance):
        slates = search.world.drawn(assignment, chance)
        key = tuple((frozenset(slate.members), slate.chair) for slate in slates.values())
        if key not in seen:
            seen.add(key)
            yield slates
