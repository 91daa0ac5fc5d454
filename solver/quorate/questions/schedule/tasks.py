"""What the meetings of one body have to achieve, put so that only days matter: the input of the search."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from quorate.formula.ast import TRUE, Formula
from quorate.questions.schedule.nouns import Slot


@dataclass(frozen=True, slots=True)
class Need:
    """A duty that must be on the agendas of `count` more meetings on some of the days; `wish` if it only should be."""

    duty: str
    period: str
    count: int
    days: frozenset[date]
    wish: bool = False


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Rule:
    """A clause over the meetings of a body, as a formula over the counts `layout.chosen` of its slots."""

    name: str
    formula: Formula = TRUE
    wish: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """All of it for one body. `held` are earlier meetings, `minutes` the time of each duty on an agenda.

    `unfit` are duties that a clause keeps off the agenda on some slots; `bare` are slots on which a clause refuses a
    meeting without any duty. `shut` are slots of which rules may speak although they are left out of the search.
    """

    body: str
    slots: tuple[Slot, ...]
    fewest: int
    most: int
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

    @property
    def least(self) -> int:
        """No fewer meetings can do: by the minutes of what must be done, and by how often one duty must be."""
        must = [need for need in self.needs if not need.wish]
        work = sum(self.minutes.get(need.duty, 0) * need.count for need in must)
        often: dict[str, int] = {}
        for need in must:
            often[need.duty] = often.get(need.duty, 0) + need.count
        return max([self.fewest, -(-work // max(1, self.length)), *often.values()])

    def narrowed(self) -> "Task":
        """The same task with the slots alone at which nobody is absent and no wish is lost."""
        best = tuple(slot for slot in self.slots if not slot.absent and not slot.strays)
        return replace(self, slots=best, shut=(*self.shut, *(slot for slot in self.slots if slot not in best)))
