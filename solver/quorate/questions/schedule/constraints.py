"""What the meetings in their order must satisfy, as named formulas over the counts of a layout."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import combinations

from quorate.engines.base import Constraint
from quorate.formula.ast import TRUE, Count, Formula, Linear, all_of, at_least, counts_of, equal, negate, some_of
from quorate.questions.schedule.layout import Layout
from quorate.questions.schedule.nouns import Slot
from quorate.questions.schedule.tasks import (
    AGENDA,
    BARRED,
    DUTY,
    EVEN,
    LENGTH,
    MEETINGS,
    ORDER,
    SPACING,
    Bar,
    Gap,
    Need,
    Order,
    chosen,
    flipped,
    in_order,
    one,
)


def constraints(layout: Layout) -> Iterator[Constraint]:
    yield from _meetings(layout)
    yield from _spacing(layout)
    yield from _agendas(layout)
    yield from _needs(layout)
    yield from _gaps(layout)
    yield from _orders(layout)
    yield from _rules(layout)
    yield from _evenness(layout)


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
        if layout.task.bare:
            items = Linear.of((count, 1) for _, count in layout.items(rank))
            yield Constraint(AGENDA, at_least(items - _on(layout, rank, layout.task.bare)))


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
    """Each time the duty of a gap is done it is done again in time, unless the time runs past the end."""
    gap, ranks = layout.task.gaps[index], layout.ranks
    until = layout.span if gap.last is None else layout.offset(gap.until[gap.last])
    if until <= layout.span:
        yield _often(layout, gap, ranks, Linear((), until))
    for rank in ranks:
        limit = one(layout.limit(index, rank))
        later = _often(layout, gap, range(rank + 1, len(ranks)), limit)
        yield _if(one(layout.repeated(gap, rank)), some_of(at_least(limit, layout.span + 1), later))


def _often(layout: Layout, gap: Gap, ranks: range, limit: Linear) -> Formula:
    """The duty is done often enough at some of the meetings, none of them after the limit."""
    choices = combinations([_by(layout, gap, rank, limit) for rank in ranks], gap.count)
    return some_of(*(all_of(*choice) for choice in choices))


def _by(layout: Layout, gap: Gap, rank: int, limit: Linear) -> Formula:
    return all_of(at_least(one(layout.repeated(gap, rank)), 1), at_least(limit - one(layout.day(rank))))


def _orders(layout: Layout) -> Iterator[Constraint]:
    for order in layout.task.orders:
        name = f"{ORDER}{order.earlier} {order.later}"
        laws: list[Formula] = []
        before, after = Linear((), order.done_earlier), Linear((), order.done_later)
        sums = []
        for rank in layout.ranks:
            now = _inside(layout, order, order.later, rank, laws)
            before, after = before + _inside(layout, order, order.earlier, rank, laws), after + now
            sums.append((now, before, after))
        yield from (Constraint(name, law) for law in laws)
        yield from (Constraint(name, in_order(order, *each, before)) for each in sums)


def _inside(layout: Layout, order: Order, duty: str, rank: int, laws: list[Formula]) -> Linear:
    """One if a duty is on the agenda of a meeting within the period of an order."""
    terms = []
    for count, days in layout.items_with_days(duty, rank):
        inside = frozenset(day for day in days if order.first <= day <= order.last)
        if inside == days:
            terms.append((count, 1))
        elif inside:
            both = Count(f"{count.key}&{order.first}")
            held = layout.weigh(rank, lambda slot, inside=inside: int(slot.day in inside))  # type: ignore[misc]
            laws += [at_least(one(count) - one(both)), at_least(held - one(both))]
            laws.append(at_least(one(both) - one(count) - held, -1))
            terms.append((both, 1))
    return Linear.of(terms)


def _rules(layout: Layout) -> Iterator[Constraint]:
    read = frozenset(count for rule in layout.task.rules for count in counts_of(rule.formula))
    for index, slot in enumerate(layout.task.slots):
        if chosen(slot) in read:
            yield Constraint(MEETINGS, equal(layout.held_on(index) - one(chosen(slot))))
    for slot in layout.task.shut:
        if chosen(slot) in read:
            yield Constraint(MEETINGS, equal(one(chosen(slot))))
    yield from (Constraint(rule.name, rule.formula) for rule in layout.task.rules if not rule.wish)
    yield from (Constraint(BARRED, _other_than(layout, bar)) for bar in layout.task.bars)
    for misfit in layout.task.misfits:
        for rank in layout.ranks:
            on_agenda = partial(_on_agenda, layout, rank)
            yield Constraint(BARRED, misfit.formula(_on(layout, rank, misfit.slots), on_agenda))


def _on_agenda(layout: Layout, rank: int, duty: str) -> Linear:
    return layout.on_agenda(duty, rank)


def _other_than(layout: Layout, bar: Bar) -> Formula:
    """Some slot or some item is not what it was."""
    if not bar.keys() <= set(layout.task.slots):
        return TRUE
    flips = [flipped(layout.held_on(index), slot in bar) for index, slot in enumerate(layout.task.slots)]
    for rank, slot in zip(layout.ranks, sorted(bar, key=lambda slot: slot.day), strict=False):
        flips += [flipped(layout.on_agenda(duty, rank), duty in bar[slot]) for duty in layout.duties]
    return some_of(*flips)


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
