"""Clauses on periods compared: how many meetings, and of what sort, for every number of them.

The meetings of a period are to it what those present are to a gathering, and are asked about as such.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from quorate.cel.ast import Binary, Expr, Name
from quorate.cel.logic import all_of as every
from quorate.cel.reading import children, fields_read, names
from quorate.cel.rewriting import with_children
from quorate.charter.calendar import Period, add_days
from quorate.charter.claim_words import clauses_hold
from quorate.charter.document import Clause, Expression, FactDeclaration, Per, Scope
from quorate.charter.occasions import year_occasion
from quorate.charter.roster import Event
from quorate.charter.tenure import state_of
from quorate.charter.vocabulary import built_in_fields
from quorate.engines.base import Limits, NotDecided, OutOfTime, SecondProver, Unsatisfiable
from quorate.formula.ast import all_of, some_of
from quorate.formula.room import NOWHERE
from quorate.formula.symbolic import OutsideFragment
from quorate.questions.diff.any_board.nouns import NOTHING, Outcome, Shift, Year
from quorate.questions.diff.any_board.sides import Pair, Put
from quorate.questions.prove.boards import Boards, Shown, boards, implied, key_of
from quorate.questions.prove.smallest import Deadline
from quorate.questions.prove.stated import stated
from quorate.questions.prove.witness import bare, board, body_name

FIELDS = ("mode", "special", "minutes_prepared", "minutes_approved", "minutes_filed")
"""What clauses on periods may ask of a meeting; of its day, its people and its agenda nothing is proved."""
MOST = 300
"""A period with more meetings than these is not written out."""
FACTS = {
    ("person", name): FactDeclaration("person", name, built_in_fields("meeting")[name], NOWHERE) for name in FIELDS
}


@dataclass(frozen=True, slots=True)
class Years:
    """Two charters' clauses on periods; each search has the time limit for itself."""

    pair: Pair
    limits: Limits
    second: SecondProver | None = None

    def shift(self, lawful: Sequence[Put], broken: Sequence[Put]) -> Shift:
        """The period with the fewest meetings in which some clauses hold and one of others is broken."""
        if not broken:
            return NOTHING
        why = next(filter(None, map(_beyond, broken)), "") or _periods(broken)
        if why:
            return Shift(Outcome.OPEN, why)
        per = broken[0].clause.per
        assert per is not None, "a clause on years says which"
        readable = tuple(each for each in lawful if each.clause.per == per and not _beyond(each))
        beside = tuple(each for each in lawful if each not in readable)
        if self._so((), readable, broken):
            return self._shown(per, (), readable, broken, beside)
        try:
            return self._sought(per, readable, broken, beside)
        except OutsideFragment as error:
            return Shift(Outcome.OPEN, f"{error.what} is beyond what is proved")
        except OutOfTime as error:
            return Shift(Outcome.OPEN, str(error))

    def _sought(self, per: Per, lawful: Sequence[Put], broken: Sequence[Put], beside: Sequence[Put]) -> Shift:
        deadline = Deadline.of(self.limits.seconds)
        found = self._boards(lawful, broken, deadline)
        unread = next(iter(found.unread.values()), None)
        if unread is not None:
            return Shift(Outcome.OPEN, f"{unread} is beyond what is proved")
        holding, breaking = (
            [judged for each in side if (judged := found.judged(_of_people(each))) is not None]
            for side in (lawful, broken)
        )
        wanted = all_of(*(each.lawful for each in holding)), some_of(*(each.broken for each in breaking))
        match found.smallest(*wanted, limits=self.limits, deadline=deadline):
            case NotDecided(why):
                return Shift(Outcome.OPEN, why)
            case Unsatisfiable():
                return NOTHING
            case Shown() as shown:
                return self._shown(per, _meetings(found, shown, self.pair.day), lawful, broken, beside, shown.proved)

    def _boards(self, lawful: Sequence[Put], broken: Sequence[Put], deadline: Deadline) -> Boards:
        given, denied = [_of_people(each) for each in lawful], [_of_people(each) for each in broken]
        clauses = list({key_of(each): each for each in (*given, *denied)}.values())
        rules = (implied(None if each.when is None else each.when.ast, each.rule.ast) for each in denied)
        together = reduce(lambda one, other: Binary("&&", one, other, NOWHERE), rules)
        return boards(
            Scope.QUORUM, "period", FACTS, clauses, {}, self.pair.base,
            denied=together, assumed=given, second=self.second, deadline=deadline,
        )  # fmt: skip

    def _shown(
        self,
        per: Per,
        meetings: Sequence[Mapping[str, object]],
        lawful: Sequence[Put],
        broken: Sequence[Put],
        beside: Sequence[Put],
        fewest: bool = True,
    ) -> Shift:
        """The period that was found, once the reference evaluator says of it what the prover says."""
        if beside:
            listed = ", ".join(f"`{each.clause.id}`" for each in beside)
            return Shift(Outcome.OPEN, f"it hangs on {listed} too, which nothing is proved of beside it")
        if len(meetings) > MOST or not self._so(meetings, lawful, broken):
            return Shift(Outcome.OPEN, "the period that was found could not be confirmed")
        return Shift(Outcome.SHOWN, year=Year(per, tuple(meetings), fewest))

    def _so(self, meetings: Sequence[Mapping[str, object]], lawful: Iterable[Put], broken: Iterable[Put]) -> bool:
        """Whether the reference evaluator finds some clauses to hold, and one of others broken."""
        holding, breaking = (every(self._holds(each, meetings) for each in side) for side in (lawful, broken))
        return holding is True and breaking is False

    def _holds(self, put: Put, meetings: Sequence[Mapping[str, object]]) -> object:
        policy = self.pair.policy(put.side)
        body = body_name(policy.charter)
        first = date(self.pair.day.year - 1, 1, 1)
        period = Period(first, date(first.year, 12, 31), str(first.year))
        events = tuple(
            Event(add_days(first, place), "held", {"body": body, **facts}) for place, facts in enumerate(meetings)
        )
        roster = replace(bare(policy.charter, self.pair.day), log=events, log_from=first)
        state = state_of(roster, {body: policy})
        return clauses_hold((put.clause,), year_occasion(policy, state, body, period).context)


