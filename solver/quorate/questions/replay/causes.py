"""Why a verdict is another from a day on: an entry of the log, found by judging without it, or the day itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from quorate.charter.calendar import DAY, add_days
from quorate.charter.document import Clause, Duty
from quorate.charter.occasions import event_label
from quorate.charter.roster import Determination
from quorate.charter.things import PersonThing
from quorate.charter.verdict import Status, Verdict
from quorate.questions.replay.lasting import Lasting
from quorate.questions.replay.nouns import Cause, Why

Place = tuple[str, int]
"""An occasion, and which of those with the same label."""
Told = tuple[Status, date | None, frozenset[str], str | None]


def told(verdict: Verdict) -> Told:
    """What must be the same of two verdicts for them to be of one interval."""
    return verdict.status, verdict.until, verdict.facts, verdict.reason


def by_place(verdicts: tuple[Verdict, ...]) -> dict[Place, Verdict]:
    found: dict[Place, Verdict] = {}
    for verdict in verdicts:
        number = 0
        while (verdict.occasion, number) in found:
            number += 1
        found[verdict.occasion, number] = verdict
    return found


@dataclass(slots=True)
class Causes:
    """Finds causes for one clause or duty of a body."""

    lasting: Lasting
    subject: Clause | Duty
    _known: dict[int, Mapping[Place, Told]] = field(default_factory=dict)

    def of(
        self, place: Place, day: date, before: Verdict | None, after: Verdict | None, marks: tuple[date, ...]
    ) -> tuple[Cause, ...]:
        """Why the verdict on an occasion is `after` from a day on, and was `before` until then."""
        timeline = self.lasting.state.timeline
        first, last = timeline.position(add_days(day, -1)), timeline.position(day)
        wanted = told(after) if after is not None else None
        if first < last:
            at = last
            while at > first and self._at(day, at - 1).get(place) == wanted:
                at -= 1
            if at > first:
                event = timeline.log[at - 1]
                return (Cause(Why.EVENT, day, event_label(self.lasting.state, event), event.span),)
        return tuple(self._of_the_day(day, before, after, marks))

    def _at(self, day: date, position: int) -> Mapping[Place, Told]:
        """What would be told on a day if the log ended at a position."""
        if position not in self._known:
            found = by_place(self.lasting.halted(self.subject, day, position))
            self._known[position] = {place: told(verdict) for place, verdict in found.items()}
        return self._known[position]

    def _of_the_day(
        self, day: date, before: Verdict | None, after: Verdict | None, marks: tuple[date, ...]
    ) -> Iterator[Cause]:
        eve = day - DAY
        found = [
            *self._deadline(day, before),
            *self._in_force(day),
            *self._period(day, before, after),
            *self._terms(day, marks),
            *self._determinations(day, marks),
        ]
        if found:
            yield from found
            return
        for mark in marks:
            if mark in (day, eve):
                yield Cause(Why.DATE, day, f"{mark} was {'reached' if mark == day else 'over'}")
            else:
                yield Cause(Why.DATE, day, f"a window counted from {mark} {'opened' if mark > day else 'ran out'}")
        if not marks:
            yield Cause(Why.DATE, day, f"it is counted from the day itself, {day}")

    def _deadline(self, day: date, before: Verdict | None) -> Iterator[Cause]:
        if before is None or before.until != day - DAY:
            return
        word = {Status.DUE: "its time", Status.CURING: "the time for a cure", Status.WAIVED: "the waiver"}
        if before.status in word:
            yield Cause(Why.DEADLINE, day, f"{word[before.status]} ended on {before.until}")

    def _in_force(self, day: date) -> Iterator[Cause]:
        if not isinstance(self.subject, Clause):
            return
        begins, ends = self.subject.in_force
        if begins == day:
            yield Cause(Why.FORCE, day, f"in force from {begins}")
        if ends is not None and ends == day - DAY:
            yield Cause(Why.FORCE, day, f"in force until {ends}")

    def _period(self, day: date, before: Verdict | None, after: Verdict | None) -> Iterator[Cause]:
        if self.subject.per is None:
            return
        if before is None and after is not None and after.occasion:
            yield Cause(Why.PERIOD, day, f"{after.occasion} began")
        elif before is not None and before.until is None and before.status is not Status.DUE and before.occasion:
            yield Cause(Why.PERIOD, day, f"{before.occasion} went on, or ended, on {day - DAY}")

    def _terms(self, day: date, marks: tuple[date, ...]) -> Iterator[Cause]:
        state = self.lasting.state.on(day - DAY)
        for body in state.roster.bodies:
            for member in state.seating(body).members.values():
                if member.term_ends == day - DAY and member.term_ends in marks:
                    name = PersonThing(state, member.person).name
                    yield Cause(Why.TERM, day, f"the term of {name} in {body} ended on {member.term_ends}")

    def _determinations(self, day: date, marks: tuple[date, ...]) -> Iterator[Cause]:
        if day not in marks:
            return
        state = self.lasting.state
        for person in state.roster.people.values():
            for name, value in person.facts.items():
                if isinstance(value, Determination) and value.determined == day:
                    yield Cause(Why.DETERMINATION, day, f"`{person.id}.{name}` was determined on {day}")
