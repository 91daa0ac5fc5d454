"""Where a command's answer goes: one document on standard output, complaints and progress on standard error."""

import json
import os
import sys
from collections.abc import Iterable
from typing import Any

from quorate.cli.exits import Exit, exit_of
from quorate.cli.options import Form
from quorate.cli.progress import Progress
from quorate.reports import diagnostics as diagnostic_report
from quorate.reports import json as envelopes
from quorate.reports.answer import Reply, Report, Standing
from quorate.reports.console import Page, page
from quorate.reports.markdown import MarkdownPage
from quorate.source.diagnostic import Diagnostic
from quorate.source.reporter import Reporter


class Output:
    """Made by the frame for every command from `--format`, `--quiet` and `--no-color`."""

    def __init__(self, question: str, form: Form, *, quiet: bool, no_color: bool) -> None:
        self.question = question
        self.form = form
        self.quiet = quiet
        self._colour = not no_color and "NO_COLOR" not in os.environ
        self._progress = Progress(sys.stderr, shown=not quiet and sys.stderr.isatty())
        self._report: Report | None = None

    @property
    def page(self) -> Page:
        """The page on standard output (for commands that narrate; others use `answer`)."""
        return page(sys.stdout, colour=self._colour and sys.stdout.isatty())

    @property
    def errors(self) -> Page:
        return page(sys.stderr, colour=self._colour and sys.stderr.isatty())

    def progress(self, report: Report) -> Reporter:
        """A reporter for long work; what is `found` is written with `report` if the work is interrupted."""
        self._report = report
        return self._progress

    def progress_alone(self) -> Reporter:
        """A reporter for work that writes what it finds itself."""
        return self._progress

    def answer(self, report: Report, answer: Any, standing: Standing) -> Exit:
        """Write the answer in the chosen form; the exit status is that of its reply."""
        self._progress.clear()
        if not self.quiet:
            self._write(report, answer, standing)
        return exit_of(standing.reply)

    def _write(self, report: Report, answer: Any, standing: Standing) -> None:
        match self.form:
            case Form.TEXT:
                report.text(answer, self.page)
            case Form.JSON:
                self._document(envelopes.envelope(self.question, standing, report.json(answer)))
            case Form.GITHUB:
                self._lines(diagnostic_report.github(report.github(answer)))
            case Form.MARKDOWN:
                report.text(answer, MarkdownPage(sys.stdout))

    def lines(self, lines: Iterable[str], standing: Standing) -> Exit:
        """Write an answer in a form of its own, line by line."""
        self._progress.clear()
        if not self.quiet:
            self._lines(lines)
        return exit_of(standing.reply)

    def complain(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Say what is wrong with the files or the call; said even when quiet."""
        self._progress.clear()
        match self.form:
            case Form.TEXT | Form.MARKDOWN:
                diagnostic_report.text(diagnostics, self.errors)
            case Form.JSON:
                self._document(envelopes.failure(self.question, diagnostics))
            case Form.GITHUB:
                self._lines(diagnostic_report.github(diagnostics))

    def remark(self, text: str) -> None:
        """Something that people want to know beside the answer, such as a file that was written."""
        if not self.quiet:
            self._progress.clear()
            self.errors.line(text)

    def interrupted(self) -> None:
        """Write what was found before Ctrl-C; to programs also that nothing was."""
        self._progress.clear()
        found = self._progress.latest
        standing = Standing(Reply.UNDECIDED, "undecided", interrupted=True)
        if self._report is not None and found is not None:
            self.errors.line("interrupted: this is what was found so far")
            self.answer(self._report, found, standing)
            return
        self.errors.line("interrupted: nothing was found yet")
        if self.form is Form.JSON and not self.quiet:
            self._document(envelopes.envelope(self.question, standing, None))

    def _document(self, document: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            sys.stdout.write(line + "\n")
