"""The times at which a body could hold a meeting that is quorate and breaks no clause, and why other days are out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeAlias

from quorate.charter.document import Clause, Policy
from quorate.charter.roster import Calendar
from quorate.charter.state import State
from quorate.engines.base import Clock
from quorate.questions.schedule.availability import absences, at, day_by_day, open_days, starts
from quorate.questions.schedule.meetings import MODES, Fitness, Plan, fitness, meeting_clauses, stands_alone
from quorate.questions.schedule.nouns import Absence, Ask, Slot
from quorate.questions.schedule.quorums import Quorums, quorum_clauses

Judged: TypeAlias = dict[tuple[str, ...], Slot | None]
"""By who is available on a day, the slot that they make; none where they cannot meet."""


@dataclass
class Survey:
    """What was found for one body: usable slots, and of each open day that has none, why.

    `inquorate` has, for such a day, the most people who could come; `refused` the clauses that refuse the meeting.
    """

    body: str
    slots: list[Slot] = field(default_factory=list)
    inquorate: dict[date, tuple[Absence, ...]] = field(default_factory=dict)
    refused: dict[date, tuple[Clause, ...]] = field(default_factory=dict)
    facts: set[str] = field(default_factory=set)
    members: int = 0


def survey(
    policy: Policy,
    state: State,
    body: str,
    ask: Ask,
    held: Iterable[date],
    together: int = 1,
    clock: Clock | None = None,
    known: dict[date, Judged] | None = None,
) -> Survey:
    """Every slot worth having from the day after today, none too near a meeting that was held.

    Where `together` bodies are laid out side by side, there are slots for all of them one after the other; `known` are
    the judgements of a survey of the same body before. Raises `OutOfTime` when the clock has run out.
    """
    calendar = state.roster.calendar
    taken = tuple(held)
    first = max(ask.first, ask.today + timedelta(days=1))
    found = Survey(body)
    busy, free = _day_by_day(state, first, ask.last), replace(calendar, busy={})
    for day in open_days(calendar, first, ask.last):
        _ = None if clock is None else clock.left
        if all(abs((day - other).days) >= max(1, calendar.spacing) for other in taken):
            judged = {} if known is None else known.setdefault(day, {})
            _Day(policy, state.on_coming(day), body, ask, found, day, busy.get(day, free), together, judged).search()
    return found


def _day_by_day(state: State, first: date, last: date) -> Mapping[date, Calendar]:
    """The calendars of single days, made once for all bodies."""
    memory, key = state.timeline.memory, ("busy", first, last)
    if key not in memory:
        memory[key] = day_by_day(state.roster.calendar, first, last)
    found = memory[key]
    assert isinstance(found, dict)
    return found


def slot_at(policy: Policy, state: State, body: str, ask: Ask, day: date, start: int) -> Slot | None:
    """The slot at a time of a day, if a body can meet then; `state` is today's."""
    then = state.on_coming(day)
    return _Day(policy, then, body, ask, Survey(body), day, then.roster.calendar, 1).at(start)


@dataclass
class _Day:
    policy: Policy
    state: State
    body: str
    ask: Ask
    found: Survey
    day: date
    calendar: Calendar
    together: int
    judged: Judged = field(default_factory=dict)

    def search(self) -> None:
        people = tuple(member.person for member in self.state.tenure(self.body).definite)
        self.found.members = len(people)
        quorums = Quorums(self.policy, self.state, self.body, quorum_clauses(self.policy))
        slots = self.judged
        kept = 0
        away: list[tuple[Absence, ...]] = []
        for start in starts(self.calendar, self.day, people, self.together):
            absent = absences(self.calendar, at(self.day, start), people)
            available = tuple(p for p in people if all(p != each.person for each in absent))
            away.append(absent)
            if available not in slots:
                slots[available] = self._slot(quorums, start, available, absent)
            slot = slots[available]
            if slot is not None:
                self.found.slots.append(replace(slot, start=start))
                kept += 1
        self.found.facts |= quorums.facts
        if not kept and self.day not in self.found.refused:
            self.found.inquorate[self.day] = min(away, key=len, default=())

    def at(self, start: int) -> Slot | None:
        people = tuple(member.person for member in self.state.tenure(self.body).definite)
        quorums = Quorums(self.policy, self.state, self.body, quorum_clauses(self.policy))
        absent = absences(self.calendar, at(self.day, start), people)
        available = tuple(p for p in people if all(p != each.person for each in absent))
        return self._slot(quorums, start, available, absent)

    def _slot(
        self, quorums: Quorums, start: int, available: tuple[str, ...], absent: tuple[Absence, ...]
    ) -> Slot | None:
        expected = quorums.attendance(available, self.ask.spare)
        if expected is None:
            return None
        chair = self.state.chair(self.body)
        leader = chair if isinstance(chair, str) else None
        plan, fit = self._best_mode(expected, leader)
        if not fit.fits:
            self.found.facts |= fit.facts
            self.found.refused[self.day] = fit.broken
            return None
        spared = (Absence(p, "not needed for a quorum") for p in available if p not in expected)
        out = (*absent, *spared)
        length = self.calendar.length
        return Slot(self.body, self.day, start, length, expected, out, leader, plan.mode, fit.wishes)

    def _best_mode(self, present: tuple[str, ...], chair: str | None) -> tuple[Plan, Fitness]:
        """The first way of meeting that breaks no clause, and of these the fewest wishes."""
        clauses = tuple(clause for clause in meeting_clauses(self.policy) if stands_alone(clause))
        tried = []
        for mode in MODES:
            plan = Plan(self.day, self.ask.today, present, chair, self.calendar.length, mode)
            fit = fitness(clauses, self.policy, self.state, self.body, plan)
            if fit == Fitness():
                return plan, fit
            tried.append((plan, fit))
        return min(tried, key=lambda each: (len(each[1].broken), each[1].wishes))


def undominated(slots: Iterable[Slot]) -> Iterator[Slot]:
    """Without the slots to which only some of the people could come who can come to another of that day."""
    by_day: dict[date, list[Slot]] = {}
    for slot in slots:
        by_day.setdefault(slot.day, []).append(slot)
    for day in by_day.values():
        kept: list[Slot] = []
        for slot in sorted(day, key=lambda each: (len(each.absent), each.start)):
            if not any(set(slot.present) <= set(other.present) and other.strays <= slot.strays for other in kept):
                kept.append(slot)
        yield from sorted(kept, key=lambda each: each.start)
