"""The nouns of a proof: what was claimed, what became of it, and the smallest board that shows it is not so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from quorate.charter.claims import Situation
from quorate.charter.document import Charter, Clause, Property
from quorate.charter.roster import Roster


class Standing(StrEnum):
    PROVED = "proved"
    VIOLATED = "violated"
    BOUNDED = "bounded"
    VACUOUS = "vacuous"
    NOT_APPLICABLE = "not applicable"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Witness:
    """A board as a roster that can be run: who is a member of the body, what the gathering or the departure is.

    `sets` has people by set: members, present, recused, ayes, noes, abstentions, departed, subcommittee. `kinds` says
    of each person what the charter's clauses ask of one; `subject` what a vote is about; `smallest` whether each step
    towards it was proved.
    """

    roster: Roster
    body: str
    sets: Mapping[str, tuple[str, ...]]
    chair: str | None
    kinds: Mapping[str, tuple[str, ...]]
    smallest: bool
    replayed: bool
    subject: str | None = None

    @property
    def situation(self) -> Situation:
        """What is the case beside the body, as a scenario says it."""
        sets = self.sets
        return Situation(
            present=sets.get("present"), ayes=sets.get("ayes"), noes=sets.get("noes"),
            abstentions=sets.get("abstentions"), recused=sets.get("recused"), departed=sets.get("departed"),
            members=sets.get("subcommittee"), subject=self.subject,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one property; `unread` are clauses that could not be reasoned about, with the reason.

    `clauses` are those that the claim speaks of: the quorum's where people gather, and those that it names. A bounded
    claim was not false of any board of up to `size` people that was tried.
    """

    claim: Property
    standing: Standing
    why: str = ""
    witness: Witness | None = None
    unread: Mapping[str, str] | None = None
    checked: str | None = None
    seconds: float = 0.0
    clauses: tuple[Clause, ...] = ()
    size: int | None = None


@dataclass(frozen=True, slots=True)
class ProveAnswer:
    """What became of the properties asked of a charter; `engine` is who decided.

    `words` say what the facts of people mean, in the charter's words: by the fact's name, what it is called and its
    text.
    """

    charter: Charter
    as_of: date
    answers: tuple[Answer, ...]
    engine: str = "z3"
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
