"""What helps where there is no lawful slate: clauses to waive, facts to change, people to add, wishes to give up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from quorate.questions.slates.nouns import Seated
from quorate.source.span import Span


@dataclass(frozen=True, slots=True)
class Costs:
    """What each kind of remedy costs where nothing else is declared of a clause or a fact."""

    waive: int = 3
    recruit: int = 2
    change: int = 1
    wish: int = 1


@dataclass(frozen=True, slots=True)
class Waiver:
    """A clause not to be applied to one body; `law` says that a statute or a listing rule says so, not the charter."""

    body: str
    name: str
    text: str
    law: str | None
    cost: int
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact of a person to be made `value`, which is `stated` now (as the roster writes it; none: not known)."""

    person: str
    fact: str
    text: str
    stated: str | None
    value: str
    cost: int


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing that must be known of a newcomer: a fact with a value that does, and in words: `independent`.

    `fits` says which values do, such as `3 or less`.
    """

    fact: str
    value: str
    fits: str
    words: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is wanted of a newcomer: nothing else needs to be known of them. No traits: anybody will do."""

    traits: tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class Recruit:
    """Somebody to be added to the roster, by the id that the newcomer has in the slate that shows it."""

    id: str
    profile: Profile
    cost: int


@dataclass(frozen=True, slots=True)
class WishDropped:
    """A wish of the call (`size`, or `keep` of one person) to be given up."""

    body: str
    wish: str
    text: str
    cost: int


Remedy: TypeAlias = Waiver | FactChange | Recruit | WishDropped


@dataclass(frozen=True, slots=True)
class Repair:
    """Remedies that together open a lawful slate, none of them needless; `slate` is one, confirmed by replay.

    `slates` is how many there would be, where that was counted.
    """

    remedies: tuple[Remedy, ...]
    cost: int
    slate: tuple[Seated, ...]
    slates: int | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Newcomers with the weakest profiles with whom a lawful slate exists, one such slate, and how many there are."""

    newcomers: tuple[Profile, ...]
    slate: tuple[Seated, ...]
    slates: int | None = None


@dataclass(frozen=True, slots=True)
class Repairs:
    """All minimal repairs, cheapest first, unless there are `more`, or time ran out: `open_because` then says so.

    Where there are more, the last are the cheapest that change no fact. With `most` only those of so many remedies and
    newcomers were looked for. `tried` are the clauses that come to no formulas: what they say was only told by trying.
    """

    found: tuple[Repair, ...] = ()
    open_because: str | None = None
    tried: tuple[str, ...] = ()
    more: bool = False
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Recruits:
    """Whom to recruit: the openings with the fewest newcomers that do; none where no newcomers help by themselves.

    `most` is the number of newcomers up to which was looked; where there are `more` openings, not all are told.
    """

    openings: tuple[Opening, ...] = ()
    most: int = 3
    open_because: str | None = None
    tried: tuple[str, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """What every slate must have, which no remedy changes: by body all members, who must be among them, the chair."""

    members: Mapping[str, tuple[str, ...]]
    among: Mapping[str, frozenset[str]]
    chairs: Mapping[str, str]


NOTHING_FIXED = Fixed({}, {}, {})
