"""What the duties of a body ask of its meetings: how often, on which days, in which order; what is too late already."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from quorate.charter.calendar import Period, add_days, add_months, days, periods, window
from quorate.charter.discharges import Discharge, discharges, in_time, may_be_on, on_agenda
from quorate.charter.document import Duty, Force, Per, Policy
from quorate.charter.duties import judge_duty
from quorate.charter.happenings import MeetingThing
from quorate.charter.spells import history_begins, partial_because
from quorate.charter.state import State
from quorate.charter.verdict import Status
from quorate.questions.schedule.nouns import Ask
from quorate.questions.schedule.tasks import Gap, Need, Order

DAY = timedelta(days=1)
AGENDA_POWERS = frozenset({"review", "recommend", "approve", "administer", "report"})


@dataclass(frozen=True)
class Requirements:
    """The duties of one body that are done on agendas, seen from today. `slot_days` are the days it could meet on."""

    policy: Policy
    state: State
    body: str
    ask: Ask
    slot_days: frozenset[date]

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """The duties that meetings can do, in the charter's order; those after events only where one waits."""
        called = frozenset(need.duty for need in self._called)
        return tuple(duty for duty in self.policy.duties if on_agenda(duty) or duty.id in called)

    @property
    def first(self) -> date:
        return max(self.ask.first, self.ask.today + DAY)

    def needs(self) -> tuple[Need, ...]:
        found = [need for duty in self._periodic() for need in self._in_periods(duty)]
        return (*found, *self._called)

    def gaps(self) -> tuple[Gap, ...]:
        return tuple(self._gap(duty) for duty in self.policy.duties if on_agenda(duty) and rolls(duty))

    def orders(self) -> tuple[Order, ...]:
        return tuple(order for duty in self._periodic() if duty.before for order in self._orders(duty))

    def late(self) -> Iterator[tuple[Duty, str]]:
        """Duties that no meeting of the plan can do in time any more, with the period in which they are missed."""
        for duty in self._periodic():
            for found in self._periods(duty):
                if self._missing(duty, found) and self._is_late(duty, found):
                    yield duty, found.label
        for gap in self.gaps():
            if gap.last is None:
                yield self._duty(gap.duty), "the year since it was last done"

    @cached_property
    def _late(self) -> frozenset[tuple[str, str]]:
        return frozenset((each.id, period) for each, period in self.late())

    def answers(self, duty: Duty, label: str) -> bool:
        """Whether the plan answers for a duty in the period of that name: it can still be done in time, or is."""
        if rolls(duty):
            return label not in self._passed(duty)
        return (duty.id, label) not in self._late and any(found.label == label for found in self._periods(duty))

    def _passed(self, duty: Duty) -> frozenset[str]:
        """The rolling years that are over before the plan begins."""
        days = (*(each.day for each in self._discharges(duty)), add_days(history_begins(self.state, _per(duty)), -1))
        years = [window(day) for day in days]
        return frozenset(year.label for year in years if year.last is not None and year.last < self.first)

    def _discharges(self, duty: Duty) -> tuple[Discharge, ...]:
        return discharges(duty, self.policy, self.state, self.body)

    def _duty(self, duty_id: str) -> Duty:
        return next(duty for duty in self.policy.duties if duty.id == duty_id)

    def _periodic(self) -> Iterator[Duty]:
        return (duty for duty in self.policy.duties if on_agenda(duty) and not rolls(duty))

    def _periods(self, duty: Duty) -> Iterator[Period]:
        """The whole periods of a duty that touch the days to plan."""
        per = _per(duty)
        for found in periods(per, self.state.roster.calendar, self.first, self.ask.last):
            if partial_because(self.state, self.body, found, per) is None:
                yield found

    # needs

    def _in_periods(self, duty: Duty) -> Iterator[Need]:
        for found in self._periods(duty):
            wanted = self._missing(duty, found)
            if wanted and self._is_late(duty, found):
                continue
            required = self._due_by_the_end(duty, found)
            eligible = frozenset(day for day in self.slot_days if day in found and self._admits(duty, day))
            wish = duty.force is Force.SHOULD
            yield Need(duty.id, found.label, wanted if required else 0, eligible, wish)

    def _missing(self, duty: Duty, found: Period) -> int:
        return max(0, duty.at_least - len(self._done(duty, found)))

    def _done(self, duty: Duty, found: Period) -> tuple[Discharge, ...]:
        """The times a duty was done in a period, in time."""
        done = self._discharges(duty)
        timely = (each for each in done if in_time(duty, self.policy, self.state, self.body, each) is True)
        return tuple(each for each in timely if each.day in found)

    def could_be_on(self, duty: Duty, label: str, day: date) -> bool:
        """Whether a duty could be done, for the period of that name, at a meeting on a day."""
        return self._admits(duty, day) and any(day in found for found in self._periods(duty) if found.label == label)

    def _admits(self, duty: Duty, day: date) -> bool:
        """Whether `within:` surely admits a meeting on a day to come."""
        return self._may_be_on(duty, day) is True

    def _may_be_on(self, duty: Duty, day: date) -> object:
        if duty.within is None:
            return True
        key = ("may be on", self.body, duty.charter, duty.id, day)
        if key not in self.state.own:
            meeting = MeetingThing(self.state.on_coming(day), f"{self.body}/{day}", self.body, day)
            self.state.own[key] = may_be_on(duty, self.policy, self.state, self.body, meeting)
        return self.state.own[key]

    def _is_late(self, duty: Duty, found: Period) -> bool:
        """Whether a duty could be done in a period before the plan begins, and cannot any more."""
        if any(self._still(duty, found, self.first)):
            return False
        return any(self._may_be_on(duty, day) is not False for day in days(found.first, self.first - DAY))

    def _still(self, duty: Duty, found: Period, since: date) -> Iterator[bool]:
        """For the days left of a period, the last first, whether a duty can be done on it."""
        last = found.last or max(since, self.ask.last)
        begin = max(since, found.first)
        return (self._may_be_on(duty, day) is not False for day in reversed(tuple(days(begin, last))))

    def _due_by_the_end(self, duty: Duty, found: Period) -> bool:
        """Whether the duty is missed in a period if it is not done by the last day of the plan."""
        if found.last is None:
            return False
        return found.last <= self.ask.last or not any(self._still(duty, found, self.ask.last + DAY))

    # rolling years

    def _gap(self, duty: Duty) -> Gap:
        done = self._discharges(duty)
        begins = history_begins(self.state, _per(duty))
        last: date | None = max((each.day for each in done), default=add_days(begins, -1))
        assert last is not None
        until = {day: add_months(day, 12) for day in (*self.slot_days, last)}
        if until[last] < self.first:
            last = None
        return Gap(duty.id, last, until, duty.at_least, duty.force is Force.SHOULD)

    # order

    def _orders(self, duty: Duty) -> Iterator[Order]:
        for name in duty.before:
            other = next((each for each in self.policy.duties if name in (each.id, f"{each.charter}/{each.id}")), None)
            if other is None or not on_agenda(other):
                continue
            for found in self._periods(duty):
                done = len(self._done(duty, found)), len(self._done(other, found))
                last = found.last or self.ask.last
                yield Order(duty.id, other.id, found.first, last, duty.at_least, *done)

    # after events

    @cached_property
    def _called(self) -> tuple[Need, ...]:
        return tuple(self._after_events())

    def _after_events(self) -> Iterator[Need]:
        """Duties that something which has happened calls for: one time, by the earliest of their days, answers all."""
        for duty in self.policy.duties:
            if duty.after is None or duty.power not in AGENDA_POWERS or duty.who != "body" or duty.standing:
                continue
            due = [
                verdict
                for verdict in judge_duty(duty, self.policy, self.state, self.body)
                if verdict.status is Status.DUE and verdict.until is not None and verdict.until <= self.ask.last
            ]
            until = min((verdict.until for verdict in due if verdict.until is not None), default=None)
            if until is not None:
                eligible = frozenset(day for day in self.slot_days if day <= until and self._admits(duty, day))
                yield Need(duty.id, due[0].occasion, 1, eligible, duty.force is Force.SHOULD)


def rolls(duty: Duty) -> bool:
    return duty.per is not None and duty.per.name == "rolling_year"


def _per(duty: Duty) -> Per:
    assert duty.per is not None
    return duty.per
