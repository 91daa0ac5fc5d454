"""Who suffices: whether those available on a day make a quorate meeting, and still make one when some stay away.

The quorum clauses themselves decide, by the reference evaluator; people whom they cannot tell apart are tried once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from quorate.cel.ast import Expr
from quorate.cel.values import Unknown
from quorate.charter.document import Clause, Force, Mode, Policy, Scope
from quorate.charter.occasions import gathering
from quorate.charter.state import State
from quorate.charter.surroundings import Surroundings
from quorate.charter.things import members
from quorate.charter.words import common_words
from quorate.formula.bag import ChosenSet
from quorate.formula.symbolic import Chosen, just
from quorate.formula.world import Asked, Candidate, Choice, world

PRESENT = "present"
MOST_TRIED = 12  # available people of whom every subset is tried as those present


def quorum_clauses(policy: Policy) -> tuple[Clause, ...]:
    """The clauses that say what a quorate meeting is."""
    conditions = (clause for clause in policy.clauses if clause.scope is Scope.QUORUM and clause.mode is Mode.REQUIRE)
    return tuple(clause for clause in conditions if clause.force is Force.MUST)


def expressions(clause: Clause) -> tuple[Expr, ...]:
    rules = (clause.when, clause.rule)
    return tuple(rule.ast for rule in rules if rule is not None)


@dataclass
class Quorums:
    """The quorums of one body on one day. `facts` gathers what is not known and would decide."""

    policy: Policy
    state: State
    body: str
    clauses: tuple[Clause, ...]
    facts: set[str] = field(default_factory=set)
    _known: dict[frozenset[str], bool] = field(default_factory=dict)

    def quorate(self, present: Iterable[str]) -> bool:
        """Whether a meeting of these people surely has a quorum."""
        key = frozenset(present)
        if key not in self._known:
            self._known[key] = self._judge(key)
        return self._known[key]

    def _judge(self, present: frozenset[str]) -> bool:
        meeting = gathering(self.policy, self.state, self.body, tuple(present))
        values = [meeting.context.holds(f"{clause.charter}/{clause.id}") for clause in self.clauses]
        if not any(value is False for value in values):
            self.facts.update(fact for value in values if isinstance(value, Unknown) for fact in value.facts)
        return all(value is True for value in values)

    def attendance(self, available: tuple[str, ...], spare: int) -> tuple[str, ...] | None:
        """Whom to expect: all who are available, or as many of them as make a quorum; none if they cannot meet.

        With `spare`, a quorum must be left whoever so many of them stay away.
        """
        expected = self._gathered(available)
        if expected is None or spare == 0:
            return expected
        left = (tuple(person for person in available if person not in gone) for gone in self._gone(available, spare))
        return expected if all(self._gathered(people) is not None for people in left) else None

    def _gathered(self, available: tuple[str, ...]) -> tuple[str, ...] | None:
        """The largest quorate meeting of available people."""
        least = 0 if len(available) <= MOST_TRIED else len(available)
        for size in range(len(available), least - 1, -1):
            for present in combinations(available, size):
                if self.quorate(present):
                    return present
        return None

    def _gone(self, available: tuple[str, ...], spare: int) -> Iterator[frozenset[str]]:
        """Choices of absent people, one of each kind of choice."""
        tried = set()
        for gone in combinations(available, min(spare, len(available))):
            kind = tuple(sorted(self._classes.get(person, person) for person in gone))
            if kind not in tried:
                tried.add(kind)
                yield frozenset(gone)

    @cached_property
    def _classes(self) -> Mapping[str, str]:
        """The class of each member; the quorum clauses tell nobody from others of the same class."""
        words = common_words(self.policy, self.state, self.body)
        people = members(self.state, self.body).definite
        present = {PRESENT: just(Chosen((PRESENT,), (), {thing.key: thing for thing in people}))}
        choice = Choice(tuple(Candidate(thing.key, frozenset({PRESENT})) for thing in people), (ChosenSet(PRESENT),))
        asked = [
            Asked(f"{clause.id} {number}", rule, words, present, context=Surroundings(self.policy, self.state, words))
            for clause in self.clauses
            for number, rule in enumerate(expressions(clause))
        ]
        found = world(choice, asked)
        return {} if found.outside else {person: each.key for each in found.bag.classes for person in each.ids}
