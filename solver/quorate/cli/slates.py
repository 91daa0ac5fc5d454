"""`quorate slates`: who could lawfully sit, best first, and how many ways there are."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from quorate.cli.exits import Exit
from quorate.cli.options import BodyNames, Form, RosterPath, TableForm
from quorate.cli.output import Output
from quorate.cli.searching import NOTHING_ELSE, Asked, numbers
from quorate.cli.slate_rows import exported, table_form
from quorate.questions import slates as question
from quorate.questions.slates import Slate, SlatesAnswer
from quorate.reports import slates as report
from quorate.reports.answer import Json, Reply, Standing
from quorate.reports.console import Page
from quorate.source.reporter import Reporter

Size = Annotated[
    Any,
    typer.Option(
        "--size", parser=numbers("size"), metavar="SIZES", help="How many members: 4, 3..5 or 3.. (any, by default)."
    ),
]
Keep = Annotated[
    list[str] | None,
    typer.Option("--keep", metavar="PERSON", help="Who must sit (or BODY/PERSON); may be repeated."),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="PERSON", help="Who must not sit (or BODY/PERSON); may be repeated."),
]
Prefer = Annotated[
    list[str] | None,
    typer.Option("--prefer", metavar="EXPR", help="A condition, or a number to be high; the first counts most."),
]
Count = Annotated[bool, typer.Option("--count", help="Only count the slates.")]
All = Annotated[bool, typer.Option("--all", help="List every slate, as it is found.")]
Sample = Annotated[
    int | None, typer.Option("--sample", min=1, metavar="N", help="Draw so many different slates at random, by --seed.")
]
Diverse = Annotated[
    int | None,
    typer.Option("--diverse", min=1, metavar="N", help="List so many slates that are far from each other."),
]
OutputFile = Annotated[
    Path | None,
    typer.Option("--output", metavar="FILE", help="With --all: write a table there (.csv, .json or .parquet)."),
]
TableFormOption = Annotated[
    TableForm, typer.Option("--format", help="How to write the answer; csv and parquet with --all.")
]
Leverage = Annotated[
    bool, typer.Option("--leverage", help="Tell in how many lawful slates each person sits, and each pair.")
]
WithSchedule = Annotated[
    int | None,
    typer.Option(
        "--with-schedule", min=1, max=9998, metavar="YEAR",
        help="Only slates with a lawful schedule in this calendar year; its days are shown.",
    ),
]  # fmt: skip
Top = Annotated[
    int | None, typer.Option("--top", min=1, metavar="N", help="How many of the best to list (10, by default).")
]
BEST = 10


@dataclass(frozen=True, slots=True)
class Listing:
    """The options that say which slates are listed, and what is told beside them."""

    count: Count = False
    every: All = False
    top: Top = None
    sample: Sample = None
    diverse: Diverse = None
    leverage: Leverage = False
    output: OutputFile = None
    with_schedule: WithSchedule = None

    def checked(self) -> None:
        """At most one word about which slates are listed."""
        asked = {
            "all": self.every,
            "count": self.count,
            "sample": self.sample,
            "diverse": self.diverse,
            "top": self.top,
        }
        given = [name for name, there in asked.items() if there]
        if len(given) > 1 and given != ["all", "count"]:
            raise typer.BadParameter(f"`--{given[0]}` and `--{given[1]}` ask for different lists; leave one out")
        if self.count and self.with_schedule is not None:
            raise typer.BadParameter("`--with-schedule` looks at the slates that are listed; leave out `--count`")

    def _asks(self, name: str) -> bool:
        return bool(self.every if name == "all" else getattr(self, name))

    def table(self, form: TableForm) -> str | None:
        """In which form every slate is written as a row, if that is asked for."""
        rows = form in (TableForm.CSV, TableForm.PARQUET)
        if not rows and self.output is None:
            return None
        if not self.every or self.count or self.leverage or self.with_schedule is not None:
            raise typer.BadParameter("a table has every slate and nothing else; it goes with `--all` alone")
        if form is TableForm.PARQUET and self.output is None:
            raise typer.BadParameter("Parquet is for files; add `--output FILE`")
        return table_form(form.value if rows or form is TableForm.JSON else None, self.output)

    @property
    def terms(self) -> dict[str, Any]:
        return {
            "top": None if self.every else self.top or BEST,
            "count_only": self.count,
            "sample": self.sample,
            "diverse": self.diverse,
            "leverage": self.leverage,
            "with_schedule": self.with_schedule,
        }


USUAL = Listing()


def slates(
    out: Output,
    roster: RosterPath,
    body: BodyNames = None,
    size: Size = None,
    keep: Keep = None,
    exclude: Exclude = None,
    prefer: Prefer = None,
    listing: Listing = USUAL,
    form: TableFormOption = TableForm.TEXT,
    asked: Asked = NOTHING_ELSE,
) -> Exit:
    listing.checked()
    table = listing.table(form)
    who: dict[str, Any] = {"bodies": body or (), "sizes": size, "keep": keep or (), "exclude": exclude or ()}
    opened, binding = asked.opened(roster)
    if table is not None:
        if prefer:
            raise typer.BadParameter("a table of every slate is not ranked; leave `--prefer` out")
        terms: dict[str, Any] = {**asked.terms}
        terms |= {"thorough": terms.pop("cross_check"), "reporter": out.progress_alone()}
        rows = question.every_slate(opened, binding, **who, **terms)
        return exported(out, rows, table, listing.output)
    stream = _Stream(out) if listing.every and not listing.count and out.form is Form.TEXT and not out.quiet else None
    answer = question.slates(
        opened,
        binding,
        prefer=prefer or (),
        told=stream.told if stream else None,
        reporter=_Unseen(out.progress(stream)) if stream else out.progress(report),
        **who,
        **listing.terms,
        **asked.terms,
    )
    return out.answer(stream or report, answer, _standing(answer))


def _standing(answer: SlatesAnswer) -> Standing:
    exact = answer.lawful is not None and answer.open_because is None
    certainty = "exact" if exact else "witness" if answer.found else "undecided"
    reply = Reply.YES if answer.found else Reply.NO if answer.none else Reply.UNDECIDED
    return Standing(reply, certainty, answer.engine)


class _Unseen:
    """Progress of a list that is written while it is found: the list itself is the progress."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter

    def stage(self, text: str, total: int | None = None) -> None: ...

    def advance(self, done: int, note: str = "") -> None: ...

    def found(self, answer: object) -> None:
        self._reporter.found(answer)


class _Stream:
    """The report of a list that is written while it is found: at the end only what is left is written."""

    SCHEMA: Json = report.SCHEMA

    def __init__(self, out: Output) -> None:
        self._page = out.page
        self._last: Slate | None = None

    def told(self, answer: SlatesAnswer, slate: Slate) -> None:
        if self._last is None:
            report.head(answer, self._page)
        report.slate(answer, slate, self._page, self._last)
        self._last = slate

    def text(self, answer: SlatesAnswer, page: Page) -> None:
        if self._last is None:
            report.head(answer, page)
        report.tail(answer, page)

    json = staticmethod(report.json)
    github = staticmethod(report.github)
