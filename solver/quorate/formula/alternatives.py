"""Facts that a search may change: in formulas, what is read of them is a case for each value they may be given.

Reading such a fact, or what a definition makes of it, gives the value that it has in a roster with that value instead.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from quorate.cel.ast import Binary, Expr, Literal, Name, Select, Unary
from quorate.cel.reading import fields_read, walk
from quorate.cel.values import Unknown, Value
from quorate.charter.document import Expression, FactDeclaration
from quorate.charter.state import Declarations, State
from quorate.charter.tenure import constitutes_members
from quorate.charter.things import BodyThing, OrganisationThing, PersonThing, fact_name, lift
from quorate.charter.timeline import UNSTATED
from quorate.formula.ast import Count, Formula, Linear, at_least, equal
from quorate.formula.symbolic import Case, Cases, Defined, Known, Partly, just

Swap: TypeAlias = Mapping[tuple[str, str], Partly]
Holder: TypeAlias = PersonThing | BodyThing | OrganisationThing


@dataclass(frozen=True, slots=True)
class Alternative:
    """A fact of a person, and the values (as rosters keep them) that it may be given instead of what is stated."""

    person: str
    fact: str
    values: tuple[object, ...]

    @property
    def key(self) -> str:
        return f"{self.person}.{self.fact}"

    @property
    def counts(self) -> tuple[Count, ...]:
        """One for each value: whether the fact is given it."""
        return tuple(Count(f"change[{self.key}={index}:{value}]") for index, value in enumerate(self.values))

    @property
    def chosen(self) -> Linear:
        """How many of the values are given."""
        return Linear.of((count, 1) for count in self.counts)

    @property
    def as_stated(self) -> Formula:
        return equal(self.chosen, 0)

    def takes(self, index: int) -> Formula:
        """That the fact is given this value."""
        return at_least(Linear(((self.counts[index], 1),)), 1)

    @property
    def law(self) -> Formula:
        """At most one value is given."""
        return at_least(-self.chosen, -1)

    def given(self, assignment: Mapping[Count, int]) -> int | None:
        """The index of the value that the fact is given, none where it stays as stated."""
        return next((index for index, count in enumerate(self.counts) if assignment.get(count)), None)


@dataclass(frozen=True, slots=True)
class Reach:
    """What depends on alternatives: facts that people compute from their own, and what looks at others for that."""

    own: frozenset[tuple[str, str]]
    abroad: frozenset[tuple[str, str]]


def reach(facts: Declarations, alternatives: Sequence[Alternative]) -> Reach:
    """The defined facts (by kind and name) that may change with the alternatives."""
    own = {("person", each.fact) for each in alternatives}
    abroad: set[tuple[str, str]] = set()
    defined = {key: _reads(fact.rules) for key, fact in facts.items() if fact.rules}
    while True:
        changed = {name for _, name in own | abroad}
        wider = {key for key, (_, others) in defined.items() if others & changed}
        wider |= {key for key, (self_, _) in defined.items() if any((key[0], name) in abroad for name in self_)}
        nearer = {key for key, (self_, _) in defined.items() if any((key[0], name) in own for name in self_)}
        if wider <= abroad and nearer <= own:
            return Reach(frozenset(own), frozenset(abroad))
        own |= nearer
        abroad |= wider


def _reads(rules: tuple[Expression, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The fields that definitions read of `self`, and those they read of anything else."""
    own, others = set[str](), set[str]()
    for part in (part for rule in rules for part in walk(rule.ast)):
        if isinstance(part, Select):
            (own if part.operand == Name("self", part.operand.span) else others).add(part.field)
    return frozenset(own), frozenset(others)


def held_over_by_chance(state: State, alternatives: Sequence[Alternative]) -> bool:
    """Whether somebody may sit in a body or not, after a term, for a fact that may change."""
    found = reach(state.facts, alternatives)
    names = {name for _, name in found.own | found.abroad}
    rules = (clause for policy in state.policies.values() for clause in policy.clauses if constitutes_members(clause))
    parts = (part for clause in rules for part in (clause.rule, clause.when) if part is not None)
    return any(fields_read(part.ast) & names for part in parts)


