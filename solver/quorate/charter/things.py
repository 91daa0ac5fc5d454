"""What expressions see of an organisation on a day: persons, bodies, firms and their records, each with its facts.

A fact's value is what is stated, else what its definition gives, else its default, else not known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quorate.cel.evaluator import evaluate
from quorate.cel.reading import fields_read
from quorate.cel.types import BODY, ORGANISATION, PERSON, GroupOf, ListOf, MapOf, ThingType, Type
from quorate.cel.values import NOBODY, Failure, Group, Interval, Map, Unknown, Value
from quorate.charter.document import Expression, FactDeclaration
from quorate.charter.roster import Membership
from quorate.charter.state import State
from quorate.charter.timeline import UNSTATED, Holder

OWN = frozenset(("id", "name", "since", "term_ends", "seat", "votes", "terms"))
"""The fields of a person that are no declared facts."""


def unknown(fact: str) -> Unknown:
    return Unknown(frozenset({fact}))


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What all things have in common: they are the same iff kind and key are."""

    state: State
    key: str

    @property
    def kind(self) -> str:
        raise NotImplementedError

    def field(self, name: str) -> Value:
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and (self.kind, self.key) == (other.kind, other.key)

    def __hash__(self) -> int:
        return hash((self.kind, self.key))


@dataclass(frozen=True, slots=True, eq=False)
class PersonThing(Known):
    """A person; seen from a body where `body` is given, with the place the person has there."""

    body: str | None = None

    @property
    def kind(self) -> str:
        return "person"

    @property
    def name(self) -> str:
        person = self.state.roster.people.get(self.key)
        return person.name if person is not None else self.key

    def field(self, name: str) -> Value:
        match name:
            case "id":
                return self.key
            case "name":
                return self.name
            case "since" | "term_ends" | "seat" | "votes" | "terms":
                return self._place(name)
            case _:
                return fact(self, name)

    def _place(self, name: str) -> Value:
        member = self.state.membership(self.body, self.key) if self.body is not None else None
        if member is None:
            return Failure(f"{self.name} is not a member of {self.body or 'a body in question'}")
        value = getattr(member, name)
        return unknown(f"{self.body}.{self.key}.{name}") if value is None else value


@dataclass(frozen=True, slots=True, eq=False)
class BodyThing(Known):
    @property
    def kind(self) -> str:
        return "body"

    def field(self, name: str) -> Value:
        body = self.state.roster.bodies[self.key]
        match name:
            case "name":
                return body.name
            case "kind":
                return body.kind
            case "charter":
                return body.charter if body.charter is not None else unknown(f"{self.key}.charter")
            case "members":
                return members(self.state, self.key)
            case "chair":
                return chair(self.state, self.key)
            case "seats":
                return seats(self.state, self.key)
            case "vacancies":
                return vacancies(self.state, self.key)
            case "parent":
                return BodyThing(self.state, body.parent) if body.parent is not None else NOBODY
            case _:
                return fact(self, name)


@dataclass(frozen=True, slots=True, eq=False)
class OrganisationThing(Known):
    @property
    def kind(self) -> str:
        return "organisation"

    @property
    def name(self) -> str:
        roster = self.state.roster
        found = roster.organisation if self.key == roster.organisation.id else roster.organisations.get(self.key)
        return found.name if found is not None else self.key

    def field(self, name: str) -> Value:
        match name:
            case "id":
                return self.key
            case "name":
                return self.name
            case _:
                return fact(self, name)


@dataclass(frozen=True, slots=True, eq=False)
class RecordThing(Known):
    """One entry of a fact that is a list of records, such as a tie; its key says whose and which."""

    type: str
    entries: Mapping[str, object]

    @property
    def kind(self) -> str:
        return self.type

    def field(self, name: str) -> Value:
        declaration = self.state.facts.get((self.type, name))
        if declaration is None:
            return Failure(f"`{name}` is not declared for {self.type}")
        if name in self.entries:
            return lift(self.state, self.entries[name], declaration.type, f"{self.key}.{name}")
        return _unstated(self, declaration)


