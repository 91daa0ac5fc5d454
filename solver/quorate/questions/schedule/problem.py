"""From tasks to a problem: what every schedule must satisfy, and what makes one better than another."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from quorate.engines.base import Assignment, Constraint, Objective, Problem
from quorate.formula.ast import Count, Formula, Linear, counts_of
from quorate.questions.schedule.constraints import CLASH, constraints, wishes
from quorate.questions.schedule.layout import Layout, one, total
from quorate.questions.schedule.nouns import Slot
from quorate.questions.schedule.tasks import Task

ITEM, MINUTE, DAY = 1_000_000, 10_000, 10


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting read from an assignment: its slot, and the duty and period of each item of its agenda."""

    slot: Slot
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Programme:
    """The tasks of the bodies that are scheduled together, over the days from `start` to `end`."""

    tasks: tuple[Task, ...]
    start: date
    end: date
    laws: tuple[Constraint, ...] = ()
    """What else holds of the counts that rules read."""
    clashing: bool = False
    """Whether people may be in two places at once (to see whether that is why there is no schedule)."""

    @cached_property
    def layouts(self) -> tuple[Layout, ...]:
        return tuple(Layout(task, self.start, self.end) for task in self.tasks)

    @cached_property
    def constraints(self) -> tuple[Constraint, ...]:
        found = constraints(self.layouts)
        return tuple(each for each in found if not self.clashing or each.name != CLASH)

    def problem(self, objectives: Sequence[Objective], held: Iterable[Constraint] = ()) -> Problem:
        kept = (*self.constraints, *self.laws, *held)
        return Problem(self._counts(kept), kept, tuple(objectives))

    def _counts(self, kept: Sequence[Constraint]) -> tuple[Count, ...]:
        own = (count for layout in self.layouts for count in layout.counts())
        read = sorted(frozenset().union(*(counts_of(each.formula) for each in kept)))
        return tuple(dict.fromkeys([*own, *read]))

    @cached_property
    def wished(self) -> tuple[Formula, ...]:
        return tuple(formula for layout in self.layouts for formula in wishes(layout))

    @cached_property
    def attendance(self) -> tuple[Objective, ...]:
        """What is settled first: what should be, who comes, how often they must."""
        return (
            Objective("wishes", -self._sum(lambda slot: slot.strays), tuple((1, wish) for wish in self.wished)),
            Objective("absences", -self._sum(lambda slot: len(slot.absent))),
            Objective("chair absent", -self._sum(lambda slot: int(slot.chair_absent))),
            Objective("meetings", -self._sum(lambda _: 1)),
        )

    @cached_property
    def evenness(self) -> tuple[Objective, ...]:
        """What is settled then: how the meetings lie in the year, and how their agendas look."""
        return (
            Objective("widest gap", -total(one(layout.widest) for layout in self.layouts)),
            Objective("narrowest gap", total(one(layout.narrowest) for layout in self.layouts)),
            Objective("tidy", -total(self._untidiness())),
        )

    def _sum(self, weight: Callable[[Slot], int]) -> Linear:
        return total(layout.total(weight) for layout in self.layouts)

    def _untidiness(self) -> Iterator[Linear]:
        """Items more than needed, the longest agendas, late days, late items: each dwarfed by the one before."""
        for layout in self.layouts:
            for rank in layout.ranks:
                yield Linear.of((count, ITEM + rank) for _, count in layout.items(rank))
            yield one(layout.longest) * MINUTE
            yield layout.total(partial(_lateness, layout))

    def read(self, assignment: Assignment) -> tuple[Placed, ...]:
        """The meetings that an assignment stands for."""
        return tuple(
            Placed(slot, tuple(_items(layout, rank, assignment)))
            for layout in self.layouts
            for rank, places in enumerate(layout.places)
            for count, slot in zip(places, layout.task.slots, strict=True)
            if assignment[count]
        )


def _lateness(layout: Layout, slot: Slot) -> int:
    return layout.offset(slot.day) * DAY + slot.start // 240


def _items(layout: Layout, rank: int, assignment: Assignment) -> Iterator[tuple[str, str]]:
    for need in layout.task.needs:
        if assignment[layout.placed(need, rank)]:
            yield need.duty, need.period
    for gap in layout.task.gaps:
        if assignment[layout.repeated(gap, rank)]:
            yield gap.duty, ""
