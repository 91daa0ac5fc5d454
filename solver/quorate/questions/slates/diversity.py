"""Lawful slates that differ: the best first, then again and again the one farthest from all before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quorate.engines.base import Constraint, Found, Objective, Problem
from quorate.formula.ast import Count, Linear, at_least
from quorate.formula.bag import total
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.nouns import Slate
from quorate.questions.slates.ranking import placed, ranked
from quorate.questions.slates.replay import confirmed
from quorate.questions.slates.request import Request
from quorate.questions.slates.search import Search, search


def diverse(found: Search, desk: Desk, many: int) -> Iterator[Slate]:
    """The best slate, then the one whose nearest among those before is farthest; ties by rank.

    How far two slates are apart is how many people sit in one of them and not in the other, body by body. It ends
    where every other slate has the same members as one before.
    """
    chosen = [*_first(found, desk)]
    yield from chosen
    while chosen and len(chosen) < many:
        farthest = _farthest(found.request, desk, chosen)
        if farthest is None:
            return
        chosen.append(farthest)
        yield farthest


def _first(found: Search, desk: Desk) -> Iterator[Slate]:
    for slate in ranked(found, desk, found.problem(found.lawful(), ranked=True)):
        yield slate
        return


def _farthest(request: Request, desk: Desk, chosen: Sequence[Slate]) -> Slate | None:
    told = _Told(search(request, apart=_marks(chosen)), chosen)
    for found in desk.ranked(told.problem()):
        away, *values = found.values
        if away == 0:
            return None
        for slates in told.search.world.named(found.assignment):
            judged = confirmed(told.search, desk.choice.name, Found(found.assignment, tuple(values)), slates)
            if judged.lawful is True:
                slate = placed(request, slates, judged, len(chosen) + 1)
                plural = "change" if away == 1 else "changes"
                return replace(slate, reason=f"{away} {plural} from the nearest of those before")
    return None


def _marks(chosen: Sequence[Slate]) -> dict[str, object]:
    """For everybody who sits in one of the slates, where; people alike in all else are told apart by it."""
    found: dict[str, frozenset[tuple[int, str]]] = {}
    for slate in chosen:
        for seated in slate.seats:
            for person in seated.members:
                found[person] = found.get(person, frozenset()) | {(slate.rank, seated.body)}
    return dict(found)


@dataclass(frozen=True, slots=True)
class _Told:
    """A search in which people are told apart by the slates they already sit in."""

    search: Search
    chosen: Sequence[Slate]

    def problem(self) -> Problem:
        """How far the nearest is comes first, then what ranks slates."""
        plain = self.search.problem(self.search.lawful(), ranked=True)
        lines = [self._distance(slate) for slate in self.chosen]
        most = min(high for line in lines if (high := line.bounds[1]) is not None)
        nearest = Count("difference", 0, most)
        least = Linear(((nearest, 1),))
        nearer = tuple(Constraint("difference", at_least(line - least)) for line in lines)
        return replace(
            plain,
            counts=(*plain.counts, nearest),
            constraints=(*plain.constraints, *nearer),
            objectives=(Objective("difference", least), *plain.objectives),
        )

    def _distance(self, slate: Slate) -> Linear:
        world = self.search.world
        return total(
            world.size(seated.body) - world.members_among(seated.body, seated.members) * 2 + len(seated.members)
            for seated in slate.seats
        )
