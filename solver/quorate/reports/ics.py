"""A schedule as an iCalendar file (RFC 5545): one event per meeting, in the organisation's time zone.

The same schedule gives the same bytes: identifiers come from the roster, the body and the day, stamps from the day of
the question.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event, vCalAddress, vText

from quorate.questions.schedule import Meeting, ScheduleAnswer

YEAR = timedelta(days=365)
PRODUCT = "-//Quorate//Schedules of meetings//EN"


def calendar(answer: ScheduleAnswer) -> bytes:
    """The calendar file of the schedule that was found; without one, a calendar without events."""
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("x-wr-calname", _title(answer))
    found.add("x-wr-timezone", answer.time_zone)
    schedule = answer.schedule
    for meeting in schedule.meetings if schedule is not None else ():
        found.add_component(_event(answer, meeting))
    first, last = answer.ask.first, answer.ask.last
    found.add_missing_timezones(first_date=first - YEAR, last_date=last + YEAR)
    written: bytes = found.to_ical()
    return written


def _title(answer: ScheduleAnswer) -> str:
    return f"Meetings of {', '.join(answer.ask.bodies)}"


def _event(answer: ScheduleAnswer, meeting: Meeting) -> Event:
    slot = meeting.slot
    event = Event()
    event.add("uid", f"{_uuid(answer, f'meeting/{slot.body}/{slot.day}')}@quorate")
    event.add("dtstamp", datetime.combine(answer.ask.today, time(), UTC))
    event.add("dtstart", _local(answer, slot.begins))
    event.add("dtend", _local(answer, slot.ends))
    event.add("summary", f"{slot.body}: meeting ({slot.mode})")
    event.add("description", "\n".join(description(answer, meeting)))
    event.add("status", "TENTATIVE")
    event.add("transp", "OPAQUE")
    event.add("categories", [slot.body])
    event.add("organizer", _address(answer, f"body/{slot.body}", slot.body))
    absent = {absence.person for absence in slot.absent}
    for person in (*slot.present, *sorted(absent)):
        event.add("attendee", _attendee(answer, meeting, person, absent=person in absent), encode=False)
    return event


def _local(answer: ScheduleAnswer, moment: datetime) -> datetime:
    """A local time with its zone; of a zone that nobody knows it stays a floating one."""
    try:
        return moment.replace(tzinfo=ZoneInfo(answer.time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        return moment


def _uuid(answer: ScheduleAnswer, what: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"quorate:{answer.roster}/{what}"))


def _address(answer: ScheduleAnswer, what: str, name: str) -> vCalAddress:
    """An address that names somebody whose mail address the roster does not have."""
    address = vCalAddress(f"urn:uuid:{_uuid(answer, what)}")
    address.params["CN"] = vText(name)
    return address


def _attendee(answer: ScheduleAnswer, meeting: Meeting, person: str, *, absent: bool) -> vCalAddress:
    address = _address(answer, f"person/{person}", answer.names.get(person, person))
    chairs = person == meeting.slot.chair and not absent
    address.params["ROLE"] = vText("CHAIR" if chairs else "NON-PARTICIPANT" if absent else "REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("DECLINED" if absent else "NEEDS-ACTION")
    return address


def description(answer: ScheduleAnswer, meeting: Meeting) -> Iterator[str]:
    """The agenda, who is away, and that the calendar is only planned."""
    yield "Agenda:" if meeting.agenda else "No duty of the charter is planned for this meeting."
    for number, item in enumerate(meeting.agenda, 1):
        minutes = f" ({item.minutes} minutes)" if item.minutes else ""
        yield f"{number}. {item.text}{minutes} [{item.duty}]" if item.text else f"{number}. {item.duty}{minutes}"
    for absence in meeting.slot.absent:
        yield f"Away: {answer.names.get(absence.person, absence.person)} ({absence.why})"
