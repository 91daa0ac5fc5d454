"""Every gathering, ballot, departure or subcommittee of some members, but for those that only exchange like people."""

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, product

from quorate.charter.claims import Situation
from quorate.charter.document import Scope

BALLOT = ("ayes", "noes", "abstentions", "recused", "absent")
Like = Sequence[Sequence[str]]
"""Members by what they are: whoever is in one group with others is as they are."""


def gatherings(scope: Scope, like: Like, subjects: Sequence[str | None]) -> Iterator[Situation]:
    """Those of a scope, the fewest absent or departing first."""
    match scope:
        case Scope.QUORUM:
            yield from (Situation(present=some) for some in reversed(tuple(_some(like))))
        case Scope.DEPARTURE:
            yield from (Situation(departed=some) for some in _some(like) if some)
        case Scope.SUBCOMMITTEE:
            yield from (Situation(members=some) for some in _some(like) if some)
        case Scope.VOTE:
            yield from (_ballot(like, ways, subject) for ways in _ways(like) for subject in subjects)
        case _:
            yield Situation()


def _some(like: Like) -> Iterator[tuple[str, ...]]:
    """So many of each group."""
    numbers = sorted(product(*(range(len(people) + 1) for people in like)), key=sum)
    for counts in numbers:
        yield tuple(one for people, count in zip(like, counts, strict=True) for one in people[:count])


def _ways(like: Like) -> Iterator[tuple[tuple[str, ...], ...]]:
    """How each member of each group votes."""
    yield from product(*(combinations_with_replacement(BALLOT, len(people)) for people in like))


def _ballot(like: Like, ways: Sequence[Sequence[str]], subject: str | None) -> Situation:
    pairs = [pair for people, way in zip(like, ways, strict=True) for pair in zip(people, way, strict=True)]
    return ballot(pairs, subject)


def ballot(votes: Sequence[tuple[str, str]], subject: str | None) -> Situation:
    """The ballot on a subject in which each person votes as said, in one of the ways of `BALLOT`."""
    cast = {part: tuple(one for one, way in votes if way == part) for part in BALLOT}
    present = tuple(one for one, way in votes if way != "absent")
    return Situation(present, cast["ayes"], cast["noes"], cast["abstentions"], cast["recused"], subject=subject)
