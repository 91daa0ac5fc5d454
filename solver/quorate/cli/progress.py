"""Progress of long work: one line on a terminal's standard error, and the last partial answer kept for Ctrl-C."""

from shutil import get_terminal_size
from time import monotonic
from typing import TextIO

_PATIENCE = 0.5
_PACE = 0.1
_BAR = 20  # steps of the bar


class Progress:
    """A `Reporter` that shows nothing in the first half second, then one line that it rewrites."""

    def __init__(self, stream: TextIO, *, shown: bool) -> None:
        self.latest: object = None
        self._stream = stream
        self._shown = shown
        self._began = monotonic()
        self._drawn = 0.0
        self._stage = ""
        self._total: int | None = None
        self._width = 0

    def stage(self, text: str, total: int | None = None) -> None:
        self._stage, self._total = text, total
        self._draw("", force=True)

    def advance(self, done: int, note: str = "") -> None:
        of = _bar(done, self._total) if self._total else f" {done:,}"
        self._draw(of + (f" · {note}" if note else ""))

    def found(self, answer: object) -> None:
        self.latest = answer

    def clear(self) -> None:
        """Take the line away, so that the answer stands on a clean terminal."""
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0

    def _draw(self, rest: str, *, force: bool = False) -> None:
        now = monotonic()
        if not self._shown or now - self._began < _PATIENCE or (not force and now - self._drawn < _PACE):
            return
        self._drawn = now
        line = f"{self._stage}{rest} ({now - self._began:.0f} s)"[: get_terminal_size().columns - 1]
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = len(line)


def _bar(done: int, total: int) -> str:
    steps = min(_BAR * done // total, _BAR)
    return f" [{'#' * steps}{'.' * (_BAR - steps)}] {done:,} of {total:,}"
