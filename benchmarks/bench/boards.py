"""The problems of the benchmark as plain data: people with facts, bodies to be filled, what each asks of its members.

Peers are given this; Quorate is given the same as files (`files.py`). What is lawful is said once more here, in Python,
and every answer of anybody is held against it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Asks(StrEnum):
    """What a rule asks of those members of whom a fact is true."""

    ALL = "all"
    LEAST = "least"
    MOST = "most"
    HALF = "half"
    THIRD = "third"


@dataclass(frozen=True, slots=True)
class Rule:
    """`all` members, at `least` or at `most` so many, at least `half` of them, at most a `third`."""

    asks: Asks
    fact: str
    bound: int = 0

    @property
    def linear(self) -> tuple[int, int, int]:
        """The rule as `a * (members with the fact) + b * members >= c`."""
        match self.asks:
            case Asks.ALL:
                return 1, -1, 0
            case Asks.LEAST:
                return 1, 0, self.bound
            case Asks.MOST:
                return -1, 0, -self.bound
            case Asks.HALF:
                return 2, -1, 0
            case Asks.THIRD:
                return -3, 1, 0

    def window(self, seats: int) -> tuple[int, int]:
        """The fewest and the most members with the fact, in a body of so many."""
        match self.asks:
            case Asks.ALL:
                return seats, seats
            case Asks.LEAST:
                return self.bound, seats
            case Asks.MOST:
                return 0, self.bound
            case Asks.HALF:
                return (seats + 1) // 2, seats
            case Asks.THIRD:
                return 0, seats // 3


@dataclass(frozen=True, slots=True)
class Body:
    """A body with so many seats; its chair has the fact `chair` (none: nobody is asked to take it)."""

    name: str
    seats: int
    rules: tuple[Rule, ...]
    chair: str | None = None
    worth: str | None = None


@dataclass(frozen=True)
class Board:
    """`apart` are people who do not sit together; nobody sits in more than `most` of the bodies, nor chairs two."""

    people: int
    facts: Mapping[str, tuple[bool, ...]]
    bodies: tuple[Body, ...]
    worths: Mapping[str, tuple[int, ...]]
    apart: tuple[tuple[int, int], ...] = ()
    most: int | None = None

    def eligible(self, body: Body) -> list[int]:
        """Who passes what is asked of every member."""
        asked = [self.facts[rule.fact] for rule in body.rules if rule.asks is Asks.ALL]
        return [person for person in range(self.people) if all(fact[person] for fact in asked)]

    def counted(self, body: Body) -> list[tuple[tuple[bool, ...], int, int]]:
        """For every other rule who has its fact, and the fewest and the most members who may."""
        rules = [rule for rule in body.rules if rule.asks is not Asks.ALL]
        return [(self.facts[rule.fact], *rule.window(body.seats)) for rule in rules]

    def worth(self, body: Body, person: int) -> int:
        return 0 if body.worth is None else self.worths[body.worth][person]


Seated = tuple[tuple[int, ...], int | None]
"""The members of one body, in order, and its chair."""
Slates = tuple[Seated, ...]


def lawful(board: Board, slates: Slates) -> bool:
    """Whether the bodies may sit so."""
    pairs = list(zip(board.bodies, slates, strict=True))
    if not all(_body_lawful(board, body, seated) for body, seated in pairs):
        return False
    chairs = [chair for _, chair in slates if chair is not None]
    places = [person for members, _ in slates for person in members]
    if board.most is not None and len(board.bodies) > 1:
        return len(set(chairs)) == len(chairs) and max(map(places.count, places)) <= board.most
    return True


def _body_lawful(board: Board, body: Body, seated: Seated) -> bool:
    members, chair = seated
    if len(set(members)) != body.seats or len(members) != body.seats:
        return False
    if any(not holds(board, rule, members) for rule in body.rules):
        return False
    if body.chair is not None and (chair not in members or not board.facts[body.chair][chair]):
        return False
    return not any(one in members and other in members for one, other in board.apart)


def holds(board: Board, rule: Rule, members: Sequence[int]) -> bool:
    a, b, c = rule.linear
    return a * sum(board.facts[rule.fact][person] for person in members) + b * len(members) >= c


def worth(board: Board, slates: Slates) -> int:
    return sum(board.worth(body, p) for body, (members, _) in zip(board.bodies, slates, strict=True) for p in members)


def breaks(board: Board, departed: Sequence[int]) -> bool:
    """Whether the one body of the board, in which everybody sits, is in breach once these have left."""
    left = sorted(set(range(board.people)) - set(departed))
    return any(not holds(board, rule, left) for rule in board.bodies[0].rules)
