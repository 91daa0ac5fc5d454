"""Calendars to lay out: committees with shared members, busy days, windows, spacing; ours beside CP-SAT by hand.

`python benchmarks/calendars.py` prints, for 24 meetings of 8 committees and 60 of 20, medians of runs that take turns.
Both settle, in this order: fewest absences, fewest meetings without the chair, the widest gap as narrow as can be and
the narrowest as wide; the row is void where the values differ.
"""

import random
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from time import perf_counter
from typing import Any

from quorate.cel.parser import parse
from quorate.cel.types import BOOL
from quorate.charter.document import (
    Charter,
    Citation,
    Clause,
    Duty,
    Expression,
    Force,
    Mode,
    Per,
    Policy,
    Rank,
    Scope,
)
from quorate.charter.roster import Body, Busy, Calendar, Membership, Organisation, Person, Roster
from quorate.questions.schedule import Schedule, schedule
from quorate.source.span import Excerpt, Source, Span

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
WINDOWS = (("2027-01-01", "2027-04-30"), ("2027-05-01", "2027-08-31"), ("2027-09-01", "2027-12-31"))
SPACING, QUORUM, SEATS, SLOTS = 28, 3, 4, 4
PLACE = Span(Source("calendars", ""), 0, 0)


@dataclass(frozen=True)
class Board:
    """Committees by their members, the first of whom chairs, and the days on which people are away."""

    committees: tuple[tuple[str, ...], ...]
    away: dict[str, frozenset[date]]

    @property
    def days(self) -> list[date]:
        every = (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))
        return [day for day in every if day.weekday() < 5]


def board(committees: int, seed: int = 1, share: float = 0.25) -> Board:
    """A board whose people sit in several committees and are away on many days."""
    chance = random.Random(seed)
    people = [f"p{number}" for number in range(2 * committees + SEATS)]
    members = tuple(tuple(chance.sample(people, SEATS)) for _ in range(committees))
    days = Board((), {}).days
    return Board(members, {person: frozenset(day for day in days if chance.random() < share) for person in people})


# ours --------------------------------------------------------------------------------------------------------------


def _expression(text: str) -> Expression:
    excerpt = Excerpt.whole(text)
    return Expression(excerpt, parse(excerpt), BOOL)


def policy() -> Policy:
    quorum = Clause(
        "quorum", "made", "quorum", Citation("1"), "quorum", Force.MUST, Scope.QUORUM, Mode.REQUIRE,
        _expression(f"size(present) >= {QUORUM}"), PLACE,
    )  # fmt: skip
    duties = tuple(
        Duty(
            f"work-{number}", "made", "work", Citation("2"), f"work-{number}", "review", Force.MUST, PLACE,
            per=Per("calendar_year"), minutes=60,
            within=_expression(f"meeting.date >= date('{first}') && meeting.date <= date('{last}')"),
        )
        for number, (first, last) in enumerate(WINDOWS)
    )  # fmt: skip
    charter = Charter("made", "Made", "committee", Rank.CHARTER, PLACE.source, PLACE, clauses=(quorum,), duties=duties)
    return Policy(charter, (), (quorum,), duties, {})


def roster(given: Board) -> Roster:
    midnight, day = datetime.min.time(), timedelta(days=1)
    busy = {
        person: tuple(Busy(datetime.combine(d, midnight), datetime.combine(d + day, midnight)) for d in sorted(days))
        for person, days in given.away.items()
    }
    bodies = {
        f"c{number}": Body(f"c{number}", "committee", "made", None, tuple(map(Membership, members)), members[0])
        for number, members in enumerate(given.committees)
    }
    return Roster(
        "calendars", "Calendars", date(2026, 12, 31), PLACE.source, PLACE, organisation=Organisation("", "Made"),
        people={person: Person(person, person) for person in given.away}, bodies=bodies,
        calendar=Calendar(busy=busy, spacing=SPACING), log_from=date(2026, 1, 1), illustrative=True,
    )  # fmt: skip


def ours(given: Board) -> tuple[int, ...]:
    """By the whole question: reading clauses, laying out, replaying."""
    there, each = roster(given), policy()
    answer = schedule(
        there, dict.fromkeys(there.bodies, each), bodies=list(there.bodies), first=FIRST, last=LAST, fewest=3, most=3
    )
    assert isinstance(answer.outcome, Schedule), answer.outcome
    assert answer.outcome.optimal
    laid = [[m.slot.day for m in answer.outcome.of(body)] for body in there.bodies]
    return worth(given, laid)


