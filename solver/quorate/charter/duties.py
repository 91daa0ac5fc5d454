"""What becomes of a duty: per period, or after each event that calls for it.

A duty is judged in each period that has begun (`per`, `at_least`), for each member where it is each member's. A time at
which it was done counts where `within` admits that meeting's day. `before: [other]` compares, in each of the duty's own
periods, its k-th time with the other's k-th: an earlier day, or an earlier place on the same agenda. A rolling year
leaves no gap longer than a year between successive times, from the day on which the log begins.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from quorate.cel.evaluator import evaluate
from quorate.cel.kinds import kinds_of
from quorate.cel.values import Failure, Unknown, Value
from quorate.charter.calendar import Period, add_days, window
from quorate.charter.discharges import Discharge, discharges, in_time, may_be_on
from quorate.charter.document import Duty, Expression, Force, Per, Policy
from quorate.charter.happenings import MeetingThing
from quorate.charter.occasions import event_label
from quorate.charter.roster import Event
from quorate.charter.spells import history_begins, partial_because, periods_so_far
from quorate.charter.state import State
from quorate.charter.surroundings import Surroundings
from quorate.charter.things import PersonThing
from quorate.charter.verdict import Evidence, Status, Verdict
from quorate.charter.words import common_words, event_thing
from quorate.source.span import Span


@dataclass(frozen=True, slots=True)
class Task:
    """A duty of one body on one day, with every time it was done so far."""

    duty: Duty
    policy: Policy
    state: State
    body: str
    done: tuple[Discharge, ...]

    def verdict(
        self,
        status: Status,
        occasion: str = "",
        evidence: Iterable[Evidence] = (),
        *,
        until: date | None = None,
        reason: str | None = None,
        facts: frozenset[str] = frozenset(),
        span: Span | None = None,
    ) -> Verdict:
        as_of = self.state.as_of
        return Verdict(self.duty, self.body, status, as_of, occasion, tuple(evidence), facts, until, reason, span)


def judge_duty(duty: Duty, policy: Policy, state: State, body: str) -> tuple[Verdict, ...]:
    """The verdicts on a duty up to the state's day: one for each period, or for each event that calls for it."""
    state = state.under(body, policy)
    task = Task(duty, policy, state, body, discharges(duty, policy, state, body))
    if duty.force is Force.MAY:
        return (task.verdict(Status.NOT_APPLICABLE, reason="a permission"),)
    if duty.standing:
        return (task.verdict(Status.NOT_APPLICABLE, reason="a standing duty, done as it is needed"),)
    if duty.after is not None:
        found = tuple(_after_events(task, duty.after))
        return found or (task.verdict(Status.NOT_APPLICABLE, reason="nothing has happened that calls for it"),)
    found = tuple(_in_periods(task, duty.per)) if duty.per is not None else ()
    return found or (task.verdict(Status.NOT_APPLICABLE, reason="no period of it has begun"),)


# Periods ------------------------------------------------------------------------------------------------------------


def _in_periods(task: Task, per: Per) -> Iterator[Verdict]:
    if per.name == "rolling_year":
        begins = history_begins(task.state, per)
        days = sorted({add_days(begins, -1), *(done.day for done in task.done)})
        windows = [window(day) for day in days if day < task.state.as_of]
        for found in windows:
            if _over(task, found) or found is windows[-1]:
                yield from _remembered(task, found)
        return
    for found in periods_so_far(task.state, task.body, per):
        reason = partial_because(task.state, task.body, found, per)
        if reason is not None:
            yield task.verdict(Status.NOT_APPLICABLE, found.label, reason=reason)
        else:
            yield from _remembered(task, found)


def _remembered(task: Task, found: Period) -> tuple[Verdict, ...]:
    """What becomes of the duty in a period, which hangs on when it was done in it."""
    done = _within(task, found)
    key = ("period", task.duty.charter, task.duty.id, found.first, found.last, done)

    def find(state: State) -> tuple[Verdict, ...]:
        return tuple(_in_period(replace(task, state=state, done=done), found))

    return task.state.piece(key, find)


def _over(task: Task, found: Period) -> bool:
    return found.last is not None and found.last < task.state.as_of


