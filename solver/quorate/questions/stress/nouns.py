"""What a stress test says: per clause and kind of strain how much is survived, what breaks it, and what remains."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from quorate.charter.document import Charter, Clause, Force
from quorate.charter.verdict import Verdict
from quorate.formula.candidates import Slate
from quorate.formula.strains import Strain

QUORUM = "quorum"
EVERYTHING = "all must clauses"
COUNTED = (Strain.DEPARTURES, Strain.ABSENCES)
"""The strains that a body is asked to survive; whom a vote recuses depends on the matter."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Members whom the clauses in question do not tell apart, with what those clauses read of them."""

    people: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SomeOf:
    """So many members of a kind."""

    number: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Smallest:
    """The smallest sets that have an effect: their size, how many there are, by kind and by name.

    `kinds` and `named` are cut off where there are very many; `number` is exact.
    """

    size: int
    number: int
    kinds: tuple[tuple[SomeOf, ...], ...]
    named: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """How much of a strain one clause, the quorum, or everything that must be survives.

    `breaks` are the smallest sets of members whose departure, absence or recusal breaks it, `unclear` the smallest
    that leave it unknown; `facts` would decide those. `undecided` says why a figure could not be found.
    """

    name: str
    clauses: tuple[Clause, ...]
    strain: Strain
    members: int
    breaks: Smallest | None = None
    unclear: Smallest | None = None
    facts: frozenset[str] = frozenset()
    undecided: str | None = None

    @property
    def survives(self) -> int | None:
        """How many it surely survives, whoever they are; none: any number. Zero also where it fails already."""
        sizes = [found.size for found in (self.breaks, self.unclear) if found is not None]
        return max(min(sizes) - 1, 0) if sizes else None

    @property
    def broken_today(self) -> bool:
        return self.breaks is not None and self.breaks.size == 0

    @property
    def unknown_today(self) -> bool:
        return self.unclear is not None and self.unclear.size == 0

    @property
    def binding(self) -> bool:
        """Whether it must be, rather than should."""
        return any(clause.force is Force.MUST for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What remains possible once these members have departed.

    `can_meet`: some gathering of the others is quorate (none: not known). `refill` is a lawful slate with the fewest
    newcomers; `keeps_all` says that everybody who remained sits in it. Without one, `undecided` says why it is not
    known that there is none. `spared` are the verdicts on clauses that relief can help, as if they resigned today.
    """

    departed: tuple[str, ...]
    can_meet: bool | None
    refill: Slate | None
    newcomers: tuple[str, ...] = ()
    keeps_all: bool = True
    undecided: str | None = None
    spared: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyStress:
    """One body: its members and chair, its figures, and what remains after the departures that break it."""

    body: str
    charter: Charter
    members: tuple[str, ...]
    chair: str | None
    figures: tuple[Figure, ...]
    aftermaths: tuple[Aftermath, ...]

    def figure(self, name: str, strain: Strain) -> Figure | None:
        return next((each for each in self.figures if each.name == name and each.strain is strain), None)


@dataclass(frozen=True, slots=True)
class StressAnswer:
    """`names` has everybody's name by id; `engines` are those that answered, `second` is what others said of it."""

    roster: str
    title: str
    illustrative: bool
    as_of: date
    bodies: tuple[BodyStress, ...]
    names: Mapping[str, str]
    engines: tuple[str, ...]
    second: str | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for body in self.bodies for figure in body.figures)
