"""`quorate slates --all` into a table: rows as they are found, in as little memory however many there are."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from quorate.cli.exits import Exit
from quorate.cli.output import Output
from quorate.engines.base import OutOfTime
from quorate.questions.slates import Seated
from quorate.reports.rows import WRITERS, Writer
from quorate.source.diagnostic import CallError, Diagnostic, did_you_mean
from quorate.source.reporter import Reporter


def table_form(form: str | None, output: Path | None) -> str | None:
    """In which form rows are written, if they are: as asked for, or as the name of the file ends."""
    ending = "" if output is None else output.suffix.removeprefix(".")
    if output is None or (form is not None and ending not in WRITERS):
        return form
    if form is not None and form != ending:
        told = f"`--format {form}` and `{output.name}` ask for different forms"
        raise CallError([Diagnostic("two-forms", told, help="leave `--format` out, or let the file end as it says")])
    if ending not in WRITERS:
        advice = did_you_mean(ending, WRITERS) or f"let it end in {', '.join(f'`.{each}`' for each in WRITERS)}"
        raise CallError([Diagnostic("unwritable", f"`{output.name}` does not say in which form", help=advice)])
    return ending


def exported(out: Output, slates: Iterator[Sequence[Seated]], form: str, output: Path | None) -> Exit:
    """Write every slate; what Ctrl-C or the time limit ends can be read, and is never taken for the whole."""
    reporter = out.progress_alone()
    if output is None:
        status = _written(slates, WRITERS[form](sys.stdout.buffer), reporter, out, "")
        sys.stdout.buffer.flush()
        return status
    target = _Target(output)
    with target.opened() as stream:
        status = _written(slates, WRITERS[form](stream), reporter, out, f" in `{target.part}`")
    target.finished(whole=status in (Exit.YES, Exit.NO))
    return status


def _written(
    slates: Iterator[Sequence[Seated]], writer: Writer, reporter: Reporter, out: Output, unfinished: str
) -> Exit:
    reporter.stage("writing slates")
    written, open_because, status = 0, None, None
    try:
        for number, seats in enumerate(slates, 1):
            writer.write(number, seats)
            written = number
            if number % 1000 == 0:
                reporter.advance(number)
    except OutOfTime as error:
        open_because, status = str(error), Exit.UNDECIDED
    except KeyboardInterrupt:
        open_because, status = "interrupted", Exit.INTERRUPTED
    writer.close(open_because)
    many = f"{written:,} slate" + ("" if written == 1 else "s")
    out.remark(f"{many}{unfinished}; not finished: {open_because}" if open_because else many)
    return status if status is not None else Exit.YES if written else Exit.NO


@dataclass(frozen=True, slots=True)
class _Target:
    """The file that is asked for, written beside it under another name until it is whole."""

    path: Path

    @property
    def part(self) -> Path:
        """Where it is written; what is no file of its own, such as a pipe, has no other name."""
        special = self.path.exists() and not self.path.is_file()
        return self.path if special else self.path.with_name(f"{self.path.name}.part")

    def opened(self) -> IO[bytes]:
        try:
            return self.part.open("wb")
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise CallError([Diagnostic("unwritable", f"`{self.path}` cannot be written: {why}")]) from None

    def finished(self, *, whole: bool) -> None:
        if whole and self.part != self.path:
            os.replace(self.part, self.path)
