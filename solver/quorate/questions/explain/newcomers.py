"""Requests with people added of whom nothing is known but what they are given, and the facts that clauses read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from quorate.cel.ast import Expr
from quorate.cel.reading import fields_read
from quorate.charter.changed import with_facts, with_people
from quorate.charter.document import FactDeclaration, Force
from quorate.charter.roster import Membership, Person
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.formula.alternatives import Alternative
from quorate.formula.candidates import on
from quorate.formula.wording import inlined
from quorate.questions.explain.options import options
from quorate.questions.slates.request import Place, Request, sizes_for
from quorate.questions.slates.search import judged_clauses

Facts = Mapping[tuple[str, str], object]
"""What people are given, by person and fact."""
NO_FACTS: Facts = {}


def names_of(request: Request, many: int) -> tuple[str, ...]:
    """Ids for newcomers that nobody has yet."""
    taken = request.state.roster.people
    free = (f"newcomer-{number}" for number in range(1, len(taken) + many + 1))
    return tuple(name for name in free if name not in taken)[:many]


def joined(request: Request, newcomers: Sequence[str], facts: Facts = NO_FACTS) -> Request:
    """The request of the roster with these newcomers as candidates, in the parent bodies too, and with these facts."""
    state = request.state
    people = [Person(name, name.replace("-", " ").capitalize()) for name in newcomers]
    above = dict.fromkeys(_parent(request, place) for place in request.places)
    seats = {body: _place(request, body) for body in above if body is not None} if newcomers else {}
    roster = with_facts(with_people(state.roster, people, seats), facts)
    changed = state_of(roster, state.policies, state.as_of)
    return replace(request, state=changed, places=tuple(_wider(changed, place, newcomers) for place in request.places))


def _parent(request: Request, place: Place) -> str | None:
    """The body that is not filled itself, of which members must be members."""
    bodies = request.state.roster.bodies
    parent = bodies[place.body].parent
    while parent is not None and parent in request.bodies:
        parent = bodies[parent].parent
    return parent if parent in bodies else None


def _place(request: Request, body: str) -> Membership:
    return request.state.new_place(body, "")


def _wider(state: State, place: Place, newcomers: Sequence[str]) -> Place:
    eligible = (*place.eligible, *newcomers)
    return replace(place, eligible=eligible, sizes=sizes_for(state, place.body, eligible, place.asked))


def readings(request: Request, place: Place) -> Iterator[Expr]:
    """What the `must` clauses judged of a body say, other clauses that they ask for written out."""
    for clause in judged_clauses(request, place, Force.MUST):
        for part in (clause.rule, clause.when):
            if part is not None:
                yield inlined(part.ast, place.policy)


def facts_read(request: Request, *, deep: bool) -> dict[str, FactDeclaration]:
    """The facts of people that clauses read; with `deep`, those that definitions read for them too."""
    found: dict[str, FactDeclaration] = {}
    for place in request.places:
        fields = _fields(readings(request, place))
        declared = {key: fact for key, fact in place.policy.facts.items() if fact.define is not None}
        while deep:
            more = _fields(fact.define.ast for (_, name), fact in declared.items() if name in fields and fact.define)
            if more <= fields:
                break
            fields |= more
        found |= {
            name: fact for (kind, name), fact in place.policy.facts.items() if kind == "person" and name in fields
        }
    return found


def _fields(exprs: Iterator[Expr]) -> frozenset[str]:
    return frozenset().union(*map(fields_read, exprs))


def values_of(request: Request, fact: FactDeclaration, *, deep: bool) -> tuple[object, ...]:
    """The values that are worth trying for a fact of somebody."""
    found: dict[object, None] = {}
    for place in request.places:
        today = next((on(request.state, place.policy, place.body, each) for each in place.policy.clauses), None)
        if today is None:
            continue
        read = list(readings(request, place))
        read += [each.define.ast for each in place.policy.facts.values() if deep and each.define is not None]
        tried = options(fact, read, today.variables, today.context, request.state.roster)
        found |= dict.fromkeys(tried)
    usual = [value for value in found if value == fact.usual and fact.usual is not None]
    return tuple(dict.fromkeys([*usual, *found]))


def traits(request: Request, newcomers: Sequence[str]) -> tuple[Alternative, ...]:
    """What may be stated of newcomers: of every fact that a clause reads of people, each value worth trying."""
    facts = facts_read(request, deep=False)
    values = {name: values_of(request, fact, deep=False) for name, fact in facts.items()}
    return tuple(Alternative(who, name, values[name]) for who in newcomers for name in facts if values[name])


def changes(request: Request, people: Sequence[str]) -> tuple[Alternative, ...]:
    """What may be changed of people: the `changeable` facts that clauses depend on, to another value than now."""
    facts = {name: fact for name, fact in facts_read(request, deep=True).items() if fact.changeable}
    values = {name: values_of(request, fact, deep=True) for name, fact in facts.items()}
    found = (Alternative(who, name, _others(request, who, name, values[name])) for who in people for name in facts)
    return tuple(each for each in found if each.values)


def _others(request: Request, person: str, fact: str, values: tuple[object, ...]) -> tuple[object, ...]:
    stated = request.state.stated("person", person, fact)
    return tuple(value for value in values if type(value) is not type(stated) or value != stated)
