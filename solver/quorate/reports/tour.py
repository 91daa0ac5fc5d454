"""The tour: each step with its question, why one would ask it, the command that asks it, and the answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from quorate.reports.answer import Json, Report
from quorate.reports.console import Page, muted, strong
from quorate.reports.json import STRING, array, record
from quorate.source.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the tour, answered; `report` writes the answer."""

    question: str
    title: str
    why: str
    command: str
    report: Report
    answer: object


@dataclass(frozen=True, slots=True)
class Tour:
    steps: tuple[Step, ...]


SCHEMA: Json = record(
    {"steps": array(record({"question": STRING, "title": STRING, "command": STRING, "answer": {"type": "object"}}))}
)


def text(answer: Tour, page: Page) -> None:
    opening(page)
    for number, step in enumerate(answer.steps, 1):
        write(number, step, page)
    closing(page)


def opening(page: Page) -> None:
    page.line("The compensation committee of Aleris International: a real charter, an invented board.")


def write(number: int, step: Step, page: Page) -> None:
    """One step, with the command that gives it alone."""
    page.blank()
    page.line(strong(f"{number}. {step.title}"))
    page.line(muted(step.why))
    page.line(muted("$ "), step.command)
    page.blank()
    step.report.text(step.answer, page)


def closing(page: Page) -> None:
    page.blank()
    page.line("Every slate, every meeting and every counterexample above was checked again by the reference evaluator.")
    page.line("Where next: docs/tutorial.md, or `quorate --help`.")


def json(answer: Tour) -> Json:
    return {"steps": [_step(step) for step in answer.steps]}


def _step(step: Step) -> Json:
    said: dict[str, Any] = dict(step.report.json(step.answer))
    return {"question": step.question, "title": step.title, "command": step.command, "answer": said}


def github(answer: Tour) -> Iterable[Diagnostic]:
    for step in answer.steps:
        yield from step.report.github(step.answer)
