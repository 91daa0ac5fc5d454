"""A check as text, JSON and annotations."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from quorate.charter.document import Duty, ReliefKind
from quorate.charter.verdict import Evidence, Granted, Status, Verdict
from quorate.questions.check import GRAVITY, BodyCheck, CheckAnswer, binds, full_name, gravest
from quorate.questions.expiring import ENDING
from quorate.reports.answer import Json
from quorate.reports.console import Page, Text, Tone, Toned, muted, strong, warn
from quorate.reports.diagnostics import json as diagnostic_json
from quorate.reports.diagnostics import place
from quorate.reports.json import (
    BOOLEAN,
    DATE,
    DIAGNOSTIC,
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

_EVIDENCE = record({"text": STRING, "people": array(STRING), "figure": nullable(STRING), "bound": nullable(STRING)})
COUNSEL = "needs counsel's check"
"""What stands beside a verdict that rests on a rule which nobody has compared with its source."""

_RELIEF = record(
    {
        "relief": STRING,
        "kind": one_of(*ReliefKind),
        "since": nullable(DATE),
        "until": nullable(DATE),
        "people": array(STRING),
        "why": STRING,
        "place": nullable(PLACE),
    }
)
_VERDICT = record(
    {
        "subject": STRING,
        "kind": one_of("clause", "duty"),
        "force": one_of("must", "should", "may"),
        "text": STRING,
        "citation": STRING,
        "status": one_of(*Status),
        "occasion": STRING,
        "as_of": DATE,
        "until": nullable(DATE),
        "reason": nullable(STRING),
        "facts": array(STRING),
        "evidence": array(_EVIDENCE),
        "relief": array(_RELIEF),
        "lapsed": array(_RELIEF),
        "remedy": array(_EVIDENCE),
        "verified": BOOLEAN,
        "place": nullable(PLACE),
        "clause_place": PLACE,
    }
)
SCHEMA: Json = record(
    {
        "roster": STRING,
        "title": STRING,
        "illustrative": BOOLEAN,
        "as_of": DATE,
        "names": mapping(STRING),
        "counts": record({status.value: INTEGER for status in Status}),
        "bodies": array(
            record(
                {
                    "name": STRING,
                    "charter": nullable(STRING),
                    "members": array(STRING),
                    "chair": nullable(STRING),
                    "seats": nullable(INTEGER),
                    "verdicts": array(_VERDICT),
                }
            )
        ),
        "findings": array(DIAGNOSTIC),
    }
)

_TONES = {
    Status.BROKEN: Tone.BAD, Status.UNKNOWN: Tone.WARN, Status.DUE: Tone.WARN, Status.CURING: Tone.WARN,
    Status.WAIVED: Tone.MUTED, Status.HOLDS: Tone.GOOD, Status.NOT_APPLICABLE: Tone.MUTED,
}  # fmt: skip
_TOLD = (Status.BROKEN, Status.UNKNOWN, Status.DUE, Status.CURING, Status.WAIVED)
_MOST = 6  # reasons told of one clause


def text(answer: CheckAnswer, page: Page) -> None:
    """Body by body: what is broken, unknown and due, with its evidence; then what does not fit, and the counts."""
    made_up = " (illustrative)" if answer.illustrative else ""
    page.heading(f"{answer.title or answer.roster}{made_up}, as of {answer.as_of}")
    for body in answer.bodies:
        _body(answer, body, page)
    ending = [finding for finding in answer.findings if finding.code in ENDING]
    _findings("does not fit together", [finding for finding in answer.findings if finding not in ending], page)
    _findings("relief that ends", ending, page)
    page.blank()
    page.line(*_summary(answer))


def _findings(heading: str, findings: list[Diagnostic], page: Page) -> None:
    if findings:
        page.heading(heading)
        for finding in findings:
            page.line(muted(f"{finding.span}: ") if finding.span else "", finding.message, indent=2)
            if finding.help:
                page.line(muted(finding.help), indent=4)


def _body(answer: CheckAnswer, body: BodyCheck, page: Page) -> None:
    page.heading(f"{body.name}: {body.charter.title}" if body.charter is not None else f"{body.name}: no charter")
    page.line(muted(_seated(answer, body)), indent=2)
    for status in _TOLD:
        for binding in (True, False):
            verdicts = [one for one in body.verdicts if one.status is status and binds(one) is binding]
            if verdicts:
                page.line(Toned(_title(status, binding), _TONES[status] if binding else Tone.WARN), indent=2)
                _subjects(verdicts, page)
    if body.charter is not None:
        page.line(_rest(body), indent=2)


def _title(status: Status, binding: bool) -> str:
    if binding:
        return {Status.UNKNOWN: "not known"}.get(status, status.value)
    return {Status.BROKEN: "short of what should be"}.get(status, f"{status.value} (should be)")


def _seated(answer: CheckAnswer, body: BodyCheck) -> str:
    people = [
        f"{answer.names.get(person, person)}{' (chair)' if person == body.chair else ''}" for person in body.members
    ]
    number = f"{len(people)} member{'' if len(people) == 1 else 's'}"
    of = f" in {body.seats} seats" if body.seats is not None else ""
    apart = body.chair is not None and body.chair not in body.members
    chair = f"; chair {answer.names.get(body.chair or '', body.chair or '')}" if apart else ""
    vacant = "; the chair is vacant" if body.chair is None and body.charter is not None else ""
    return f"{number}{of}{': ' if people else ''}{', '.join(people)}{chair}{vacant}"


def _subjects(verdicts: list[Verdict], page: Page) -> None:
    """Each clause once, under it its occasions with their reasons."""
    for _, group in groupby(verdicts, key=lambda one: full_name(one.subject)):
        told = list(group)
        subject = told[0].subject
        citation = f" [{subject.cite}]" if str(subject.cite) else ""
        doubt = f" ({COUNSEL})" if not all(verdict.verified for verdict in told) else ""
        page.line(strong(_short_name(told[0])), muted(citation), f" {subject.text}", warn(doubt), indent=4)
        reasons = [line for verdict in told for line in _reasons(verdict)]
        for line in reasons[:_MOST]:
            page.line(*line, indent=6)
        if len(reasons) > _MOST:
            page.line(muted(f"and {len(reasons) - _MOST} more"), indent=6)


def _short_name(verdict: Verdict) -> str:
    subject = verdict.subject
    return subject.id if not subject.charter.startswith("law.") else full_name(subject)


def _reasons(verdict: Verdict) -> Iterator[tuple[Text, ...]]:
    where = f"{verdict.occasion}: " if verdict.occasion else ""
    until = f", until {verdict.until}" if verdict.until is not None else ""
    texts = [evidence.text for evidence in verdict.evidence]
    texts += [f"remedy: {step.text}" for step in verdict.remedy]
    if verdict.reason is not None:
        texts.append(verdict.reason)
    if verdict.facts:
        texts.append(f"to be decided by {_facts(sorted(verdict.facts))}")
    for index, reason in enumerate(texts or [verdict.status.value]):
        yield muted(where), reason, warn(until) if index == 0 else ""


def _facts(facts: list[str]) -> str:
    listed = ", ".join(f"`{fact}`" for fact in facts[:_MOST])
    return listed if len(facts) <= _MOST else f"{listed} and {len(facts) - _MOST} more"


def _rest(body: BodyCheck) -> str:
    statuses = list(gravest(body.verdicts).values())
    parts = [f"{statuses.count(Status.HOLDS)} hold", f"{statuses.count(Status.NOT_APPLICABLE)} not applicable"]
    return ", ".join(parts)


def _summary(answer: CheckAnswer) -> Iterator[Text]:
    """How many clauses and duties have which status, those that bind before those that should be."""
    counts = answer.counts()
    bodies = "1 body" if len(answer.bodies) == 1 else f"{len(answer.bodies)} bodies"
    yield f"{sum(counts.values())} clauses and duties of {bodies}: "
    short = _short_of(answer)
    parts: list[Text] = []
    for status in GRAVITY:
        number = counts.get(status, 0) - (short if status is Status.BROKEN else 0)
        if number or status in (Status.BROKEN, Status.UNKNOWN, Status.DUE, Status.HOLDS):
            word = "hold" if status is Status.HOLDS else status.value
            parts.append(Toned(f"{number} {word}", _TONES[status] if number else Tone.MUTED))
        if status is Status.BROKEN and short:
            parts.append(warn(f"{short} short of what should be"))
    for index, part in enumerate(parts):
        yield part
        yield ", " if index < len(parts) - 1 else ""


def _short_of(answer: CheckAnswer) -> int:
    """How many clauses that should hold do not."""
    return sum(
        len({full_name(one.subject) for one in body.verdicts if one.status is Status.BROKEN and not binds(one)})
        for body in answer.bodies
    )


def json(answer: CheckAnswer) -> Json:
    counts = answer.counts()
    return {
        "roster": answer.roster,
        "title": answer.title,
        "illustrative": answer.illustrative,
        "as_of": answer.as_of.isoformat(),
        "names": dict(answer.names),
        "counts": {status.value: counts.get(status, 0) for status in Status},
        "bodies": [
            {
                "name": body.name,
                "charter": body.charter.id if body.charter is not None else None,
                "members": list(body.members),
                "chair": body.chair,
                "seats": body.seats,
                "verdicts": [_verdict(verdict) for verdict in body.verdicts],
            }
            for body in answer.bodies
        ],
        "findings": [diagnostic_json(finding) for finding in answer.findings],
    }


def _verdict(verdict: Verdict) -> Json:
    subject = verdict.subject
    return {
        "subject": full_name(subject),
        "kind": "duty" if isinstance(subject, Duty) else "clause",
        "force": subject.force.value,
        "text": subject.text,
        "citation": str(subject.cite),
        "status": verdict.status.value,
        "occasion": verdict.occasion,
        "as_of": verdict.as_of.isoformat(),
        "until": verdict.until.isoformat() if verdict.until is not None else None,
        "reason": verdict.reason,
        "facts": sorted(verdict.facts),
        "evidence": [_evidence(one) for one in verdict.evidence],
        "relief": [_granted(one) for one in verdict.relief],
        "lapsed": [_granted(one) for one in verdict.lapsed],
        "remedy": [_evidence(one) for one in verdict.remedy],
        "verified": verdict.verified,
        "place": place(verdict.span) if verdict.span is not None else None,
        "clause_place": place(subject.span),
    }


def _granted(relief: Granted) -> Json:
    return {
        "relief": relief.name,
        "kind": relief.kind.value,
        "since": relief.since.isoformat() if relief.since is not None else None,
        "until": relief.until.isoformat() if relief.until is not None else None,
        "people": list(relief.people),
        "why": relief.why,
        "place": place(relief.span) if relief.span is not None else None,
    }


def _evidence(evidence: Evidence) -> Mapping[str, object]:
    return {
        "text": evidence.text,
        "people": list(evidence.people),
        "figure": evidence.figure,
        "bound": evidence.bound,
    }


def github(answer: CheckAnswer) -> Iterable[Diagnostic]:
    """What is broken, unknown, due and spared, on the lines of the roster that it is about; then what does not fit."""
    for body in answer.bodies:
        for verdict in body.verdicts:
            if verdict.status in _TOLD:
                yield _annotation(body, verdict)
    yield from answer.findings


def _annotation(body: BodyCheck, verdict: Verdict) -> Diagnostic:
    subject = verdict.subject
    reasons = "; ".join([evidence.text for evidence in verdict.evidence] + ([verdict.reason] if verdict.reason else []))
    where = f" ({verdict.occasion})" if verdict.occasion else ""
    until = f" until {verdict.until}" if verdict.until is not None else ""
    message = f"{body.name}: `{full_name(subject)}` is {verdict.status.value}{until}{where}"
    message += f": {reasons}" if reasons else ""
    message += "" if verdict.verified else f" ({COUNSEL})"
    span = verdict.span or body.span
    severity = Severity.NOTE
    if verdict.status is Status.BROKEN:
        severity = Severity.ERROR if binds(verdict) else Severity.WARNING
    elif verdict.status is Status.UNKNOWN and binds(verdict):
        severity = Severity.WARNING
    code = verdict.status.value.replace(" ", "-")
    citation = str(subject.cite)
    return Diagnostic(code, message, span.cited(citation) if span and citation else span, subject.text, severity)
