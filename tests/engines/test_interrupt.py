"""Ctrl-C ends a search of CP-SAT at once, and the next Ctrl-C is heard too."""

import os
import signal
import subprocess
import sys
import time

PROGRAM = """
import os, random, signal, threading, time
from quorate.engines.base import Constraint, Limits, Problem, engine
from quorate.formula.ast import Count, Linear, equal
people = tuple(Count(f"p{n:02}") for n in range(50))
weights = [random.Random(step).choices(range(100, 1000), k=50) for step in range(6)]
hard = Problem(people, tuple(
    Constraint(str(row), equal(Linear.of(zip(people, row)), sum(row) // 2)) for row in map(tuple, weights)))
cp = engine("cp-sat")
for _ in range(2):
    threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()
    began = time.monotonic()
    try:
        cp.solve(hard, Limits(20))
    except KeyboardInterrupt:
        print("interrupted", time.monotonic() - began < 5)
"""


def test_an_interrupt_ends_a_search_and_so_does_the_next() -> None:
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout == "interrupted True\n" * 2


def test_an_interrupted_schedule_ends_as_one_that_was_interrupted() -> None:
    asked = ["schedule", "scenarios/aleris/board.yaml", "--body", "compensation", "--body", "audit", "--year", "2027"]
    process = subprocess.Popen(
        [sys.executable, "-m", "quorate", *asked], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(1.4)
    os.kill(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode in (0, 130)  # 0: a quick machine had done it already
    assert "Traceback" not in told
