"""A replay as text, JSON and annotations: what was broken, spared or unknown, from when to when, and why."""

from collections.abc import Iterable

from quorate.charter.document import Duty
from quorate.charter.verdict import Status
from quorate.questions.check import binds, full_name
from quorate.questions.replay import BodyReplay, Cause, Course, Deadline, Interval, Mark, Notice, ReplayAnswer, Why
from quorate.reports.answer import Json
from quorate.reports.console import Page, Text, Tone, Toned, muted, strong, warn
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
from quorate.reports.replay_words import (
    Row,
    breaches,
    causes,
    days,
    doubt,
    headline,
    length,
    reasons,
    rows,
    status_word,
)
from quorate.source.diagnostic import Diagnostic, Severity

_CAUSE = record({"why": one_of(*Why), "day": DATE, "text": STRING, "place": nullable(PLACE)})
_INTERVAL = record(
    {
        "first": DATE,
        "last": DATE,
        "status": one_of(*Status),
        "until": nullable(DATE),
        "reasons": array(STRING),
        "facts": array(STRING),
        "began": array(_CAUSE),
        "ended": array(_CAUSE),
    },
    text="the days, both included; `began` is empty on the first day asked about, `ended` on the last",
)
_COURSE = record(
    {
        "subject": STRING,
        "kind": one_of("clause", "duty"),
        "force": one_of("must", "should", "may"),
        "text": STRING,
        "citation": STRING,
        "verified": BOOLEAN,
        "occasion": STRING,
        "lasting": BOOLEAN,
        "intervals": array(_INTERVAL),
    },
    text="one occasion of a clause or duty; `lasting` is false of what was done, and of periods",
)
SCHEMA: Json = record(
    {
        "roster": STRING,
        "title": STRING,
        "illustrative": BOOLEAN,
        "first": DATE,
        "last": DATE,
        "names": mapping(STRING),
        "judged": INTEGER,
        "bodies": array(record({"name": STRING, "charter": nullable(STRING), "courses": array(_COURSE)})),
        "events": array(
            record({"day": DATE, "kind": STRING, "text": STRING, "bodies": array(STRING), "place": nullable(PLACE)})
        ),
        "told": array(
            record(
                {
                    "body": STRING,
                    "subject": STRING,
                    "to": STRING,
                    "occasion": STRING,
                    "called": DATE,
                    "status": one_of(*Status),
                    "until": nullable(DATE),
                }
            )
        ),
        "ahead": array(
            record(
                {
                    "day": DATE,
                    "body": STRING,
                    "text": STRING,
                    "status": nullable(one_of(*Status)),
                    "subject": nullable(STRING),
                }
            )
        ),
    }
)
_TONES = {Status.BROKEN: Tone.BAD, Status.HOLDS: Tone.GOOD, Status.NOT_APPLICABLE: Tone.MUTED}


def text(answer: ReplayAnswer, page: Page) -> None:
    """Body by body what was not as it must be, with causes; then who had to be told, what is ahead, the counts."""
    made_up = " (illustrative)" if answer.illustrative else ""
    page.heading(f"{answer.title or answer.roster}{made_up}, {days(answer.first, answer.last)}")
    for body in answer.bodies:
        _body(body, page)
    if answer.notices:
        page.heading("who had to be told")
        page.table(
            ("", "body", "what", "to", "because of", "by", ""),
            [_notice(notice) for notice in answer.notices],
        )
    if answer.deadlines:
        page.heading("ahead")
        page.table(("", "", "", ""), [_deadline(one) for one in answer.deadlines])
    page.blank()
    page.line(headline(answer))


def _body(body: BodyReplay, page: Page) -> None:
    page.heading(f"{body.name}: {body.charter.title}" if body.charter is not None else f"{body.name}: no charter")
    every = rows(body)
    for row in every:
        if row.told:
            _row(row, page)
    rest = sum(not row.told for row in every)
    if body.charter is not None:
        others = "others" if rest < len(every) else "clauses and duties"
        page.line(muted(f"{rest} {others} held whenever they applied, or are not due yet"), indent=2)


def _row(row: Row, page: Page) -> None:
    citation = f" [{row.subject.cite}]" if str(row.subject.cite) else ""
    page.line(strong(row.name), muted(citation), f" {row.subject.text}", warn(doubt(row)), indent=2)
    for course in row.courses:
        known = [one for one in course.intervals if one.status is not Status.NOT_APPLICABLE]
        if not any(one.status not in (Status.HOLDS, Status.DUE) for one in known):
            continue
        for one in known:
            _interval(course, one, page)


