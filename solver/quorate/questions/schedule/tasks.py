"""What the meetings of one body have to achieve, put so that only days matter: the input of the search."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeAlias

from quorate.formula.ast import TRUE, Count, Formula, Linear, all_of, at_least, some_of
from quorate.questions.schedule.nouns import Slot

MEETINGS = "schedule.meetings"
SPACING = "schedule.spacing"
LENGTH = "schedule.length"
CLASH = "schedule.clash"
AGENDA = "schedule.agenda"
BARRED = "schedule.barred"
EVEN = "schedule.even"
DUTY = "duty "
ORDER = "order "
"""The names of constraints; those of duties and orders are followed by ids."""


def slot_key(slot: Slot) -> str:
    """The name of a slot; also the key of the meeting that a clause sees on it."""
    return f"{slot.body}/{slot.day}/{slot.start}"


def chosen(slot: Slot) -> Count:
    """One if a meeting is held on the slot: what the formulas of clauses speak of."""
    return Count(f"meetings[{slot_key(slot)}]")


def one(count: Count) -> Linear:
    return Linear(((count, 1),))


def flipped(term: Linear, is_one: bool) -> Formula:
    """The term is not what it was."""
    return at_least(-term) if is_one else at_least(term, 1)


Bar: TypeAlias = Mapping[Slot, frozenset[str]]
"""Meetings that turned out not to do together: slots, with the duties on the agenda of each."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Agendas that turned out not to do on some slots: with all of some duties and none of others."""

    slots: frozenset[Slot]
    there: frozenset[str]
    missing: frozenset[str]

    def formula(self, held: Linear, on_agenda: Callable[[str], Linear]) -> Formula:
        """A meeting, if it is held on one of the slots, has another agenda."""
        lacking = (flipped(on_agenda(duty), True) for duty in sorted(self.there))
        having = (flipped(on_agenda(duty), False) for duty in sorted(self.missing))
        return some_of(at_least(-held), *lacking, *having)


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """A duty that must be on the agendas of `count` more meetings on some of the days; `wish` if it only should be."""

    duty: str
    period: str
    count: int
    days: frozenset[date]
    wish: bool = False

    def admits(self, slot: Slot) -> bool:
        return slot.day in self.days


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """A duty that must be done `count` times again by a day that follows from each time it was done.

    `until` gives that day for the last time so far (`last`) and for every day of a slot; none of `last`: it is overdue,
    and must be done at all.
    """

    duty: str
    last: date | None
    until: Mapping[date, date]
    count: int = 1
    wish: bool = False
    period: str = ""

    def admits(self, slot: Slot) -> bool:
        return slot.day in self.until


@dataclass(frozen=True, slots=True)
class Order:
    """Within a period, the k-th time `earlier` is done comes before the k-th time `later` is.

    That holds for the first `binding` times whether or not `earlier` is done so often, and for all times it is. So
    often each has been done already.
    """

    earlier: str
    later: str
    first: date
    last: date
    binding: int
    done_earlier: int = 0
    done_later: int = 0


def in_order(order: Order, now: Linear, before: Linear, after: Linear, total: Linear) -> Formula:
    """Where `later` is done now, `earlier` has been done as often by then, or as often as it ever is and must be.

    `before` and `after` are how often either has been done, `total` how often `earlier` will have been.
    """
    all_done = all_of(at_least(before - total), at_least(before, order.binding))
    return some_of(at_least(-now), at_least(before - after), all_done)


@dataclass(frozen=True, slots=True)
class Rule:
    """A clause over the meetings of a body, as a formula over the counts `chosen` of its slots."""

    name: str
    formula: Formula = TRUE
    wish: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """All of it for one body. `held` are earlier meetings, `minutes` the time of each duty on an agenda.

    Without `most` there may be as many meetings as it takes. `bars` and `misfits` are not to be found again.

    `unfit` are duties that a clause keeps off the agenda on some slots; `bare` are slots on which a clause refuses a
    meeting without any duty. `shut` are slots of which rules may speak although they are left out of the search.
    """

    body: str
    slots: tuple[Slot, ...]
    fewest: int
    most: int | None
    length: int
    spacing: int
    held: tuple[date, ...] = ()
    minutes: Mapping[str, int] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    gaps: tuple[Gap, ...] = ()
    orders: tuple[Order, ...] = ()
    rules: tuple[Rule, ...] = ()
    unfit: frozenset[tuple[str, Slot]] = frozenset()
    bare: frozenset[Slot] = frozenset()
    shut: tuple[Slot, ...] = ()
    bars: tuple[Bar, ...] = ()
    misfits: tuple[Misfit, ...] = ()

    @property
    def least(self) -> int:
        """No fewer meetings can do: by the minutes of what must be done, and by how often one duty must be."""
        must = [need for need in self.needs if not need.wish]
        work = sum(self.minutes.get(need.duty, 0) * need.count for need in must)
        often: dict[str, int] = {}
        for need in must:
            often[need.duty] = often.get(need.duty, 0) + need.count
        return max([self.fewest, -(-work // max(1, self.length)), *often.values()])

    @property
    def room(self) -> int:
        """So many meetings fit at most, each far enough from the one before."""
        number, free = 0, date.min
        for day in sorted({slot.day for slot in self.slots}):
            if day >= free:
                number, free = number + 1, day + timedelta(days=max(1, self.spacing))
        return number

    def narrowed(self) -> "Task":
        """The same task with the slots alone at which nobody is absent and no wish is lost."""
        best = tuple(slot for slot in self.slots if not slot.absent and not slot.strays)
        return replace(self, slots=best, shut=(*self.shut, *(slot for slot in self.slots if slot not in best)))
