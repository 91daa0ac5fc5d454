"""Exact shares and draws: how many slates have this person, these two, this many; and slates drawn at random."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING, Protocol

from quorate.engines.problem import Assignment, Problem
from quorate.formula.ast import Linear

if TYPE_CHECKING:
    from quorate.engines.base import Limits


@dataclass(frozen=True, slots=True)
class Kind:
    """`many` like people, of whom `inside` (a sum of counts) are in the set that is asked about."""

    many: int
    inside: Linear


@dataclass(frozen=True, slots=True)
class Shares:
    """Of `total` slates, how many have one given person of each kind, and (`twice`) two given persons of two kinds.

    Kinds by their place in what was asked; pairs with the lower place first, of one kind where it has two people.
    """

    total: int
    once: tuple[int, ...]
    twice: Mapping[tuple[int, int], int]


class Weigher(Protocol):
    """What one table can tell beside the number of slates."""

    def shares(self, problem: Problem, kinds: Sequence[Kind], limits: "Limits", *, pairs: bool) -> Shares:
        """How many slates each person is in, and each two with `pairs`; raises `OutOfTime`."""

    def spread(self, problem: Problem, linear: Linear, limits: "Limits") -> Mapping[int, int]:
        """How many slates there are for each value of a sum that only grows; raises `OutOfTime`."""

    def draws(self, problem: Problem, limits: "Limits", chance: Random) -> Iterator[Assignment]:
        """Assignments without end, each as likely as it stands for slates; none if there is none."""


def weigher() -> Weigher:
    """The engine that weighs, imported when it is first asked for."""
    made: Weigher = import_module("quorate.engines.tables").Tables()
    return made
