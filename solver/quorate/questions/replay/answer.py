"""What became of every clause and duty of a roster's bodies on every day from one to another, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypedDict

from quorate.cel.moving import plain
from quorate.charter.calendar import DAY, fiscal_year
from quorate.charter.document import Clause, Duty, Policy, Scope
from quorate.charter.occasions import FULL
from quorate.charter.roster import Roster
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status, Verdict
from quorate.questions.check import chosen
from quorate.questions.replay.causes import Causes, Place, by_place, told
from quorate.questions.replay.lasting import Lasting, Span
from quorate.questions.replay.nouns import BodyReplay, Cause, Course, Interval, ReplayAnswer
from quorate.questions.replay.telling import deadlines, marks_of, notices
from quorate.source.diagnostic import CallError, Diagnostic
from quorate.source.reporter import SILENT, Reporter

TOLD = (Status.BROKEN, Status.UNKNOWN, Status.CURING, Status.WAIVED, Status.DUE)
"""The statuses of which people want the reasons."""


class Replayed(TypedDict, total=False):
    """Of which bodies and which days, the last the roster's own unless given, the first that of its fiscal year."""

    bodies: Iterable[str]
    first: date | None
    last: date | None
    reporter: Reporter


def replay(
    roster: Roster,
    policies: Mapping[str, Policy],
    *,
    bodies: Iterable[str] = (),
    first: date | None = None,
    last: date | None = None,
    reporter: Reporter = SILENT,
) -> ReplayAnswer:
    """The verdicts as intervals; by default from the first day of the fiscal year up to the roster's own day.

    Raises `CallError` where a body is not in the roster, or the last day lies before the first.
    """
    begin, to = _days(roster, first, last)
    state = state_of(roster, policies, to)
    names = chosen(roster, tuple(bodies))
    reporter.stage("replaying", len(names))
    found: list[BodyReplay] = []
    judged = 0
    for number, name in enumerate(names):
        body, times = _body(state, policies.get(name), name, begin, to)
        found.append(body)
        judged += times
        reporter.advance(number + 1, name)
    every = tuple(course for body in found for course in body.courses)
    return ReplayAnswer(
        roster.id,
        roster.title,
        roster.illustrative,
        begin,
        to,
        tuple(found),
        marks_of(state, begin, to),
        tuple(notices(state, every, begin)),
        tuple(deadlines(state, names, every, to)),
        (),
        {person.id: person.name for person in roster.people.values()},
        judged,
    )


def _days(roster: Roster, first: date | None, last: date | None) -> tuple[date, date]:
    """The first day and the last, as given or by default."""
    to = last or roster.as_of
    begin = first or fiscal_year(roster.calendar, to).first
    if to < begin:
        message = f"the last day, {to}, is before the first, {begin}"
        raise CallError([Diagnostic("bad-dates", message, help="exchange them")])
    return begin, to


def _body(state: State, policy: Policy | None, name: str, first: date, last: date) -> tuple[BodyReplay, int]:
    """What became of one body, and how many verdicts were computed for it."""
    if policy is None:
        return BodyReplay(name, None, ()), 0
    lasting = Lasting(state, policy, name, first, last)
    return BodyReplay(name, policy.charter, tuple(_courses(lasting))), lasting.judged


def _courses(lasting: Lasting) -> Iterator[Course]:
    subjects: tuple[Clause | Duty, ...] = (*lasting.policy.clauses, *lasting.policy.duties)
    for subject in subjects:
        spans = list(lasting.spans(subject))
        yield from _Courses(lasting, subject).found(spans)


@dataclass(slots=True)
class _Open:
    """An interval that still goes on; `source` is the verdict as it was told."""

    first: date
    verdict: Verdict
    began: tuple[Cause, ...]
    source: Verdict


@dataclass(slots=True)
class _Courses:
    """The courses of one clause or duty, from what is told of it span by span."""

    lasting: Lasting
    subject: Clause | Duty
    _open: dict[Place, _Open] = field(default_factory=dict)
    _done: dict[Place, list[Interval]] = field(default_factory=dict)

    def found(self, spans: list[Span]) -> Iterator[Course]:
        before: Span | None = None
        for span in spans:
            if before is None or span.verdicts is not before.verdicts:
                self._change(span, before)
            before = span
        for place in list(self._open):
            self._close(place, self.lasting.last, ())
        for (occasion, _), intervals in self._done.items():
            yield Course(self.subject, self.lasting.body, occasion, tuple(intervals), _lasts(self.subject, occasion))

    def _change(self, span: Span, before: Span | None) -> None:
        now = by_place(span.verdicts)
        causes = Causes(self.lasting, self.subject)
        marks = before.marks if before is not None else ()
        for place in [place for place in self._open if place not in now]:
            gone = self._open[place].verdict
            self._close(place, span.first - DAY, causes.of(place, span.first, gone, None, marks))
        for place, verdict in now.items():
            known = self._open.get(place)
            if known is not None and (known.source is verdict or told(known.verdict) == told(verdict)):
                continue
            why: tuple[Cause, ...] = ()
            if before is not None:
                old = known.verdict if known is not None else None
                why = causes.of(place, span.first, old, verdict, marks)
            if known is not None:
                self._close(place, span.first - DAY, why)
            self._open[place] = _Open(span.first, self._explained(place, verdict, span.first), why, verdict)

    def _explained(self, place: Place, verdict: Verdict, day: date) -> Verdict:
        """A verdict as of a day that does not go on, with its evidence where people want it."""
        if isinstance(self.subject, Clause) and verdict.status in TOLD:
            verdict = by_place(self.lasting.explained(self.subject, day, place[0])).get(place, verdict)
        return replace(verdict, as_of=day, until=None if verdict.until is None else plain(verdict.until))

    def _close(self, place: Place, last: date, why: tuple[Cause, ...]) -> None:
        known = self._open.pop(place)
        self._done.setdefault(place, []).append(Interval(known.first, last, known.verdict, known.began, why))


def _lasts(subject: Clause | Duty, occasion: str) -> bool:
    """Whether an occasion is the present state, not something that was done or a period."""
    if isinstance(subject, Duty):
        return False
    if subject.scope is Scope.BODY:
        return subject.tested == "always"
    return subject.scope is Scope.CHARTER or (subject.scope is Scope.QUORUM and occasion == FULL)
