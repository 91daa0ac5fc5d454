"""What the names in a claim stand for: all clauses of a scope, those of a topic, or one clause by its id."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from quorate.charter.document import TOPICS, Clause, Force, Mode, Policy, Property, Scope

SCOPE_WORDS = (Scope.BODY, Scope.QUORUM, Scope.VOTE)
"""The scopes that a claim names as a whole; the word goes before a topic and a clause of the same name."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a name in a claim stands for: it holds where each of `clauses` holds or is not applicable."""

    name: str
    scope: Scope
    clauses: tuple[Clause, ...]


def counted(policy: Policy, claim: Property, day: date) -> Iterator[Clause]:
    """The clauses that say what is lawful: `must`, always tested, in force, of the charter or a pack it assumes."""
    lending = (policy.charter.id, *claim.assuming)
    for clause in policy.clauses:
        binding = clause.force is Force.MUST and clause.mode is Mode.REQUIRE and clause.tested == "always"
        if binding and clause.charter in lending and in_force(clause, day):
            yield clause


def in_force(clause: Clause, day: date) -> bool:
    first, last = clause.in_force
    return (first is None or first <= day) and (last is None or day <= last)


def named(policy: Policy, claim: Property, name: str, day: date) -> Named | None:
    """What a name stands for: a scope word, else a topic of clauses of scope body, else a clause; none if nothing."""
    known = tuple(counted(policy, claim, day))
    if name in SCOPE_WORDS:
        return _gathered(name, Scope(name), tuple(clause for clause in known if clause.scope == name))
    of_topic = tuple(clause for clause in known if clause.scope is Scope.BODY and clause.topic == name)
    if name in TOPICS and of_topic:
        return Named(name, Scope.BODY, of_topic)
    found = next((clause for clause in policy.clauses if _called(clause, name, policy.charter.id)), None)
    return None if found is None or not in_force(found, day) else Named(name, found.scope, (found,))


def _gathered(name: str, scope: Scope, clauses: tuple[Clause, ...]) -> Named | None:
    return Named(name, scope, clauses) if clauses else None


def _called(clause: Clause, name: str, own: str) -> bool:
    return name == f"{clause.charter}/{clause.id}" or (clause.charter == own and name == clause.id)
