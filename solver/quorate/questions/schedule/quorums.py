"""Who suffices: whether those available on a day make a quorate meeting, and still make one when some stay away.

The quorum clauses themselves decide, by the reference evaluator; people whom they cannot tell apart are tried once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from quorate.cel.ast import Binary, Expr
from quorate.cel.reading import calls, fields_read, names, walk
from quorate.cel.values import Unknown, Value
from quorate.charter.document import Clause, Force, Mode, Policy, Scope
from quorate.charter.occasions import gathering
from quorate.charter.state import State
from quorate.charter.things import PersonThing
from quorate.formula.classes import signature

NAMELESS = frozenset({"present", "members", "voting", "seats", "vacancies"})
"""Variables in which nobody is named: clauses that read no others treat people by their facts alone."""

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
            kind = tuple(sorted(map(repr, (self._sign(person) for person in gone))))
            if kind not in tried:
                tried.add(kind)
                yield frozenset(gone)

    def _sign(self, person: str) -> object:
        """Equal for people whom no quorum clause tells apart."""
        rules = [rule for clause in self.clauses for rule in expressions(clause)]
        if any(not names(rule) <= NAMELESS or _compares(rule) for rule in rules):
            return person
        thing = PersonThing(self.state, person, self.body)
        read = sorted(frozenset().union(*(fields_read(rule) for rule in rules)))
        votes = self.state.membership(self.body, person)
        return votes.votes if votes else 0, tuple(signature(_field(thing, name)) for name in read)


def _field(thing: PersonThing, name: str) -> Value:
    return thing.field(name)


def _compares(rule: Expr) -> bool:
    """Whether a rule may compare people with each other, or asks for what other clauses say."""

    compared = any(isinstance(part, Binary) and part.op in ("==", "!=", "in") for part in walk(rule))
    return compared or bool(calls(rule, "holds") or calls(rule, "possible"))
