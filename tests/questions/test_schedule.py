"""Schedules are right: the same as brute force on tiny calendars, nobody in two places, a reason for each no."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, combinations, pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from made import clause, day, duty, held, policy, roster
from quorate.charter.document import Per, Policy, Scope
from quorate.charter.roster import Busy, Calendar, Roster
from quorate.questions.schedule import NoSchedule, Schedule, ScheduleAnswer, schedule

PEOPLE = ("ann", "bob", "cat")
FIRST, LAST = day("2026-07-01"), day("2026-12-31")
MONDAYS = [FIRST + timedelta(days=5 + 7 * week) for week in range(25)]
"""Some of these are the only open days: 6 July 2026 is a Monday."""


@dataclass(frozen=True)
class Work:
    """A duty as the brute force sees it."""

    name: str
    per: str
    at_least: int
    minutes: int
    until: date | None
    before: str | None


@dataclass(frozen=True)
class Tiny:
    """A committee with few days to meet on: everything a schedule depends on, in plain Python."""

    days: tuple[date, ...]
    busy: frozenset[tuple[str, date]]
    quorum: int
    chair: str | None
    needs_chair: bool
    works: tuple[Work, ...]
    done: tuple[str, ...]
    at_least: int
    gap: int
    spacing: int
    spare: int
    last: date
    most: int

    def roster(self) -> Roster:
        shut: list[tuple[date, date]] = []
        previous = FIRST - timedelta(days=1)
        for open_day in self.days:
            shut.append((previous + timedelta(days=1), open_day - timedelta(days=1)))
            previous = open_day
        shut.append((previous + timedelta(days=1), LAST))
        busy: dict[str, tuple[Busy, ...]] = {}
        for person, when in sorted(self.busy):
            start = datetime(when.year, when.month, when.day)
            busy[person] = (*busy.get(person, ()), Busy(start, start + timedelta(days=1), "away"))
        calendar = Calendar(closed=tuple(shut), busy=busy, hours=(540, 660), length=120, spacing=self.spacing)
        log = [held("2026-05-04", *PEOPLE, agenda=self.done)] if self.done else []
        return roster(PEOPLE, as_of="2026-06-30", chair=self.chair, calendar=calendar, log=log, log_from="2026-01-01")

    def policy(self) -> Policy:
        clauses = [clause(f"size(present) >= {self.quorum}", name="quorum", scope=Scope.QUORUM)]
        if self.needs_chair:
            clauses.append(clause("chair in present", name="chair", scope=Scope.QUORUM))
        year = Per("calendar_year")
        if self.at_least:
            clauses.append(clause(f"size(meetings) >= {self.at_least}", name="often", scope=Scope.YEAR, per=year))
        if self.gap:
            rule = f"meetings.all(m, !meetings.exists(n, n.date > m.date && n.date < m.date + days({self.gap})))"
            clauses.append(clause(rule, name="gap", scope=Scope.YEAR, per=year))
        return policy(clauses, [self._duty(work) for work in self.works])

    def _duty(self, work: Work) -> object:
        within = f"meeting.date <= date('{work.until}')" if work.until else None
        before = (work.before,) if work.before else ()
        parts = {"within": within} if within else {}
        return duty(work.name, per=Per(work.per), at_least=work.at_least, minutes=work.minutes, before=before, **parts)

    def answer(self, **how: object) -> ScheduleAnswer:
        return schedule(
            self.roster(), {"committee": self.policy()}, bodies=["committee"], first=FIRST, last=self.last,
            most=self.most, spare=self.spare, **how,  # type: ignore[arg-type]
        )  # fmt: skip


# Brute force, in plain Python -------------------------------------------------------------------------------------


def attendance(tiny: Tiny, when: date) -> tuple[str, ...]:
    return tuple(person for person in PEOPLE if (person, when) not in tiny.busy)


def quorate(tiny: Tiny, present: Sequence[str]) -> bool:
    enough = len(present) >= tiny.quorum
    return enough and (not tiny.needs_chair or tiny.chair in present)


def can_meet(tiny: Tiny, when: date) -> bool:
    there = attendance(tiny, when)
    rest = combinations(there, max(0, len(there) - tiny.spare))
    return quorate(tiny, there) and len(there) >= tiny.spare and all(quorate(tiny, left) for left in rest)


def periods(tiny: Tiny, per: str) -> list[tuple[date, date]]:
    months = {"calendar_year": 12, "quarter": 3, "month": 1}[per]
    firsts = [date(2026, month, 1) for month in range(1, 13, months)] + [date(2027, 1, 1)]
    whole = [(first, after - timedelta(days=1)) for first, after in pairwise(firsts)]
    return [(first, last) for first, last in whole if last >= FIRST and first <= tiny.last]


def objective(tiny: Tiny, days: Sequence[date]) -> tuple[int, ...]:
    """Absences, chairs absent, meetings, the widest gap (ends twice), minus the narrowest: the smaller the better."""
    there = [attendance(tiny, when) for when in days]
    absences = sum(len(PEOPLE) - len(people) for people in there)
    chairs = sum(tiny.chair is not None and tiny.chair not in people for people in there)
    gaps = [(after - before).days for before, after in pairwise(days)]
    ends = [2 * (days[0] - FIRST).days, 2 * (tiny.last - days[-1]).days] if days else []
    span = (tiny.last - FIRST).days
    return absences, chairs, len(days), max([0, *gaps, *ends]), -min([span, *gaps])


def placements(tiny: Tiny, work: Work, days: Sequence[date]) -> Iterator[tuple[date, ...]]:
    """On which of the days a duty could be done, so that each of its periods has it often enough."""
    eligible = [when for when in days if work.until is None or when <= work.until]
    for chosen in subsets(eligible):
        if all(fulfilled(tiny, work, chosen, *period) for period in periods(tiny, work.per)):
            yield chosen


def fulfilled(tiny: Tiny, work: Work, chosen: Sequence[date], first: date, last: date) -> bool:
    history = [day("2026-05-04")] if work.name in tiny.done else []
    timely = [when for when in history if work.until is None or when <= work.until]
    end = min(last, work.until) if work.until else last
    lost = end < FIRST  # too late before the plan begins
    open_yet = end > tiny.last
    times = sum(first <= when <= last for when in (*timely, *chosen))
    return lost or open_yet or times >= work.at_least


def in_order(tiny: Tiny, work: Work, mine: Sequence[date], others: Sequence[date], other: Work) -> bool:
    """Our k-th time is not after the other's k-th, in each of our periods."""
    past = day("2026-05-04")
    for first, last in periods(tiny, work.per):
        ours = [when for when in ([past] if work.name in tiny.done else []) + list(mine) if first <= when <= last]
        ours = [when for when in ours if work.until is None or when <= work.until]
        theirs = [when for when in ([past] if other.name in tiny.done else []) + list(others) if first <= when <= last]
        theirs = [when for when in theirs if other.until is None or when <= other.until]
        for number, when in enumerate(theirs):
            if when == past:
                continue  # what was out of order before the plan is not its fault
            if number < len(ours) and ours[number] > when:
                return False
            if len(ours) <= number < work.at_least and not (work.until and min(last, work.until) < FIRST):
                return False
    return True


