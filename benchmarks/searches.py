"""How long searches take: exact counts and first slates of boards of any size, and each engine on one board."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from boards import written
from quorate.charter.load import Library, open_roster
from quorate.engines.base import ENGINES, Limits, OutOfTime, Problem, Undecided, choose, engine
from quorate.engines.base import Capability as Can
from quorate.questions.slates import slates
from quorate.questions.slates.request import request
from quorate.questions.slates.search import Search, search

T = TypeVar("T")
SIZES = [(10, 3), (20, 4), (40, 5), (100, 7), (200, 10), (400, 15)]


def timed(work: Callable[[], T]) -> tuple[float, T]:
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def made(people: int, size: int) -> tuple[Search, float]:
    """The search for a committee on a board of so many, and how long its clauses took to become formulas."""
    with tempfile.TemporaryDirectory() as folder:
        roster, policies = open_roster(written(Path(folder), people, size), Library(()))
    seconds, found = timed(lambda: search(request(roster, policies, ["committee"])))
    return found, seconds


def by_size() -> Iterator[str]:
    """One line per board."""
    yield f"{'candidates':>10} {'seats':>6} {'kinds':>6} {'formulas s':>10} {'count s':>8} {'first s':>8}  slates, by"
    for people, size in SIZES:
        yield _board(people, size)


def _board(people: int, size: int) -> str:
    found, formulas = made(people, size)
    lawful = found.problem(found.lawful())
    best = found.problem(found.lawful(), ranked=True)
    choice = choose(best, Can.RANK)
    counting, number = timed(lambda: engine("tables").count(lawful, Limits()))
    first, _ = timed(lambda: next(engine(choice.name).rank(best, Limits()), None))
    kinds = len(found.world.world.bag.classes)
    return f"{people:10} {size:6} {kinds:6} {formulas:10.3f} {counting:8.3f} {first:8.3f}  {number:,} by {choice.name}"


def by_engine() -> Iterator[str]:
    """The same small board by every engine, its library imported before."""
    people, size = 8, 4
    found, _ = made(people, size)
    best = found.problem(found.lawful(), ranked=True)
    lawful = found.problem(found.lawful())
    yield f"{'engine':18} {'best s':>8} {'count s':>8}  ({people} candidates, {size} seats; none: not within 5 s)"
    for name in ENGINES:
        yield f"{name:18} {_within(_best, name, best)} {_within(_count, name, lawful)}"


def _best(name: str, problem: Problem) -> bool:
    return not isinstance(engine(name).solve(problem, Limits(seconds=5)), Undecided)


def _count(name: str, problem: Problem) -> bool:
    try:
        return engine(name).count(problem, Limits(seconds=5)) >= 0
    except OutOfTime:
        return False


def _within(work: Callable[[str, Problem], bool], name: str, problem: Problem) -> str:
    engine(name).solve(Problem((), ()), Limits())  # imports its library
    seconds, done = timed(lambda: work(name, problem))
    return f"{seconds:8.3f}" if done else f"{'none':>8}"


def replayed() -> Iterator[str]:
    """What it costs that every slate is judged once more."""
    with tempfile.TemporaryDirectory() as folder:
        roster, policies = open_roster(written(Path(folder), 40, 5), Library(()))
    seconds, answer = timed(lambda: slates(roster, policies, bodies=["committee"], top=100))
    yield f"the 100 best of {answer.lawful:,} slates of 40 candidates, replayed and explained: {seconds:.2f} s"
