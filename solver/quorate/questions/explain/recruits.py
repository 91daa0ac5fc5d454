"""Whom to recruit: the fewest newcomers with whom a lawful slate exists, and the least that must be known of them."""

from collections.abc import Iterator

from quorate.engines.base import OutOfTime
from quorate.formula.symbolic import OutsideFragment
from quorate.questions.explain.carried_out import Deed, confirmed
from quorate.questions.explain.offers import Offer, offer
from quorate.questions.explain.profiles import Known, how_many, weakest
from quorate.questions.explain.remedies import NOTHING_FIXED, Costs, Opening, Profile, Recruits, Trait
from quorate.questions.explain.repairs import profile
from quorate.questions.explain.telling import declared
from quorate.questions.explain.trying import newcomers_tried
from quorate.questions.explain.wanted import wanted, written
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.request import Request

COSTS = Costs()
TOP = 12
"""Openings that are told unless more are asked for."""


def recruits(
    request: Request,
    desk: Desk,
    *,
    costs: Costs = COSTS,
    newcomers: int = 3,
    top: int | None = TOP,
) -> Recruits:
    """The weakest profiles of as few newcomers as will do, nothing else being changed, with the slates each opens."""
    found: list[Opening] = []
    tried: dict[str, None] = {}
    try:
        for many in range(1, newcomers + 1):
            for opening in _with(request, many, costs, desk, tried):
                if top is not None and len(found) == top:
                    return Recruits(tuple(found), newcomers, more=True)
                found.append(opening)
            if found:
                break
    except OutOfTime as error:
        return Recruits(tuple(found), newcomers, str(error))
    return Recruits(tuple(found), newcomers, tried=tuple(tried))


def _with(request: Request, many: int, costs: Costs, desk: Desk, tried: dict[str, None]) -> Iterator[Opening]:
    """The openings with so many newcomers; where clauses come to no formulas, one that trying finds."""
    try:
        made = offer(request, many, costs, NOTHING_FIXED, changing=False)
        outside = tuple(said.name for said in made.outside)
    except OutsideFragment as error:
        outside = (error.what,)
    tried |= dict.fromkeys(outside)
    if not outside:
        yield from _openings(request, made, desk)
    elif (found := newcomers_tried(request, desk, many)) is not None:
        deed, slates = found
        yield Opening(_profiles(request, deed), confirmed(request, deed, slates))


def _profiles(request: Request, deed: Deed) -> tuple[Profile, ...]:
    return tuple(
        Profile(tuple(_trait(request, name, value) for (whose, name), value in deed.facts.items() if whose == who))
        for who in deed.newcomers
    )


def _trait(request: Request, name: str, value: object) -> Trait:
    fact = declared(request, name)
    return Trait(name, written(value), written(value), wanted(fact, written(value)))


def _openings(request: Request, made: Offer, desk: Desk) -> Iterator[Opening]:
    for known in weakest(made, desk, (), {}):
        yield _opening(request, made, known, desk)


def _opening(request: Request, made: Offer, known: Known, desk: Desk) -> Opening:
    deed = Deed(made.newcomers, made.given(known.assignment))
    slate = confirmed(request, deed, made.slates(known.assignment))
    profiles = tuple(profile(made, known, who) for who in made.newcomers)
    return Opening(profiles, slate, how_many(made, (), known.assignment, desk))