def _in_period(task: Task, found: Period) -> Iterator[Verdict]:
    timely = [(done, in_time(task.duty, task.policy, task.state, task.body, done)) for done in task.done]
    late = [done for done, value in timely if value is False]
    counted = [done for done, value in timely if value is True]
    disorder = _out_of_order(task, found, counted)
    if disorder is not None:
        yield task.verdict(Status.BROKEN, found.label, [disorder])
    elif task.duty.who == "each_member":
        yield from _by_each_member(task, found, counted)
    elif len(counted) >= task.duty.at_least:
        yield task.verdict(Status.HOLDS, found.label, [_times(counted)])
    elif len(timely) - len(late) >= task.duty.at_least:
        yield _unclear(task, found.label, [value for _, value in timely if not isinstance(value, bool)])
    else:
        yield _missing(task, found, [_too_few(task.duty, counted), *_outside(late)])


def _within(task: Task, found: Period) -> tuple[Discharge, ...]:
    days = [done.day for done in task.done]
    end = len(days) if found.last is None else bisect_right(days, found.last)
    return task.done[bisect_left(days, found.first) : end]


def _missing(task: Task, found: Period, evidence: list[Evidence], label: str = "") -> Verdict:
    """Due while there is still a day on which it could be done, broken once there is none."""
    label = label or found.label
    if _over(task, found):
        return task.verdict(Status.BROKEN, label, evidence)
    if found.last is None:
        reason = "the calendar does not say when the period ends"
        return task.verdict(Status.DUE, label, evidence, reason=reason)
    until = _last_day(task, found.last)
    if until is None:
        return task.verdict(Status.BROKEN, label, [*evidence, Evidence("the time for it is over")])
    return task.verdict(Status.DUE, label, evidence, until=until)


def _last_day(task: Task, last: date) -> date | None:
    """The last day, from the state's day on, that `within` does not exclude."""
    if task.duty.within is None:
        return last
    day = last
    while task.state.as_of <= day:
        meeting = MeetingThing(task.state.on_coming(day), f"{task.body}/{day}", task.body, day)
        if may_be_on(task.duty, task.policy, task.state, task.body, meeting) is not False:
            return day
        day = add_days(day, -1)
        if day == date.min:
            break
    return None


def _times(counted: list[Discharge]) -> Evidence:
    days = ", ".join(str(done.day) for done in counted)
    return Evidence(f"done on {days}", figure=str(len(counted)))


def _too_few(duty: Duty, counted: list[Discharge]) -> Evidence:
    number = len(counted)
    text = "not done" if number == 0 else f"done {'once' if number == 1 else f'{number} times'}"
    days = f" ({', '.join(str(done.day) for done in counted)})" if counted else ""
    bound = "" if duty.at_least == 1 and not counted else f", at least {duty.at_least} times needed"
    return Evidence(f"{text}{days}{bound}", figure=str(number), bound=f">= {duty.at_least}")


def _outside(late: list[Discharge]) -> list[Evidence]:
    return [Evidence(f"what was done on {done.day} was not within its time") for done in late]


def _unclear(task: Task, label: str, values: Iterable[Value], span: Span | None = None) -> Verdict:
    facts: frozenset[str] = frozenset().union(*(value.facts for value in values if isinstance(value, Unknown)))
    failures = [value.message for value in values if isinstance(value, Failure)]
    return task.verdict(Status.UNKNOWN, label, facts=facts, reason=failures[0] if failures else None, span=span)


def _by_each_member(task: Task, found: Period, counted: list[Discharge]) -> Iterator[Verdict]:
    """One verdict for each member in office on the last day of the period so far, late-comers included."""
    ends = task.state.back(found.last) if _over(task, found) and found.last is not None else task.state
    sitting = [member.person for member in ends.tenure(task.body).definite]
    if not sitting:
        yield task.verdict(Status.NOT_APPLICABLE, found.label, reason="nobody is a member")
    for person in sitting:
        own = [done for done in counted if done.person == person]
        name = PersonThing(task.state, person).name
        label = f"{found.label}, {name}"
        if len(own) >= task.duty.at_least:
            yield task.verdict(Status.HOLDS, label, [replace(_times(own), people=(person,))])
        else:
            yield _missing(task, found, [replace(_too_few(task.duty, own), people=(person,))], label)


