"""Questions put to Z3 and to brute force by hand, as somebody would who knows what each of them comes to.

An answer is the number of members of the smallest board of which the claim is false; none where there is no such board.
By hand the facts are chosen that matter, nobody is named, nothing is replayed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import z3

LARGEST = 8
Found = int | None


@dataclass(frozen=True)
class Question:
    """A property of a charter, and two ways to answer it by hand."""

    charter: str
    property: str
    by_z3: "Callable[[], ByHand]"
    by_trying: Callable[[], Found]


def whole(*names: str) -> list[Any]:
    return [z3.Int(name) for name in names]


@dataclass(frozen=True)
class ByHand:
    """What the smallest `size` is sought of, and what must be so."""

    size: Any
    constraints: tuple[Any, ...]

    def decided(self) -> bool:
        """Whether there is any such board: a plain solver is asked once."""
        solver = z3.Solver()
        solver.add(self.constraints)
        return bool(solver.check() == z3.sat)

    def smallest(self) -> Found:
        """The least size: first whether there is any, and only then the least."""
        if not self.decided():
            return None
        least = z3.Optimize()
        least.add(self.constraints)
        least.minimize(self.size)
        assert least.check() == z3.sat
        found: int = least.model().eval(self.size, model_completion=True).as_long()
        return found


def by_hand(size: Any, *asked: Any, counts: list[Any]) -> ByHand:
    return ByHand(size, (*asked, *(count >= 0 for count in counts)))


def first(sizes: Iterator[int]) -> Found:
    return next(sizes, None)


def boards() -> Iterator[tuple[int, int, int]]:
    """Size, and how many of the members pass a test and do not."""
    return ((size, size - others, others) for size in range(1, LARGEST + 1) for others in range(size + 1))


# A quorum of two is less than a third of those in office


def floor_z3() -> ByHand:
    good, bad, here, there = counts = whole("good", "bad", "here", "there")
    size, present = good + bad, here + there
    lawful = [size >= 3, bad == 0, here <= good, there <= bad, present >= 2]
    return by_hand(size, *lawful, z3.Not(3 * present >= size), counts=counts)


def floor_trying() -> Found:
    return first(
        size
        for size, good, bad in boards()
        for here in range(good + 1)
        for there in range(bad + 1)
        if size >= 3 and not bad and here + there >= 2 and not 3 * (here + there) >= size
    )


# Most of those present are independent


def majority_z3() -> ByHand:
    good, bad, here, there = counts = whole("good", "bad", "here", "there")
    size, present = good + bad, here + there
    lawful = [size >= 3, bad == 0, here <= good, there <= bad, present >= 2]
    return by_hand(size, *lawful, z3.Not(2 * here > present), counts=counts)


def majority_trying() -> Found:
    return first(
        size
        for size, good, bad in boards()
        for here in range(good + 1)
        for there in range(bad + 1)
        if size >= 3 and not bad and here + there >= 2 and not 2 * here > here + there
    )


# After one departure there are still three


def departure_z3() -> ByHand:
    good, bad, gone, left = counts = whole("good", "bad", "gone", "left")
    size, departed = good + bad, gone + left
    lawful = [size >= 3, bad == 0, gone <= good, left <= bad, departed >= 1]
    return by_hand(size, *lawful, departed <= 1, z3.Not(size - departed >= 3), counts=counts)


def departure_trying() -> Found:
    return first(
        size
        for size, good, bad in boards()
        for gone in range(good + 1)
        for left in range(bad + 1)
        if size >= 3 and not bad and gone + left == 1 and not size - gone - left >= 3
    )


# Nobody is affiliated: one company with members is enough to be told apart


def affiliated_z3() -> ByHand:
    company, others, chair = counts = whole("company", "others", "chair")
    size = company + others
    return by_hand(size, size >= 4, 4 * company <= size, chair == 1, z3.Not(company <= 0), counts=counts)


def affiliated_trying() -> Found:
    return first(size for size, company, _ in boards() if size >= 4 and 4 * company <= size and company > 0)


# With one of seven seats vacant, a motion or its opposite carries


def deadlock_z3() -> ByHand:
    members, seats, ayes, noes, others = counts = whole("members", "seats", "ayes", "noes", "others")
    lawful = [seats == 7, members <= seats, members >= 1, ayes + noes + others <= members]
    open_ = [seats - members == 1, ayes + noes >= members, z3.Not(2 * ayes > seats), z3.Not(2 * noes > seats)]
    return by_hand(members, *lawful, *open_, counts=counts)


def deadlock_trying() -> Found:
    return first(
        size
        for size in range(1, LARGEST + 1)
        for ayes in range(size + 1)
        for noes in range(size - ayes + 1)
        if 7 - size == 1 and ayes + noes >= size and not 2 * ayes > 7 and not 2 * noes > 7
    )


# A third is the most, or already too many


def readings_z3() -> ByHand:
    company, others, seats = counts = whole("company", "others", "seats")
    size = company + others
    lawful = [seats == 7, size <= seats, size >= 1, 3 * company <= size]
    return by_hand(size, *lawful, company >= 1, z3.Not(3 * company < size), counts=counts)


def readings_trying() -> Found:
    return first(
        size for size, company, _ in boards() if size <= 7 and 0 < 3 * company <= size and not 3 * company < size
    )


# At every size that is allowed there is a lawful body: for each, some choice of its members


def sizes_z3() -> ByHand:
    size, good, bad = whole("size", "good", "bad")
    lawful = z3.And(good >= 0, bad >= 0, good + bad == size, good + bad >= 3, bad == 0)
    return by_hand(size, size >= 3, z3.Not(z3.Exists([good, bad], lawful)), counts=[size])


def sizes_trying() -> Found:
    lawful = {size for size, _, bad in boards() if size >= 3 and not bad}
    return first(size for size in range(3, LARGEST + 1) if size not in lawful)


QUESTIONS = (
    Question("aleris.compensation", "quorum-floor", floor_z3, floor_trying),
    Question("aleris.compensation", "independent-majority", majority_z3, majority_trying),
    Question("aleris.compensation", "one-departure", departure_z3, departure_trying),
    Question("node.tsc", "nobody-affiliated", affiliated_z3, affiliated_trying),
    Question("nixos.steering", "one-vacancy-decides", deadlock_z3, deadlock_trying),
    Question("kubernetes.steering", "readings-agree", readings_z3, readings_trying),
    Question("aleris.compensation", "properties.composition/every-size", sizes_z3, sizes_trying),
)
