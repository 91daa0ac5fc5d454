"""What a comparison of two charters says of one body: wording, verdicts, slates and stress figures that change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from quorate.charter.document import Charter, Clause, Duty, Force, Policy, Property, Relief
from quorate.charter.roster import Roster
from quorate.charter.verdict import Status, Verdict
from quorate.formula.candidates import Slate
from quorate.questions.stress import Figure

Piece: TypeAlias = Charter | Clause | Duty | Property | Relief


class Kind(StrEnum):
    """What became of a clause, a duty or a property; one of a pack is displaced or restored by the charter's own."""

    ADDED = "added"
    STRUCK = "struck"
    CHANGED = "changed"
    DISPLACED = "displaced"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing a piece says, before and after; none where it is not said."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one piece. A change of wording alone (text, citation) is not of `substance`."""

    kind: Kind
    name: str
    before: Piece | None
    after: Piece | None
    aspects: tuple[Aspect, ...] = ()
    substance: bool = True

    @property
    def piece(self) -> Piece:
        found = self.after if self.after is not None else self.before
        assert found is not None
        return found

    @property
    def binding(self) -> bool:
        """Whether it must be, before or after; what only should be is told apart."""
        return any(isinstance(each, Clause | Duty) and each.force is Force.MUST for each in (self.before, self.after))


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """The gravest status of a clause or duty today, before and after; none where it does not exist."""

    name: str
    before: Status | None
    after: Status | None
    verdict: Verdict

    @property
    def binding(self) -> bool:
        return self.verdict.subject.force is not Force.SHOULD


@dataclass(frozen=True, slots=True)
class SlateChange:
    """How many slates are lawful before and after, how many are gained and lost, with an example of each.

    `hanging` slates hang on facts that are not known, before or after (`hanging_before` and `hanging_after` say on
    which side), and are not counted as lawful there; `facts` are those they hang on, as far as time allowed.
    `undecided` says why the numbers could not be found.
    """

    before: int = 0
    after: int = 0
    gained: int = 0
    lost: int = 0
    hanging: int = 0
    hanging_before: int = 0
    hanging_after: int = 0
    facts: tuple[str, ...] = ()
    example_gained: Slate | None = None
    example_lost: Slate | None = None
    reads_chair: bool = True
    undecided: str | None = None


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One stress figure before and after; none where there is nothing to strain."""

    name: str
    before: Figure | None
    after: Figure | None

    @property
    def figure(self) -> Figure:
        found = self.after if self.after is not None else self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class DiffAnswer:
    """`lawful` says whether today's body is lawful, before and after (none: that hangs on unknown facts).

    `second` is what other engines said of the numbers, where they were asked.
    """

    roster: Roster
    as_of: date
    body: str
    before: Policy
    after: Policy
    changes: tuple[Change, ...]
    verdicts: tuple[VerdictChange, ...]
    lawful: tuple[bool | None, bool | None]
    slates: SlateChange
    figures: tuple[FigureChange, ...]
    engines: tuple[str, ...] = ()
    effective: date | None = None
    second: str | None = None

    @property
    def names(self) -> Mapping[str, str]:
        return {person.id: person.name for person in self.roster.people.values()}

    def ids(self, kind: Kind) -> frozenset[str]:
        """The clauses, duties and properties of which that became."""
        pieces = (change for change in self.changes if not isinstance(change.piece, Charter))
        return frozenset(change.name for change in pieces if change.kind is kind)

    @property
    def breaks(self) -> bool:
        """Whether the change breaks something that must be: a verdict of today, or the last lawful slate."""
        broken = any(each.after is Status.BROKEN and each.binding for each in self.verdicts)
        none_left = self.slates.undecided is None and self.slates.before > 0 and self.slates.after == 0
        return broken or none_left

    @property
    def open(self) -> bool:
        """Whether it is not known if the change breaks something."""
        unknown = any(each.after is Status.UNKNOWN and each.binding for each in self.verdicts)
        return unknown or self.slates.undecided is not None
