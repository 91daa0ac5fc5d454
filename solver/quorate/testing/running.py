"""All scenarios are run, one after another or several at a time."""

import os
import signal
from collections.abc import Generator, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from types import FrameType
from typing import TypeAlias

from quorate.charter.scenario import Scenario, Transcript
from quorate.questions.test import Judged, Outcome, Run, Runs
from quorate.source.reporter import SILENT, Reporter
from quorate.testing import scenarios as scenario
from quorate.testing import transcripts as transcript

Shown: TypeAlias = Scenario | Transcript
_INTERRUPTED = 130


def run_all(scenarios: Iterable[Shown], *, fail_fast: bool = False, jobs: int = 1, reporter: Reporter = SILENT) -> Runs:
    """What became of the scenarios, in their order; with `fail_fast`, up to and with the first that fails.

    `jobs` is how many are run at a time, each in a process of its own.
    """
    waiting = list(scenarios)
    reporter.stage("running scenarios", len(waiting))
    runs: list[Run] = []
    with closing(_run_each(waiting, min(jobs, len(waiting)))) as done:
        for each in done:
            runs.append(each)
            reporter.advance(len(runs), each.scenario.title)
            reporter.found(Runs(tuple(runs), len(waiting) - len(runs)))
            if fail_fast and each.outcome is Outcome.FAILED:
                break
    return Runs(tuple(runs), len(waiting) - len(runs))


def run(shown: Shown) -> Run:
    """What became of a scenario or a transcript."""
    return transcript.run(shown) if isinstance(shown, Transcript) else scenario.run(shown)


def _run_each(waiting: list[Shown], jobs: int) -> Generator[Run]:
    if jobs <= 1:
        yield from map(run, waiting)
        return
    # not forked: solvers have threads
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_quietly) as processes:
        tasks = [processes.submit(_judged, each) for each in waiting]
        try:
            for shown, task in zip(waiting, tasks, strict=True):
                yield Run(shown, task.result())
        finally:
            processes.shutdown(wait=False, cancel_futures=True)


def _judged(shown: Shown) -> tuple[Judged, ...]:
    return run(shown).judged


def _leave_quietly() -> None:
    """Ctrl-C reaches every process; only the first has something to say."""
    signal.signal(signal.SIGINT, _leave)


def _leave(_number: int, _frame: FrameType | None) -> None:
    os._exit(_INTERRUPTED)
