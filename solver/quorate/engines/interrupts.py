"""Ctrl-C during a search: put off while a solver's thread works, and told with the best that was found by then."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread

from quorate.engines.problem import Assignment


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a search that had found something already: an assignment that satisfies the problem."""

    def __init__(self, best: Assignment) -> None:
        super().__init__("the search was interrupted")
        self.best = best


@contextmanager
def deferred() -> Iterator[list[int]]:
    """Signals of Ctrl-C in the block are put in the list; whoever listened before hears one when the block is done.

    Only the main thread hears signals: elsewhere, and where nobody listens in Python, nothing changes.
    """
    heard: list[int] = []
    listener = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or not callable(listener):
        yield heard
        return
    signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        yield heard
    finally:
        signal.signal(signal.SIGINT, listener)
    if heard:
        listener(signal.SIGINT, None)
