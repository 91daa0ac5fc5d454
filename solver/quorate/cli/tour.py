"""`quorate tour`: the main job on the charter that comes with Quorate."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from quorate import api
from quorate.charter.disk import shown
from quorate.charter.shipped import shipped
from quorate.cli.exits import Exit
from quorate.cli.options import Form
from quorate.cli.output import Output
from quorate.reports import check as check_report
from quorate.reports import explain as explain_report
from quorate.reports import prove as prove_report
from quorate.reports import schedule as schedule_report
from quorate.reports import slates as slates_report
from quorate.reports import stress as stress_report
from quorate.reports import tour as report
from quorate.reports.answer import Reply, Report, Standing
from quorate.reports.tour import Step, Tour

BODY = "compensation"
EXPERTS = ("david-lindqvist", "grace-nakamura", "ines-duarte")
PROPERTIES = "properties.quorum/independent-majority properties.quorum/third"
DAY = date(2026, 9, 15)


def _board() -> Path:
    return shipped("scenarios") / "aleris" / "board.yaml"


def _charter() -> Path:
    return shipped("policies") / "aleris" / "compensation.yaml"


@dataclass(frozen=True, slots=True)
class Stop:
    """A step before it is asked; `arguments` follow the file it is about in the command that asks it alone."""

    question: str
    title: str
    why: str
    arguments: str
    ask: Callable[[api.Opened], object]
    report: Report
    about: Callable[[], Path] = _board


STOPS = (
    Stop(
        "check",
        "Do we comply?",
        "Every clause and duty is judged on the people, the meetings and the votes as recorded, with evidence.",
        f"--body {BODY}",
        lambda board: api.check(board, bodies=[BODY]),
        check_report,
    ),
    Stop(
        "slates",
        "Who could lawfully sit, and who best?",
        "Counted exactly; ranked by what the charter intends, then by continuity; a second engine is asked the same.",
        f"--body {BODY} --size 3..4 --top 3 --cross-check",
        lambda board: api.slates(board, bodies=[BODY], sizes=(3, 4), top=3, cross_check=True),
        slates_report,
    ),
    Stop(
        "explain",
        "And if nobody can: why not, and whom to recruit?",
        "The audit committee without its experts in accounting: what clashes, what would help and what it costs.",
        f"--body audit {' '.join(f'--exclude {person}' for person in EXPERTS)}",
        lambda board: api.explain(board, bodies=["audit"], exclude=EXPERTS),
        explain_report,
    ),
    Stop(
        "schedule",
        "When do we meet next year?",
        "Every meeting quorate with everybody's busy times, every duty on an agenda as often as it must be.",
        f"--body {BODY} --year 2027",
        lambda board: api.schedule(board, bodies=[BODY], first=date(2027, 1, 1), last=date(2027, 12, 31)),
        schedule_report,
    ),
    Stop(
        "stress",
        "Which vacancies break us?",
        "How many departures, absences and recusals each clause survives, and the smallest sets that break it.",
        f"--body {BODY}",
        lambda board: api.stress(board, bodies=[BODY]),
        stress_report,
    ),
    Stop(
        "prove",
        "What holds for a board of any size?",
        "Proved for every board that the charter allows, or shown false of the smallest of which it is not so.",
        f"{PROPERTIES} --as-of {DAY}",
        lambda _: api.prove(_charter(), *PROPERTIES.split(), as_of=DAY),
        prove_report,
        _charter,
    ),
)


def tour(out: Output) -> Exit:
    steps = _steps()
    if out.form is not Form.TEXT or out.quiet:
        return out.answer(report, Tour(tuple(steps)), Standing(Reply.YES))
    page = out.page
    report.opening(page)
    for number, step in enumerate(steps, 1):
        report.write(number, step, page)
    report.closing(page)
    return Exit.YES


def _steps() -> Iterator[Step]:
    """The steps, each asked when the one before has been read."""
    board = api.opened(_board())
    for stop in STOPS:
        command = f"quorate {stop.question} {shown(stop.about())} {stop.arguments}"
        yield Step(stop.question, stop.title, stop.why, command, stop.report, stop.ask(board))
