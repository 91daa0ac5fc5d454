"""The nouns of a comparison for any board: what is newly allowed and forbidden, and which properties change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from quorate.charter.document import Charter, Clause, Force, Mode, Per, Property, Scope
from quorate.questions.diff.nouns import DiffAnswer
from quorate.questions.prove.nouns import Answer, Standing, Witness


class Relation(StrEnum):
    """What the new says of boards, beside the old."""

    EQUIVALENT = "equivalent"
    TIGHTENED = "tightened"
    LOOSENED = "loosened"
    INCOMPARABLE = "incomparable"
    UNDECIDED = "undecided"


class Outcome(StrEnum):
    """Whether there is a board that is lawful on one side and not on the other."""

    NONE = "none"
    SHOWN = "shown"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Year:
    """A period with what is so of each of its meetings; `fewest` if it was proved that none with fewer will do."""

    per: Per
    meetings: tuple[Mapping[str, object], ...]
    fewest: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """What is newly allowed, or newly forbidden: proved to be nothing, shown by a board, or open for a reason.

    `meeting` has the facts of the meeting at which it is shown, `year` the period, where clauses speak of one.
    """

    outcome: Outcome
    why: str = ""
    witness: Witness | None = None
    meeting: Mapping[str, object] = field(default_factory=dict)
    year: Year | None = None


NOTHING = Shift(Outcome.NONE)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sets of clauses compared; `alike` where they say the same in the same words, so that nothing was proved."""

    allowed: Shift = NOTHING
    forbidden: Shift = NOTHING
    alike: bool = False

    @property
    def relation(self) -> Relation:
        match self.allowed.outcome, self.forbidden.outcome:
            case Outcome.NONE, Outcome.NONE:
                return Relation.EQUIVALENT
            case Outcome.NONE, Outcome.SHOWN:
                return Relation.TIGHTENED
            case Outcome.SHOWN, Outcome.NONE:
                return Relation.LOOSENED
            case Outcome.SHOWN, Outcome.SHOWN:
                return Relation.INCOMPARABLE
            case _:
                return Relation.UNDECIDED

    @property
    def why(self) -> tuple[str, ...]:
        """What is left open, each reason once."""
        return tuple(dict.fromkeys(each.why for each in (self.allowed, self.forbidden) if each.why))


ALIKE = Compared(alike=True)


def undecided(why: str) -> Compared:
    return Compared(Shift(Outcome.OPEN, why), Shift(Outcome.OPEN, why))


class Fate(StrEnum):
    """What became of a clause; one that is renamed says the same under another id."""

    CHANGED = "changed"
    RENAMED = "renamed"
    ADDED = "added"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class ClauseCompared:
    """One clause, before and after; none where there is none."""

    fate: Fate
    before: Clause | None
    after: Clause | None
    compared: Compared

    @property
    def clause(self) -> Clause:
        found = self.after if self.after is not None else self.before
        assert found is not None
        return found

    @property
    def name(self) -> str:
        return self.before.id if self.before is not None else self.clause.id

    @property
    def force(self) -> Force:
        return self.clause.force

    @property
    def apart(self) -> bool:
        """Whether no scope counts it: what should be, what may be, what is not tested always."""
        clause = self.clause
        return clause.force is not Force.MUST or clause.mode is not Mode.REQUIRE or clause.tested != "always"


@dataclass(frozen=True, slots=True)
class ScopeCompared:
    """All `must` clauses of a scope compared."""

    scope: Scope
    compared: Compared


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """A property of which something else is to be said under the new charter."""

    claim: Property
    before: Answer
    after: Answer

    @property
    def gained(self) -> bool:
        return self.after.standing is Standing.PROVED

    @property
    def lost(self) -> bool:
        return self.before.standing is Standing.PROVED

    @property
    def told(self) -> bool:
        """Whether it is gained or lost; what is undecided on a side is neither."""
        return Standing.UNDECIDED not in (self.before.standing, self.after.standing) and (self.gained or self.lost)


@dataclass(frozen=True, slots=True)
class AnyBoardAnswer:
    """What another charter changes for every board.

    `lawful` says whether any body is lawful, before and after (none: that is not known). `left_out` are duties and
    whatever else is different and was not compared. `here` is what changes for a body of a roster, if one was given.
    """

    before: Charter
    after: Charter
    as_of: date
    scopes: tuple[ScopeCompared, ...]
    clauses: tuple[ClauseCompared, ...]
    properties: tuple[PropertyChange, ...] = ()
    asked: int = 0
    lawful: tuple[bool | None, bool | None] = (None, None)
    left_out: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    effective: date | None = None
    here: DiffAnswer | None = None
    engine: str = "z3"

    @property
    def relation(self) -> Relation:
        """What must be, all scopes together, and with them the clauses that are tested only at times."""
        apart = (each.compared for each in self.clauses if each.apart and each.force is Force.MUST)
        return together(each.relation for each in (*(scope.compared for scope in self.scopes), *apart))

    @property
    def breaks(self) -> bool:
        """Whether no body can be lawful any more, a property of the charter's own is lost, or the body here breaks."""
        own = (self.before.id, self.after.id)
        lost = any(
            each.lost and each.after.standing is Standing.VIOLATED and each.claim.charter in own
            for each in self.properties
        )
        return self.lawful == (True, False) or lost or (self.here is not None and self.here.breaks)

    @property
    def open(self) -> bool:
        return self.relation is Relation.UNDECIDED or (self.here is not None and self.here.open)


def together(relations: Iterable[Relation]) -> Relation:
    """What several scopes come to: each may tighten or loosen, and one that is undecided leaves open which."""
    found = frozenset(relations)
    if Relation.INCOMPARABLE in found or {Relation.TIGHTENED, Relation.LOOSENED} <= found:
        return Relation.INCOMPARABLE
    if Relation.UNDECIDED in found:
        return Relation.UNDECIDED
    return next((each for each in (Relation.TIGHTENED, Relation.LOOSENED) if each in found), Relation.EQUIVALENT)