def worth(given: Board, laid: list[list[date]]) -> tuple[int, ...]:
    """Absences, chairs absent, the sum of the widest gaps (the ends count twice), minus that of the narrowest."""
    absences = chairs = widest = narrowest = 0
    for members, days in zip(given.committees, laid, strict=True):
        absences += sum(day in given.away[person] for day in days for person in members)
        chairs += sum(day in given.away[members[0]] for day in days)
        gaps = [(after - before).days for before, after in pairwise(days)]
        widest += max(2 * (days[0] - FIRST).days, 2 * (LAST - days[-1]).days, *gaps)
        narrowest += min(gaps)
    return absences, chairs, widest, -narrowest


# by hand -----------------------------------------------------------------------------------------------------------


def by_hand(given: Board) -> tuple[int, ...]:
    """As an expert writes it: a date for each meeting, absences by element, a person in one place at a time."""
    from ortools.sat.python import cp_model

    model, span = cp_model.CpModel(), (LAST - FIRST).days
    dates: list[list[Any]] = []
    absent: list[Any] = []
    chairless: list[Any] = []
    widest: list[Any] = []
    narrowest: list[Any] = []
    busy_at: dict[str, list[Any]] = {}
    for members in given.committees:
        away = [sum(FIRST + timedelta(days=n) in given.away[p] for p in members) for n in range(span + 1)]
        no_chair = [int(FIRST + timedelta(days=n) in given.away[members[0]]) for n in range(span + 1)]
        row = []
        for first, last in WINDOWS:
            good = [
                n for n in range(span + 1)
                if first <= str(FIRST + timedelta(days=n)) <= last
                and (FIRST + timedelta(days=n)).weekday() < 5 and away[n] <= SEATS - QUORUM
            ]  # fmt: skip
            day = model.new_int_var_from_domain(cp_model.Domain.from_values(good), "")
            for table, total in ((away, absent), (no_chair, chairless)):
                value = model.new_int_var(0, max(table), "")
                model.add_element(day, table, value)
                total.append(value)
            slot = model.new_int_var(0, SLOTS - 1, "")
            start = model.new_int_var(0, (span + 1) * SLOTS, "")
            model.add(start == day * SLOTS + slot)
            place = model.new_fixed_size_interval_var(start, 1, "")
            for person in members:
                busy_at.setdefault(person, []).append(place)
            row.append(day)
        wide, narrow = model.new_int_var(0, 2 * span, ""), model.new_int_var(0, span, "")
        for before, after in pairwise(row):
            model.add(after - before >= SPACING)
            model.add(wide >= after - before)
            model.add(narrow <= after - before)
        model.add(wide >= 2 * row[0])
        model.add(wide >= 2 * (span - row[-1]))
        dates.append(row)
        widest.append(wide)
        narrowest.append(narrow)
    for places in busy_at.values():
        model.add_no_overlap(places)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    for goal in (sum(absent), sum(chairless), sum(widest), -sum(narrowest)):
        model.minimize(goal)
        assert solver.solve(model) == cp_model.OPTIMAL
        model.add(goal <= int(solver.objective_value))
    laid = [[FIRST + timedelta(days=solver.value(day)) for day in row] for row in dates]
    return worth(given, laid)


ROWS = {"24 meetings of 8 committees": 8, "60 meetings of 20 committees": 20}


def main(repeats: int = 3) -> None:
    for name, number in ROWS.items():
        times: dict[str, list[float]] = {"ours": [], "by hand": []}
        for seed in range(1, repeats + 1):
            found = {}
            for who, run in (("ours", ours), ("by hand", by_hand)):
                given = board(number, seed)
                begun = perf_counter()
                found[who] = run(given)
                times[who].append(perf_counter() - begun)
            if found["ours"] != found["by hand"]:
                print(f"{name}, seed {seed}: void, {found}")
        mine, theirs = median(times["ours"]), median(times["by hand"])
        print(f"{name}: ours {mine:.2f} s, CP-SAT by hand {theirs:.2f} s, ratio {mine / theirs:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