@dataclass(frozen=True, slots=True, eq=False)
class BodiesThing(Known):
    """`bodies`: each body by its name, or by its kind where one body alone is of that kind."""

    @property
    def kind(self) -> str:
        return "bodies"

    def field(self, name: str) -> Value:
        bodies = self.state.roster.bodies
        of_kind = [body.name for body in bodies.values() if body.kind == name]
        if name not in bodies and len(of_kind) != 1:
            return unknown(f"bodies.{name}")
        return BodyThing(self.state, name if name in bodies else of_kind[0])


@dataclass(frozen=True, slots=True, eq=False)
class OfficesThing(Known):
    @property
    def kind(self) -> str:
        return "offices"

    def field(self, name: str) -> Value:
        return holder(self.state, self.state.office(name), f"offices.{name}")


def holder(state: State, person: Holder, name: str, body: str | None = None) -> Value:
    """The person who holds an office or a chair; `none` where it is vacant."""
    if person is UNSTATED:
        return unknown(name)
    return NOBODY if person is None else PersonThing(state, str(person), body)


def chair(state: State, body: str) -> Value:
    return holder(state, state.chair(body), f"{body}.chair", body)


def group(state: State, body: str | None, people: Iterable[str]) -> Group:
    """People as a group, each seen from the body."""
    return Group(tuple(PersonThing(state, person, body) for person in dict.fromkeys(people)))


def members(state: State, body: str) -> Group:
    """The members in office; those who may be holding over are possible members."""
    tenure = state.tenure(body)
    return _seated(state, body, tenure.definite, tenure.possible, tenure.facts)


def voting(state: State, body: str) -> Group:
    """The members who have a vote."""
    tenure = state.tenure(body)
    definite = [member for member in tenure.definite if member.votes > 0]
    return _seated(state, body, definite, [member for member in tenure.possible if member.votes > 0], tenure.facts)


def _seated(
    state: State,
    body: str,
    definite: Iterable[Membership],
    possible: Iterable[Membership],
    facts: frozenset[str],
) -> Group:
    return Group(
        tuple(PersonThing(state, member.person, body) for member in definite),
        tuple(PersonThing(state, member.person, body) for member in possible),
        facts,
    )


def seats(state: State, body: str) -> Value:
    fixed = state.seats(body)
    return unknown(f"{body}.seats") if fixed is None else fixed


def vacancies(state: State, body: str) -> Value:
    """The seats nobody sits in; never below zero."""
    fixed = state.seats(body)
    if fixed is None:
        return unknown(f"{body}.seats")
    tenure = state.tenure(body)
    surely = len(tenure.definite) - state.seating(body).beside
    least = max(0, fixed - surely - len(tenure.possible))
    most = max(0, fixed - surely)
    return most if least == most else Interval(least, most, tenure.facts)


def fact(thing: PersonThing | BodyThing | OrganisationThing, name: str) -> Value:
    """The value of a declared fact of a thing on the state's day."""
    state = thing.state
    key = (thing.kind, thing.key, name)
    memory = state.own if thing.kind == "body" else state.memory
    if key in memory:
        return memory[key]
    declaration = state.facts.get((thing.kind, name))
    if declaration is None:
        return Failure(f"no charter in use declares `{name}` of a {thing.kind}")
    given = state.stated(thing.kind, thing.key, name)
    if given is not UNSTATED:
        value = lift(state, given, declaration.type, fact_name(thing, name))
    else:
        memory[key] = Failure(f"the definition of `{name}` goes round in a circle")
        value = _unstated(thing, declaration)
    memory[key] = value
    return value


def fact_name(thing: Known, name: str) -> str:
    """A fact as messages name it: `jane-roe.independent`, `organisation.controlled`."""
    own = thing.kind == "organisation" and thing.key == thing.state.roster.organisation.id
    return f"{'organisation' if own else thing.key}.{name}"


