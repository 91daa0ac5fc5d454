"""The findings of lint as text, JSON and annotations."""

from collections import Counter
from collections.abc import Iterable

from quorate.questions.lint import Lint
from quorate.reports import diagnostics
from quorate.reports.answer import Json
from quorate.reports.console import Page, good
from quorate.reports.json import DIAGNOSTIC, INTEGER, STRING, array, record
from quorate.source.diagnostic import Diagnostic, Severity

SCHEMA: Json = record(
    {
        "files": array(STRING),
        "findings": array(DIAGNOSTIC),
        "counts": record({severity.value: INTEGER for severity in Severity}),
    }
)


def text(answer: Lint, page: Page) -> None:
    """Every finding with its line of the file, then how many there are of each severity."""
    diagnostics.text(answer.findings, page)
    if not answer.complete:
        page.line(f"{_count(len(answer.files), 'file')} read so far")
    elif answer.findings:
        page.blank()
        counted = ", ".join(_count(number, name) for name, number in _counts(answer).items() if number)
        page.line(f"{_count(len(answer.files), 'file')}: {counted}")
    else:
        page.line(f"{_count(len(answer.files), 'file')}: ", good("nothing to complain of"))


def _counts(answer: Lint) -> dict[str, int]:
    counted = Counter(finding.severity for finding in answer.findings)
    return {severity.value: counted[severity] for severity in Severity}


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def json(answer: Lint) -> Json:
    return {
        "files": list(answer.files),
        "findings": [diagnostics.json(finding) for finding in answer.findings],
        "counts": _counts(answer),
    }


def github(answer: Lint) -> Iterable[Diagnostic]:
    """Every finding: each becomes an annotation on its line."""
    return answer.findings
