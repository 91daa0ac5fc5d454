"""What leverage is told in: in how many lawful slates a person sits, two together, and how many there are by size."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Held:
    """In how many lawful slates a person sits in a body."""

    body: str
    person: str
    slates: int


@dataclass(frozen=True, slots=True)
class Together:
    """In how many lawful slates any one of `people` sits in a body with any other of `others`."""

    body: str
    people: tuple[str, ...]
    others: tuple[str, ...]
    slates: int

    def each(self) -> Iterator[tuple[str, str]]:
        """The pairs."""
        if self.people == self.others:
            return combinations(self.people, 2)
        return ((one, other) for one in self.people for other in self.others)


@dataclass(frozen=True, slots=True)
class Sized:
    """How many lawful slates fill a body with so many members."""

    body: str
    size: int
    slates: int


@dataclass(frozen=True, slots=True)
class Leverage:
    """Of `lawful` slates, those with each person, most first; `sizes` and `pairs` are none until they are known.

    Pairs are told by kinds of like people, those who sit together most often first; people in no slate are left out.
    """

    lawful: int
    people: tuple[Held, ...]
    sizes: tuple[Sized, ...] | None = None
    pairs: tuple[Together, ...] | None = None

    def share(self, slates: int) -> Fraction:
        return Fraction(slates, self.lawful) if self.lawful else Fraction(0)