# Order --------------------------------------------------------------------------------------------------------------


def _out_of_order(task: Task, found: Period, counted: list[Discharge]) -> Evidence | None:
    for name in task.duty.before:
        other = next((duty for duty in task.policy.duties if name in (duty.id, f"{duty.charter}/{duty.id}")), None)
        if other is None:
            continue
        later = [
            done
            for done in discharges(other, task.policy, task.state, task.body)
            if done.day in found and in_time(other, task.policy, task.state, task.body, done) is True
        ]
        for number, done in enumerate(later):
            if number < len(counted) and _key(counted[number]) > _key(done):
                return Evidence(f"done on {counted[number].day}, after `{name}` on {done.day}")
            if len(counted) <= number < task.duty.at_least:
                return Evidence(f"not done before `{name}` on {done.day}")
    return None


def _key(done: Discharge) -> tuple[date, int, int]:
    return done.day, done.index, done.place


# Events -------------------------------------------------------------------------------------------------------------


def _after_events(task: Task, after: Expression) -> Iterator[Verdict]:
    for index, event in task.state.events(kinds_of(after.ast, "event"), task.body):
        find = partial(_call, task, after, index)
        called, label, by = task.state.piece(("called", task.duty.charter, task.duty.id, index), find)
        if called is True:
            yield from _called(task, label, index, by)
        elif isinstance(called, Unknown):
            yield _unclear(task, label, [called], event.span)


def _call(task: Task, after: Expression, index: int, state: State) -> tuple[Value, str, Value]:
    """Whether an event calls for the duty, the event in words, and by which day."""
    event = state.timeline.log[index]
    then = state.back(event.date, index)
    words = common_words(task.policy, then, task.body).with_(event=event_thing(then, task.body, index))
    context = Surroundings(task.policy, then, words)
    called = evaluate(after.ast, words, context)
    timed = called is True and task.duty.by is not None
    by = evaluate(task.duty.by.ast, words, context) if timed and task.duty.by is not None else None
    return called, f"after {event_label(then, event)}", by


def _called(task: Task, label: str, index: int, by: Value) -> Iterator[Verdict]:
    """The verdicts on what one event calls for, one for each person of whom it does."""
    event = task.state.timeline.log[index]
    if by is not None and not isinstance(by, date):
        yield _unclear(task, label, [by], event.span)
        return
    if task.duty.who != "each_member":
        yield _answered(task, label, event, by, None)
        return
    sitting = [member.person for member in task.state.back(event.date, index + 1).tenure(task.body).definite]
    about = event.details.get("person")
    for person in sitting if about is None else [name for name in sitting if name == about]:
        own = label if about is not None else f"{label}, {PersonThing(task.state, person).name}"
        yield _answered(task, own, event, by, person)


def _answered(task: Task, label: str, event: Event, by: date | None, person: str | None) -> Verdict:
    people = () if person is None else (person,)
    answers = [done for done in task.done if _answers(done, event, person)]
    timely = [(done, in_time(task.duty, task.policy, task.state, task.body, done)) for done in answers]
    good = [done for done, value in timely if value is True and (by is None or done.day <= by)]
    if good:
        return task.verdict(Status.HOLDS, label, [Evidence(f"done on {good[0].day}", people)], span=event.span)
    unclear = [value for _, value in timely if not isinstance(value, bool)]
    if unclear:
        return _unclear(task, label, unclear, event.span)
    if by is None or task.state.as_of <= by:
        return task.verdict(Status.DUE, label, [Evidence("not done yet", people)], until=by, span=event.span)
    late = f"done on {answers[0].day}, {by} at the latest was needed" if answers else f"not done by {by}"
    return task.verdict(Status.BROKEN, label, [Evidence(late, people)], span=event.span)


def _answers(done: Discharge, event: Event, person: str | None) -> bool:
    """Whether something done answers an event: not before it, about the same meeting, by the same person."""
    if event.kind == "held" and done.meeting is not None and done.meeting != event.date:
        return False
    return done.day >= event.date and (person is None or done.person == person)
