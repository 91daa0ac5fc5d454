"""The plain bounds of a problem: forms that must end between two numbers, whatever else is chosen.

They are what most clauses come to, so they are kept apart from the formulas that need a `Goal`: which of them a state
still follows depends on the position alone, and a partial sum that can no longer leave its window stands for all such.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from quorate.engines.layout import Domains, Form, bound_of, reach
from quorate.formula.ast import AtLeastZero, Count, Formula

Sums: TypeAlias = tuple[int, ...]
Limits: TypeAlias = tuple[int | None, int | None]


class Settled(dict[int, int | None]):
    """By partial sum: none if the window is missed whatever follows, else the sum that stands for it from now on."""

    def __init__(self, limits: Limits, rest_low: int, rest_high: int) -> None:
        super().__init__()
        self._low, self._high = limits
        self._rest_low, self._rest_high = rest_low, rest_high

    def __missing__(self, total: int) -> int | None:
        self[total] = kept = self._keep(total)
        return kept

    def _keep(self, total: int) -> int | None:
        low, high = self._low, self._high
        least, most = total + self._rest_low, total + self._rest_high
        if (low is not None and most < low) or (high is not None and least > high):
            return None
        if (low is None or least >= low) and (high is None or most <= high):
            return low - self._rest_low if low is not None else high - self._rest_high if high is not None else 0
        return total


class Move(NamedTuple):
    """What a count does to one window: its place among the sums, by how much, and what the new sum comes to."""

    place: int
    coefficient: int
    settled: Settled


class Need(NamedTuple):
    """The form at `place` still needs `least`; the form at `cap` grows as fast, up to `ratio`, and must stay low."""

    place: int
    least: int
    cap: int
    most: int
    ratio: int


@dataclass(frozen=True, slots=True)
class Column:
    """The windows at one position: how many begin, which move, which stay, and what they need of each other."""

    begin: int
    moves: tuple[Move, ...]
    keep: Callable[[list[int]], Sums] | None
    needs: tuple[Need, ...]

    def open(self, sums: Sums) -> list[int] | None:
        """The sums with those that begin here; none if a form would need more than another leaves room for."""
        every = [*sums, *[0] * self.begin]
        for place, least, cap, most, ratio in self.needs:
            if least - every[place] > ratio * (most - every[cap]):
                return None
        return every

    def take(self, sums: list[int], value: int) -> Sums | None:
        """The sums after the count has that value; none if a window is missed."""
        moved = sums.copy()
        for place, coefficient, settled in self.moves:
            kept = settled[sums[place] + coefficient * value]
            if kept is None:
                return None
            moved[place] = kept
        return tuple(moved) if self.keep is None else self.keep(moved)


def windows(musts: Iterable[Formula]) -> tuple[dict[Form, Limits], list[Formula]]:
    """The least and greatest final value of each form that plain bounds allow, and the formulas that are more."""
    found: dict[Form, Limits] = {}
    others: list[Formula] = []
    for formula in musts:
        if not isinstance(formula, AtLeastZero) or not formula.linear.terms:
            others.append(formula)
            continue
        bound = bound_of(formula)
        low, high = found.get(bound.form, (None, None))
        if bound.below:
            high = bound.at - 1 if high is None else min(high, bound.at - 1)
        else:
            low = bound.at if low is None else max(low, bound.at)
        found[bound.form] = (low, high)
    return found, others


def columns(limits: dict[Form, Limits], position: dict[Count, int], domains: Domains) -> list[Column]:
    """The windows by position; inside, a window is its number, for forms are long to hash."""
    ends = list(limits.values())
    moves = [moves_of(form, position, domains) for form in limits]
    last = [max(steps) for steps in moves]
    beginning: list[list[int]] = [[] for _ in position]
    for number, steps in enumerate(moves):
        beginning[min(steps)].append(number)
    rivals = _rivals(limits)
    live: list[int] = []
    made: list[Column] = []
    for index in range(len(position)):
        live = [*live, *beginning[index]]
        step = tuple(
            Move(place, moves[number][index][0], Settled(ends[number], *moves[number][index][1:]))
            for place, number in enumerate(live)
            if index in moves[number]
        )
        staying = [place for place, number in enumerate(live) if last[number] > index]
        made.append(Column(len(beginning[index]), step, _keeper(staying, len(live)), _needs(live, rivals)))
        live = [live[place] for place in staying]
    return made


def moves_of(form: Form, position: dict[Count, int], domains: Domains) -> dict[int, tuple[int, int, int]]:
    """By position of a count in the form: its coefficient, and what the counts after it add at least and at most."""
    moves: dict[int, tuple[int, int, int]] = {}
    low = high = 0
    for index, count, factor in sorted(((position[count], count, factor) for count, factor in form), reverse=True):
        moves[index] = (factor, low, high)
        least, most = reach(factor, domains[count])
        low, high = low + least, high + most
    return moves


def _keeper(staying: list[int], many: int) -> Callable[[list[int]], Sums] | None:
    if len(staying) == many:
        return None
    if len(staying) > 1:
        return itemgetter(*staying)
    return (lambda sums: (sums[staying[0]],)) if staying else (lambda _: ())


class Rival(NamedTuple):
    """A window that must reach `least`, and a capped one that grows, up to `ratio`, whenever it does."""

    number: int
    least: int
    cap: int
    most: int
    ratio: int


def _rivals(limits: dict[Form, Limits]) -> list[Rival]:
    numbered = [
        (number, dict(form), low, high) for number, (form, (low, high)) in enumerate(limits.items()) if grows(form)
    ]
    capped = [(number, form, high) for number, form, _, high in numbered if high is not None]
    capped = sorted(capped, key=lambda each: len(each[1]), reverse=True)[:4]
    return [
        Rival(number, low, cap, high, max(-(-factor // wide[count]) for count, factor in form.items()))
        for number, form, low, _ in numbered
        for cap, wide, high in capped
        if low is not None and len(wide) > len(form) and form.keys() <= wide.keys()
    ]


def grows(form: Form) -> bool:
    return all(factor > 0 and count.low >= 0 for count, factor in form)


def _needs(live: list[int], rivals: list[Rival]) -> tuple[Need, ...]:
    place = {number: index for index, number in enumerate(live)}
    return tuple(
        Need(place[rival.number], rival.least, place[rival.cap], rival.most, rival.ratio)
        for rival in rivals
        if rival.number in place and rival.cap in place
    )
