"""What the meetings of one body have to achieve, put so that only days matter: the input of the search."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """A duty whose occurrences may not lie further apart than `until` says: by when the next must follow each day.

    `last` is the last occurrence so far, or the day from which the duty is owed.
    """

    duty: str
    last: date
    until: Mapping[date, date]
    wish: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """The k-th occurrence of `earlier` comes before that of `later`; so often each has been done already."""

    earlier: str
    later: str
    done_earlier: int = 0
    done_later: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A clause over the meetings of a body, as a formula over the counts in `slots_of` (one Boolean per slot)."""

    name: str
    formula: Formula = TRUE
    wish: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """All of it for one body. `held` are earlier meetings, `minutes` the time of each duty on an agenda.

    `unfit` are duties that a meeting clause keeps off the agenda on some slots; `agenda_needed` says that a clause
    refuses a meeting without any duty.
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
    agenda_needed: bool = False
