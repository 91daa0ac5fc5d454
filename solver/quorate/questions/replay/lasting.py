"""Verdicts that last: each judged of a day that goes on, so that it says itself until when nothing can change it.

Between two entries of the log a verdict changes only where a comparison with the day comes out otherwise. What reads
nothing of the log but who sits where is judged again only once that is another.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from quorate.cel.moving import Moving, Trace
from quorate.charter.calendar import DAY
from quorate.charter.document import Clause, Duty, Policy
from quorate.charter.duties import judge_duty
from quorate.charter.evaluator import without_occasion
from quorate.charter.occasions import occasions_of
from quorate.charter.relief import judge_with_relief, verdicts_on
from quorate.charter.roster import Event
from quorate.charter.state import State
from quorate.charter.timeline import Snapshot, Timeline
from quorate.charter.verdict import Verdict
from quorate.questions.check import telling


@dataclass(frozen=True, slots=True)
class Span:
    """What is told of a clause or duty on the days from `first` to `last`.

    `marks` are the days with which today was compared and which end it; none where the log or the end does.
    """

    first: date
    last: date
    verdicts: tuple[Verdict, ...]
    marks: tuple[date, ...] = ()


class Watched(Timeline):
    """A timeline that notes what is read of it: the log itself, or only who and what stands where."""

    def __init__(self, of: Timeline) -> None:
        self._of = of
        self.roster = of.roster
        self.days = of.days
        self.origin = of.origin
        self._snapshots = of._snapshots
        self.memory = of.memory
        self.log_was_read = False
        self._read: dict[tuple[str, object], object] = {}

    @property
    def log(self) -> tuple[Event, ...]:  # type: ignore[override]
        self.log_was_read = True
        return self._of.log

    def position(self, day: date) -> int:
        self.log_was_read = True
        return self._of.position(day)

    def at(self, position: int) -> Snapshot:
        found = self._of.at(position)
        return Snapshot(
            _Noted("bodies", found.bodies, self._read),
            _Noted("offices", found.offices, self._read),
            _Noted("facts", found.facts, self._read),
        )

    def same_at(self, position: int) -> bool:
        """Whether nothing that was read is another at a place in the log."""
        if self.log_was_read:
            return False
        there = self._of.at(position)
        return all(getattr(there, part).get(key, _MISSING) == value for (part, key), value in self._read.items())


_MISSING = object()


class _Noted(Mapping):  # type: ignore[type-arg]
    """A mapping whose entries are noted as they are read; reading all of it reads each."""

    __slots__ = ("_mapping", "_part", "_read")

    def __init__(self, part: str, mapping: Mapping, read: dict[tuple[str, object], object]) -> None:  # type: ignore[type-arg]
        self._part, self._mapping, self._read = part, mapping, read

    def __getitem__(self, key: object) -> object:
        self._read[self._part, key] = self._mapping.get(key, _MISSING)
        return self._mapping[key]

    def __iter__(self) -> Iterator[object]:
        for key in self._mapping:
            self._read[self._part, key] = self._mapping[key]
            yield key

    def __len__(self) -> int:
        return len(self._mapping)


@dataclass(slots=True)
class Lasting:
    """The verdicts of one body's clauses and duties from a day to a day; `judged` counts how often one was judged."""

    state: State
    policy: Policy
    body: str
    first: date
    last: date
    judged: int = 0
    _bare: dict[int, Clause] = field(default_factory=dict)

    def spans(self, subject: Clause | Duty) -> Iterator[Span]:
        """What is told of a clause or duty, day by day, in as few pieces as were judged."""
        breaks = self._breaks()
        first = self.first
        known: tuple[Watched, Trace, tuple[Verdict, ...]] | None = None
        for index, begins in enumerate(breaks):
            ends = breaks[index + 1] - DAY if index + 1 < len(breaks) else self.last
            first = begins
            while first <= ends:
                position = self.state.timeline.position(first)
                if known is None or known[1].until < first or not known[0].same_at(position):
                    known = self._judged(subject, first)
                _, trace, verdicts = known
                last = min(trace.until, ends)
                yield Span(first, last, verdicts, trace.marks if last == trace.until < self.last else ())
                first = last + DAY

    def _breaks(self) -> tuple[date, ...]:
        """The first day, and every later one on which the log has an entry."""
        days = {day for day in self.state.timeline.days if self.first < day <= self.last}
        return (self.first, *sorted(days))

    def _judged(self, subject: Clause | Duty, day: date) -> tuple[Watched, Trace, tuple[Verdict, ...]]:
        self.judged += 1
        trace = Trace(day, self.last)
        watched = Watched(self.state.timeline)
        position = self.state.timeline.position(day)
        state = replace(
            self.state,
            timeline=watched,
            as_of=Moving(day, trace),
            horizon=day,
            position=position,
            memory={},
            own={},
        )
        return watched, trace, self.told_in(subject, state)

    def told_in(self, subject: Clause | Duty, state: State, *, explain: bool = False) -> tuple[Verdict, ...]:
        """What is told of a clause or duty in a state, with evidence only if that is asked for."""
        return tuple(telling(self._verdicts(subject, state, explain)))

    def _verdicts(self, subject: Clause | Duty, state: State, explain: bool) -> Iterable[Verdict]:
        if isinstance(subject, Duty):
            return judge_duty(subject, self.policy, state, self.body)
        if explain:
            return verdicts_on(subject, self.policy, state, self.body)
        clause = self._bare.setdefault(id(subject), replace(subject, remedy=()) if subject.remedy else subject)
        occasions = occasions_of(self.policy, state, self.body, clause)
        found = tuple(judge_with_relief(clause, occasion, explain=False) for occasion in occasions)
        return found or (without_occasion(clause, state, self.body),)
