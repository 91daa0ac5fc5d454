"""What the text, the page and the picture of a replay say alike: rows, days, reasons."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from quorate.charter.document import Clause, Duty
from quorate.charter.verdict import Status
from quorate.questions.check import GRAVITY, binds, full_name
from quorate.questions.replay import BodyReplay, Cause, Course, Interval, ReplayAnswer
from quorate.reports.check import COUNSEL

TOLD = (Status.BROKEN, Status.UNKNOWN, Status.CURING, Status.WAIVED)
"""The statuses for which a clause has a row; all others are counted."""
MOST = 4  # reasons told of one interval


@dataclass(frozen=True, slots=True)
class Row:
    """A clause or duty of a body with the courses of its occasions, in the order in which they begin."""

    subject: Clause | Duty
    courses: tuple[Course, ...]

    @property
    def name(self) -> str:
        return full_name(self.subject) if self.subject.charter.startswith("law.") else self.subject.id

    @property
    def intervals(self) -> tuple[Interval, ...]:
        found = (one for course in self.courses for one in course.intervals)
        return tuple(sorted(found, key=lambda one: (one.first, one.last)))

    @property
    def told(self) -> bool:
        """Whether it was ever anything but held, due or beside the point."""
        return any(one.status in TOLD for one in self.intervals)

    @property
    def gravest(self) -> Status:
        return min((one.status for one in self.intervals), key=GRAVITY.index, default=Status.NOT_APPLICABLE)

    @property
    def verified(self) -> bool:
        return all(one.verdict.verified for one in self.intervals)


def rows(body: BodyReplay) -> tuple[Row, ...]:
    """The clauses and duties of a body in their order, each with its courses."""
    found: dict[str, list[Course]] = {}
    for course in body.courses:
        found.setdefault(full_name(course.subject), []).append(course)
    return tuple(
        Row(courses[0].subject, tuple(sorted(courses, key=lambda one: one.intervals[0].first)))
        for courses in found.values()
    )


def breaches(answer: ReplayAnswer) -> Iterator[tuple[Course, Interval]]:
    """Every interval on which something that must be was not, or a permission was gone beyond."""
    for course in answer.courses:
        for one in course.intervals:
            if one.status is Status.BROKEN and binds(one.verdict):
                yield course, one


def days(first: date, last: date) -> str:
    return str(first) if first == last else f"{first} to {last}"


def length(interval: Interval) -> str:
    return "1 day" if interval.days == 1 else f"{interval.days} days"


def status_word(interval: Interval) -> str:
    """The status as people read it, with its last day where it has one."""
    word = interval.status.value
    if interval.status is Status.BROKEN and not binds(interval.verdict):
        word = "short of what should be"
    until = interval.verdict.until
    return f"{word} until {until}" if until is not None else word


def reasons(interval: Interval) -> list[str]:
    """The evidence, the reason and the facts that would decide it, in few lines."""
    verdict = interval.verdict
    found = [evidence.text for evidence in verdict.evidence]
    found += [f"remedy: {step.text}" for step in verdict.remedy]
    if verdict.reason is not None:
        found.append(verdict.reason)
    if verdict.facts:
        found.append(f"to be decided by {', '.join(f'`{fact}`' for fact in sorted(verdict.facts)[:MOST])}")
    if len(found) > MOST:
        found = [*found[:MOST], f"and {len(found) - MOST} more"]
    return found


def causes(found: Iterable[Cause]) -> str:
    return "; ".join(cause.text for cause in found)


def doubt(row: Row) -> str:
    return "" if row.verified else f" ({COUNSEL})"


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


@dataclass(frozen=True, slots=True)
class Figures:
    """How many clauses and duties there are, by body; were broken; are so now; are so on record; were spared."""

    subjects: int
    broken: int
    now: int
    record: int
    spared: int


def figures(answer: ReplayAnswer) -> Figures:
    """The numbers of clauses and duties; `now` are breaches that can still be ended, `record` are what was done."""
    found = list(breaches(answer))
    ended = [course for course, one in found if one.last == answer.last]
    spared = [
        course
        for course in answer.courses
        if any(one.status in (Status.CURING, Status.WAIVED) for one in course.intervals)
    ]
    return Figures(
        _different(answer.courses),
        _different(course for course, _ in found),
        _different(course for course in ended if course.lasting),
        _different(course for course in ended if not course.lasting),
        _different(spared),
    )


def _different(courses: Iterable[Course]) -> int:
    return len({(course.body, full_name(course.subject)) for course in courses})


def headline(answer: ReplayAnswer) -> str:
    """What the figures come to, in one sentence."""
    found = figures(answer)
    whole = count((answer.last - answer.first).days + 1, "day")
    subjects = count(found.subjects, "clause or duty", "clauses and duties")
    bodies = count(len(answer.bodies), "body", "bodies")
    return (
        f"{subjects} of {bodies} on {whole}: {found.broken} broken at some time, {found.now} still on the last day, "
        f"{found.record} for good by what was done or not done in time; {found.spared} spared by a cure or a waiver"
    )
