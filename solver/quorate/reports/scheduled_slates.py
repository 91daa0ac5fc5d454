"""What became of the years of meetings of slates, as text and JSON."""

from collections.abc import Iterator

from quorate.questions.slates import Slate, YearOfMeetings
from quorate.reports.answer import Json
from quorate.reports.json import BOOLEAN, DATE, INTEGER, STRING, array, record

MEETING = record({"body": STRING, "date": DATE})
YEAR = record({"year": INTEGER, "unscheduled": INTEGER, "open": INTEGER, "complete": BOOLEAN})
MEETINGS = array(MEETING)
FIRST = 4  # meetings of a slate that are shown


def days(slate: Slate) -> str | None:
    """The first days of the year in which the slate sits."""
    if slate.meetings is None:
        return None
    several = len(slate.seats) > 1
    shown = [f"{body} {day}" if several else f"{day}" for body, day in slate.meetings[:FIRST]]
    more = len(slate.meetings) - FIRST
    return f"meets on {', '.join(shown)}{f' and {more} more days' if more > 0 else ''}" if shown else "need not meet"


def counts(year: YearOfMeetings) -> Iterator[str]:
    """How many slates were passed over, and why."""
    if year.unscheduled:
        have = "has" if year.unscheduled == 1 else "have"
        yield f"left out: {_many(year.unscheduled)} that {have} no lawful schedule in {year.year}"
    if year.open:
        yield f"of {_many(year.open)} it is not known whether there is a lawful schedule in {year.year}"


def _many(number: int) -> str:
    return f"{number:,} lawful slate{'' if number == 1 else 's'}"


def json(year: YearOfMeetings) -> Json:
    return {"year": year.year, "unscheduled": year.unscheduled, "open": year.open, "complete": year.complete}


def meetings_json(slate: Slate) -> list[Json] | None:
    if slate.meetings is None:
        return None
    return [{"body": body, "date": day.isoformat()} for body, day in slate.meetings]
