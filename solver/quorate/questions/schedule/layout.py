"""The counts of one body's meetings: the k-th meeting is on some slot or not held, each duty on its agenda or not."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from quorate.formula.ast import Count, Linear
from quorate.questions.schedule.nouns import Slot
from quorate.questions.schedule.tasks import Gap, Need, Task, one, slot_key

ONE = Linear((), 1)


@dataclass(frozen=True)
class Layout:
    """Linear terms for what a schedule decides; days count from `start`.

    Meetings stand in the order of time and those not held come last, so that no schedule is written twice.
    """

    task: Task
    start: date
    end: date

    @cached_property
    def ranks(self) -> range:
        """The numbers of the meetings that may be held."""
        return range(max(self.task.fewest, min(self.task.most or 0, len({slot.day for slot in self.task.slots}))))

    @cached_property
    def span(self) -> int:
        return (self.end - self.start).days

    @cached_property
    def places(self) -> tuple[tuple[Count, ...], ...]:
        """For each meeting, a Boolean per slot."""
        keys = [slot_key(slot) for slot in self.task.slots]
        return tuple(tuple(Count(f"{key}#{rank + 1}") for key in keys) for rank in self.ranks)

    def used(self, rank: int) -> Linear:
        """One if the meeting is held."""
        if rank < self.task.fewest:
            return ONE
        return one(Count(f"{self.task.body}#{rank + 1}")) if rank in self.ranks else Linear(())

    def day(self, rank: int) -> Count:
        """The day of a meeting; zero if it is not held."""
        return Count(f"{self.task.body}#{rank + 1}.day", 0, self.span)

    def limit(self, gap: int, rank: int) -> Count:
        """By when the duty of a gap must follow, if it is done at the meeting."""
        ends = [self.offset(day) for day in self.task.gaps[gap].until.values()]
        return Count(f"{self.task.body}#{rank + 1}:{self.task.gaps[gap].duty}.limit", 0, max([0, *ends]))

    def offset(self, day: date) -> int:
        return (day - self.start).days

    def weigh(self, rank: int, weight: Callable[[Slot], int]) -> Linear:
        """The weight of the slot on which a meeting is."""
        return Linear.of((count, weight(slot)) for count, slot in zip(self.places[rank], self.task.slots, strict=True))

    def total(self, weight: Callable[[Slot], int]) -> Linear:
        """The sum of the weights of all slots on which meetings are."""
        weights = [weight(slot) for slot in self.task.slots]
        return Linear.of((count, each) for places in self.places for count, each in zip(places, weights, strict=True))

    def held_on(self, index: int) -> Linear:
        """One if some meeting is on the slot of that index."""
        return Linear.of((places[index], 1) for places in self.places)

    def placed(self, need: Need, rank: int) -> Count:
        """One if the duty of a need is on the agenda of a meeting, for the period of that need."""
        return Count(f"{self.task.body}#{rank + 1}:{need.duty}@{need.period}")

    def repeated(self, gap: Gap, rank: int) -> Count:
        """One if the duty of a gap is on the agenda of a meeting."""
        return Count(f"{self.task.body}#{rank + 1}:{gap.duty}@")

    def on_agenda(self, duty: str, rank: int) -> Linear:
        """How often the duty is on the agenda of a meeting: once or not at all."""
        return Linear.of((count, 1) for owner, count in self.items(rank) if owner == duty)

    def items(self, rank: int) -> Iterator[tuple[str, Count]]:
        """Everything that may be on the agenda of a meeting: the duty and its count."""
        yield from ((need.duty, self.placed(need, rank)) for need in self.task.needs)
        yield from ((gap.duty, self.repeated(gap, rank)) for gap in self.task.gaps)

    def items_with_days(self, duty: str, rank: int) -> Iterator[tuple[Count, frozenset[date]]]:
        """The counts of a duty on the agenda of a meeting, with the days on which they can be one."""
        for need in self.task.needs:
            if need.duty == duty:
                yield self.placed(need, rank), need.days
        for gap in self.task.gaps:
            if gap.duty == duty:
                yield self.repeated(gap, rank), frozenset(slot.day for slot in self.task.slots)

    def minutes(self, rank: int) -> Linear:
        """How long the agenda of a meeting takes."""
        return Linear.of((count, self.task.minutes.get(duty, 0)) for duty, count in self.items(rank))

    @cached_property
    def duties(self) -> tuple[str, ...]:
        owners = (*(need.duty for need in self.task.needs), *(gap.duty for gap in self.task.gaps))
        return tuple(dict.fromkeys(owners))

    @cached_property
    def widest(self) -> Count:
        """No gap between meetings is wider; the ends of the period count twice, so that meetings lie in the middle."""
        return Count(f"{self.task.body}.widest", 0, 2 * self.span)

    @cached_property
    def narrowest(self) -> Count:
        """No gap between meetings is narrower."""
        return Count(f"{self.task.body}.narrowest", 0, self.span)

    @cached_property
    def longest(self) -> Count:
        """No agenda takes more minutes."""
        work = sum(self.task.minutes.get(duty, 0) for duty in self.duties)
        return Count(f"{self.task.body}.longest", 0, min(work, self.task.length))

    def counts(self) -> Iterator[Count]:
        """Every count, those that decide most first."""
        yield from (count for rank in self.ranks for count, _ in self.used(rank).terms)
        yield from (count for places in self.places for count in places)
        yield from (count for rank in self.ranks for _, count in self.items(rank))
        yield from (self.day(rank) for rank in self.ranks)
        yield from (self.limit(gap, rank) for gap, _ in enumerate(self.task.gaps) for rank in self.ranks)
        yield from (self.widest, self.narrowest, self.longest)


def total(linears: Iterable[Linear]) -> Linear:
    found: list[tuple[Count, int]] = []
    constant = 0
    for linear in linears:
        found.extend(linear.terms)
        constant += linear.constant
    return Linear.of(found, constant)
