"""A schedule as text, JSON and annotations."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from quorate.questions.schedule import (
    Item,
    Meeting,
    NoSchedule,
    Reason,
    Schedule,
    ScheduleAnswer,
    Slot,
    Unfinished,
)
from quorate.reports.answer import Json
from quorate.reports.console import Page, Text, bad, good, muted, strong, warn
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

_ITEM = record({"duty": STRING, "text": STRING, "power": STRING, "minutes": INTEGER, "period": STRING})
_MEETING = record(
    {
        "body": STRING,
        "date": DATE,
        "start": STRING,
        "end": STRING,
        "mode": STRING,
        "chair": nullable(STRING),
        "chair_present": BOOLEAN,
        "present": array(STRING),
        "absent": array(record({"person": STRING, "why": STRING})),
        "agenda": array(_ITEM),
        "minutes": INTEGER,
    }
)
_SCHEDULE = record(
    {
        "meetings": array(_MEETING),
        "held": array(record({"body": STRING, "date": DATE})),
        "worth": mapping(INTEGER),
        "best": BOOLEAN,
        "best_attended": BOOLEAN,
        "second_opinion": nullable(STRING),
        "notes": array(STRING),
    }
)
_REASON = record({"text": STRING, "body": nullable(STRING), "subject": nullable(STRING), "place": nullable(PLACE)})
SCHEMA: Json = record(
    {
        "roster": STRING,
        "title": STRING,
        "illustrative": BOOLEAN,
        "time_zone": STRING,
        "names": mapping(STRING),
        "bodies": array(STRING),
        "as_of": DATE,
        "first": DATE,
        "last": DATE,
        "spare": INTEGER,
        "outcome": one_of("schedule", "none", "undecided"),
        "schedule": nullable(_SCHEDULE),
        "reasons": array(_REASON),
        "together": BOOLEAN,
        "why_undecided": nullable(STRING),
        "facts": array(STRING),
        "missing": array(STRING),
    }
)


# Text ---------------------------------------------------------------------------------------------------------------


def text(answer: ScheduleAnswer, page: Page) -> None:
    """The meetings in the order of time: when, who is away, what for; or why there are none."""
    made_up = " (illustrative)" if answer.illustrative else ""
    bodies = ", ".join(answer.ask.bodies)
    title = answer.title or answer.roster
    page.heading(f"Meetings of {bodies}, {answer.ask.first} to {answer.ask.last}: {title}{made_up}")
    match answer.outcome:
        case Schedule() as schedule:
            _schedule(answer, schedule, page)
            page.line(good("every duty and every clause on meetings is kept"), f" ({_proof(schedule)})")
        case NoSchedule() as none:
            page.line(bad("there is no schedule"), ", since these cannot all be had:" if none.together else ":")
            _reasons(answer, none.reasons, page)
        case Unfinished() as unfinished:
            _unfinished(answer, unfinished, page)
        case _:
            assert_never(answer.outcome)


def _schedule(answer: ScheduleAnswer, schedule: Schedule, page: Page) -> None:
    several = len(answer.ask.bodies) > 1
    columns = ["body"] * several + ["date", "time", "present", "away", "agenda"]
    rows = [row for meeting in schedule.meetings for row in _rows(answer, meeting, several=several)]
    if rows:
        page.table(columns, rows)
    page.blank()
    page.line(_summary(schedule))
    for body in answer.ask.bodies:
        days = [str(day) for held, day in schedule.held if held == body]
        if days:
            page.line(muted(f"{body} has met on {', '.join(days)} already"))
    for note in schedule.notes:
        page.line(warn(note))


def _rows(answer: ScheduleAnswer, meeting: Meeting, *, several: bool) -> Iterator[list[Text]]:
    """One row per item of the agenda; the first has the rest."""
    slot = meeting.slot
    first: list[Text] = [
        strong(f"{slot.day:%Y-%m-%d %a}"),
        f"{slot.begins:%H:%M}-{slot.ends:%H:%M}",
        _present(slot),
        _away(answer, slot),
    ]
    head = [strong(slot.body), *first] if several else first
    items = [_item(item) for item in meeting.agenda] or [muted("nothing that a duty asks for")]
    yield [*head, items[0]]
    for item in items[1:]:
        yield [*([""] * len(head)), item]


def _present(slot: Slot) -> Text:
    whole = len(slot.present) + len(slot.absent)
    shown = f"{len(slot.present)} of {whole}"
    return warn(f"{shown}, no chair") if slot.chair_absent else shown


def _away(answer: ScheduleAnswer, slot: Slot) -> str:
    return ", ".join(f"{_name(answer, absence.person)} ({absence.why})" for absence in slot.absent)


def _name(answer: ScheduleAnswer, person: str) -> str:
    return answer.names.get(person, person)


def _item(item: Item) -> Text:
    minutes = f" ({item.minutes} min)" if item.minutes else ""
    return f"{item.duty}{minutes}"


def _summary(schedule: Schedule) -> str:
    figures = {each.name: each.value for each in schedule.worth}
    meetings = _count(figures["meetings"], "meeting")
    absences = _count(figures["absences"], "absence")
    if all(meeting.slot.chair is None for meeting in schedule.meetings):
        return f"{meetings}, {absences}"
    chairs = _count(figures["chair absent"], "meeting")
    return f"{meetings}, {absences}, {chairs} without the chair"


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _proof(schedule: Schedule) -> str:
    second = f"; {schedule.second}" if schedule.second else ""
    best = "no schedule is better" if schedule.optimal else "perhaps not the best"
    return f"{best}, by `{schedule.engine}`{second}"


def _reasons(answer: ScheduleAnswer, reasons: Iterable[Reason], page: Page) -> None:
    several = len(answer.ask.bodies) > 1
    for reason in reasons:
        body = f"{reason.body}: " if several and reason.body else ""
        where = f" [{reason.span.citation}]" if reason.span is not None and reason.span.citation else ""
        page.line(body, reason.text, muted(where), indent=2)


def _unfinished(answer: ScheduleAnswer, unfinished: Unfinished, page: Page) -> None:
    page.line(warn("undecided"), f": {unfinished.why}")
    if unfinished.facts:
        page.line("these facts would help: ", ", ".join(f"`{fact}`" for fact in sorted(unfinished.facts)), indent=2)
    if unfinished.best is not None:
        laid_out = [body for body in answer.ask.bodies if body not in unfinished.missing]
        whose = f" of {', '.join(laid_out)}" if unfinished.missing else ""
        page.line(f"the best schedule so far, which keeps every duty and every clause on meetings{whose}:")
        _schedule(answer, unfinished.best, page)
        if unfinished.missing:
            page.line(warn(f"not laid out yet: {', '.join(unfinished.missing)}"))
        page.line(muted(_unproved(unfinished.best)))


def _unproved(schedule: Schedule) -> str:
    """What is not known of the best schedule so far."""
    if schedule.settled:
        return "none is better attended with as few meetings; whether one is laid out more evenly is not known"
    return "whether one is better attended, or has fewer meetings, is not known"


# JSON ---------------------------------------------------------------------------------------------------------------


def json(answer: ScheduleAnswer) -> Json:
    outcome, ask = answer.outcome, answer.ask
    none = outcome if isinstance(outcome, NoSchedule) else NoSchedule(())
    unfinished = outcome if isinstance(outcome, Unfinished) else None
    return {
        "roster": answer.roster,
        "title": answer.title,
        "illustrative": answer.illustrative,
        "time_zone": answer.time_zone,
        "names": dict(answer.names),
        "bodies": list(ask.bodies),
        "as_of": ask.today.isoformat(),
        "first": ask.first.isoformat(),
        "last": ask.last.isoformat(),
        "spare": ask.spare,
        "outcome": "none" if isinstance(outcome, NoSchedule) else "undecided" if unfinished else "schedule",
        "schedule": None if answer.schedule is None else _schedule_json(answer.schedule),
        "reasons": [_reason_json(reason) for reason in none.reasons],
        "together": none.together,
        "why_undecided": unfinished.why if unfinished else None,
        "facts": sorted(unfinished.facts) if unfinished else [],
        "missing": list(unfinished.missing) if unfinished else [],
    }


def _schedule_json(schedule: Schedule) -> Json:
    return {
        "meetings": [_meeting_json(meeting) for meeting in schedule.meetings],
        "held": [{"body": body, "date": day.isoformat()} for body, day in schedule.held],
        "worth": {each.name: each.value for each in schedule.worth},
        "best": schedule.optimal,
        "best_attended": schedule.settled,
        "second_opinion": schedule.second,
        "notes": list(schedule.notes),
    }


def _meeting_json(meeting: Meeting) -> Json:
    slot = meeting.slot
    return {
        "body": slot.body,
        "date": slot.day.isoformat(),
        "start": f"{slot.begins:%H:%M}",
        "end": f"{slot.ends:%H:%M}",
        "mode": slot.mode,
        "chair": slot.chair,
        "chair_present": slot.chair is not None and not slot.chair_absent,
        "present": list(slot.present),
        "absent": [{"person": absence.person, "why": absence.why} for absence in slot.absent],
        "agenda": [
            {"duty": i.duty, "text": i.text, "power": i.power, "minutes": i.minutes, "period": i.period}
            for i in meeting.agenda
        ],
        "minutes": meeting.minutes,
    }


def _reason_json(reason: Reason) -> Json:
    return {
        "text": reason.text,
        "body": reason.body or None,
        "subject": reason.subject,
        "place": place(reason.span) if reason.span is not None else None,
    }


# Annotations --------------------------------------------------------------------------------------------------------


def github(answer: ScheduleAnswer) -> Iterable[Diagnostic]:
    """The duties and clauses for which there is no schedule, on their lines."""
    if isinstance(answer.outcome, NoSchedule):
        for reason in answer.outcome.reasons:
            if reason.span is not None:
                yield Diagnostic("no-schedule", reason.text, reason.span, severity=Severity.ERROR)
