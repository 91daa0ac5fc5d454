"""Schedules slot by slot: a Boolean says whether a meeting is held on it, others what is on its agenda.

However many meetings there are, this is one problem; it does not know which meeting follows which.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial

from quorate.engines.base import Assignment, Constraint
from quorate.formula.ast import TRUE, Count, Formula, Linear, all_of, at_least, counts_of, equal, some_of
from quorate.questions.schedule.nouns import Placed, Slot
from quorate.questions.schedule.tasks import (
    AGENDA,
    BARRED,
    DUTY,
    LENGTH,
    MEETINGS,
    ORDER,
    SPACING,
    Bar,
    Gap,
    Need,
    Order,
    Task,
    chosen,
    flipped,
    in_order,
    one,
    slot_key,
)


@dataclass(frozen=True)
class Daywise:
    """The counts of one body's meetings, slot by slot."""

    task: Task
    end: date

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(sorted(self.task.slots, key=lambda slot: (slot.day, slot.start)))

    @cached_property
    def items(self) -> dict[tuple[Need | Gap, Slot], Count]:
        """What may be on the agenda of which slot."""
        owners: list[Need | Gap] = [*self.task.needs, *self.task.gaps]
        return {
            (owner, slot): Count(f"{slot_key(slot)}:{owner.duty}@{owner.period}")
            for owner in owners
            for slot in self.slots
            if owner.admits(slot) and (owner.duty, slot) not in self.task.unfit
        }

    @cached_property
    def by_slot(self) -> dict[Slot, list[tuple[Need | Gap, Count]]]:
        found: dict[Slot, list[tuple[Need | Gap, Count]]] = {slot: [] for slot in self.slots}
        for (owner, slot), count in self.items.items():
            found[slot].append((owner, count))
        return found

    def total(self, weight: Callable[[Slot], int]) -> Linear:
        """The sum of the weights of all slots on which meetings are."""
        return Linear.of((chosen(slot), weight(slot)) for slot in self.slots)

    def counts(self) -> Iterator[Count]:
        yield from (chosen(slot) for slot in self.slots)
        yield from self.items.values()

    def constraints(self) -> Iterator[Constraint]:
        """What every schedule must satisfy."""
        yield from self._meetings()
        yield from self._agendas()
        yield from self._needs()
        yield from (
            Constraint(DUTY + gap.duty, law) for gap in self.task.gaps if not gap.wish for law in self._gap(gap)
        )
        yield from (law for order in self.task.orders for law in _Line(self, order).laws())
        yield from self._rules()
        yield from (Constraint(BARRED, self._other_than(bar)) for bar in self.task.bars)
        for misfit in self.task.misfits:
            for slot in misfit.slots & self.by_slot.keys():
                yield Constraint(BARRED, misfit.formula(one(chosen(slot)), partial(self.on_agenda, slot)))

    def wishes(self) -> Iterator[Formula]:
        """What only should be: each is a formula that is worth something."""
        yield from (self._done(need) for need in self.task.needs if need.wish)
        yield from (all_of(*self._gap(gap)) for gap in self.task.gaps if gap.wish)
        yield from (rule.formula for rule in self.task.rules if rule.wish)

    def _meetings(self) -> Iterator[Constraint]:
        number = self.total(lambda _: 1)
        yield Constraint(MEETINGS, at_least(number, self.task.fewest))
        if self.task.most is not None:
            yield Constraint(MEETINGS, at_least(-number, -self.task.most))
        yield from (Constraint(MEETINGS, law) for law in self._apart(1))
        if self.task.spacing > 1:
            yield Constraint(SPACING, at_least(-number, -self.task.room))
            yield from (Constraint(SPACING, law) for law in self._apart(self.task.spacing))

    def _apart(self, distance: int) -> Iterator[Formula]:
        """At most one meeting on any so many days that follow each other."""
        for index, first in enumerate(self.slots):
            if index == 0 or self.slots[index - 1].day < first.day:
                near = [slot for slot in self.slots[index:] if (slot.day - first.day).days < distance]
                if len(near) > 1:
                    yield at_least(Linear.of((chosen(slot), -1) for slot in near), -1)

    def _agendas(self) -> Iterator[Constraint]:
        for slot, items in self.by_slot.items():
            minutes = Linear.of((count, -self.task.minutes.get(owner.duty, 0)) for owner, count in items)
            yield Constraint(LENGTH, at_least(minutes, -self.task.length))
            duties = [owner.duty for owner, _ in items]
            for duty in {duty for duty in duties if duties.count(duty) > 1}:
                twice = Linear.of((count, -1) for owner, count in items if owner.duty == duty)
                yield Constraint(AGENDA, at_least(twice, -1))
            yield from (Constraint(AGENDA, at_least(one(chosen(slot)) - one(count))) for _, count in items)
            if slot in self.task.bare:
                something = Linear.of((count, 1) for _, count in items)
                yield Constraint(AGENDA, at_least(something - one(chosen(slot))))

    def _needs(self) -> Iterator[Constraint]:
        for need in self.task.needs:
            name = DUTY + need.duty
            if not need.wish:
                yield Constraint(name, self._done(need))

    def times(self, owner: Need | Gap, first: date = date.min, last: date = date.max) -> Linear:
        """How often an item is on the agenda between two days, both included."""
        return Linear.of(
            (self.items[owner, slot], 1)
            for slot in self.slots
            if first <= slot.day <= last and (owner, slot) in self.items
        )

    def _done(self, need: Need) -> Formula:
        return at_least(self.times(need), need.count)

    def _gap(self, gap: Gap) -> Iterator[Formula]:
        """Each time the duty of a gap is done it is done again in time, unless the time runs past the end."""
        until = self.end if gap.last is None else gap.until[gap.last]
        if until <= self.end:
            yield at_least(self.times(gap, last=until), gap.count)
        for slot in self.slots:
            if gap.until[slot.day] <= self.end and (gap, slot) in self.items:
                again = self.times(gap, slot.day + timedelta(days=1), gap.until[slot.day])
                yield at_least(again - one(self.items[gap, slot]) * gap.count)

    def _rules(self) -> Iterator[Constraint]:
        read = frozenset(count for rule in self.task.rules for count in counts_of(rule.formula))
        for slot in self.task.shut:
            if chosen(slot) in read:
                yield Constraint(MEETINGS, equal(one(chosen(slot))))
        yield from (Constraint(rule.name, rule.formula) for rule in self.task.rules if not rule.wish)

    def _other_than(self, bar: Bar) -> Formula:
        """Some slot or some item is not what it was."""
        if not bar.keys() <= set(self.slots):
            return TRUE
        flips = [flipped(one(chosen(slot)), slot in bar) for slot in self.slots]
        for slot, agenda in bar.items():
            for duty in {owner.duty for owner, _ in self.by_slot[slot]}:
                flips.append(flipped(self.on_agenda(slot, duty), duty in agenda))
        return some_of(*flips)

    def on_agenda(self, slot: Slot, duty: str) -> Linear:
        return Linear.of((count, 1) for owner, count in self.by_slot[slot] if owner.duty == duty)

    def read(self, assignment: Assignment) -> Iterator[Placed]:
        """The meetings that an assignment stands for."""
        for slot in self.slots:
            if assignment[chosen(slot)]:
                items = (owner for owner, count in self.by_slot[slot] if assignment[count])
                yield Placed(slot, tuple((owner.duty, owner.period) for owner in items))


