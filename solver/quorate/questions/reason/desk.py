"""What is reasoned about: one charter on one day, its clauses that bind, and questions about boards of every size."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from time import monotonic

from quorate.cel.ast import Binary, Expr, Literal
from quorate.cel.kinds import conjuncts
from quorate.cel.reading import fields_read, qualified
from quorate.charter.claim_names import in_force, named
from quorate.charter.document import Charter, Clause, Force, Mode, Policy, Property, Scope
from quorate.charter.policy import of_any_board, policy_of
from quorate.charter.survey import Surveyed
from quorate.engines.base import Limits, Satisfied, Sought, Unsatisfiable, prover
from quorate.engines.query import Query
from quorate.formula.ast import FALSE, Formula, negate
from quorate.formula.judgement import Judgement
from quorate.formula.open.claims import written_out
from quorate.formula.room import NOWHERE
from quorate.questions.prove.boards import Boards, base_words, boards, implied, key_of
from quorate.questions.prove.smallest import Deadline

CHAIN: Mapping[Scope, tuple[Scope, ...]] = {
    Scope.BODY: (Scope.BODY,),
    Scope.QUORUM: (Scope.BODY, Scope.QUORUM),
    Scope.VOTE: (Scope.BODY, Scope.QUORUM, Scope.VOTE),
}
"""The scopes that are reasoned about, each with those whose clauses its boards fulfil."""
NEVER = Literal(False, NOWHERE)


class Reply(StrEnum):
    """Whether there is such a board; `BEYOND` is what the prover does not decide, `LATE` what took too long."""

    YES = "yes"
    NO = "no"
    LATE = "late"
    BEYOND = "beyond"


@dataclass(frozen=True)
class Asked:
    """Boards, of which questions are asked one after the other."""

    boards: Boards
    limits: Limits

    def judged(self, clause: Clause) -> Judgement | None:
        """Where a clause holds, is broken, does not apply; none if that is beyond what is proved."""
        return None if beyond(clause) else self.boards.judged(clause)

    def why(self, clause: Clause) -> str:
        """Why a clause could not be read."""
        return beyond(clause) or f"{self.boards.unread.get(key_of(clause), 'it')} is beyond what is proved"

    def kept(self, clause: Clause) -> Formula:
        """That a clause is not broken; nothing of one that could not be read."""
        judged = self.judged(clause)
        return negate(FALSE) if judged is None else negate(judged.broken)

    def possible(self, *wanted: Formula, empty: bool = False) -> Reply:
        """Whether there is a board of which all this is true; with `empty`, one without members counts too."""
        began = monotonic()
        seconds = self.limits.seconds
        match self._open.ask(*wanted, seconds=seconds) if empty else self._peopled.ask(*wanted, seconds=seconds):
            case Satisfied():
                return Reply.YES
            case Unsatisfiable():
                return Reply.NO if self.boards.enough else Reply.BEYOND
            case _:
                late = seconds is not None and monotonic() - began >= 0.9 * seconds
                return Reply.LATE if late else Reply.BEYOND

    @cached_property
    def _peopled(self) -> Sought:
        return self._put("")

    @cached_property
    def _open(self) -> Sought:
        return self._put("members")

    def _put(self, but: str) -> Sought:
        """All that is so of every board, but for one law."""
        world, situation = self.boards.world, self.boards.situation
        laws = tuple(law for law in self.boards.laws if law.name != but)
        return prover().put(Query((*world.counts, *situation.counts), laws, world.possible), self.limits.seed)


def beyond(clause: Clause) -> str | None:
    """Why a clause says something of things that no board considered here has."""
    if clause.scope is not Scope.VOTE or _at_meetings(clause):
        return None
    parts = (clause.rule, clause.when)
    reads = any("form" in fields_read(part.ast) for part in parts if part is not None)
    return "it asks how a vote is taken, and only votes at meetings are considered" if reads else None


def _at_meetings(clause: Clause) -> bool:
    """Whether a clause says outright that it speaks of votes at meetings alone."""
    return clause.when is not None and any(_is_meeting(part) for part in conjuncts(clause.when.ast))


def _is_meeting(part: Expr) -> bool:
    match part:
        case Binary("==", left, Literal(value="meeting")):
            return qualified(left) == "vote.form"
        case _:
            return False


@dataclass(frozen=True)
class Desk:
    """A charter, its policy, the day, and how long one question may take.

    In `policy`, defaults of packs that the charter lets in by its silence stand as clauses of the charter itself.
    """

    file: Surveyed
    charter: Charter
    whole: Policy
    day: date
    limits: Limits
    made: dict[Scope, Asked] = field(default_factory=dict)

    @classmethod
    def of(cls, file: Surveyed, charter: Charter, day: date, limits: Limits) -> "Desk":
        packs = {pack.id: pack for pack in file.packs}
        return cls(file, charter, of_any_board(policy_of(charter, packs.__getitem__)), day, limits)

    @cached_property
    def policy(self) -> Policy:
        clauses = tuple(self._let_in(clause) if self.fills(clause) else clause for clause in self.whole.clauses)
        return replace(self.whole, clauses=clauses)

    def _let_in(self, clause: Clause) -> Clause:
        return replace(clause, id=f"{clause.charter}/{clause.id}", charter=self.charter.id)

    def fills(self, clause: Clause) -> bool:
        """Whether a clause is a default that applies because the charter is silent."""
        return clause.default and clause.charter != self.charter.id

    @cached_property
    def own(self) -> tuple[Clause, ...]:
        """The clauses of the charter itself that bind."""
        return tuple(c for c in self.whole.clauses if c.charter == self.charter.id and binds(c, self.day))

    @cached_property
    def bound(self) -> tuple[Clause, ...]:
        """The clauses of the charter that bind, and the defaults that it lets in."""
        return tuple(c for c in self.policy.clauses if c.charter == self.charter.id and binds(c, self.day))

    def asked(
        self, scope: Scope, clauses: Sequence[Clause], *, assumed: Sequence[Clause] = (), denied: Expr = NEVER
    ) -> Asked:
        """The boards of a scope as some clauses see them; raises `OutOfTime`, or `OutsideFragment` of all at once."""
        found = boards(
            scope, self.charter.kind, self.policy.facts, clauses, {}, base_words(self.policy, self.day),
            denied=denied, assumed=assumed, spelt=lambda expr: self.written(expr, scope),
            deadline=Deadline.of(self.limits.seconds),
        )  # fmt: skip
        return Asked(found, self.limits)

    def plain(self, scope: Scope, clauses: Sequence[Clause]) -> Asked:
        """The boards of a scope as clauses of the charter see them, made once."""
        if scope not in self.made:
            self.made[scope] = self.asked(scope, clauses, assumed=clauses)
        return self.made[scope]

    def written(self, expr: Expr, scope: Scope) -> Expr:
        """An expression with clauses in the place of their names."""
        return written_out(expr, self._named, scope)

    def _named(self, name: str) -> tuple[Clause, ...] | None:
        anything = next(iter(self.bound or self.policy.clauses))
        meant = named(self.policy, as_property(anything, self.charter.id), name, self.day)
        return None if meant is None else meant.clauses


def binds(clause: Clause, day: date) -> bool:
    """Whether a clause says, on a day, what is lawful at any moment."""
    binding = clause.force is Force.MUST and clause.mode is Mode.REQUIRE and clause.tested == "always"
    return binding and in_force(clause, day)


def within(clauses: Iterable[Clause], *scopes: Scope) -> tuple[Clause, ...]:
    """The clauses of some scopes."""
    return tuple(clause for clause in clauses if clause.scope in scopes)


def as_property(clause: Clause, charter: str) -> Property:
    """What a clause requires as a claim about a charter."""
    return Property(clause.id, charter, clause.text, clause.scope, clause.rule, clause.span, when=clause.when)


def as_claim(clause: Clause) -> Expr:
    """The rule of a clause, where it applies, as one expression."""
    return implied(None if clause.when is None else clause.when.ast, clause.rule.ast)
