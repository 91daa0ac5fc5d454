"""From tasks to problems: on which slots to meet at all, and then in which order and how far apart."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial

from quorate.engines.base import Assignment, Constraint, Objective, Problem
from quorate.formula.ast import Count, Formula, Linear, at_least, counts_of
from quorate.questions.schedule.constraints import constraints, wishes
from quorate.questions.schedule.daywise import Daywise
from quorate.questions.schedule.layout import Layout, total
from quorate.questions.schedule.nouns import Placed, Slot
from quorate.questions.schedule.tasks import CLASH, Task, chosen, one

ITEM, MINUTE, DAY = 1_000_000, 10_000, 10
HELD = "schedule.held"


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

    def narrowed(self) -> "Programme":
        """The same programme with the slots alone at which nobody is absent and no wish is lost."""
        return replace(self, tasks=tuple(task.narrowed() for task in self.tasks))

    def numbered(self, numbers: Sequence[int]) -> "Programme":
        """The same programme with exactly so many meetings of each body."""
        fixed = (replace(task, fewest=number, most=number) for task, number in zip(self.tasks, numbers, strict=True))
        return replace(self, tasks=tuple(fixed))

    # on which slots

    @cached_property
    def daywise(self) -> tuple[Daywise, ...]:
        return tuple(Daywise(task, self.end) for task in self.tasks)

    def exists(self) -> Problem:
        """Is there any schedule?"""
        return self._daywise(())

    def perfect(self) -> Problem:
        """The fewest meetings that keep every wish."""
        kept = [Constraint(HELD, wish) for days in self.daywise for wish in days.wishes()]
        return self._daywise((self.attendance[-1],), kept)

    def attended(self) -> Problem:
        """The best attendance at the fewest meetings."""
        return self._daywise(self.attendance)

    def _daywise(self, objectives: Iterable[Objective], held: Iterable[Constraint] = ()) -> Problem:
        found = (each for days in self.daywise for each in days.constraints())
        clashes = () if self.clashing else self.clashes()
        kept = (*found, *clashes, *self.laws, *held)
        own = (count for days in self.daywise for count in days.counts())
        return Problem(_counts(own, kept), kept, tuple(objectives))

    @cached_property
    def attendance(self) -> tuple[Objective, ...]:
        """What is settled first: what should be, who comes, how often they must."""
        wished = tuple((1, wish) for days in self.daywise for wish in days.wishes())
        return (
            Objective("wishes", -self._total(lambda slot: slot.strays), wished),
            Objective("absences", -self._total(lambda slot: len(slot.absent))),
            Objective("chair absent", -self._total(lambda slot: int(slot.chair_absent))),
            Objective("meetings", -self._total(lambda _: 1)),
        )

    def _total(self, weight: Callable[[Slot], int]) -> Linear:
        return total(days.total(weight) for days in self.daywise)

    def clashes(self) -> Iterator[Constraint]:
        """Nobody is in two places at once."""
        for first, second in self._clashing():
            yield Constraint(CLASH, at_least(-one(chosen(first)) - one(chosen(second)), -1))

    def _clashing(self) -> Iterator[tuple[Slot, Slot]]:
        for number, task in enumerate(self.tasks):
            by_day: dict[date, list[Slot]] = {}
            for slot in task.slots:
                by_day.setdefault(slot.day, []).append(slot)
            for other in self.tasks[:number]:
                for slot in other.slots:
                    yield from ((slot, near) for near in by_day.get(slot.day, ()) if slot.clashes(near))

    def read(self, assignment: Assignment) -> tuple[Placed, ...]:
        """The meetings that an assignment of slots stands for."""
        return tuple(placed for days in self.daywise for placed in days.read(assignment))

    # in which order

    @cached_property
    def layouts(self) -> tuple[Layout, ...]:
        return tuple(Layout(task, self.start, self.end) for task in self.tasks)

    @cached_property
    def wished(self) -> tuple[Formula, ...]:
        return tuple(wish for layout in self.layouts for wish in wishes(layout))

    def even(self, values: Sequence[int]) -> Problem:
        """The most even layout of meetings whose attendance is as good as `values` say."""
        settled = self._settled()
        held = [Constraint(HELD, at_least(each, worth)) for each, worth in zip(settled[1:], values[1:], strict=True)]
        objectives = self.evenness
        if values[0] == len(self.wished):
            held += [Constraint(HELD, at_least(settled[0])), *(Constraint(HELD, wish) for wish in self.wished)]
        else:
            held_wishes = Objective("wishes", settled[0], tuple((1, wish) for wish in self.wished))
            objectives = (held_wishes, *objectives)
        found = (each for layout in self.layouts for each in constraints(layout))
        kept = (*found, *self._links(), *self.laws, *held)
        own = (count for layout in self.layouts for count in layout.counts())
        return Problem(_counts(own, kept), kept, objectives)

    def _settled(self) -> tuple[Linear, ...]:
        """What the objectives of attendance come to in the order of meetings."""
        weights: tuple[Callable[[Slot], int], ...] = (
            lambda slot: slot.strays,
            lambda slot: len(slot.absent),
            lambda slot: int(slot.chair_absent),
            lambda _: 1,
        )
        return tuple(-total(layout.total(weight) for layout in self.layouts) for weight in weights)

    def _links(self) -> Iterator[Constraint]:
        """Nobody is in two places at once, whichever meetings those are."""
        if len(self.tasks) == 1 or self.clashing:
            return
        held_on = {
            slot: layout.held_on(index) for layout in self.layouts for index, slot in enumerate(layout.task.slots)
        }
        for first, second in self._clashing():
            yield Constraint(CLASH, at_least(-held_on[first] - held_on[second], -1))

    @cached_property
    def evenness(self) -> tuple[Objective, ...]:
        """What is settled then: how the meetings lie in the year, and how their agendas look."""
        return (
            Objective("widest gap", -total(one(layout.widest) for layout in self.layouts)),
            Objective("narrowest gap", total(one(layout.narrowest) for layout in self.layouts)),
            Objective("tidy", -total(self._untidiness())),
        )

    def _untidiness(self) -> Iterator[Linear]:
        """Items more than needed, the longest agendas, late days, late items: each dwarfed by the one before."""
        for layout in self.layouts:
            for rank in layout.ranks:
                yield Linear.of((count, ITEM + rank) for _, count in layout.items(rank))
            yield one(layout.longest) * MINUTE
            yield layout.total(partial(_lateness, layout))

    def read_even(self, assignment: Assignment) -> tuple[Placed, ...]:
        """The meetings that an assignment of meetings in their order stands for."""
        return tuple(
            Placed(slot, tuple(_items(layout, rank, assignment)))
            for layout in self.layouts
            for rank, places in enumerate(layout.places)
            for count, slot in zip(places, layout.task.slots, strict=True)
            if assignment[count]
        )


def _counts(own: Iterable[Count], kept: Sequence[Constraint]) -> tuple[Count, ...]:
    """A layout's own counts, then those that only constraints read."""
    read = sorted(frozenset().union(*(counts_of(each.formula) for each in kept)))
    return tuple(dict.fromkeys([*own, *read]))


def _lateness(layout: Layout, slot: Slot) -> int:
    return layout.offset(slot.day) * DAY + slot.start // 240


def _items(layout: Layout, rank: int, assignment: Assignment) -> Iterator[tuple[str, str]]:
    for need in layout.task.needs:
        if assignment[layout.placed(need, rank)]:
            yield need.duty, need.period
    for gap in layout.task.gaps:
        if assignment[layout.repeated(gap, rank)]:
            yield gap.duty, gap.period
