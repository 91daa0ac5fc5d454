"""Scenarios that were run, as text, JSON and annotations."""

from collections.abc import Iterable

from quorate.questions.test import Difference, Judged, Outcome, Run, Runs
from quorate.reports.answer import Json
from quorate.reports.console import Page, Text, bad, good, muted, warn
from quorate.reports.diagnostics import place
from quorate.reports.json import INTEGER, PLACE, STRING, array, nullable, one_of, record
from quorate.source.diagnostic import Diagnostic, Severity

SCHEMA: Json = record(
    {
        "counts": record({**{outcome.value: INTEGER for outcome in Outcome}, "left_out": INTEGER}),
        "scenarios": array(
            record(
                {
                    "file": STRING,
                    "scenario": STRING,
                    "outcome": one_of(*Outcome),
                    "expectations": array(
                        record(
                            {
                                "asked": STRING,
                                "outcome": one_of(*Outcome),
                                "place": PLACE,
                                "differences": array(
                                    record(
                                        {
                                            "about": STRING,
                                            "expected": STRING,
                                            "actual": STRING,
                                            "citation": nullable(STRING),
                                            "evidence": array(STRING),
                                        }
                                    )
                                ),
                            }
                        )
                    ),
                }
            )
        ),
    }
)


def text(answer: Runs, page: Page) -> None:
    """One line per scenario, with what failed in it below, and the counts."""
    for run in answer.runs:
        _run(run, page)
    page.blank()
    page.line(_summary(answer))


def _run(run: Run, page: Page) -> None:
    number = len(run.judged)
    told = f"  {run.scenario.title} ({number} expectation{'s' if number != 1 else ''})"
    page.line(_mark(run.outcome), told, muted(f"  {run.scenario.source.name}"))
    for judged in run.judged:
        if judged.outcome is not Outcome.MET:
            _judged(judged, page)


def _judged(judged: Judged, page: Page) -> None:
    page.line(f"{judged.expectation.span}: ", _mark(judged.outcome), f" {judged.asked}", indent=2)
    for difference in judged.differences:
        page.line(difference.about, indent=4)
        page.line(muted("expected  "), difference.expected, indent=6)
        page.line(muted("actual    "), difference.actual, indent=6)
        if difference.citation:
            page.line(muted("cited     "), difference.citation, indent=6)
        for sentence in difference.evidence:
            page.line(muted("because   "), sentence, indent=6)


def _mark(outcome: Outcome) -> Text:
    match outcome:
        case Outcome.MET:
            return good("met")
        case Outcome.FAILED:
            return bad("failed")
        case Outcome.UNDECIDED:
            return warn("undecided")


def _summary(answer: Runs) -> str:
    counts = ", ".join(f"{answer.count(outcome)} {outcome.value}" for outcome in Outcome)
    rest = f"; {answer.left_out} not run" if answer.left_out else ""
    number = len(answer.runs)
    return f"{number} scenario{'s' if number != 1 else ''}: {counts}{rest}"


def json(answer: Runs) -> Json:
    counts = {outcome.value: answer.count(outcome) for outcome in Outcome}
    return {"counts": {**counts, "left_out": answer.left_out}, "scenarios": [_json_run(run) for run in answer.runs]}


def _json_run(run: Run) -> Json:
    return {
        "file": run.scenario.source.name,
        "scenario": run.scenario.title,
        "outcome": run.outcome.value,
        "expectations": [
            {
                "asked": judged.asked,
                "outcome": judged.outcome.value,
                "place": place(judged.expectation.span),
                "differences": [_json_difference(difference) for difference in judged.differences],
            }
            for judged in run.judged
        ],
    }


def _json_difference(difference: Difference) -> Json:
    return {
        "about": difference.about,
        "expected": difference.expected,
        "actual": difference.actual,
        "citation": difference.citation,
        "evidence": list(difference.evidence),
    }


def github(answer: Runs) -> Iterable[Diagnostic]:
    """Failed and undecided expectations on their lines of the scenario files."""
    for run in answer.runs:
        for judged in run.judged:
            for difference in judged.differences if judged.outcome is not Outcome.MET else ():
                message = f"{judged.asked}: {difference.about}: expected {difference.expected}, got {difference.actual}"
                severity = Severity.ERROR if judged.outcome is Outcome.FAILED else Severity.WARNING
                code = f"scenario-{judged.outcome.value}"
                span = judged.expectation.span.cited(difference.citation)
                yield Diagnostic(code, message, span, severity=severity, notes=difference.evidence)
