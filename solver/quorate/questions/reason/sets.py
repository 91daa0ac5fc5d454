"""Smallest sets of clauses that suffice for something: none can be left out, and fewer are looked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from quorate.charter.document import Clause

MOST_TRIES = 200
"""How many smaller sets are tried before giving up calling one the smallest."""

Suffice = Callable[[Sequence[Clause]], bool | None]
"""Whether some clauses suffice; none where that is not decided."""


@dataclass(frozen=True, slots=True)
class Sufficient:
    """Clauses that suffice, none of which can be left out; `smallest` if it was proved that no fewer do."""

    clauses: tuple[Clause, ...]
    smallest: bool


def sufficient(clauses: Sequence[Clause], suffice: Suffice) -> Sufficient:
    """As few of the clauses as suffice, where all of them do: each is left out in turn, then all smaller sets tried."""
    left = list(clauses)
    for clause in reversed(clauses):
        fewer = [each for each in left if each is not clause]
        if suffice(fewer):
            left = fewer
    tried = 0
    sure = True
    for size in range(len(left)):
        for some in islice(combinations(clauses, size), MOST_TRIES - tried + 1):
            tried += 1
            answer = None if tried > MOST_TRIES else suffice(some)
            if answer:
                return Sufficient(some, sure)
            sure = sure and answer is not None
    return Sufficient(tuple(left), sure)
