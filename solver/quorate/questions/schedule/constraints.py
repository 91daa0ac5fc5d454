"""What every schedule must satisfy, as named formulas over the counts of a layout."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from quorate.engines.base import Constraint
from quorate.formula.ast import FALSE, Count, Formula, Linear, all_of, at_least, counts_of, equal, negate, some_of
from quorate.questions.schedule.layout import Layout, chosen, one
from quorate.questions.schedule.nouns import Slot
from quorate.questions.schedule.tasks import Gap, Need, Order

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
            before = before + _inside(layout, order, order.earlier, rank, laws)
            after = after + _inside(layout, order, order.later, rank, laws)
            sums.append((before, after))
        yield from (Constraint(name, law) for law in laws)
        yield from (Constraint(name, formula) for formula in _in_order(order, sums))


def _in_order(order: Order, sums: Sequence[tuple[Linear, Linear]]) -> Iterator[Formula]:
    """At each meeting, who has done `later` k times has done `earlier` k times (or never does it so often)."""
    total = sums[-1][0] if sums else Linear(())
    for before, after in sums:
        for times in range(order.done_later + 1, (after.bounds[1] or 0) + 1):
            never = at_least(-total, 1 - times) if times > order.binding else FALSE
            yield some_of(at_least(-after, 1 - times), at_least(before, times), never)


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