def computed(thing: PersonThing | BodyThing | OrganisationThing, rule: Expression) -> Value:
    """What a rule gives by which a fact follows from others, whatever is stated."""
    state = thing.state
    variables = {
        "self": thing,
        "as_of": state.as_of,
        "organisation": OrganisationThing(state, state.roster.organisation.id),
    }
    return evaluate(rule.ast, variables)


def _unstated(thing: PersonThing | BodyThing | OrganisationThing | RecordThing, declaration: FactDeclaration) -> Value:
    name = fact_name(thing, declaration.name)
    if not isinstance(thing, RecordThing):
        if declaration.define is not None:
            return computed(thing, declaration.define)
        if declaration.presumed is not None:
            return _or_asked(computed(thing, declaration.presumed), name)
        if declaration.denied is not None:
            return _not_ruled_out(thing, declaration, declaration.denied)
        if declaration.date_of is not None:
            return _determined(thing, declaration.date_of, name)
    if declaration.has_default:
        return lift(thing.state, declaration.default, declaration.type, name)
    if declaration.by is not None:
        return Map((), name)
    return unknown(name)


def _or_asked(value: Value, name: str) -> Value:
    """What is presumed; where that is not known, a determination would decide it too."""
    return Unknown(value.facts | {name}) if isinstance(value, Unknown) else value


def _not_ruled_out(
    thing: PersonThing | BodyThing | OrganisationThing, declaration: FactDeclaration, denied: Expression
) -> Value:
    """False where the facts rule it out, else not known: only a determination makes it true.

    The facts that are missing are asked for where some of those that could rule it out are stated.
    """
    name = fact_name(thing, declaration.name)
    found = computed(thing, denied)
    if found is True:
        return False
    if isinstance(found, Unknown) and _begun(thing, denied):
        return Unknown(found.facts | {name})
    return unknown(name)


def _begun(thing: PersonThing | BodyThing | OrganisationThing, rule: Expression) -> bool:
    """Whether any fact of a thing is stated that a rule rests on, through definitions too."""
    state = thing.state
    waiting, seen = [rule], set[str]()
    while waiting:
        new = fields_read(waiting.pop().ast) - seen
        seen |= new
        waiting += [more for name in new if (fact := state.facts.get((thing.kind, name))) for more in fact.rules]
    return any(state.stated(thing.kind, thing.key, name) is not UNSTATED for name in seen)


def _determined(thing: PersonThing | BodyThing | OrganisationThing, name: str, asked: str) -> Value:
    found = thing.state.determined(thing.kind, thing.key, name)
    return unknown(asked) if found is None else found


def lift(state: State, value: object, type_: Type, name: str) -> Value:
    """A value as rosters keep it (ids, mappings), as expressions see it (things, groups)."""
    if value is None:
        return NOBODY
    match type_:
        case ThingType():
            return _thing(state, value, type_, name)
        case GroupOf(thing=ThingType() as element):
            items = value if isinstance(value, tuple) else ()
            return Group(tuple(_thing(state, item, element, name) for item in dict.fromkeys(items)))
        case ListOf(element=inner):
            items = value if isinstance(value, tuple) else ()
            return tuple(lift(state, item, inner, f"{name}[{index}]") for index, item in enumerate(items))
        case MapOf(value=inner) if isinstance(value, Mapping):
            return Map(((key, lift(state, item, inner, f"{name}.{key}")) for key, item in value.items()), name)
        case _:
            return value


def _thing(state: State, value: object, type_: ThingType, name: str) -> Known:
    if type_ == PERSON:
        return PersonThing(state, str(value))
    if type_ == BODY:
        return BodyThing(state, str(value))
    if type_ == ORGANISATION:
        return OrganisationThing(state, str(value))
    return RecordThing(state, name, type_.name, value if isinstance(value, Mapping) else {})
