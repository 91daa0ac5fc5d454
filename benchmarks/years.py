"""Years of an illustrative board of nine with three committees: the log of them, and how long its replay takes.

`python benchmarks/years.py` replays one year and thirty, the latter with some 500 entries of the log.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from quorate import api

FIRST_YEAR = 1996
SIZES = {"audit": 3, "compensation": 3, "nominating": 3}


class _Log:
    """The entries of some years, and who sits where as they go on."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.people = 9
        self.board = [f"p{number}" for number in range(9)]
        self.committees = {name: self.board[1 + place : 4 + place] for place, name in enumerate(SIZES)}
        self.entries: list[tuple[date, str]] = []

    def add(self, day: date, kind: str, **parts: str) -> None:
        told = "".join(f", {name}: {value}" for name, value in parts.items())
        self.entries.append((day, f"{{date: {day}, kind: {kind}{told}}}"))

    def year(self, year: int) -> None:
        for number, month in enumerate((2, 5, 8, 11)):
            day = self.some_day(year, month)
            self.add(day, "held", body="board", present="all")
            agenda = "[statements, risk]" if number == 2 else "[statements]"
            self.add(day + timedelta(days=1), "held", body="audit", present="all", agenda=agenda)
        for month in (3, 9):
            self._with_minutes(self.some_day(year, month))
        day = self.some_day(year, 10)
        self.add(day, "held", body="nominating", present="all", agenda="[skills]")
        late = timedelta(days=self.chance.randint(20, 110))
        self.add(day + late, "reported", by="nominating", body="nominating", to="board", subject="board-report")
        self._succession(year)

    def some_day(self, year: int, month: int) -> date:
        return date(year, month, self.chance.randint(1, 24))

    def _with_minutes(self, day: date) -> None:
        self.add(day, "held", body="compensation", present="all", agenda="[pay]")
        late = timedelta(days=self.chance.randint(5, 35))
        self.add(day + late, "minutes-filed", body="compensation", meeting=str(day), to="offices.secretary")

    def _succession(self, year: int) -> None:
        """Somebody leaves, or ceases to be independent, and somebody comes."""
        gone = self.chance.choice(self.board[1:])
        comes, self.people = f"p{self.people}", self.people + 1
        day = self.some_day(year, 6)
        if year % 5 == 0:
            self.add(day, "lost-independence", person=gone, own_control="false", facts="{independent: false}")
        self.add(day + timedelta(days=3), "resigned", person=gone)
        self.add(day + timedelta(days=9), "recommended", by="nominating", to="board", body="board", person=comes)
        self.add(day + timedelta(days=30), "appointed", by="board", body="board", person=comes)
        self.board[self.board.index(gone)] = comes
        for name, members in self.committees.items():
            if gone in members:
                members[members.index(gone)] = comes
                self.add(day + timedelta(days=31), "appointed", by="board", body=name, person=comes)


def written(folder: Path, years: int, seed: int = 1) -> Path:
    """A roster, stated as of the first day of the first year, with the log of the years."""
    log = _Log(seed)
    bodies = "\n".join(_bodies(log))
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        log.year(year)
    meetings = ", ".join(f"{year}-09-22" for year in range(FIRST_YEAR - 1, FIRST_YEAR + years + 2))
    people = "\n".join(f"  p{n}: {{name: Person {n}, independent: true, literate: true}}" for n in range(log.people))
    entries = "\n".join(f"  - {entry}" for _, entry in sorted(log.entries, key=lambda one: one[0]))
    path = folder / f"years-{years}-{seed}.yaml"
    path.write_text(
        f"quorate: 1\nroster: years.board\ntitle: Years of a board\nillustrative: true\n"
        f"as_of: {FIRST_YEAR}-01-01\nlog_from: {FIRST_YEAR}-01-01\norganisation: {{name: Years}}\n"
        f"people:\n{people}\n  secretary: {{name: Secretary, candidate: false}}\nbodies:\n{bodies}\n"
        f"offices: {{chief_executive: p8, secretary: secretary}}\n"
        f"calendar:\n  fiscal_year: 01-01\n  annual_meetings: [{meetings}]\n  holidays: NYSE\nevents:\n{entries}\n"
    )
    return path


def _bodies(log: _Log) -> Iterator[str]:
    for name, members in {"board": log.board, **log.committees}.items():
        parent = "" if name == "board" else ", parent: board"
        chair, size = members[0], len(members)
        yield f"  {name}:\n    {{kind: {name}, charter: harbours.{name}, chair: {chair}, seats: {size}{parent},"
        seated = ", ".join(f"{{person: {person}, since: {FIRST_YEAR - 2}-09-22}}" for person in members)
        yield f"     members: [{seated}]}}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for years in [int(given) for given in sys.argv[1:]] or [1, 30]:
            path = written(Path(folder), years)
            roster = api.opened(path)
            begun = perf_counter()
            answer = api.replay(roster, last=date(FIRST_YEAR + years - 1, 12, 31), first=date(FIRST_YEAR, 1, 1))
            seconds = perf_counter() - begun
            intervals = sum(len(course.intervals) for course in answer.courses)
            told = (
                f"{years} years, {len(roster.roster.log)} entries: {len(answer.courses)} courses, {intervals} intervals"
            )
            print(f"{told}, {answer.judged} judged: {seconds:.2f} s")


if __name__ == "__main__":
    main()
