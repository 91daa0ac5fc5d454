"""Slates best first: aims met, then the preferences, then continuity; each with the reason it ranks where it does."""

from collections.abc import Iterator
from dataclasses import replace

from quorate.engines.base import Problem
from quorate.formula.candidates import Slates
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.nouns import Seated, Slate
from quorate.questions.slates.reasons import reason
from quorate.questions.slates.replay import MET, Judged, confirmed
from quorate.questions.slates.request import Request
from quorate.questions.slates.search import Search
from quorate.source.diagnostic import InternalError


def ranked(search: Search, desk: Desk, problem: Problem) -> Iterator[Slate]:
    """The lawful slates in the order of the engine, each confirmed by the reference evaluator."""
    unranked = frozenset(said.name for said in search.aims if said.outside is not None)
    before: Slate | None = None
    values: tuple[int, ...] | None = None
    for found in desk.ranked(problem):
        if values is not None and found.values > values:
            raise InternalError(
                f"`{desk.choice.name}` offered a better slate after a worse one: {found.values} after {values}"
            )
        values = found.values
        for slates in search.world.named(found.assignment):
            judged = confirmed(search, desk.choice.name, found, slates)
            if judged.lawful is True:
                slate = placed(search.request, slates, judged, 1 if before is None else before.rank + 1)
                why = "" if before is None else reason(search.request, before, slate, unranked)
                before = replace(slate, reason=why)
                yield before


def placed(request: Request, slates: Slates, judged: Judged, rank: int) -> Slate:
    """A slate as people read it: members in the order of the roster."""
    place = {person: index for index, person in enumerate(request.state.roster.people)}
    seats = tuple(
        Seated(body, tuple(sorted(slate.members, key=place.__getitem__)), slate.chair) for body, slate in slates.items()
    )
    missed = tuple(verdict for verdict in judged.aims if verdict.status not in MET)
    return Slate(rank, seats, missed, judged.preferences, judged.changes)