@dataclass(frozen=True, slots=True)
class Changing:
    """The alternatives of one search, and the things that depend on them, by the state that they are seen in."""

    alternatives: Sequence[Alternative]
    memory: dict[int, tuple[State, Swap]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def people(self) -> frozenset[str]:
        """Those who were met so far whose facts depend on what is changed: nobody else is like them."""
        return frozenset(key for _, things in self.memory.values() for kind, key in things if kind == "person")

    def things(self, state: State) -> Swap:
        """The people with alternatives, and whatever looks at them: their fields depend on what is changed."""
        if not self.alternatives:
            return {}
        if id(state) not in self.memory:
            self.memory[id(state)] = state, _things(state, self.alternatives)
        return self.memory[id(state)][1]


def _things(state: State, alternatives: Sequence[Alternative]) -> Swap:
    found = reach(state.facts, alternatives)
    by_person: dict[str, list[Alternative]] = {}
    for each in alternatives:
        by_person.setdefault(each.person, []).append(each)
    base: dict[str, Value] = {
        "as_of": state.as_of,
        "organisation": OrganisationThing(state, state.roster.organisation.id),
    }
    things: dict[tuple[str, str], Partly] = {}
    for thing in _concerned(state, by_person, found):
        own = by_person.get(thing.key, []) if thing.kind == "person" else []
        fields = dict(_fields(thing, own, found, base))
        if fields:
            things[thing.kind, thing.key] = Partly(thing, fields)
    return things


def _concerned(state: State, people: Mapping[str, object], found: Reach) -> Iterator[Holder]:
    kinds = {kind for kind, _ in found.abroad}
    for person in state.roster.people if "person" in kinds else people:
        yield PersonThing(state, person)
    if "body" in kinds:
        yield from (BodyThing(state, body) for body in state.roster.bodies)
    if "organisation" in kinds:
        firms = (state.roster.organisation.id, *state.roster.organisations)
        yield from (OrganisationThing(state, firm) for firm in dict.fromkeys(firms))


def _fields(
    thing: Holder, own: Sequence[Alternative], found: Reach, base: Mapping[str, Value]
) -> Iterator[tuple[str, Cases]]:
    """The fields of a thing that depend on what is changed."""
    chosen = {each.fact: each for each in own}
    computed = found.own | found.abroad if own else found.abroad
    for (kind, name), fact in thing.state.facts.items():
        if kind != thing.kind or (name not in chosen and (kind, name) not in computed):
            continue
        stated = _as_stated(thing, fact, (kind, name) in computed, base)
        if name in chosen:
            yield name, _cases(thing, chosen[name], fact, stated)
        elif isinstance(stated[0].leaf, Defined):
            yield name, stated


def _as_stated(thing: Holder, fact: FactDeclaration, computed: bool, base: Mapping[str, Value]) -> Cases:
    unstated = thing.state.stated(thing.kind, thing.key, fact.name) is UNSTATED
    if computed and unstated and fact.rules:
        return just(Defined(_unstated(fact, fact_name(thing, fact.name)), base))
    return just(Known(thing.field(fact.name)))


def _unstated(fact: FactDeclaration, name: str) -> Expr:
    """What a fact is where it is not stated, as an expression of `self`."""
    rule = fact.rules[0].ast
    if fact.denied is None:
        return rule
    span = rule.span
    return Binary("&&", Unary("!", rule, span), Literal(Unknown(frozenset({name})), span), span)


def _cases(thing: Holder, alternative: Alternative, fact: FactDeclaration, stated: Cases) -> Cases:
    name = fact_name(thing, fact.name)
    values = (Known(lift(thing.state, value, fact.type, name)) for value in alternative.values)
    given = [
        Case(at_least(Linear(((count, 1),)), 1), value) for count, value in zip(alternative.counts, values, strict=True)
    ]
    return (*given, Case(alternative.as_stated, stated[0].leaf))
