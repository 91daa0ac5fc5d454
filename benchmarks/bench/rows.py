"""The rows of the table: which board, what is asked of it, what is to be reached, who cannot do it and why."""

from collections.abc import Iterator
from dataclasses import dataclass, field

LISTS = "counts only by listing, one by one"
OBJECTIVE = "has no objective"


@dataclass(frozen=True, slots=True)
class Aim:
    """Quorate takes at most `factor` times as long as the quickest of these peers (none named: of all)."""

    factor: float
    peers: tuple[str, ...] = ()

    def __str__(self) -> str:
        whom = " and ".join(self.peers) if self.peers else "the quickest"
        if self.factor < 1:
            return f"{1 / self.factor:g} × quicker than {whom}"
        return f"ahead of {whom}" if self.factor == 1 else f"≤ {self.factor:g} × {whom}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `seconds` is what a peer has for one answer, `within` an aim in seconds."""

    family: str
    label: str
    asks: str
    maker: str
    arguments: dict[str, object]
    aims: tuple[Aim, ...] = ()
    within: float | None = None
    seconds: float = 4.0
    peers: tuple[str, ...] = ()
    without: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.family}: {self.label}"


FASTEST = Aim(2)
AHEAD = Aim(1, ("cp_sat", "cpmpy", "z3", "clingo", "python_constraint"))
NONE_AHEAD = Aim(1, ("cp_sat", "cpmpy", "z3", "python_constraint"))
COUNTERS = ("dd", "pysdd")
MANY = dict.fromkeys(("cp_sat", "highs", "cpmpy", "clingo", "pysat", "z3", "python_constraint"), LISTS)


def first() -> Iterator[Row]:
    for people in (10, 20, 40, 100, 200, 400):
        board: dict[str, object] = {"people": people, "seed": 3}
        yield Row("first lawful slate, 6 clauses", f"{people} candidates", "first", "six", board, (FASTEST, AHEAD))
    for people in (40, 100, 200):
        board = {"people": people}
        yield Row("first, 14 tight clauses", f"{people} candidates", "first", "tight", board, (FASTEST, AHEAD))


def none() -> Iterator[Row]:
    for people in (20, 40, 100, 200, 400):
        yield Row("none, 8 clauses", f"{people} candidates", "first", "clashing", {"people": people}, (NONE_AHEAD,))
    for people in (20, 40, 100):
        yield Row(
            "none, 14 tight clauses", f"{people} candidates", "first", "closed", {"people": people}, (NONE_AHEAD,)
        )


def every() -> Iterator[Row]:
    aims = (Aim(0.1, ("clingo", "python_constraint")),)
    for board, seconds in ((LISTED[0], 6.0), (LISTED[1], 14.0)):
        yield Row("all slates", f"{board[0]:,}", "every", "six", board[1], aims, seconds=seconds)


LISTED: tuple[tuple[int, dict[str, object]], ...] = (
    (128_514, {"people": 48, "seats": 5, "chaired": False, "seed": 2}),
    (2_143_874, {"people": 48, "seats": 6, "chaired": False, "seed": 3}),
)
"""How many slates there are, and the board that has so many."""


def count() -> Iterator[Row]:
    aims = (Aim(0.1, COUNTERS),)
    for people, seats, pairs in ((100, 9, 5), (400, 15, 5), (400, 15, 60)):
        board: dict[str, object] = {"people": people, "seats": seats, "pairs": pairs}
        label = f"{seats} of {people}, {pairs} pairs apart"
        yield Row("count", label, "count", "apart", board, aims, seconds=8.0, without=MANY)


def best() -> Iterator[Row]:
    aims = (Aim(1.3, ("cp_sat",)),)
    for people in (100, 1_000):
        yield Row("best slate", f"{people:,} candidates", "best", "six", {"people": people}, aims)
    ten = (Aim(0.2, ("cp_sat",)),)
    yield Row("ten best", "1,000 candidates", "ten", "six", {"people": 1_000}, ten, seconds=6.0)
    for people in (12, 24, 48):
        yield Row("joint best, three bodies", f"{people} directors", "best", "joint", {"people": people}, aims)


def departures() -> Iterator[Row]:
    without = {"pysat": "weights need an encoding of their own", "python_constraint": OBJECTIVE}
    for people in (100, 400):
        board: dict[str, object] = {"people": people}
        yield Row(
            "smallest departures", f"{people} people", "departures", "sitting", board, within=1.0, without=without
        )


def growth() -> Iterator[Row]:
    for people in (10, 100, 1_000, 10_000):
        board: dict[str, object] = {"people": people}
        label = f"{people:,} candidates of at most 40 kinds"
        yield Row("growth: first", label, "first", "alike", board, peers=("cp_sat", "pysat", "clingo"))
        few = COUNTERS if people <= 1_000 else ()
        yield Row("growth: count", label, "count", "alike", board, peers=few)


def calendar() -> Iterator[Row]:
    aims = (Aim(1.2, ("cp_sat",)),)
    for committees, seconds in ((8, 10.0), (20, 20.0)):
        board: dict[str, object] = {"committees": committees, "seed": 1}
        label = f"{3 * committees} meetings of {committees} bodies"
        yield Row("calendar", label, "calendar", "calendar", board, aims, seconds=seconds)


def process() -> Iterator[Row]:
    aims = (Aim(1.5, ("python_constraint",)),)
    yield Row("whole process", "slates of ten directors", "process", "process", {"people": 10}, aims)


FAMILIES = (first, none, every, count, best, departures, calendar, process, growth)


def rows() -> tuple[Row, ...]:
    return tuple(row for family in FAMILIES for row in family())
