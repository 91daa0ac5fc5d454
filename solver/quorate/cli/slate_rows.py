"""`quorate slates --all` into a table: rows as they are found, in as little memory however many there are."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
    if form is not None or output is None:
        return form
    ending = output.suffix.removeprefix(".")
    if ending not in WRITERS:
        advice = did_you_mean(ending, WRITERS) or f"let it end in {', '.join(f'`.{each}`' for each in WRITERS)}"
        raise CallError([Diagnostic("unwritable", f"`{output.name}` does not say in which form", help=advice)])
    return ending


def exported(out: Output, slates: Iterator[Sequence[Seated]], form: str, output: Path | None) -> Exit:
    """Write every slate; Ctrl-C and the time limit end a table that can be read, with what was found so far."""
    reporter = out.progress_alone()
    with _opened(output) as stream:
        return _written(slates, WRITERS[form](stream), reporter, out)


def _written(slates: Iterator[Sequence[Seated]], writer: Writer, reporter: Reporter, out: Output) -> Exit:
    reporter.stage("writing slates")
    number, open_because, status = 0, None, None
    try:
        for number, seats in enumerate(slates, 1):
            writer.write(number, seats)
            if number % 1000 == 0:
                reporter.advance(number)
    except OutOfTime as error:
        open_because, status = str(error), Exit.UNDECIDED
    except KeyboardInterrupt:
        open_because, status = "interrupted", Exit.INTERRUPTED
    writer.close(open_because)
    out.remark(f"{number:,} slates" + (f"; not finished: {open_because}" if open_because else ""))
    return status if status is not None else Exit.YES if number else Exit.NO


@contextmanager
def _opened(output: Path | None) -> Iterator[IO[bytes]]:
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        stream = output.open("wb")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise CallError([Diagnostic("unwritable", f"`{output}` cannot be written: {why}")]) from None
    with stream:
        yield stream
