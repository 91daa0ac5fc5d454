"""What a schedule must be whatever the charter says: times within the hours of open days, nobody in two places."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from quorate.charter.calendar import closed
from quorate.charter.roster import Calendar
from quorate.questions.schedule.availability import absences
from quorate.questions.schedule.nouns import Ask, Meeting


def faults(meetings: Sequence[Meeting], calendar: Calendar, ask: Ask) -> Iterator[str]:
    """Everything that is wrong with the times of a schedule; nothing of a right one."""
    for meeting in meetings:
        yield from _of_one(meeting, calendar, ask)
    for body in ask.bodies:
        number = sum(meeting.slot.body == body for meeting in meetings)
        if number < ask.fewest or (ask.most is not None and ask.most < number):
            yield f"{body} meets {number} times"
    for first, second in combinations(meetings, 2):
        yield from _of_two(first, second, calendar)


def _of_one(meeting: Meeting, calendar: Calendar, ask: Ask) -> Iterator[str]:
    slot = meeting.slot
    name = f"the meeting of {slot.body} on {slot.day}"
    opening, closing = calendar.hours
    if closed(calendar, slot.day):
        yield f"{name} is on a closed day"
    if not (ask.first <= slot.day <= ask.last and ask.today < slot.day):
        yield f"{name} is not in the period to plan"
    if slot.start < opening or slot.start + slot.length > closing:
        yield f"{name} is out of hours"
    if meeting.minutes > slot.length:
        yield f"{name} has an agenda of {meeting.minutes} minutes"
    if absences(calendar, slot.begins, slot.present):
        yield f"{name} counts on somebody who is busy"


def _of_two(first: Meeting, second: Meeting, calendar: Calendar) -> Iterator[str]:
    apart = abs(first.slot.day - second.slot.day)
    if first.slot.body == second.slot.body:
        if apart < timedelta(days=max(1, calendar.spacing)):
            yield f"{first.slot.body} meets on {first.slot.day} and on {second.slot.day}"
    elif first.slot.clashes(second.slot):
        yield f"somebody is to be at two meetings on {first.slot.day}"
