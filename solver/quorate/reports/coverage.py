"""What scenarios see of their charters, as text and JSON."""

from collections.abc import Iterable

from quorate.charter.verdict import Status
from quorate.questions.coverage import ClauseCoverage, Condition, Coverage, DocumentCoverage
from quorate.reports.answer import Json
from quorate.reports.console import Page, bad, muted, strong, warn
from quorate.reports.diagnostics import place
from quorate.reports.json import BOOLEAN, INTEGER, PLACE, STRING, array, one_of, record
from quorate.source.diagnostic import Diagnostic, Severity

_SHARE = record({"covered": INTEGER, "of": INTEGER})
_CONDITION = record({"text": STRING, "place": PLACE, "decides_true": BOOLEAN, "decides_false": BOOLEAN})
_CLAUSE = record({"id": STRING, "place": PLACE, "statuses": array(one_of(*Status)), "conditions": array(_CONDITION)})
_PROPERTY = record({"id": STRING, "asked": BOOLEAN})
SCHEMA: Json = record(
    {
        "clauses": _SHARE,
        "conditions": _SHARE,
        "documents": array(
            record({"id": STRING, "file": STRING, "clauses": array(_CLAUSE), "properties": array(_PROPERTY)})
        ),
    }
)


def text(answer: Coverage, page: Page) -> None:
    """For each document its shares, then what was not seen of it; then the shares of all."""
    for document in answer.documents:
        _document(document, page)
    page.blank()
    page.line(f"coverage: {shares(answer)}")


def shares(answer: Coverage) -> str:
    return f"clauses judged {_of(*answer.clauses)}, conditions seen to decide both ways {_of(*answer.conditions)}"


def _of(met: int, total: int) -> str:
    return f"{met} of {total}" + (f" ({100 * met // total} %)" if total else "")


def _document(document: DocumentCoverage, page: Page) -> None:
    page.blank()
    page.line(strong(document.id), muted(f"  {document.file}"))
    page.line(shares(Coverage((document,))), indent=2)
    for clause in document.clauses:
        _clause(clause, page)
    for claim in document.properties:
        if not claim.asked:
            page.line(warn("not asked"), f"  {claim.claim.id}", indent=2)


def _clause(clause: ClauseCoverage, page: Page) -> None:
    """What is missing of a clause; nothing where nothing is."""
    missing = [condition for condition in clause.conditions if not condition.covered]
    if not clause.judged:
        page.line(bad("never judged"), f"  {clause.subject.id}", indent=2)
    elif missing:
        page.line(clause.subject.id, muted(f"  seen: {', '.join(map(str, ordered(clause)))}"), indent=2)
    for condition in missing if clause.judged else ():
        page.line(f"{_lacks(condition)}: {condition.text}", indent=4)


def _lacks(condition: Condition) -> str:
    match sorted(condition.decides):
        case []:
            return "never decided"
        case [True]:
            return "never decided by being false"
        case _:
            return "never decided by being true"


def ordered(clause: ClauseCoverage) -> list[Status]:
    return [status for status in Status if status in clause.statuses]


def json(answer: Coverage) -> Json:
    return {
        "clauses": _json_share(*answer.clauses),
        "conditions": _json_share(*answer.conditions),
        "documents": [_json_document(document) for document in answer.documents],
    }


def _json_share(met: int, total: int) -> Json:
    return {"covered": met, "of": total}


def _json_document(document: DocumentCoverage) -> Json:
    return {
        "id": document.id,
        "file": document.file,
        "clauses": [_json_clause(clause) for clause in document.clauses],
        "properties": [{"id": one.claim.id, "asked": one.asked} for one in document.properties],
    }


def _json_clause(clause: ClauseCoverage) -> Json:
    return {
        "id": clause.subject.id,
        "place": place(clause.subject.span),
        "statuses": [status.value for status in ordered(clause)],
        "conditions": [_json_condition(condition) for condition in clause.conditions],
    }


def _json_condition(condition: Condition) -> Json:
    return {
        "text": condition.text,
        "place": place(condition.span),
        "decides_true": True in condition.decides,
        "decides_false": False in condition.decides,
    }


def github(answer: Coverage) -> Iterable[Diagnostic]:
    """Clauses that were never judged, on their lines."""
    for document in answer.documents:
        for clause in document.clauses:
            if not clause.judged:
                message = f"no scenario sees `{clause.subject.id}` judged"
                yield Diagnostic("never-judged", message, clause.subject.span, severity=Severity.WARNING)
