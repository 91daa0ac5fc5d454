"""The replay of a schedule: its meetings are put into the log as if held, and the reference evaluator judges them.

The state is that of the day after the plan ends. What is broken today already is not the schedule's to answer for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from quorate.charter.calendar import DAY
from quorate.charter.discharges import on_agenda, quorate
from quorate.charter.document import Clause, Duty, Force, Policy, Scope
from quorate.charter.duties import judge_duty
from quorate.charter.evaluator import judge
from quorate.charter.occasions import Occasion, occasions
from quorate.charter.roster import Event, Roster
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status, Verdict
from quorate.charter.words import held
from quorate.questions.schedule.meetings import Plan, meeting_clauses
from quorate.questions.schedule.nouns import Ask, Meeting
from quorate.questions.schedule.quorums import quorum_clauses
from quorate.questions.schedule.rules import year_clauses


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something that a schedule does not keep; `day` is that of the one meeting that does not."""

    text: str
    body: str
    subject: Clause | Duty
    day: date | None = None


@dataclass(frozen=True)
class Replay:
    """A roster whose log ends today, the policies of its bodies, and what was asked."""

    roster: Roster
    policies: Mapping[str, Policy]
    ask: Ask
    answers: Callable[[str, Duty, str], bool]
    """Whether a schedule of a body answers for a duty in the period of that name."""

    def complaints(self, meetings: Sequence[Meeting]) -> tuple[Complaint, ...]:
        """Every clause and duty that a schedule breaks; nothing, if it is one."""
        after = self._after(meetings)
        found: list[Complaint] = []
        for body in self.ask.bodies:
            policy = self.policies[body]
            state = after.under(body, policy)
            planned = frozenset(meeting.slot.day for meeting in meetings if meeting.slot.body == body)
            found += _quorums(policy, state, body, planned)
            found += _meetings(policy, state, body, planned)
            found += self._new(body, state, self._years)
            found += self._new(body, state, self._duties)
        return tuple(found)

    def _after(self, meetings: Sequence[Meeting]) -> State:
        events = [event for meeting in meetings for event in events_of(meeting, self.ask.today)]
        log = tuple(sorted([*self.roster.log, *events], key=lambda event: event.date))
        return state_of(replace(self.roster, log=log), self.policies, self.ask.last + DAY)

    @cached_property
    def _today(self) -> State:
        return state_of(self.roster, self.policies, self.ask.today)

    @cached_property
    def _broken(self) -> Mapping[tuple[object, str], frozenset[tuple[str, str]]]:
        """What is broken today, by the kind of judgement and the body."""
        return {
            (kind, body): frozenset(
                (verdict.subject.id, verdict.occasion)
                for verdict in kind(self.policies[body], self._today.under(body, self.policies[body]), body)
                if verdict.status is Status.BROKEN
            )
            for kind in (self._years, self._duties)
            for body in self.ask.bodies
        }

    def _new(
        self, body: str, state: State, kind: Callable[[Policy, State, str], Iterable[Verdict]]
    ) -> Iterator[Complaint]:
        """What a kind of judgement finds broken that is not broken today."""
        for verdict in kind(self.policies[body], state, body):
            known = (verdict.subject.id, verdict.occasion) in self._broken[kind, body]
            if verdict.status is Status.BROKEN and not known:
                yield _complaint(verdict, body)

    def _years(self, policy: Policy, state: State, body: str) -> Iterator[Verdict]:
        for clause in year_clauses(policy):
            if clause.force is Force.MUST:
                for occasion in occasions(policy, state, body, clause.scope, clause.per):
                    if self._touches(occasion):
                        yield judge(clause, occasion, explain=False)

    def _touches(self, occasion: Occasion) -> bool:
        """Whether days to plan lie in the period."""
        first = max(self.ask.first, self.ask.today + DAY)
        found = occasion.period
        return found is not None and (found.last is None or found.last >= first) and found.first <= self.ask.last

    def _duties(self, policy: Policy, state: State, body: str) -> Iterator[Verdict]:
        for duty in policy.duties:
            if duty.force is Force.MUST and on_agenda(duty):
                for verdict in judge_duty(duty, policy, state, body):
                    if self.answers(body, duty, verdict.occasion):
                        yield verdict


def _quorums(policy: Policy, state: State, body: str, planned: frozenset[date]) -> Iterator[Complaint]:
    clauses = quorum_clauses(policy)
    for index in held(state, body):
        day = state.timeline.log[index].date
        if day in planned and clauses and quorate(policy, state, body, index) is not True:
            yield Complaint(f"the meeting of {day} has no quorum", body, clauses[0], day)


def _meetings(policy: Policy, state: State, body: str, planned: frozenset[date]) -> Iterator[Complaint]:
    for occasion in occasions(policy, state, body, Scope.MEETING):
        if occasion.as_of in planned:
            for clause in meeting_clauses(policy):
                verdict = judge(clause, occasion, explain=False)
                if clause.force is not Force.SHOULD and verdict.status in (Status.BROKEN, Status.UNKNOWN):
                    yield replace(_complaint(verdict, body), day=occasion.as_of)


def _complaint(verdict: Verdict, body: str) -> Complaint:
    subject = verdict.subject
    return Complaint(f"`{subject.id}` is {verdict.status} for {verdict.occasion}", body, subject)


def events_of(meeting: Meeting, today: date) -> Iterator[Event]:
    """What a log would have of a planned meeting, its minutes included."""
    slot = meeting.slot
    agenda = tuple(item.duty for item in meeting.agenda)
    plan = Plan(slot.day, today, slot.present, slot.chair, slot.length, slot.mode, agenda)
    yield Event(slot.day, "held", {"body": slot.body, **plan.details()})
    for kind in ("minutes-approved", "minutes-filed"):
        yield Event(slot.day, kind, {"body": slot.body, "meeting": slot.day, "by": slot.body})
