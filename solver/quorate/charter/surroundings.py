"""What expressions reach beside their variables: the calendar, and the clauses that claims name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from quorate.cel.evaluator import evaluate
from quorate.cel.logic import negation, some_of
from quorate.cel.values import Failure, Group, Thing, Unknown, Value
from quorate.charter.calendar import business_day, next_annual_meeting
from quorate.charter.document import Clause, Policy
from quorate.charter.state import State
from quorate.charter.things import unknown
from quorate.charter.words import Words

MOST_TRIED = 14  # members of whom every subset is tried as those present


def find_clause(policy: Policy, name: str) -> Clause | None:
    """The clause of an id: of the charter itself, or written `pack/clause`."""
    own = policy.charter.id
    for clause in policy.clauses:
        if name in ((clause.id,) if clause.charter == own else ()) or name == f"{clause.charter}/{clause.id}":
            return clause
    return next((clause for clause in policy.clauses if clause.id == name), None)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The context of evaluation: one policy, one state, the variables that claims pass on."""

    policy: Policy
    state: State
    words: Words

    def next_annual_meeting(self, day: date) -> Value:
        found = next_annual_meeting(self.state.roster.calendar, day)
        return unknown("calendar.annual_meetings") if found is None else found

    def business_day(self, day: date, count: int) -> Value:
        found = business_day(self.state.roster.calendar, day, count)
        return Failure(f"no day near {day} is open") if found is None else found

    def holds(self, name: str) -> Value:
        """Whether a clause holds under the current variables; it does where its `when` is false."""
        clause = find_clause(self.policy, name)
        if clause is None:
            return Failure(f"there is no clause `{name}`")
        rule = evaluate(clause.rule.ast, self.words, self)
        if clause.when is None:
            return rule
        return some_of([negation(evaluate(clause.when.ast, self.words, self)), rule])

    def opposed(self, name: str) -> Value:
        """Whether a clause of scope vote holds when ayes and noes are exchanged."""
        ayes, noes = self.words["ayes"], self.words["noes"]
        return Surroundings(self.policy, self.state, self.words.with_(ayes=noes, noes=ayes)).holds(name)

    def possible(self, name: str) -> Value:
        """Whether some of the members, if present, meet a clause of scope quorum."""
        members = self.words["members"]
        if not isinstance(members, Group):
            return members
        if members.possible:
            return Unknown(members.facts)
        answer = some_of(self._with(present).holds(name) for present in gatherings(members.definite))
        if answer is False and len(members.definite) > MOST_TRIED:
            return Failure(f"more than {MOST_TRIED} members: not every gathering of them was tried")
        return answer

    def _with(self, present: tuple[Thing, ...]) -> "Surroundings":
        return Surroundings(self.policy, self.state, self.words.with_(present=Group(present)))


def gatherings(people: tuple[Thing, ...]) -> Iterator[tuple[Thing, ...]]:
    """All of the people, then every other choice of them where they are few."""
    yield people
    for size in range(len(people) - 1, -1, -1) if len(people) <= MOST_TRIED else ():
        yield from combinations(people, size)
