"""A questionnaire as text that can be handed to whom it asks, as a Markdown form, and as JSON."""

from collections.abc import Iterable, Iterator

from quorate.charter.document import Duty, Force
from quorate.questions.ask import AskAnswer, Kind, Question, Reason, Sheet
from quorate.questions.check import full_name
from quorate.reports.answer import Json
from quorate.reports.check import COUNSEL
from quorate.reports.console import Page, Text, muted, strong, warn
from quorate.reports.json import BOOLEAN, DATE, INTEGER, STRING, array, mapping, nullable, one_of, record
from quorate.source.diagnostic import Diagnostic

_REASON = record(
    {
        "subject": STRING,
        "kind": one_of("clause", "duty"),
        "force": one_of(*Force),
        "text": STRING,
        "citation": STRING,
        "body": STRING,
        "joining": BOOLEAN,
        "occasions": array(STRING),
        "shown": BOOLEAN,
    }
)
_QUESTION = record(
    {
        "fact": STRING,
        "text": STRING,
        "answer": STRING,
        "fields": nullable(mapping(STRING)),
        "determination": BOOLEAN,
        "verified": BOOLEAN,
        "shown": BOOLEAN,
        "reasons": array(_REASON),
    }
)
SCHEMA: Json = record(
    {
        "roster": STRING,
        "title": STRING,
        "illustrative": BOOLEAN,
        "as_of": DATE,
        "open": INTEGER,
        "settled": INTEGER,
        "sheets": array(
            record({"kind": one_of(*Kind), "id": STRING, "name": STRING, "questions": array(_QUESTION)}),
        ),
    }
)
_MOST = 6  # reasons told of one question


def text(answer: AskAnswer, page: Page) -> None:
    """A sheet for each person, then for the organisation, the bodies and the records; then the counts."""
    made_up = " (illustrative)" if answer.illustrative else ""
    page.heading(f"{answer.title or answer.roster}{made_up}: questions as of {answer.as_of}")
    for sheet in answer.sheets:
        page.heading(sheet.name or "the organisation")
        told: set[str] = set()
        for number, question in enumerate(sheet.questions, start=1):
            _question(number, question, told, page)
    page.blank()
    page.line(_summary(answer))


def _question(number: int, question: Question, told: set[str], page: Page) -> None:
    """`told` has the clauses whose text stands on the sheet already."""
    doubt = f" ({COUNSEL})" if question.counsel else ""
    page.line(strong(f"{number}. {question.text}"), warn(doubt), indent=2)
    board = "; for the board to determine" if question.board else ""
    page.line(f"answer: {question.answer}{board}", muted(f"  `{question.fact}`"), indent=4)
    for name, how in (question.fields or {}).items():
        page.line(f"{name}: {how}", indent=6)
    for reason in question.reasons[:_MOST]:
        page.line(*_reason(reason, told), indent=4)
        told.add(full_name(reason.subject))
    if len(question.reasons) > _MOST:
        page.line(muted(f"and {len(question.reasons) - _MOST} more"), indent=4)
    if not question.shown:
        page.line(muted("that the answer matters was neither shown nor ruled out"), indent=4)


def _reason(reason: Reason, told: set[str]) -> Iterator[Text]:
    name = full_name(reason.subject)
    citation = f" [{reason.subject.cite}]" if str(reason.subject.cite) else ""
    should = "" if reason.binds else " (should be)"
    joining = ", who could join" if reason.joining else ""
    yield muted(f"for {reason.body}{joining}: ")
    yield f"{name}{citation}{should}"
    yield "" if name in told else f" {reason.subject.text}"


def _summary(answer: AskAnswer) -> str:
    settled = f"; no answer changes {answer.settled} of them" if answer.settled else ""
    unknown = f"{_number(answer.open, 'verdict')} not known{settled}"
    if not answer.sheets:
        return f"nothing to ask: {unknown}"
    return f"{_number(len(answer.questions), 'question')} on {_number(len(answer.sheets), 'sheet')}; {unknown}"


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def json(answer: AskAnswer) -> Json:
    return {
        "roster": answer.roster,
        "title": answer.title,
        "illustrative": answer.illustrative,
        "as_of": answer.as_of.isoformat(),
        "open": answer.open,
        "settled": answer.settled,
        "sheets": [_sheet(sheet) for sheet in answer.sheets],
    }


def _sheet(sheet: Sheet) -> Json:
    questions = [_json(question) for question in sheet.questions]
    return {"kind": sheet.kind.value, "id": sheet.id, "name": sheet.name, "questions": questions}


def _json(question: Question) -> Json:
    return {
        "fact": question.fact,
        "text": question.text,
        "answer": question.answer,
        "fields": dict(question.fields) if question.fields is not None else None,
        "determination": question.board,
        "verified": not question.counsel,
        "shown": question.shown,
        "reasons": [_because(reason) for reason in question.reasons],
    }


def _because(reason: Reason) -> Json:
    return {
        "subject": full_name(reason.subject),
        "kind": "duty" if isinstance(reason.subject, Duty) else "clause",
        "force": reason.subject.force.value,
        "text": reason.subject.text,
        "citation": str(reason.subject.cite),
        "body": reason.body,
        "joining": reason.joining,
        "occasions": list(reason.occasions),
        "shown": reason.shown,
    }


def github(answer: AskAnswer) -> Iterable[Diagnostic]:
    """None: what nobody has stated has no place in a file."""
    return ()
