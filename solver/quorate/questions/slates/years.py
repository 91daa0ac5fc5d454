"""Whether there is a lawful year of meetings for a slate: a schedule, found for it or for another slate before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from quorate.charter.document import Policy
from quorate.charter.roster import Event, Membership, Roster
from quorate.charter.state import State
from quorate.engines.base import Limits
from quorate.formula.candidates import renewed
from quorate.questions.schedule import Meeting, NoSchedule, schedule
from quorate.questions.schedule.asking import asked, known_by
from quorate.questions.schedule.laid import replayed
from quorate.questions.schedule.nouns import Placed, in_order
from quorate.questions.slates.nouns import Seated, Slate, YearOfMeetings

KNOWN = 20  # plans of other slates that are tried first


@dataclass
class Years:
    """The schedules of one calendar year found so far; `state` is that of the day of the question.

    `none` counts the slates that have no schedule, `open` those of which that is not known.
    """

    roster: Roster
    policies: Mapping[str, Policy]
    state: State
    bodies: tuple[str, ...]
    year: int
    none: int = 0
    open: int = 0
    reused: int = 0
    _plans: list[tuple[Placed, ...]] = field(default_factory=list)

    @property
    def known(self) -> YearOfMeetings:
        return YearOfMeetings(self.year, self.none, self.open)

    def proof(self, slate: Slate, limits: Limits) -> tuple[Meeting, ...] | None:
        """The meetings of a lawful year in which the slate sits; none where none is found."""
        there = seated_in(self.roster, self.state, slate.seats)
        known = self._known(there)
        return self._searched(there, limits) if known is None else known

    @property
    def _period(self) -> tuple[date, date]:
        return date(self.year, 1, 1), date(self.year, 12, 31)

    def _known(self, roster: Roster) -> tuple[Meeting, ...] | None:
        """The meetings of a slate before it, if they are a schedule for this one too."""
        today = self.state.as_of
        ask = asked(roster, self.policies, self.bodies, today, *self._period)
        for plan in self._plans:
            meetings = replayed(known_by(roster, today), self.policies, ask, plan)
            if meetings is not None:
                self.reused += 1
                return meetings
        return None

    def _searched(self, roster: Roster, limits: Limits) -> tuple[Meeting, ...] | None:
        first, last = self._period
        answer = schedule(
            roster, self.policies, bodies=self.bodies, first=first, last=last, as_of=self.state.as_of, limits=limits
        )
        found = answer.schedule
        if found is not None and not getattr(answer.outcome, "missing", ()):
            plan = tuple(_placed(meeting) for meeting in found.meetings)
            self._plans = [plan, *self._plans][:KNOWN]
            return in_order(found.meetings)
        if isinstance(answer.outcome, NoSchedule):
            self.none += 1
        else:
            self.open += 1
        return None


def _placed(meeting: Meeting) -> Placed:
    return Placed(meeting.slot, tuple((item.duty, item.period) for item in meeting.agenda))


def seated_in(roster: Roster, state: State, seats: tuple[Seated, ...]) -> Roster:
    """The roster in which a slate sits from the day of the state on, and the log says how that came about.

    What a roster states of its own day is so already; on a later day the log alone tells.
    """
    bodies = dict(roster.bodies)
    events = []
    for each in seats:
        members = tuple(renewed(state, each.body, person) for person in each.members)
        bodies[each.body] = replace(bodies[each.body], members=members, chair=_chair(state, each))
        events += list(_events(state, each, members))
    log = tuple(sorted([*roster.log, *events], key=lambda event: event.date))
    return replace(roster, log=log, bodies=bodies if state.as_of == roster.as_of else roster.bodies)


def _chair(state: State, slate: Seated) -> str | None:
    """The chair of a slate; today's goes on where nothing reads it and it stays open."""
    today = state.seating(slate.body).chair
    return slate.chair or (today if isinstance(today, str) and today in slate.members else None)


def _events(state: State, slate: Seated, members: tuple[Membership, ...]) -> Iterator[Event]:
    today, day, body = state.seating(slate.body), state.as_of, slate.body
    for person in today.members:
        if person not in slate.members:
            yield Event(day, "removed", {"person": person, "body": body})
    for member in members:
        if today.members.get(member.person) != member:
            parts = {"seat": member.seat, "term_ends": member.term_ends, "votes": member.votes}
            known = {name: value for name, value in parts.items() if value is not None}
            yield Event(day, "appointed", {"person": member.person, "body": body, **known})
    if slate.chair is not None and slate.chair != today.chair:
        before = {"replaces": today.chair} if isinstance(today.chair, str) else {}
        yield Event(day, "designated", {"person": slate.chair, "body": body, "office": "chair", **before})