@dataclass(frozen=True)
class _Line:
    """How often two duties that an order binds have been done by each day, as counts that run on from slot to slot."""

    days: Daywise
    order: Order

    def laws(self) -> Iterator[Constraint]:
        name = f"{ORDER}{self.order.earlier} {self.order.later}"
        slots = [slot for slot in self.days.slots if self.order.first <= slot.day <= self.order.last]
        earlier, later, laws = self._sums(slots)
        yield from (Constraint(name, law) for law in laws)
        for slot, before, after in zip(slots, earlier, later, strict=True):
            now = self.days.on_agenda(slot, self.order.later)
            if now.terms:
                yield Constraint(name, in_order(self.order, now, before, after, earlier[-1]))

    def _sums(self, slots: Sequence[Slot]) -> tuple[list[Linear], list[Linear], list[Formula]]:
        laws: list[Formula] = []
        sums = []
        for duty, done in (
            (self.order.earlier, self.order.done_earlier),
            (self.order.later, self.order.done_later),
        ):
            line, running = [], Linear((), done)
            for slot in slots:
                step = self.days.on_agenda(slot, duty)
                if step.terms:
                    key = f"{slot_key(slot)}:{duty}&{self.order.first}&{self.order.later}"
                    now = Count(key, done, (running.bounds[1] or 0) + 1)
                    laws.append(equal(running + step - one(now)))
                    running = one(now)
                line.append(running)
            sums.append(line)
        return sums[0], sums[1], laws
