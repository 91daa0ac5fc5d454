"""Whether a board is lawful by one set of clauses and not by another, for every size: none, or the smallest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce

from quorate.cel.ast import Binary, Expr, Literal
from quorate.cel.kinds import conjuncts
from quorate.cel.reading import fields_read
from quorate.charter.document import Clause, Scope
from quorate.engines.base import (
    Limits,
    NotDecided,
    OutOfTime,
    Satisfied,
    SecondProver,
    Unsatisfiable,
    second_prover,
)
from quorate.formula.ast import all_of, negate, some_of
from quorate.formula.judgement import Judgement
from quorate.formula.room import NOWHERE
from quorate.formula.symbolic import OutsideFragment
from quorate.questions.diff.any_board.nouns import NOTHING, Compared, Outcome, Shift, undecided
from quorate.questions.diff.any_board.replay import Replay
from quorate.questions.diff.any_board.shown import shown
from quorate.questions.diff.any_board.sides import Pair, Put, binding
from quorate.questions.diff.any_board.years import Years
from quorate.questions.prove.boards import Boards, Shown, boards, implied, key_of
from quorate.questions.prove.smallest import Deadline

SCOPES = (Scope.BODY, Scope.QUORUM, Scope.VOTE, Scope.MEETING, Scope.YEAR)
"""The scopes whose clauses can be compared for every board; of the others a log is needed."""
FEW = "none was found with a few shared groups, but more may matter"


@dataclass(frozen=True)
class Desk:
    """Two charters and what searches may take; each has the time limit for itself.

    With `cross_check` a second prover is asked each question too.
    """

    pair: Pair
    limits: Limits
    cross_check: bool = False

    @cached_property
    def second(self) -> SecondProver | None:
        """Who gives a second opinion, where one is wanted."""
        return second_prover(seconds=self.limits.seconds) if self.cross_check else None

    def lawful_under_both(self, scope: Scope, shared: Iterable[Put]) -> tuple[Put, ...]:
        """What is taken for granted where clauses of a scope are compared: of bodies nothing, of gatherings those of
        bodies lawful under both charters, of votes those with a quorum under both."""
        known = tuple(shared)
        inside = {Scope.QUORUM: (Scope.BODY,), Scope.VOTE: (Scope.BODY, Scope.QUORUM), Scope.MEETING: (Scope.BODY,)}
        return tuple(each for one in inside.get(scope, ()) for each in binding(known, one))

    def compared(self, scope: Scope, given: Sequence[Put], before: Sequence[Put], after: Sequence[Put]) -> Compared:
        """What the clauses after allow and forbid beside those before, where `given` holds."""
        if scope not in SCOPES:
            return undecided(f"of scope `{scope}` nothing is proved: it needs a log")
        return Compared(
            allowed=self.shift(scope, (*given, *after), before),
            forbidden=self.shift(scope, (*given, *before), after),
        )

    def shift(self, scope: Scope, lawful: Sequence[Put], broken: Sequence[Put]) -> Shift:
        """The smallest board on which some clauses hold and one of others is broken."""
        if not broken:
            return NOTHING
        if scope is Scope.YEAR:
            return Years(self.pair, self.limits, self.second).shift(lawful, broken)
        try:
            return _Search(self, scope, tuple(lawful), tuple(broken), Deadline.of(self.limits.seconds)).shift()
        except OutsideFragment as error:
            return Shift(Outcome.OPEN, f"{error.what} is beyond what is proved")
        except OutOfTime as error:
            return Shift(Outcome.OPEN, str(error))

    def some(self, scope: Scope, lawful: Sequence[Put]) -> bool | None:
        """Whether there is a board on which clauses hold; none if that is not known."""
        try:
            found = _Search(self, scope, tuple(lawful), (), Deadline.of(self.limits.seconds))
            return found.any()
        except (OutsideFragment, OutOfTime):
            return None


@dataclass(frozen=True)
class _Search:
    desk: Desk
    scope: Scope
    lawful: tuple[Put, ...]
    broken: tuple[Put, ...]
    deadline: Deadline

    def shift(self) -> Shift:
        pair = self.desk.pair
        asked = tuple(each for each in self.broken if pair.unreadable(each) is None)
        if not asked:
            return Shift(Outcome.OPEN, self._unread(None))
        found = self._boards(asked)
        lawful, broken = self._judged(found, self._readable), self._judged(found, asked)
        wanted = all_of(*(each.lawful for _, each in lawful)), some_of(*(each.broken for _, each in broken))
        match found.smallest(*wanted, limits=self.desk.limits, deadline=self.deadline):
            case NotDecided(why):
                return Shift(Outcome.OPEN, why)
            case Unsatisfiable():
                return self._none(found, lawful, broken)
            case Shown() as board:
                return self._replayed(found, board)

    def any(self) -> bool | None:
        found = self._boards(())
        holding = all_of(*(each.lawful for _, each in self._judged(found, self._readable)))
        match found.exists(holding, limits=self.desk.limits, deadline=self.deadline):
            case Unsatisfiable():
                return False
            case Satisfied():
                return None if found.unread or len(self._readable) < len(self.lawful) else True
            case _:
                return None

    @property
    def _readable(self) -> tuple[Put, ...]:
        return tuple(each for each in self.lawful if self.desk.pair.unreadable(each) is None)

    def _boards(self, broken: Sequence[Put]) -> Boards:
        pair = self.desk.pair
        assumed = [each.put for each in self._readable]
        clauses = list({key_of(each): each for each in (*assumed, *(each.put for each in broken))}.values())
        denied = _all(implied(_when(each.put), each.put.rule.ast) for each in broken)
        return boards(
            self.scope, pair.kind, pair.facts, clauses, {}, pair.base,
            denied=denied, assumed=assumed, second=self.desk.second, deadline=self.deadline,
        )  # fmt: skip

    def _judged(self, found: Boards, clauses: Iterable[Put]) -> list[tuple[Put, Judgement]]:
        pairs = ((each, found.judged(each.put)) for each in clauses)
        return [(each, what) for each, what in pairs if what is not None]

    def _none(
        self, found: Boards, lawful: Sequence[tuple[Put, Judgement]], broken: Sequence[tuple[Put, Judgement]]
    ) -> Shift:
        """No such board was found: there is none, unless something was left out or is open."""
        left = next((each for each in self.broken if each not in [one for one, _ in broken]), None)
        if left is not None:
            return Shift(Outcome.OPEN, self._unread(found))
        if not found.enough:
            return Shift(Outcome.OPEN, FEW)
        consent = next((each for each in self.broken if _of_consents(each.clause)), None)
        if consent is not None:
            return Shift(Outcome.OPEN, f"`{consent.clause.id}` speaks of consents, and votes at meetings are compared")
        perhaps = all_of(*(negate(each.broken) for _, each in lawful)), some_of(*(negate(e.lawful) for _, e in broken))
        match found.exists(*perhaps, limits=self.desk.limits, deadline=self.deadline):
            case Unsatisfiable():
                return NOTHING
            case NotDecided(why):
                return Shift(Outcome.OPEN, why)
            case _:
                return Shift(Outcome.OPEN, "it hangs on what is not known of any board")

    def _unread(self, found: Boards | None) -> str:
        """Why a clause that may be broken could not be read."""
        pair = self.desk.pair
        for each in self.broken:
            why = pair.unreadable(each) or (None if found is None else found.unread.get(key_of(each.put)))
            if why is not None:
                beyond = why if pair.unreadable(each) else f"{why} is beyond what is proved"
                return f"`{each.clause.id}`: {beyond}"
        return "a clause is beyond what is proved"

    def _replayed(self, found: Boards, board: Shown) -> Shift:
        """The board that was found, once the reference evaluator says of it what the prover says."""
        witness, meeting = shown(self.desk.pair, self.scope, found, board)
        replay = Replay(self.desk.pair, witness, meeting)
        holding, breaking = replay.hold(self.lawful), replay.hold(self.broken)
        if holding is True and breaking is False:
            return Shift(Outcome.SHOWN, "", replace(witness, replayed=True), meeting)
        unread = next(iter(found.unread.items()), None)
        if unread is not None:
            name = unread[0].partition("/")[2]
            return Shift(Outcome.OPEN, f"`{name}`: {unread[1]} is beyond what is proved", witness, meeting)
        return Shift(Outcome.OPEN, "the board that was found could not be confirmed", witness, meeting)


def _when(clause: Clause) -> Expr | None:
    return None if clause.when is None else clause.when.ast


def _all(parts: Iterable[Expr]) -> Expr:
    listed = list(parts)
    return reduce(lambda one, other: Binary("&&", one, other, NOWHERE), listed) if listed else Literal(True, NOWHERE)


def _of_consents(clause: Clause) -> bool:
    """Whether a clause on votes reads their form, and does not say outright that it is about meetings."""
    parts = [part.ast for part in (clause.rule, clause.when) if part is not None]
    if clause.scope is not Scope.VOTE or not any("form" in fields_read(part) for part in parts):
        return False
    return clause.when is None or not any(_of_meetings(part) for part in conjuncts(clause.when.ast))


def _of_meetings(part: Expr) -> bool:
    return isinstance(part, Binary) and part.op == "==" and part.right == Literal("meeting", NOWHERE)
