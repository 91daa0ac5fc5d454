"""The options that commands share, as annotated types: `as_of: AsOf = None`."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from quorate.source.diagnostic import CallError, Diagnostic


class Form(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    MARKDOWN = "markdown"


class TableForm(StrEnum):
    """What a command that lists much can also write."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    MARKDOWN = "markdown"
    CSV = "csv"
    PARQUET = "parquet"


class ReplayForm(StrEnum):
    """What `quorate replay` can also write: a page by itself, with a picture."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    MARKDOWN = "markdown"
    HTML = "html"


class TestForm(StrEnum):
    """What `quorate test` can also write, for what runs tests."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    MARKDOWN = "markdown"
    JUNIT = "junit"
    TAP = "tap"


class CoverageForm(StrEnum):
    """How `quorate test` can write coverage."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    LCOV = "lcov"


def read_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"`{text}` is no date; write it as 2026-05-14") from error


def read_days(text: str) -> int:
    """A number of days: `30d`, or `30`."""
    number = str(text).removesuffix("d")
    if not number.isascii() or not number.isdigit() or len(number) > 5:
        raise typer.BadParameter(f"`{text}` is no number of days; write it as 30d")
    return int(number)


WarnWithin: TypeAlias = Annotated[
    int,
    typer.Option(
        "--warn-within", parser=read_days, metavar="DAYS", help="Warn of relief that ends within so many days."
    ),
]
AsOf: TypeAlias = Annotated[
    date | None,
    typer.Option(
        "--as-of", parser=read_date, metavar="DATE", help="Judge as of this day; the roster's own by default."
    ),
]
FormOption: TypeAlias = Annotated[Form, typer.Option("--format", help="How to write the answer.")]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Write nothing; only the exit status answers.")]
NoColor: TypeAlias = Annotated[bool, typer.Option("--no-color", help="No colours, even on a terminal.")]
Policies: TypeAlias = Annotated[
    list[Path] | None,
    typer.Option(
        "--policies",
        metavar="DIR",
        exists=True,
        help="Look for charters and packs here first; may be repeated.",
    ),
]
BodyNames: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--body", metavar="NAME", help="A body of the roster; may be repeated."),
]
RosterPath: TypeAlias = Annotated[Path, typer.Argument(metavar="ROSTER", help="The roster file.", show_default=False)]
Paths: TypeAlias = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Files or folders.", show_default=False)
]


def wrong_call(code: str, message: str, help_text: str | None = None) -> CallError:
    """An error about the call itself, for `raise`."""
    return CallError([Diagnostic(code, message, help=help_text)])
