"""The days on which a verdict may change though nothing has happened: found from dates and spans that are written down.

A day is explained where it, or its eve, is a date that is stated or a bound of a period, or lies a span away from one
that is written in the clause, in a relief of it, or in a fact that it reads. Nothing is evaluated.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from quorate.cel.ast import Call, Expr, Literal
from quorate.cel.reading import fields_read, walk
from quorate.charter.calendar import DAY, add_days, add_months, periods
from quorate.charter.document import Clause, Duty, Expression, Per, Policy
from quorate.charter.grants import reliefs_of
from quorate.charter.roster import Determination, Roster

Move = tuple[int, int]
"""Months and days by which a window reaches from a date."""
_PERIODS = tuple(Per(name) for name in ("calendar_year", "fiscal_year", "quarter", "month", "between_annual_meetings"))
_WORDS = {"days": (0, 1), "months": (1, 0), "years": (12, 0)}
_WEEK = 7  # days, of which five are worked on at most
_SHUT = 14  # days in a row on which an organisation may be shut


@dataclass(frozen=True, slots=True)
class Days:
    """The explained days of a roster's policies, from a day to a day."""

    roster: Roster
    policy: Policy
    first: date
    last: date

    def of(self, subject: Clause | Duty) -> frozenset[date]:
        """The days on which a verdict on the clause or duty may change without an entry of the log."""
        stated = {*self._stated(), *self._bounds(subject)}
        if subject.per is not None and subject.per.name == "rolling_year":
            stated |= {day for base in stated for day in _moved(base, (12, 0))}
        parts = list(self._parts(subject))
        moves = {(0, 0), *(move for part in parts for move in _moves(part))}
        twice = {(one[0] + other[0], one[1] + other[1]) for one in moves for other in moves}
        reached = {day for base in stated for move in twice for day in _moved(base, move)}
        worked = max((count for part in parts for count in _business(part)), default=0)
        if worked:
            span = worked // 5 * _WEEK + _WEEK + _SHUT
            reached |= {add_days(day, by) for day in reached for by in range(-span, span + 1)}
        return frozenset(reached | {add_days(day, 1) for day in reached})

    def _stated(self) -> Iterator[date]:
        """Every date of the roster: of its people, terms, calendar and log."""
        roster = self.roster
        yield from (roster.as_of, *roster.calendar.annual_meetings, *roster.calendar.board_meetings)
        if roster.log_from is not None:
            yield roster.log_from
        facts = [person.facts for person in roster.people.values()] + [body.facts for body in roster.bodies.values()]
        yield from _dates(value for stated in (*facts, roster.organisation.facts) for value in stated.values())
        for body in roster.bodies.values():
            yield from _dates(value for one in body.members for value in (one.since, one.term_ends))
        for event in roster.log:
            yield event.date
            yield from _dates(event.details.values())

    def _bounds(self, subject: Clause | Duty) -> Iterator[date]:
        """The first and last days of periods: of the subject's own, else of years."""
        own = subject.per if subject.per is not None and subject.per.name != "rolling_year" else None
        for per in _PERIODS if own is None and _reads_periods(subject) else () if own is None else (own,):
            for found in periods(per, self.roster.calendar, self.first, self.last):
                yield found.first
                if found.last is not None:
                    yield found.last
        bounds = subject.in_force if isinstance(subject, Clause) else (None, None)
        yield from (day for day in bounds if day is not None)

    def _parts(self, subject: Clause | Duty) -> Iterator[Expr]:
        """The expressions on which a verdict hangs: its own, its reliefs', and the definitions of the facts read."""
        mine = _expressions(subject)
        for relief in reliefs_of(subject, self.policy) if isinstance(subject, Clause) else ():
            mine += [relief.start, relief.given, relief.who, relief.during, relief.until]
        waiting = [part.ast for part in mine if part is not None]
        waiting += [one.rule.ast for one in self.policy.clauses if one.topic in ("term", "quorum")]
        known: set[str] = set()
        while waiting:
            part = waiting.pop()
            yield part
            for name in fields_read(part) - known:
                known.add(name)
                found = [fact.define for (_, key), fact in self.policy.facts.items() if key == name]
                waiting += [define.ast for define in found if define is not None]


def _expressions(subject: Clause | Duty) -> list[Expression | None]:
    match subject:
        case Clause():
            return [subject.rule, subject.when]
        case Duty():
            return [subject.within, subject.after, subject.by]


def _reads_periods(subject: Clause | Duty) -> bool:
    from_name = {"fiscal_year", "year"}
    return any(
        getattr(part, "name", None) in from_name
        for one in _expressions(subject)
        if one is not None
        for part in walk(one.ast)
    )


def _dates(values: Iterable[object]) -> Iterator[date]:
    for value in values:
        if isinstance(value, Determination):
            yield value.determined
            yield from _dates([value.value])
        elif isinstance(value, date):
            yield value
        elif isinstance(value, dict):
            yield from _dates(value.values())


def _moves(expr: Expr) -> Iterator[Move]:
    for part in walk(expr):
        if isinstance(part, Call) and part.function in _WORDS and isinstance(part.args[0], Literal):
            count = part.args[0].value
            months, days = _WORDS[part.function]
            if isinstance(count, int):
                yield (months * count, days * count)
                yield (-months * count, -days * count)


def _business(expr: Expr) -> Iterator[int]:
    for part in walk(expr):
        if isinstance(part, Call) and part.function == "business_days" and isinstance(part.args[0], Literal):
            count = part.args[0].value
            if isinstance(count, int):
                yield count


def _moved(base: date, move: Move) -> Iterator[date]:
    """A date moved, and the days beside it: what is counted may or may not include its ends."""
    months, days = move
    there = add_days(add_months(base, months), days)
    yield there
    if move != (0, 0):
        yield from (there - DAY, add_days(there, 1))