def _interval(course: Course, one: Interval, page: Page) -> None:
    where = f" ({course.occasion})" if course.occasion else ""
    line: list[Text] = [f"{days(one.first, one.last)}  ", Toned(status_word(one), _tone(one)), muted(where)]
    page.line(*line, muted(f", {length(one)}"), indent=4)
    if one.began:
        page.line(muted("began: "), causes(one.began), indent=6)
    if one.status not in (Status.HOLDS, Status.DUE):
        for reason in reasons(one):
            page.line(reason, indent=6)
    if one.ended:
        page.line(muted("ended: "), causes(one.ended), indent=6)


def _tone(one: Interval) -> Tone:
    return _TONES.get(one.status, Tone.WARN) if binds(one.verdict) or one.status is not Status.BROKEN else Tone.WARN


def _notice(notice: Notice) -> tuple[Text, ...]:
    done = {Status.HOLDS: "done", Status.BROKEN: "not done"}.get(notice.status, notice.status.value)
    tone = _TONES.get(notice.status, Tone.WARN)
    return (
        str(notice.called),
        notice.body,
        notice.subject.id,
        notice.to,
        notice.occasion.removeprefix("after "),
        str(notice.until) if notice.until is not None else "",
        Toned(done, tone),
    )


def _deadline(one: Deadline) -> tuple[Text, ...]:
    return str(one.day), one.body, one.status.value if one.status is not None else "term", one.text


def json(answer: ReplayAnswer) -> Json:
    return {
        "roster": answer.roster,
        "title": answer.title,
        "illustrative": answer.illustrative,
        "first": answer.first.isoformat(),
        "last": answer.last.isoformat(),
        "names": dict(answer.names),
        "judged": answer.judged,
        "bodies": [
            {
                "name": body.name,
                "charter": body.charter.id if body.charter is not None else None,
                "courses": [_course(course) for course in body.courses],
            }
            for body in answer.bodies
        ],
        "events": [_mark(mark) for mark in answer.marks],
        "told": [_told(notice) for notice in answer.notices],
        "ahead": [
            {
                "day": one.day.isoformat(),
                "body": one.body,
                "text": one.text,
                "status": one.status.value if one.status is not None else None,
                "subject": full_name(one.subject) if one.subject is not None else None,
            }
            for one in answer.deadlines
        ],
    }


def _course(course: Course) -> Json:
    subject = course.subject
    return {
        "subject": full_name(subject),
        "kind": "duty" if isinstance(subject, Duty) else "clause",
        "force": subject.force.value,
        "text": subject.text,
        "citation": str(subject.cite),
        "verified": all(one.verdict.verified for one in course.intervals),
        "occasion": course.occasion,
        "lasting": course.lasting,
        "intervals": [_span(one) for one in course.intervals],
    }


def _span(one: Interval) -> Json:
    return {
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "status": one.status.value,
        "until": one.verdict.until.isoformat() if one.verdict.until is not None else None,
        "reasons": reasons(one),
        "facts": sorted(one.verdict.facts),
        "began": [_cause(cause) for cause in one.began],
        "ended": [_cause(cause) for cause in one.ended],
    }


def _cause(cause: Cause) -> Json:
    return {
        "why": cause.why.value,
        "day": cause.day.isoformat(),
        "text": cause.text,
        "place": place(cause.span) if cause.span is not None else None,
    }


def _mark(mark: Mark) -> Json:
    span = mark.event.span
    return {
        "day": mark.event.date.isoformat(),
        "kind": mark.event.kind,
        "text": mark.text,
        "bodies": list(mark.bodies),
        "place": place(span) if span is not None else None,
    }


def _told(notice: Notice) -> Json:
    return {
        "body": notice.body,
        "subject": full_name(notice.subject),
        "to": notice.to,
        "occasion": notice.occasion,
        "called": notice.called.isoformat(),
        "status": notice.status.value,
        "until": notice.until.isoformat() if notice.until is not None else None,
    }


def github(answer: ReplayAnswer) -> Iterable[Diagnostic]:
    """Every breach, on the entry of the log that began it, else on what the verdict is about."""
    for course, one in breaches(answer):
        span = next((cause.span for cause in one.began if cause.span is not None), one.verdict.span)
        why = f"; it began with {causes(one.began)}" if one.began else ""
        where = f" ({course.occasion})" if course.occasion else ""
        message = f"{course.body}: `{full_name(course.subject)}` was broken {days(one.first, one.last)}{where}{why}"
        yield Diagnostic("broken", message, span or course.subject.span, course.subject.text, Severity.ERROR)
