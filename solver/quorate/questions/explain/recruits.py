"""Whom to recruit: the fewest newcomers with whom a lawful slate exists, and the least that must be known of them."""

from collections.abc import Iterator

from quorate.engines.base import OutOfTime
from quorate.questions.explain.carried_out import Deed, confirmed, counted_after
from quorate.questions.explain.offers import Offer, offer
from quorate.questions.explain.profiles import Known, weakest
from quorate.questions.explain.remedies import NOTHING_FIXED, Costs, Fixed, Opening, Recruits
from quorate.questions.explain.repairs import profile
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
    fixed: Fixed = NOTHING_FIXED,
    newcomers: int = 3,
    top: int | None = TOP,
) -> Recruits:
    """The weakest profiles of as few newcomers as will do, nothing else being changed, with the slates each opens."""
    found: list[Opening] = []
    tried: dict[str, None] = {}
    try:
        for many in range(1, newcomers + 1):
            made = offer(request, many, costs, fixed)
            tried |= dict.fromkeys(said.name for said in made.outside)
            for opening in _openings(request, made, desk):
                if top is not None and len(found) == top:
                    return Recruits(tuple(found), newcomers, more=True)
                found.append(opening)
            if found:
                break
    except OutOfTime as error:
        return Recruits(tuple(found), newcomers, str(error))
    return Recruits(tuple(found), newcomers, tried=tuple(tried))


def _openings(request: Request, made: Offer, desk: Desk) -> Iterator[Opening]:
    stated = {count: 0 for each in made.changes for count in each.counts}
    for known in weakest(made, desk, (), stated):
        yield _opening(request, made, known, desk)


def _opening(request: Request, made: Offer, known: Known, desk: Desk) -> Opening:
    deed = Deed(made.newcomers, made.given(known.assignment))
    slate = confirmed(request, deed, made.slates(known.assignment))
    profiles = tuple(profile(made, known, who) for who in made.newcomers)
    return Opening(profiles, slate, counted_after(request, deed, desk))
