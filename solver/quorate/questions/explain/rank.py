"""Why a slate ranks where it does: what tells it from the first, and from the one before it."""

from itertools import islice

from quorate.questions.explain.nouns import Measure, OneRank
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.nouns import Slate
from quorate.questions.slates.ranking import ranked
from quorate.questions.slates.reasons import moves, new_chairs, reason, shown
from quorate.questions.slates.request import Request
from quorate.questions.slates.search import Search
from quorate.source.diagnostic import CallError, Diagnostic


def one_rank(search: Search, desk: Desk, rank: int) -> OneRank | None:
    """The slate of this rank beside those it is compared with; none if there is no lawful slate at all."""
    listed = list(islice(ranked(search, desk, search.problem(search.lawful(), ranked=True)), rank))
    if not listed:
        return None
    if len(listed) < rank:
        several = "is one lawful slate" if len(listed) == 1 else f"are {len(listed):,} lawful slates"
        advice = f"ask for one from 1 to {len(listed):,}" if len(listed) > 1 else "leave `--rank` out"
        raise CallError([Diagnostic("no-such-rank", f"there {several}, and none of rank {rank}", help=advice)])
    first, slate = listed[0], listed[-1]
    before = listed[max(rank - 2, 0)]
    unranked = frozenset(said.name for said in search.aims if said.outside is not None)
    if rank == 1:
        return OneRank(slate, first, before, "", "", _measures(search, (first,), unranked))
    return OneRank(
        slate,
        first,
        before,
        reason(search.request, first, slate, unranked),
        slate.reason,
        _measures(search, (first, before, slate) if rank > 2 else (first, slate), unranked),
    )


def _measures(search: Search, slates: tuple[Slate, ...], unranked: frozenset[str]) -> tuple[Measure, ...]:
    """Everything that ranks, in its order; aims and preferences only where there are any."""
    aims = [said for said in search.aims if said.name not in unranked]
    found = []
    if aims:
        met = [len(aims) - len(_missed(search.request, slate) - unranked) for slate in slates]
        found.append(Measure("aims met", tuple(f"{each} of {len(aims)}" for each in met)))
    for place, wish in enumerate(search.request.preferences):
        text = " ".join(wish.excerpt.text.split())
        found.append(Measure(text, tuple(shown(slate.preferences[place]) for slate in slates)))
    found.append(Measure("people who join or leave", tuple(str(moves(slate)) for slate in slates)))
    found.append(Measure("new chairs", tuple(str(new_chairs(slate)) for slate in slates)))
    return tuple(found)


def _missed(request: Request, slate: Slate) -> set[str]:
    return {request.named(verdict.body, verdict.subject) for verdict in slate.missed}
