"""What must be so of the verdicts of a life, whatever was drawn: each returns what is not so, in words."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from quorate.charter.calendar import DAY
from quorate.charter.document import Clause, Duty, Policy
from quorate.charter.roster import Roster
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status, Verdict
from quorate.questions.check import body_verdicts
from quorate.questions.replay import Course, Interval, ReplayAnswer, Why
from quorate.questions.schedule import Meeting
from quorate.testing.life.days import Days

_ENDING = (Status.CURING, Status.WAIVED)


def unexplained(answer: ReplayAnswer, roster: Roster, policy: Policy) -> Iterator[str]:
    """Every change of a verdict on a day with no entry of the log that no date explains."""
    days = Days(roster, policy, answer.first, answer.last)
    happened = {event.date for event in roster.log}
    for course in answer.courses:
        explained: frozenset[date] | None = None
        for interval in course.intervals:
            if interval.first == answer.first:
                continue
            if interval.first in happened:
                continue
            if explained is None:
                explained = days.of(course.subject)
            if interval.first not in explained:
                yield f"{_named(course)} is {interval.status} from {interval.first} on, which nothing explains"
            if any(cause.why is Why.EVENT for cause in interval.began):
                yield f"{_named(course)} is said to change by an entry of {interval.first}, and there is none"


def outlived(answer: ReplayAnswer) -> Iterator[str]:
    """Every relief that is said to run after its last day, and every one whose last day moved with no entry."""
    changed = {mark.event.date for mark in answer.marks}
    for course in answer.courses:
        for interval in course.intervals:
            until = interval.verdict.until
            if interval.status in _ENDING and until is not None and interval.last > until:
                yield f"{_named(course)} is {interval.status} until {until}, and still on {interval.last}"
        for one, other in pairwise(course.intervals):
            if _prolonged(one, other) and other.first not in changed:
                yield f"{_named(course)}: {one.verdict.until} became {other.verdict.until} on {other.first} by nothing"


def _prolonged(one: Interval, other: Interval) -> bool:
    both = one.status in _ENDING and one.status is other.status and one.last + DAY == other.first
    ends = one.verdict.until, other.verdict.until
    return both and ends[0] is not None and (ends[1] is None or ends[0] < ends[1])


def otherwise(
    answer: ReplayAnswer, roster: Roster, policies: Mapping[str, Policy], body: str, days: Iterable[date]
) -> Iterator[str]:
    """Where a day judged by itself has other statuses than the intervals say."""
    for day in days:
        state = state_of(roster, policies, day)
        judged = sorted(_of(verdict) for verdict in body_verdicts(state, policies[body], body))
        told = sorted(
            _of(interval.verdict)
            for course in answer.courses
            if course.body == body
            for interval in course.intervals
            if interval.first <= day <= interval.last
        )
        if judged != told:
            differ = sorted(set(judged) ^ set(told))
            yield f"on {day} a check and the replay differ: {differ[:3]}"


def unkept(
    meetings: Iterable[Meeting], roster: Roster, policies: Mapping[str, Policy], body: str, day: date
) -> Iterator[str]:
    """Every item of a schedule that was followed and of which, once its days are over, a check says otherwise."""
    verdicts = body_verdicts(state_of(roster, policies, day), policies[body], body)
    for meeting in meetings:
        for item in meeting.agenda:
            found = [one for one in verdicts if one.subject.id == item.duty and one.occasion == item.period]
            if any(one.status is not Status.HOLDS for one in found):
                yield f"`{item.duty}` was promised on {meeting.slot.day} for {item.period}: it is {found[0].status}"
        label = f"meeting of {meeting.slot.day}"
        for one in verdicts:
            quorum = isinstance(one.subject, Clause) and one.subject.topic == "quorum"
            if quorum and one.occasion == label and one.status is Status.BROKEN:
                yield f"the meeting of {meeting.slot.day} was promised a quorum and has none"


def _of(verdict: Verdict) -> tuple[str, str, str]:
    return _name(verdict.subject), verdict.occasion, verdict.status.value


def _name(subject: Clause | Duty) -> str:
    return f"{subject.charter}/{subject.id}"


def _named(course: Course) -> str:
    return f"{_name(course.subject)}{f' ({course.occasion})' if course.occasion else ''}"
