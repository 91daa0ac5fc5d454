"""Why there is no schedule, as text, JSON and annotations."""

from collections.abc import Iterable, Iterator
from datetime import date

from quorate.questions.explain.schedule import Demand, Kind, Remedy, ScheduleExplanation
from quorate.questions.explain.words import number
from quorate.questions.schedule.nouns import Meeting
from quorate.reports.answer import Json
from quorate.reports.console import Page, bad, good, muted, strong, warn
from quorate.reports.diagnostics import place
from quorate.reports.json import (
    BOOLEAN,
    DATE,
    INTEGER,
    PLACE,
    STRING,
    array,
    mapping,
    nullable,
    one_of,
    record,
)
from quorate.source.diagnostic import Diagnostic, Severity

MOST = 4  # days told of each body

_DEMAND = record(
    {
        "kind": one_of(*(kind.value for kind in Kind)),
        "text": STRING,
        "remedy": STRING,
        "cost": INTEGER,
        "body": nullable(STRING),
        "subject": nullable(STRING),
        "first": nullable(DATE),
        "last": nullable(DATE),
        "place": nullable(PLACE),
    }
)
_MEETING = record({"body": STRING, "date": DATE, "start": STRING, "present": array(STRING), "agenda": array(STRING)})
_REMEDY = record(
    {
        "cost": INTEGER,
        "demands": array(_DEMAND),
        "opens": nullable(DATE),
        "meetings": array(_MEETING),
    }
)
SCHEMA: Json = record(
    {
        "roster": STRING,
        "title": STRING,
        "illustrative": BOOLEAN,
        "names": mapping(STRING),
        "bodies": array(STRING),
        "as_of": DATE,
        "first": DATE,
        "last": DATE,
        "outcome": one_of("schedule", "none", "undecided"),
        "meetings": array(_MEETING),
        "core": array(_DEMAND),
        "smallest": BOOLEAN,
        "because": nullable(STRING),
        "remedies": array(_REMEDY),
        "most_demands": INTEGER,
        "complete": BOOLEAN,
        "open_because": nullable(STRING),
        "facts": array(STRING),
    }
)


# Text ---------------------------------------------------------------------------------------------------------------


def text(answer: ScheduleExplanation, page: Page) -> None:
    """What cannot hold together, and what would open a schedule; or the schedule there is."""
    made_up = " (illustrative)" if answer.illustrative else ""
    ask = answer.ask
    title = answer.title or answer.roster
    page.heading(f"Meetings of {', '.join(ask.bodies)}, {ask.first} to {ask.last}: {title}{made_up}")
    if answer.meetings is not None:
        none = "no meeting is needed"
        page.line(good("there is a schedule"), f": {_days(answer, answer.meetings) if answer.meetings else none}")
        return
    if answer.impossible:
        _core(answer, page)
        _remedies(answer, page)
    if answer.facts:
        page.line("these facts could yet help: ", ", ".join(f"`{fact}`" for fact in answer.facts), indent=2)
    if answer.open_because is not None:
        page.line(warn(f"not finished: {answer.open_because}"))


def _core(answer: ScheduleExplanation, page: Page) -> None:
    page.line(bad("there is no schedule"), f": {answer.because}" if answer.because else "")
    if not answer.core:
        return
    many = len(answer.core)
    page.heading(
        "this cannot be had" if many == 1 else f"these {number(many)} cannot {'both' if many == 2 else 'all'} be had"
    )
    for demand in answer.core:
        page.line(_whose(answer, demand), demand.text, muted(_cited(demand)), indent=2)
    if answer.smallest and many > 1:
        page.line(muted("each of them is needed for that, and no fewer clash"), indent=2)


def _whose(answer: ScheduleExplanation, demand: Demand) -> str:
    return f"{demand.body}: " if demand.body and len(answer.ask.bodies) > 1 else ""


def _cited(demand: Demand) -> str:
    return f" [{demand.span.citation}]" if demand.span is not None and demand.span.citation else ""


