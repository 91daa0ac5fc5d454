"""The times at which a body could meet if something were given up: whose busy times, which clauses, which closed days.

People who are away are let come in every combination worth trying; the reference evaluator judges each of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import combinations

from quorate.charter.calendar import closed, days
from quorate.charter.document import Clause, Policy
from quorate.charter.state import State
from quorate.engines.base import Clock
from quorate.questions.explain.schedule.demands import busy_name, clause_name, closed_name
from quorate.questions.schedule.availability import at, starts
from quorate.questions.schedule.meetings import MODES, Plan, fitness, meeting_clauses, stands_alone
from quorate.questions.schedule.nouns import Absence, Ask, Slot
from quorate.questions.schedule.quorums import Quorums, quorum_clauses

DAY = timedelta(days=1)
MOST_TRIED = 300  # combinations of people let come, at one time of a day


@dataclass(frozen=True, slots=True)
class Chance:
    """A slot that is there if the demands of that name are given up."""

    slot: Slot
    given_up: frozenset[str]


@dataclass
class Chances:
    """All chances of one body; `capped` says that not every combination of people was tried."""

    policy: Policy
    state: State
    body: str
    ask: Ask
    held: tuple[date, ...]
    together: int
    clock: Clock
    capped: bool = False

    @cached_property
    def found(self) -> tuple[Chance, ...]:
        first = max(self.ask.first, self.ask.today + DAY)
        return tuple(chance for day in days(first, self.ask.last) for chance in self._on(day))

    def _on(self, day: date) -> Iterator[Chance]:
        _ = self.clock.left
        calendar = self.state.roster.calendar
        if day in self.held or closed(replace(calendar, closed=()), day):
            return
        shut = {closed_name(n) for n, (first, last) in enumerate(calendar.closed) if first <= day <= last}
        if any(abs((day - other).days) < calendar.spacing for other in self.held):
            shut.add("spacing")
        kept: list[Chance] = []
        for start, chances in _Day(self, day).starts():
            fresh = [Chance(replace(each.slot, start=start), each.given_up | shut) for each in chances]
            kept += fresh if self.together > 1 else [each for each in fresh if not _dominated(each, kept)]
        yield from kept


def _dominated(chance: Chance, others: Iterable[Chance]) -> bool:
    return any(other.given_up <= chance.given_up for other in others)


@dataclass
class _Day:
    """One day of a body: whoever may come, judged once however often it is met with."""

    chances: Chances
    day: date
    _known: dict[tuple[str, ...], tuple[tuple[str, frozenset[str]], ...]] = field(default_factory=dict)
    _single: dict[Clause, Quorums] = field(default_factory=dict)

    def starts(self) -> Iterator[tuple[int, list[Chance]]]:
        state = self.chances.state.on_coming(self.day)
        people = tuple(member.person for member in state.tenure(self.chances.body).definite)
        for start in starts(state.roster.calendar, self.day, people, self.chances.together):
            yield start, self._at(start, people)

    def _at(self, start: int, people: tuple[str, ...]) -> list[Chance]:
        hindered = {person: names for person in people if (names := self._hindrances(person, at(self.day, start)))}
        kept: list[Chance] = []
        for come in self._choices(tuple(hindered)):
            free = frozenset[str]().union(*(hindered[person] for person in come))
            present = tuple(person for person in people if person not in hindered or person in come)
            for chance in self._meeting(people, present, free):
                if not _dominated(chance, kept):
                    kept = [each for each in kept if not chance.given_up <= each.given_up]
                    kept.append(chance)
        return kept

    def _hindrances(self, person: str, begins: datetime) -> frozenset[str]:
        calendar = self.chances.state.roster.calendar
        ends = begins + timedelta(minutes=calendar.length)
        times = enumerate(calendar.busy.get(person, ()))
        return frozenset(busy_name(person, n) for n, busy in times if busy.start < ends and begins < busy.end)

    def _choices(self, away: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """Who is let come of those away: the fewest first."""
        tried = 0
        for size in range(len(away) + 1):
            for come in combinations(away, size):
                tried += 1
                if tried > MOST_TRIED:
                    self.chances.capped = True
                    yield away
                    return
                yield come

    def _meeting(self, people: tuple[str, ...], present: tuple[str, ...], free: frozenset[str]) -> Iterator[Chance]:
        """The meetings of those who can come: all of them, or as many as are a quorum."""
        if not present:
            return
        chair = self._state.chair(self.chances.body)
        leader = chair if isinstance(chair, str) else None
        expected = self._quorums.attendance(present, 0)
        for there in dict.fromkeys((present, expected or present)):
            for mode, broken in self._judged(there, leader):
                absent = tuple(Absence(person, "away") for person in people if person not in there)
                length = self._state.roster.calendar.length
                slot = Slot(self.chances.body, self.day, 0, length, there, absent, leader, mode)
                for more in self._spared(there, broken):
                    yield Chance(slot, free | broken | more)

    def _spared(self, present: tuple[str, ...], broken: frozenset[str]) -> Iterator[frozenset[str]]:
        """What else must be given up so that a quorum is left whoever else stays away."""
        spare, body = self.chances.ask.spare, self.chances.body
        kept = [clause for clause in self._clauses if clause_name(body, clause) not in broken]
        lost = [clause for clause in kept if spare and self._alone(clause).attendance(present, spare) is None]
        yield frozenset({"spare"}) if lost else frozenset()
        if lost:
            yield frozenset(clause_name(body, clause) for clause in lost)

    def _alone(self, clause: Clause) -> Quorums:
        """A quorum by one clause only."""
        if clause not in self._single:
            self._single[clause] = Quorums(self.chances.policy, self._state, self.chances.body, (clause,))
        return self._single[clause]

    @cached_property
    def _state(self) -> State:
        return self.chances.state.on_coming(self.day)

    @cached_property
    def _clauses(self) -> tuple[Clause, ...]:
        return quorum_clauses(self.chances.policy)

    @cached_property
    def _quorums(self) -> Quorums:
        return Quorums(self.chances.policy, self._state, self.chances.body, self._clauses)

    def _judged(self, present: tuple[str, ...], chair: str | None) -> tuple[tuple[str, frozenset[str]], ...]:
        """For each way of meeting, the demands that a meeting of these people breaks."""
        if present not in self._known:
            self._known[present] = tuple(self._modes(present, chair))
        return self._known[present]

    def _modes(self, present: tuple[str, ...], chair: str | None) -> Iterator[tuple[str, frozenset[str]]]:
        body, policy = self.chances.body, self.chances.policy
        inquorate = [] if self._quorums.quorate(present) else self._each_quorum(present)
        clauses = tuple(clause for clause in meeting_clauses(policy) if stands_alone(clause))
        length = self._state.roster.calendar.length
        for mode in MODES:
            plan = Plan(self.day, self.chances.ask.today, present, chair, length, mode)
            fit = fitness(clauses, policy, self._state, body, plan)
            yield mode, frozenset(clause_name(body, clause) for clause in (*inquorate, *fit.broken))
            if not fit.broken:
                return

    def _each_quorum(self, present: tuple[str, ...]) -> list[Clause]:
        return [clause for clause in self._clauses if not self._alone(clause).quorate(present)]


def by_time(chances: Iterable[Chance]) -> Mapping[tuple[date, int], list[Chance]]:
    """The chances of one body by day and time, those that ask for least first."""
    found: dict[tuple[date, int], list[Chance]] = {}
    for chance in chances:
        found.setdefault((chance.slot.day, chance.slot.start), []).append(chance)
    return {key: sorted(each, key=lambda chance: len(chance.given_up)) for key, each in sorted(found.items())}
