"""`quorate schedule`: when do we meet so that every duty is done and every meeting is quorate."""

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from quorate.cli.exits import Exit
from quorate.cli.options import BodyNames, RosterPath, read_date, wrong_call
from quorate.cli.output import Output
from quorate.cli.searching import NOTHING_ELSE, Asked, numbers
from quorate.questions import schedule as question
from quorate.reports import schedule as report
from quorate.reports.answer import Reply, Standing

Year = Annotated[
    int | None,
    typer.Option(
        "--year", min=1, max=9998, metavar="YEAR", help="Plan this calendar year; that of --as-of by default."
    ),
]
From = Annotated[
    date | None, typer.Option("--from", parser=read_date, metavar="DATE", help="Plan from this day, included.")
]
To = Annotated[date | None, typer.Option("--to", parser=read_date, metavar="DATE", help="Plan to this day, included.")]
Meetings = Annotated[
    Any,
    typer.Option(
        "--meetings",
        parser=numbers("number of meetings"),
        metavar="N..M",
        help="How many meetings of each body: 4, 2..6 or 2.. (what it takes).",
    ),
]
Spare = Annotated[
    int, typer.Option("--spare", min=0, metavar="K", help="A quorum is left whoever K of those available stay away.")
]
Ics = Annotated[
    Path | None, typer.Option("--ics", metavar="FILE", dir_okay=False, help="Write the meetings as an iCalendar file.")
]


def schedule(
    out: Output,
    roster: RosterPath,
    body: BodyNames = None,
    year: Year = None,
    begin: From = None,
    end: To = None,
    meetings: Meetings = None,
    spare: Spare = 0,
    ics: Ics = None,
    asked: Asked = NOTHING_ELSE,
) -> Exit:
    first, last = _period(year, begin, end)
    fewest, most = meetings or (0, None)
    opened, binding = asked.opened(roster)
    answer = question.schedule(
        opened,
        binding,
        bodies=body or [name for name in opened.bodies if name in binding],
        first=first,
        last=last,
        fewest=fewest,
        most=most,
        spare=spare,
        reporter=out.progress(report),
        **asked.terms,
    )
    if ics is not None and answer.schedule is not None:
        _write(answer, ics)
    return out.answer(report, answer, _standing(answer))


def _period(year: int | None, begin: date | None, end: date | None) -> tuple[date | None, date | None]:
    if year is None:
        return begin, end
    if begin is not None or end is not None:
        raise wrong_call(
            "two-periods", "`--year` and `--from` or `--to` name the period twice", "leave one of them out"
        )
    return date(year, 1, 1), date(year, 12, 31)


def _write(answer: question.ScheduleAnswer, path: Path) -> None:
    """Late, since the library that writes calendars is slow to load."""
    written: bytes = import_module("quorate.reports.ics").calendar(answer)
    try:
        path.write_bytes(written)
    except OSError as error:
        raise wrong_call("unwritable", f"`{path}` cannot be written: {error.strerror}") from error


def _standing(answer: question.ScheduleAnswer) -> Standing:
    outcome = answer.outcome
    match outcome:
        case question.Schedule():
            return Standing(Reply.YES, "exact" if outcome.optimal else "witness", outcome.engine)
        case question.NoSchedule():
            return Standing(Reply.NO, "exact", outcome.engine)
        case question.Unfinished(best=best):
            return Standing(Reply.UNDECIDED, "undecided", best.engine if best is not None else None)