def _remedies(answer: ScheduleExplanation, page: Page) -> None:
    if not answer.remedies:
        if answer.complete:
            page.line(f"nothing helps that gives up {answer.most} of the demands or fewer")
        return
    page.heading("what would help, cheapest first")
    for remedy in answer.remedies:
        what = " and ".join(f"{_whose(answer, each)}{each.remedy}" for each in remedy.demands)
        page.line(strong(f"cost {remedy.cost}"), f"  {what}", indent=2)
        page.line(muted(f"opens {_days(answer, remedy.meetings)}"), indent=4)
    if not answer.complete:
        page.line(muted("there may be more"), indent=2)


def _days(answer: ScheduleExplanation, meetings: Iterable[Meeting]) -> str:
    """The days, the first few of them; of several bodies how many."""
    by_body: dict[str, list[str]] = {}
    for meeting in meetings:
        by_body.setdefault(meeting.slot.body, []).append(f"{meeting.slot.day}")
    if not by_body:
        return "a year in which no meeting is needed"
    if len(answer.ask.bodies) == 1:
        return f"meetings on {'; '.join(map(_first, by_body.values()))}"
    told = ", ".join(f"{len(by_body.get(body, ()))} of {body}" for body in answer.ask.bodies)
    return f"a year of {sum(map(len, by_body.values()))} meetings: {told}"


def _first(days: list[str]) -> str:
    more = len(days) - MOST
    return ", ".join(days[:MOST]) + (f" and {more} more" if more > 0 else "") if more > 1 else ", ".join(days)


# JSON ---------------------------------------------------------------------------------------------------------------


def json(answer: ScheduleExplanation) -> Json:
    ask = answer.ask
    outcome = "schedule" if answer.meetings is not None else "none" if answer.impossible else "undecided"
    return {
        "roster": answer.roster,
        "title": answer.title,
        "illustrative": answer.illustrative,
        "names": dict(answer.names),
        "bodies": list(ask.bodies),
        "as_of": ask.today.isoformat(),
        "first": ask.first.isoformat(),
        "last": ask.last.isoformat(),
        "outcome": "undecided" if outcome == "none" and answer.facts else outcome,
        "meetings": [_meeting_json(meeting) for meeting in answer.meetings or ()],
        "core": [_demand_json(demand) for demand in answer.core],
        "smallest": answer.smallest,
        "because": answer.because,
        "remedies": [_remedy_json(remedy) for remedy in answer.remedies],
        "most_demands": answer.most,
        "complete": answer.complete,
        "open_because": answer.open_because,
        "facts": list(answer.facts),
    }


def _demand_json(demand: Demand) -> Json:
    return {
        "kind": demand.kind.value,
        "text": demand.text,
        "remedy": demand.remedy,
        "cost": demand.cost,
        "body": demand.body or None,
        "subject": demand.subject or None,
        "first": _iso(demand.first),
        "last": _iso(demand.last),
        "place": place(demand.span) if demand.span is not None else None,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _remedy_json(remedy: Remedy) -> Json:
    first = remedy.meetings[0].slot.day if remedy.meetings else None
    return {
        "cost": remedy.cost,
        "demands": [_demand_json(demand) for demand in remedy.demands],
        "opens": _iso(first),
        "meetings": [_meeting_json(meeting) for meeting in remedy.meetings],
    }


def _meeting_json(meeting: Meeting) -> Json:
    slot = meeting.slot
    return {
        "body": slot.body,
        "date": slot.day.isoformat(),
        "start": f"{slot.begins:%H:%M}",
        "present": list(slot.present),
        "agenda": [item.duty for item in meeting.agenda],
    }


# Annotations --------------------------------------------------------------------------------------------------------


def github(answer: ScheduleExplanation) -> Iterator[Diagnostic]:
    """The clauses and duties of the core, on their lines."""
    for demand in answer.core:
        if demand.span is not None:
            yield Diagnostic("no-schedule", demand.text, demand.span, severity=Severity.ERROR)
