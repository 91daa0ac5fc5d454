"""What comes of comparing an answer with what is expected of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from quorate.charter.scenario import Bounds
from quorate.questions.test import Difference, Outcome


@dataclass(frozen=True, slots=True)
class Comparison:
    """An outcome with the differences that speak for it."""

    outcome: Outcome
    differences: tuple[Difference, ...] = ()


def settled(differences: Iterable[Difference]) -> Comparison:
    """Met where there is no difference, else failed."""
    found = tuple(differences)
    return Comparison(Outcome.FAILED if found else Outcome.MET, found)


def undecided(about: str, expected: str, why: str) -> Comparison:
    return Comparison(Outcome.UNDECIDED, (Difference(about, expected, f"undecided: {why}"),))


def counted(about: str, expected: Bounds | None, actual: int) -> list[Difference]:
    """The difference between a number and what is expected of it, if there is one."""
    if expected is None or actual in expected:
        return []
    return [Difference(about, str(expected), str(actual))]


def named(about: str, expected: frozenset[str] | None, actual: Iterable[str]) -> list[Difference]:
    """The difference between a set of names and what is expected of it, if there is one."""
    there = frozenset(actual)
    if expected is None or expected == there:
        return []
    return [Difference(about, listing(expected), listing(there))]


def listing(words: Iterable[str]) -> str:
    return ", ".join(sorted(words)) or "none"
