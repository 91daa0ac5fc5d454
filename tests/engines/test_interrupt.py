"""Ctrl-C ends a search of CP-SAT or PySAT at once, however often and whenever it comes, and so does the next one."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quorate.engines.base import Interrupted
from quorate.engines.interrupts import deferred

SEARCH = """
import os, random, signal, threading, time
from quorate.engines.base import Constraint, Interrupted, Limits, Objective, Problem, engine, satisfies
from quorate.formula.ast import Count, Linear, at_least, equal
people = tuple(Count(f"p{n:02}") for n in range(50))
weights = [random.Random(step).choices(range(100, 1000), k=50) for step in range(6)]
hard = Problem(people, tuple(
    Constraint(str(row), equal(Linear.of(zip(people, row)), sum(row) // 2)) for row in map(tuple, weights)))
cp = engine("cp-sat")
def after(*seconds):
    def send():
        began = time.monotonic()
        for each in seconds:
            time.sleep(max(0, began + each - time.monotonic()))
            os.kill(os.getpid(), signal.SIGINT)
    sender = threading.Thread(target=send)
    sender.start()
    return sender
def sent(sender):
    while True:
        try:
            sender.join()
            return time.sleep(0.1)
        except KeyboardInterrupt:
            pass
"""
TWICE = """
cp.solve(Problem(people, ()), Limits(20))
for _ in range(2):
    after(1.0)
    began = time.monotonic()
    try:
        cp.solve(hard, Limits(20))
    except KeyboardInterrupt:
        print("interrupted", time.monotonic() - began < 5)
"""
BURST = """
try:
    after(*(0.3 + step / 100 for step in range(60)))
    cp.solve(hard, Limits(20))
except KeyboardInterrupt:
    left = [each.name for each in threading.enumerate() if "work" in each.name]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    print("interrupted", left)
"""
TOLD = """
many = tuple(Count(f"p{n:03}") for n in range(150))
rows = [random.Random(step).choices(range(100, 1000), k=150) for step in range(12)]
limits = tuple(
    Constraint(str(n), at_least(-Linear.of(zip(many, row)), -sum(row) // 2)) for n, row in enumerate(rows[1:]))
packed = Problem(many, limits, (Objective("worth", Linear.of(zip(many, rows[0]))),))
cp.solve(Problem(people, ()), Limits(20))  # the library is loaded before the clock runs
after(1.0)
try:
    print(cp.solve(packed, Limits(20)))
except Interrupted as stop:
    print("interrupted", satisfies(packed, stop.best))
"""
PIGEONS = """
from quorate.engines.base import Soft, explainer
cells = [[Count(f"{pigeon}-{hole}") for hole in range(16)] for pigeon in range(17)]
of = lambda some: Linear.of((each, 1) for each in some)
placed = [equal(of(row), 1) for row in cells] + [at_least(-of(column), -1) for column in zip(*cells)]
crowd = Problem(tuple(sum(cells, [])), tuple(Constraint(str(n), each) for n, each in enumerate(placed)))
first = lambda: engine("pysat").solve(crowd, Limits(20))
core = lambda: explainer().core(crowd, (Soft("1"),), Limits())
for asked in (first, core):
    sender = after(1.0, 1.02)
    began = time.monotonic()
    try:
        print(asked())
    except KeyboardInterrupt:
        print("interrupted", time.monotonic() - began < 5)
    sent(sender)
"""
ROOT = Path(__file__).parents[2]


def ran(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SEARCH + program], capture_output=True, text=True, timeout=60, check=False
    )


def test_an_interrupt_ends_a_search_and_so_does_the_next() -> None:
    assert ran(TWICE).stdout == "interrupted True\n" * 2


def test_an_interrupt_ends_what_pysat_does() -> None:
    run = ran(PIGEONS)
    assert run.stdout == "interrupted True\n" * 2, run.stderr


def test_a_burst_of_interrupts_never_leaves_the_solver_alone() -> None:
    run = ran(BURST)
    assert (run.returncode, run.stdout, run.stderr) == (0, "interrupted []\n", "")


def test_an_interrupt_tells_the_best_so_far() -> None:
    run = ran(TOLD)
    assert run.stdout == "interrupted True\n", run.stderr


def command(*asked: str, wait: tuple[float, ...]) -> tuple[int, str, str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "quorate", *asked], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    for seconds in wait:
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
    out, told = process.communicate(timeout=30)
    return process.returncode, out, told


BODIES = ["schedule", "scenarios/aleris/board.yaml", "--body", "compensation", "--body", "audit", "--year", "2027"]


@pytest.mark.parametrize("wait", [(1.4,), (1.4, 0.02), (1.0, 0.1), (1.8, 0.0, 0.01)], ids=str)
def test_an_interrupted_schedule_ends_as_one_that_was_interrupted(wait: tuple[float, ...]) -> None:
    status, _, told = command(*BODIES, wait=wait)
    assert status in (0, 130, -signal.SIGINT)  # 0: a quick machine had done it already
    assert "Traceback" not in told


@pytest.mark.parametrize("moment", [0.06, 0.08, 0.1, 0.13, 0.17])
def test_an_interrupt_while_the_command_is_loaded_is_told_in_one_line(moment: float) -> None:
    """Before its first line runs Python itself would complain; a quick machine may be done already."""
    status, _, told = command("check", "scenarios/aleris/board.yaml", wait=(moment,))
    assert status in (0, 1, 130, -signal.SIGINT)
    assert "Traceback" not in told
    assert len(told.splitlines()) <= 1


def test_a_deferred_interrupt_comes_when_the_block_is_done() -> None:
    heard_within = list[bool]()

    def work() -> None:
        with deferred() as heard:
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
            heard_within.append(bool(heard))

    with pytest.raises(KeyboardInterrupt):
        work()
    assert heard_within == [True]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_with_something_found_is_an_interrupt() -> None:
    assert issubclass(Interrupted, KeyboardInterrupt)