def feasible(tiny: Tiny, days: Sequence[date]) -> bool:
    pairs = list(pairwise(days))
    whole = [day("2026-05-04"), *days] if tiny.done else list(days)
    if not all(can_meet(tiny, when) for when in days):
        return False
    if any((after - before).days < tiny.spacing for before, after in pairs):
        return False
    if any((after - before).days < tiny.gap for before, after in pairwise(whole)):
        return False
    if tiny.last == LAST and len(whole) < tiny.at_least:
        return False
    if tiny.spacing and whole and tiny.done and days and (days[0] - whole[0]).days < tiny.spacing:
        return False
    by_name = {work.name: work for work in tiny.works}
    for choice in product(*(list(placements(tiny, work, days)) for work in tiny.works)):
        placed = dict(zip(by_name, choice, strict=True))
        fits = all(sum(by_name[name].minutes for name, on in placed.items() if when in on) <= 120 for when in days)
        ordered = all(
            in_order(tiny, work, placed[work.name], placed[work.before], by_name[work.before])
            for work in tiny.works
            if work.before
        )
        if fits and ordered:
            return True
    return False


def subsets(items: Sequence[date]) -> Iterator[tuple[date, ...]]:
    return chain.from_iterable(combinations(items, size) for size in range(len(items) + 1))


def brute_force(tiny: Tiny) -> tuple[int, ...] | None:
    usable = [when for when in tiny.days if when <= tiny.last]
    choices = [days for days in subsets(usable) if len(days) <= tiny.most]
    for days in sorted(choices, key=lambda each: objective(tiny, each)):
        if feasible(tiny, days):
            return objective(tiny, days)
    return None


@st.composite
def tinies(draw: st.DrawFn) -> Tiny:
    days = tuple(sorted(draw(st.sets(st.sampled_from(MONDAYS), min_size=4, max_size=8))))
    away = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(days))
    names = ("alpha", "beta", "gamma")[: draw(st.integers(0, 3))]
    works = tuple(
        Work(
            name,
            draw(st.sampled_from(["calendar_year", "calendar_year", "quarter"])),
            draw(st.sampled_from([1, 1, 2])),
            draw(st.sampled_from([20, 60, 90])),
            draw(st.sampled_from([None, None, day("2026-10-15"), day("2026-12-10")])),
            draw(st.sampled_from([None, *names[number + 1 :]])),
        )
        for number, name in enumerate(names)
    )
    chair = draw(st.sampled_from([None, "ann"]))
    return Tiny(
        days=days,
        busy=frozenset(draw(st.sets(away, max_size=7))),
        quorum=draw(st.sampled_from([1, 2, 2, 3])),
        chair=chair,
        needs_chair=chair is not None and draw(st.booleans()),
        works=works,
        done=tuple(draw(st.sets(st.sampled_from(names)))) if names and draw(st.booleans()) else (),
        at_least=draw(st.sampled_from([0, 2, 3])),
        gap=draw(st.sampled_from([0, 0, 30])),
        spacing=draw(st.sampled_from([0, 0, 20])),
        spare=draw(st.sampled_from([0, 0, 1])),
        last=draw(st.sampled_from([LAST, LAST, day("2026-11-20")])),
        most=draw(st.sampled_from([4, 4, 3, 2])),
    )


@given(tinies())
@settings(max_examples=max(60, settings.default.max_examples // 2), deadline=None)
def test_a_schedule_is_the_best_of_all_subsets_of_days(tiny: Tiny) -> None:
    best = brute_force(tiny)
    outcome = tiny.answer().outcome
    if best is None:
        assert isinstance(outcome, NoSchedule), outcome
        assert outcome.reasons
    else:
        assert isinstance(outcome, Schedule), outcome
        assert objective(tiny, [meeting.slot.day for meeting in outcome.meetings]) == best
