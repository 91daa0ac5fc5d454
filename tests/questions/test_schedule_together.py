"""Two bodies that share people: the same as brute force, and nobody in two places; everybody here is illustrative."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from made import clause, day, policy, roster
from quorate.charter.document import Per, Scope
from quorate.charter.roster import Busy, Calendar, Roster
from quorate.questions.schedule import NoSchedule, Schedule, ScheduleAnswer, schedule

BOARD = ("ann", "bob", "cat", "dan")
COMMITTEE = ("ann", "bob", "eve")
DAYS = [day(f"2026-07-{number:02}") for number in (6, 7, 8, 9)]
LAST = day("2026-12-31")
HOURS = (540, 780)  # from nine to one: two meetings of two hours

Held = tuple[date, int]
"""A meeting of one body: its day and the minute at which it begins."""


@dataclass(frozen=True)
class Pair:
    """A board and a committee with few times to meet at; each must meet so often, and so many make a quorum."""

    days: tuple[date, ...]
    busy: frozenset[tuple[str, date, bool]]
    times: tuple[int, int]
    quorums: tuple[int, int]

    def roster(self) -> Roster:
        shut = [(when, when) for when in DAYS if when not in self.days]
        shut.append((DAYS[-1] + timedelta(days=1), LAST))
        busy: dict[str, tuple[Busy, ...]] = {}
        for person, when, early in sorted(self.busy):
            start = datetime(when.year, when.month, when.day, 8 if early else 11)
            busy[person] = (*busy.get(person, ()), Busy(start, start + timedelta(hours=3 if early else 2)))
        calendar = Calendar(closed=tuple(shut), busy=busy, hours=HOURS, length=120)
        return roster(COMMITTEE, calendar=calendar, board=BOARD, chair="ann", log_from="2026-01-01")

    def answer(self) -> ScheduleAnswer:
        year = Per("calendar_year")
        binding = {}
        for body, times, number in zip(("board", "committee"), self.times, self.quorums, strict=True):
            often = clause(f"size(meetings) >= {times}", name="often", scope=Scope.YEAR, per=year)
            binding[body] = policy([clause(f"size(present) >= {number}", name="quorum", scope=Scope.QUORUM), often])
        return schedule(self.roster(), binding, bodies=["board", "committee"], first=DAYS[0], last=LAST, most=2)

    def free(self, people: Sequence[str], when: date, start: int) -> frozenset[str]:
        return frozenset(person for person in people if (person, when, start < 660) not in self.busy)


def meetings_of(pair: Pair, people: Sequence[str], times: int, quorum: int) -> Iterator[tuple[Held, ...]]:
    slots = [(when, start) for when in pair.days for start in (540, 660)]
    usable = [slot for slot in slots if len(pair.free(people, *slot)) >= quorum]
    for number in range(times, 3):
        for chosen in combinations(usable, number):
            if len({when for when, _ in chosen}) == number:
                yield chosen


def brute_force(pair: Pair) -> tuple[int, ...] | None:
    """The least absences, absent chairs and meetings of all pairs of plans in which nobody is in two places."""
    best = None
    plans = [
        list(meetings_of(pair, people, times, quorum))
        for people, times, quorum in zip((BOARD, COMMITTEE), pair.times, pair.quorums, strict=True)
    ]
    for board, committee in product(*plans):
        shared = [slot for slot in board if slot in committee]
        if any(pair.free(BOARD, *slot) & pair.free(COMMITTEE, *slot) for slot in shared):
            continue
        absences = sum(len(BOARD) - len(pair.free(BOARD, *slot)) for slot in board)
        absences += sum(len(COMMITTEE) - len(pair.free(COMMITTEE, *slot)) for slot in committee)
        chairs = sum("ann" not in pair.free(COMMITTEE, *slot) for slot in committee)
        found = (absences, chairs, len(board) + len(committee))
        best = found if best is None else min(best, found)
    return best


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    days = tuple(sorted(draw(st.sets(st.sampled_from(DAYS), min_size=1, max_size=3))))
    people = sorted({*BOARD, *COMMITTEE})
    away = st.tuples(st.sampled_from(people), st.sampled_from(days), st.booleans())
    return Pair(
        days,
        frozenset(draw(st.sets(away, max_size=6))),
        (draw(st.integers(0, 2)), draw(st.integers(0, 2))),
        (draw(st.integers(2, 4)), draw(st.integers(2, 3))),
    )


@given(pairs())
@settings(max_examples=settings.default.max_examples // 2, deadline=None)
def test_two_bodies_are_scheduled_as_well_as_can_be_with_nobody_in_two_places(pair: Pair) -> None:
    best = brute_force(pair)
    outcome = pair.answer().outcome
    if best is None:
        assert isinstance(outcome, NoSchedule), outcome
        return
    assert isinstance(outcome, Schedule), outcome
    slots = [meeting.slot for meeting in outcome.meetings]
    assert not any(one.clashes(other) for one, other in combinations(slots, 2))
    figures = {each.name: each.value for each in outcome.worth}
    assert (figures["absences"], figures["chair absent"], figures["meetings"]) == best
