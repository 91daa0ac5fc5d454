"""A calendar file is what RFC 5545 asks for, reads back as what was planned, and is the same on every run."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from made import clause, day, duty, policy, roster
from quorate.charter.document import Scope
from quorate.charter.roster import Busy
from quorate.charter.roster import Calendar as Times
from quorate.questions.schedule import ScheduleAnswer, schedule
from quorate.reports.ics import calendar


def answer(**parts: object) -> ScheduleAnswer:
    away = Busy(datetime(2026, 7, 6, 0), datetime(2026, 7, 11, 0), "abroad; far, far away")
    times = Times(busy={"cat": (away,)})
    there = roster(chair="ann", calendar=times, log_from="2026-01-01")
    binding = {
        "committee": policy(
            [clause("size(present) >= 2", name="quorum", scope=Scope.QUORUM)],
            [duty("goals", minutes=30, before=("pay",)), duty("pay", minutes=45)],
        )
    }
    parts = {"fewest": 2, "last": day("2026-12-31"), "first": day("2026-07-06"), **parts}
    return schedule(there, binding, bodies=["committee"], **parts)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def planned() -> ScheduleAnswer:
    return answer(last=day("2026-07-10"), fewest=1)


def zoned(found: ScheduleAnswer, zone: str) -> ScheduleAnswer:
    return replace(found, time_zone=zone)


def lines(written: bytes) -> list[str]:
    """The content lines, unfolded."""
    return written.decode().replace("\r\n ", "").split("\r\n")[:-1]


def components(written: bytes, kind: str) -> Iterator[dict[str, list[str]]]:
    """The properties of each component of a kind, by name, with their parameters cut off."""
    inside: dict[str, list[str]] | None = None
    depth = 0
    for line in lines(written):
        if line == f"BEGIN:{kind}":
            inside, depth = {}, 1
        elif line == f"END:{kind}" and inside is not None:
            yield inside
            inside = None
        elif inside is not None and depth == 1 and not line.startswith(("BEGIN:", "END:")):
            name, _, value = line.partition(":")
            inside.setdefault(name.split(";")[0], []).append(value)


def test_lines_end_and_fold_as_they_must(planned: ScheduleAnswer) -> None:
    written = calendar(planned)
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))


def test_the_calendar_says_what_it_is(planned: ScheduleAnswer) -> None:
    (found,) = components(calendar(planned), "VCALENDAR")
    assert found["VERSION"] == ["2.0"]
    assert len(found["PRODID"]) == 1
    assert "METHOD" not in found  # people are named, and no invitation is sent


def test_every_event_has_what_an_event_must_have_once(planned: ScheduleAnswer) -> None:
    events = list(components(calendar(planned), "VEVENT"))
    assert events
    for event in events:
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "ORGANIZER"):
            assert len(event[name]) == 1, name
        assert event["DTSTAMP"][0].endswith("Z")


def test_every_zone_that_is_named_is_described(planned: ScheduleAnswer) -> None:
    written = calendar(zoned(planned, "America/New_York"))
    named = {line.split("TZID=")[1].split(":")[0] for line in lines(written) if ";TZID=" in line}
    described = {zone["TZID"][0] for zone in components(written, "VTIMEZONE")}
    assert named == described == {"America/New_York"}


def test_a_time_in_a_zone_is_the_moment_that_was_planned(planned: ScheduleAnswer) -> None:
    (event,) = Calendar.from_ical(calendar(zoned(planned, "America/New_York"))).walk("VEVENT")
    start = event["dtstart"].dt
    assert start.utcoffset() == timedelta(hours=-4)
    assert planned.schedule is not None
    assert start.replace(tzinfo=None) == planned.schedule.meetings[0].slot.begins


def test_a_zone_that_nobody_knows_leaves_the_time_floating(planned: ScheduleAnswer) -> None:
    (event,) = Calendar.from_ical(calendar(zoned(planned, "Nowhere/At_All"))).walk("VEVENT")
    assert event["dtstart"].dt.tzinfo is None


def test_what_is_written_reads_back() -> None:
    found = answer()
    assert found.schedule is not None
    events = Calendar.from_ical(calendar(found)).walk("VEVENT")
    meetings = found.schedule.meetings
    assert [event["dtend"].dt.replace(tzinfo=None) for event in events] == [m.slot.ends for m in meetings]
    for event, meeting in zip(events, meetings, strict=True):
        assert all(f"[{item.duty}]" in event["description"] for item in meeting.agenda)


def test_who_comes_who_chairs_and_who_is_away_is_told(planned: ScheduleAnswer) -> None:
    (event,) = Calendar.from_ical(calendar(planned)).walk("VEVENT")
    people = {str(each.params["CN"]): str(each.params["ROLE"]) for each in event["attendee"]}
    assert people == {"Ann": "CHAIR", "Bob": "REQ-PARTICIPANT", "Cat": "NON-PARTICIPANT"}
    assert "Away: Cat (abroad; far, far away)" in event["description"]


def test_the_same_schedule_gives_the_same_bytes() -> None:
    assert calendar(answer()) == calendar(answer())


def test_identifiers_tell_meetings_apart() -> None:
    found = list(components(calendar(answer()), "VEVENT"))
    assert len({event["UID"][0] for event in found}) == len(found) == 2


def test_without_a_schedule_the_calendar_is_empty() -> None:
    written = calendar(answer(fewest=1, spare=2))
    assert not Calendar.from_ical(written).walk("VEVENT")
