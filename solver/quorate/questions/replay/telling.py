"""What goes with the intervals: the log in words, who had to be told what, and the days ahead."""

from collections.abc import Iterable, Iterator
from datetime import date

from quorate.charter.document import Clause, Duty, Scope
from quorate.charter.happenings import actor
from quorate.charter.occasions import event_label
from quorate.charter.state import State
from quorate.charter.things import PersonThing
from quorate.charter.verdict import Status
from quorate.questions.replay.nouns import Course, Deadline, Mark, Notice

_TELLING = frozenset({"file", "report"})
_NOTICES = frozenset({"notice", "reports"})
_AHEAD = (Status.DUE, Status.CURING, Status.WAIVED)


def marks_of(state: State, first: date, last: date) -> tuple[Mark, ...]:
    """The entries of the log from a day to a day."""
    found = []
    for _, event in state.events():
        if first <= event.date <= last:
            named = (event.details.get(part) for part in ("body", "by", "to"))
            bodies = tuple(dict.fromkeys(str(name) for name in named if name in state.roster.bodies))
            text = event_label(state, event)
            where = event.details.get("body")
            told = text if where is None else f"{text} ({where})"
            what = event.details.get("item") or event.details.get("subject")
            found.append(Mark(event, f"{told}: {what}" if what else told, bodies))
    return tuple(found)


def notices(state: State, courses: Iterable[Course], first: date) -> Iterator[Notice]:
    """Who had to be told what, of all that came to be due, or was not yet done, from a day on."""
    for course in courses:
        subject = course.subject
        if not _tells(subject) or not course.intervals:
            continue
        begun, ended = course.intervals[0], course.intervals[-1]
        if ended.status is Status.NOT_APPLICABLE or (begun.first == first and begun.status is Status.HOLDS):
            continue
        last = next((one for one in reversed(course.intervals) if one.verdict.until is not None), ended)
        yield Notice(
            course.body,
            subject,
            _whom(state, subject),
            course.occasion,
            begun.first,
            ended.status,
            last.verdict.until,
        )


def _tells(subject: Clause | Duty) -> bool:
    """Whether a duty is to tell or file something, or a clause asks that after an event."""
    if isinstance(subject, Duty):
        return subject.power in _TELLING
    return subject.topic in _NOTICES and subject.scope is Scope.EVENT


def _whom(state: State, subject: Clause | Duty) -> str:
    """To whom, as people say it: `board`, `secretary (Nora Field)`; empty where nothing says."""
    to = subject.to if isinstance(subject, Duty) else None
    if to is None:
        return ""
    found = actor(state, to)
    if isinstance(found, PersonThing) and to.startswith("offices."):
        return f"{to.removeprefix('offices.').replace('_', ' ')} ({found.name})"
    return found.name if isinstance(found, PersonThing) else to.removeprefix("offices.").replace("_", " ")


def deadlines(state: State, bodies: Iterable[str], courses: Iterable[Course], last: date) -> Iterator[Deadline]:
    """What is ahead on the last day: duties due, relief that ends, terms that end; nearest first."""
    found = []
    for course in courses:
        now = course.intervals[-1]
        until = now.verdict.until
        if now.last == last and now.status in _AHEAD and until is not None and until >= last:
            what = course.subject.text or course.subject.id
            found.append(Deadline(until, course.body, what, now.status, course.subject))
    for body in bodies:
        for member in state.tenure(body).definite:
            if member.term_ends is not None and member.term_ends >= last:
                name = PersonThing(state, member.person).name
                found.append(Deadline(member.term_ends, body, f"the term of {name} ends"))
    yield from sorted(found, key=lambda one: (one.day, one.body, one.text))
