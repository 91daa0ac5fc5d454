"""How long proofs take: every property on every charter that comes with Quorate, and some beside the same by hand."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import TypeVar

from by_hand import LARGEST, QUESTIONS, Found, Question
from quorate.charter.library import Library
from quorate.charter.properties import properties_asked
from quorate.charter.shipped import shipped
from quorate.engines.base import Limits
from quorate.questions.prove.answer import prove
from quorate.questions.prove.nouns import Answer, Standing

T = TypeVar("T")
ROOT = Path(__file__).parents[1]
DAY = date(2026, 6, 30)
LIMITS = Limits(seconds=20)
TIMES = 7
AIMS = {"median": 0.05, "slowest": 2.0, "by hand": 3.0, "process": 2.0}
PROCESS = ["prove", "policies/aleris/compensation.yaml"]


def charters(library: Library) -> tuple[str, ...]:
    """The ids of all charters of a body that come with Quorate."""
    found = (library.read(path).charter for path in sorted(shipped("policies").glob("*/*.yaml")))
    return tuple(each.id for each in found if each is not None and each.kind is not None)


def asked(library: Library, charter: str, names: Sequence[str] = (), *, least: bool = True) -> tuple[Answer, ...]:
    document = library.charter(charter)
    claims = properties_asked(document, names, library)
    return prove(document, library.charter, claims, as_of=DAY, limits=LIMITS, least=least).answers


def per_charter(library: Library) -> Iterator[str]:
    """One line per charter, then all together; what is not applicable takes no time and is left out."""
    every: list[Answer] = []
    yield f"{'charter':24} {'asked':>5} {'median ms':>9} {'slowest ms':>10}  slowest, answers"
    for charter in charters(library):
        found = [each for each in asked(library, charter) if each.standing is not Standing.NOT_APPLICABLE]
        every += found
        yield _line(charter, found)
    yield _line("all", every)
    yield f"aims: median {AIMS['median'] * 1000:g} ms, slowest {AIMS['slowest'] * 1000:g} ms"


def _line(name: str, found: Sequence[Answer]) -> str:
    slowest = max(found, key=lambda each: each.seconds)
    answers = ", ".join(f"{count} {standing}" for standing, count in sorted(Counter(e.standing for e in found).items()))
    middle = median(each.seconds for each in found)
    figures = f"{len(found):>5} {middle * 1000:>9.0f} {slowest.seconds * 1000:>10.0f}"
    return f"{name:24} {figures}  {slowest.claim.charter}/{slowest.claim.id}; {answers}"


def side_by_side(library: Library) -> Iterator[str]:
    """One line per question: deciding it and showing the smallest board, ours and by hand with Z3; brute force."""
    yield f"{'':58} {'':>7} {'decided, ms':^21} {'the smallest, ms':^21}"
    columns = f"{'ours':>7} {'Z3':>6} {'ratio':>6}"
    yield f"{'property':58} {'members':>7} {columns} {columns} {f'1..{LARGEST} ms':>8}"
    ratios: list[tuple[float, float]] = []
    for question in QUESTIONS:
        decided = _beside(
            lambda each=question: _ours(library, each, least=False), lambda each=question: each.by_z3().decided()
        )
        smallest = _beside(lambda each=question: _ours(library, each), lambda each=question: each.by_z3().smallest())
        by_trying, tried = best(question.by_trying)
        found = (decided.here is not None, smallest.here, smallest.there)
        assert found == (decided.there, tried, tried), f"{question.property}: {found}, by trying {tried}"
        ratios.append((decided.ratio, smallest.ratio))
        name = f"{question.charter} {question.property}"
        yield f"{name:58} {tried or 'proved':>7} {decided} {smallest} {by_trying * 1000:>8.2f}"
    middle = [median(each) for each in zip(*ratios, strict=True)]
    yield f"median ratio: deciding {middle[0]:.1f}, the smallest {middle[1]:.1f}; aim {AIMS['by hand']:g}"
    yield "ours starts from the clauses of the charter, names people, and has each board confirmed by the evaluator"


@dataclass(frozen=True)
class Beside:
    """What Quorate and what a question by hand found, and how long each took."""

    ours: float
    by_hand: float
    here: object
    there: object

    @property
    def ratio(self) -> float:
        return self.ours / self.by_hand

    def __str__(self) -> str:
        return f"{self.ours * 1000:>7.1f} {self.by_hand * 1000:>6.1f} {self.ratio:>6.1f}"


def _beside(here: Callable[[], object], there: Callable[[], object]) -> Beside:
    (ours, found), (by_hand, known) = best(here), best(there)
    return Beside(ours, by_hand, found, known)


def _ours(library: Library, question: Question, *, least: bool = True) -> Found:
    (answer,) = asked(library, question.charter, [question.property], least=least)
    if answer.standing is Standing.PROVED:
        return None
    assert answer.witness is not None, f"{question.property} is {answer.standing}: {answer.why}"
    return len(answer.witness.sets["members"])


def best(work: Callable[[], T]) -> tuple[float, T]:
    """The least processor time of several runs, as the machine does other things too."""
    times = []
    for _ in range(TIMES):
        begin = time.process_time()
        result = work()
        times.append(time.process_time() - begin)
    return min(times), result


def process() -> str:
    """The whole command, from start to exit."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    line = [str(Path(sys.executable).parent / "quorate"), *PROCESS]
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, check=False)
        times.append(time.perf_counter() - begin)
        assert done.returncode in (0, 1, 3), done.stderr.decode()
    return f"quorate {' '.join(PROCESS)}: {min(times):.2f} s; aim {AIMS['process']:g} s"


def main() -> None:
    library = Library((shipped("policies"),))
    for lines in (per_charter(library), side_by_side(library)):
        for line in lines:
            print(line, flush=True)
        print()
    print(process())


if __name__ == "__main__":
    main()
