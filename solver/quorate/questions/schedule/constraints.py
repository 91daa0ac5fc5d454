"""What every schedule must satisfy, as named formulas over the counts of a layout."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from quorate.engines.base import Constraint
from quorate.formula.ast import Formula, Linear, all_of, at_least, counts_of, equal, negate, some_of
from quorate.questions.schedule.layout import Layout, chosen, one
from quorate.questions.schedule.nouns import Slot
from quorate.questions.schedule.tasks import Gap, Need

MEETINGS = "schedule.meetings"
SPACING = "schedule.spacing"
LENGTH = "schedule.length"
CLASH = "schedule.clash"
AGENDA = "schedule.agenda"
EVEN = "schedule.even"
DUTY = "duty "
ORDER = "order "


def constraints(layouts: Sequence[Layout]) -> Iterator[Constraint]:
    for layout in layouts:
        yield from _meetings(layout)
        yield from _spacing(layout)
        yield from _agendas(layout)
        yield from _needs(layout)
        yield from _gaps(layout)
        yield from _orders(layout)
        yield from _rules(layout)
        yield from _evenness(layout)
    yield from _clashes(layouts)


def wishes(layout: Layout) -> Iterator[Formula]:
    """What only should be: each is a formula that is worth something."""
    yield from (_done(layout, need) for need in layout.task.needs if need.wish)
    yield from (all_of(*_followed(layout, index)) for index, gap in enumerate(layout.task.gaps) if gap.wish)
    yield from (rule.formula for rule in layout.task.rules if rule.wish)


def _if(condition: Linear, then: Formula) -> Formula:
    """The formula holds where a Boolean term is one."""
    return some_of(at_least(-condition), then)


def _meetings(layout: Layout) -> Iterator[Constraint]:
    for rank in layout.ranks:
        used = layout.used(rank)
        yield Constraint(MEETINGS, equal(layout.weigh(rank, lambda _: 1) - used))
        days = layout.weigh(rank, lambda slot: layout.offset(slot.day))
        yield Constraint(MEETINGS, equal(days - one(layout.day(rank))))
        if rank:
            yield Constraint(MEETINGS, at_least(layout.used(rank - 1) - used))
            yield Constraint(MEETINGS, _if(used, at_least(_apart(layout, rank), 1)))


def _apart(layout: Layout, rank: int) -> Linear:
    """The days between a meeting and the one before it."""
    return one(layout.day(rank)) - one(layout.day(rank - 1))


def _spacing(layout: Layout) -> Iterator[Constraint]:
    if layout.task.spacing > 1:
        for rank in layout.ranks[1:]:
            yield Constraint(SPACING, _if(layout.used(rank), at_least(_apart(layout, rank), layout.task.spacing)))


def _agendas(layout: Layout) -> Iterator[Constraint]:
    for rank in layout.ranks:
        yield Constraint(LENGTH, at_least(one(layout.longest) - layout.minutes(rank)))
        for duty in layout.duties:
            on_agenda = layout.on_agenda(duty, rank)
            yield Constraint(AGENDA, at_least(-on_agenda, -1))
            unfit = [slot for slot in layout.task.slots if (duty, slot) in layout.task.unfit]
            if unfit:
                yield Constraint(AGENDA, at_least(-on_agenda - _on(layout, rank, unfit), -1))
        if layout.task.agenda_needed:
            items = Linear.of((count, 1) for _, count in layout.items(rank))
            yield Constraint(AGENDA, at_least(items - layout.used(rank)))


def _on(layout: Layout, rank: int, slots: Iterable[Slot]) -> Linear:
    wanted = frozenset(slots)
    return layout.weigh(rank, lambda slot: int(slot in wanted))


def _done(layout: Layout, need: Need) -> Formula:
    """The duty is on enough agendas."""
    return at_least(Linear.of((layout.placed(need, rank), 1) for rank in layout.ranks), need.count)


def _needs(layout: Layout) -> Iterator[Constraint]:
    for need in layout.task.needs:
        name = DUTY + need.duty
        if not need.wish:
            yield Constraint(name, _done(layout, need))
        for rank in layout.ranks:
            within = layout.weigh(rank, lambda slot, days=need.days: int(slot.day in days))  # type: ignore[misc]
            yield Constraint(name, at_least(within - one(layout.placed(need, rank))))


def _gaps(layout: Layout) -> Iterator[Constraint]:
    for index, gap in enumerate(layout.task.gaps):
        name = DUTY + gap.duty
        for rank in layout.ranks:
            repeated = one(layout.repeated(gap, rank))
            yield Constraint(name, at_least(layout.used(rank) - repeated))
            limits = layout.weigh(rank, lambda slot, gap=gap: layout.offset(gap.until[slot.day]))  # type: ignore[misc]
            yield Constraint(name, equal(limits - one(layout.limit(index, rank))))
        if not gap.wish:
            yield from (Constraint(name, formula) for formula in _followed(layout, index))


def _followed(layout: Layout, index: int) -> Iterator[Formula]:
    """Every occurrence of the duty of a gap is followed in time by the next, unless the time runs past the end."""
    gap = layout.task.gaps[index]
    until = layout.offset(gap.until[gap.last])
    if until < layout.span:
        yield some_of(*(_by(layout, gap, rank, Linear((), until)) for rank in layout.ranks))
    for rank in layout.ranks:
        limit = one(layout.limit(index, rank))
        later = (_by(layout, gap, after, limit) for after in layout.ranks if after > rank)
        yield _if(one(layout.repeated(gap, rank)), some_of(at_least(limit, layout.span), *later))


def _by(layout: Layout, gap: Gap, rank: int, limit: Linear) -> Formula:
    """The duty is done at a meeting, and that is not after the limit."""
    return all_of(at_least(one(layout.repeated(gap, rank)), 1), at_least(limit - one(layout.day(rank))))


def _orders(layout: Layout) -> Iterator[Constraint]:
    for order in layout.task.orders:
        earlier, later = Linear((), order.done_earlier), Linear((), order.done_later)
        for rank in layout.ranks:
            earlier = earlier + layout.on_agenda(order.earlier, rank)
            later = later + layout.on_agenda(order.later, rank)
            yield Constraint(f"{ORDER}{order.earlier} {order.later}", at_least(earlier - later))


def _rules(layout: Layout) -> Iterator[Constraint]:
    read = frozenset(count for rule in layout.task.rules for count in counts_of(rule.formula))
    for index, slot in enumerate(layout.task.slots):
        if chosen(slot) in read:
            yield Constraint(MEETINGS, equal(layout.held_on(index) - one(chosen(slot))))
    yield from (Constraint(rule.name, rule.formula) for rule in layout.task.rules if not rule.wish)


def _evenness(layout: Layout) -> Iterator[Constraint]:
    """What the widest and the narrowest gap are, as far as better ones are worth something."""
    widest, narrowest = one(layout.widest), one(layout.narrowest)
    for rank in layout.ranks:
        used, day = layout.used(rank), one(layout.day(rank))
        before = _apart(layout, rank) if rank else _since_last(layout)
        yield Constraint(EVEN, _if(used, at_least(widest - before)))
        if rank:
            yield Constraint(EVEN, _if(used, at_least(before - narrowest)))
        left = (Linear((), layout.span) - day) * 2
        last = all_of(at_least(used, 1), at_least(-layout.used(rank + 1)))
        yield Constraint(EVEN, some_of(negate(last), at_least(widest - left)))


def _since_last(layout: Layout) -> Linear:
    """The gap before the first meeting: since the last one held, else twice the days from the start."""
    first = one(layout.day(0))
    held: date | None = max((day for day in layout.task.held), default=None)
    return first * 2 if held is None else first - layout.offset(held)


def _clashes(layouts: Sequence[Layout]) -> Iterator[Constraint]:
    """Nobody is in two places at once."""
    for number, left in enumerate(layouts):
        for right in layouts[number + 1 :]:
            for index, other in _clashing(left, right):
                yield Constraint(CLASH, at_least(-(left.held_on(index) + right.held_on(other)), -1))


def _clashing(left: Layout, right: Layout) -> Iterator[tuple[int, int]]:
    by_day: dict[date, list[int]] = {}
    for index, slot in enumerate(right.task.slots):
        by_day.setdefault(slot.day, []).append(index)
    for index, slot in enumerate(left.task.slots):
        for other in by_day.get(slot.day, ()):
            if slot.clashes(right.task.slots[other]):
                yield index, other