def _beyond(put: Put) -> str:
    """Why nothing is proved of a clause on periods."""
    read = frozenset[str]().union(*(names(part) for part in put.parts))
    asked = frozenset[str]().union(*(fields_read(part) for part in put.parts))
    per = put.clause.per
    if read <= {"meetings"} and asked <= frozenset(FIELDS) and per is not None and per.name != "rolling_year":
        return ""
    return f"`{put.clause.id}` speaks of what happened, and of no board"


def _periods(puts: Sequence[Put]) -> str:
    if len({each.clause.per for each in puts}) == 1:
        return ""
    return f"{', '.join(f'`{each.clause.id}`' for each in puts)} speak of periods that differ"


def _of_people(put: Put) -> Clause:
    """The clause, asked of those present instead of meetings."""

    def written(expression: Expression) -> Expression:
        return replace(expression, ast=_renamed(expression.ast))

    one = put.put
    when = None if one.when is None else written(one.when)
    return replace(one, scope=Scope.QUORUM, rule=written(one.rule), when=when)


def _renamed(expr: Expr) -> Expr:
    if isinstance(expr, Name) and expr.name == "meetings":
        return replace(expr, name="present")
    return with_children(expr, tuple(_renamed(part) for part in children(expr)))


def _meetings(found: Boards, shown: Shown, day: date) -> tuple[Mapping[str, object], ...]:
    """The facts of each meeting."""
    people = board(found.world, shown.assignment)
    read = frozenset[str]().union(*(fields_read(expr) for expr in found.situation.expressions))
    return tuple(
        dict(stated(found.world, people.people[name], shown.assignment, read, day))
        for name in people.sets.get("present", ())
    )
