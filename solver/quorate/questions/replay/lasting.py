"""Verdicts that last: each judged of a day that goes on, so that it says itself until when nothing can change it.

Between two entries of the log a verdict changes only where a comparison with the day comes out otherwise. What reads
nothing of the log but who sits where is judged again only once that is another.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from quorate.cel.moving import Moving, Trace, plain
from quorate.charter.calendar import DAY
from quorate.charter.document import Clause, Duty, Policy
from quorate.charter.duties import judge_duty
from quorate.charter.evaluator import without_occasion
from quorate.charter.occasions import Occasion, coming
from quorate.charter.relief import judge_with_relief
from quorate.charter.state import State
from quorate.charter.timeline import Timeline
from quorate.charter.verdict import Verdict
from quorate.questions.check import telling
from quorate.questions.replay.watching import Found, Halted, Ledger, Telling, Watched


@dataclass(frozen=True, slots=True)
class Span:
    """What is told of a clause or duty on the days from `first` to `last`.

    `marks` are the days with which today was compared and which end it; none where the log or the end does.
    """

    first: date
    last: date
    verdicts: tuple[Verdict, ...]
    marks: tuple[date, ...] = ()


@dataclass(slots=True)
class Lasting:
    """The verdicts of one body's clauses and duties from a day to a day; `judged` counts how often one was judged."""

    state: State
    policy: Policy
    body: str
    first: date
    last: date
    judged: int = 0
    ledger: Ledger = field(default_factory=dict)
    _bare: dict[int, Clause] = field(default_factory=dict)

    def spans(self, subject: Clause | Duty) -> Iterator[Span]:
        """What is told of a clause or duty, day by day, in as few pieces as were judged."""
        self.ledger.clear()
        breaks = self._breaks()
        known: Found | None = None
        for index, begins in enumerate(breaks):
            ends = breaks[index + 1] - DAY if index + 1 < len(breaks) else self.last
            first = begins
            position = self.state.timeline.position(first)
            while first <= ends:
                if known is None or not known.stands(self.state.timeline, first, position):
                    known = self._judged(subject, first, position)
                last = min(known.until, ends)
                verdicts: tuple[Verdict, ...] = known.value  # type: ignore[assignment]
                yield Span(first, last, verdicts, known.marks if last == known.until < self.last else ())
                first = last + DAY

    def _breaks(self) -> tuple[date, ...]:
        """The first day, and every later one on which the log has an entry."""
        days = {day for day in self.state.timeline.days if self.first < day <= self.last}
        return (self.first, *sorted(days))

    def _judged(self, subject: Clause | Duty, day: date, position: int) -> Found:
        self.judged += 1
        trace = Trace(day, self.last)
        watched = Watched(self.state.timeline, position, trace, self.ledger)
        verdicts = self.told_in(subject, self._at(watched, Moving(day, trace), position))
        return Found(verdicts, day, trace.until, trace.marks, position, watched.notes)

    def _at(self, timeline: Timeline, day: date, position: int) -> State:
        return replace(
            self.state, timeline=timeline, as_of=day, horizon=plain(day), position=position, memory={}, own={}
        )

    def halted(self, subject: Clause | Duty, day: date, position: int) -> tuple[Verdict, ...]:
        """What would be told on a day if the log ended at a position."""
        there = Halted(self.state.timeline, position, day, self.ledger)
        return self.told_in(subject, self._at(there, day, position))

    def explained(self, clause: Clause, day: date, occasion: str) -> tuple[Verdict, ...]:
        """What is told of a clause on a day, with evidence for one occasion."""
        state = self.state.on(day)
        there = Telling(state.timeline, occasion, self.ledger)
        return self.told_in(clause, self._at(there, day, state.position), explain=True)

    def told_in(self, subject: Clause | Duty, state: State, *, explain: bool = False) -> tuple[Verdict, ...]:
        """What is told of a clause or duty in a state, with evidence only if that is asked for."""
        return tuple(telling(self._verdicts(subject, state, explain)))

    def _verdicts(self, subject: Clause | Duty, state: State, explain: bool) -> Iterable[Verdict]:
        if isinstance(subject, Duty):
            return judge_duty(subject, self.policy, state, self.body)
        clause = subject
        if subject.remedy and not explain:
            clause = self._bare.setdefault(id(subject), replace(subject, remedy=()))
        state = state.under(self.body, self.policy)
        pieces = [
            state.piece(key, partial(_judged_on, clause, make, explain))
            for key, make in coming(self.policy, state, self.body, clause)
        ]
        found = tuple(verdict for verdict in pieces if verdict is not None)
        return found or (without_occasion(clause, state, self.body),)


def _judged_on(clause: Clause, make: Callable[[State], Occasion | None], explain: bool, state: State) -> Verdict | None:
    occasion = make(state)
    return None if occasion is None else judge_with_relief(clause, occasion, explain=explain)
