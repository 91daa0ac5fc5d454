"""What the words of each scope mean over any board: sets that are chosen, and things whose facts are unknowns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from quorate.cel.ast import Binary, Call, Expr, Literal, Name, Select
from quorate.cel.reading import fields_read, walk
from quorate.cel.types import BODY, PERSON, STRING, GroupOf, OneOf, Schema, Type
from quorate.cel.values import Value
from quorate.charter.document import FactDeclaration, Scope
from quorate.charter.vocabulary import built_in_fields, schema_with
from quorate.formula.ast import Count, Formula, Linear, at_least
from quorate.formula.bag import ChosenSet
from quorate.formula.open.bag import Division
from quorate.formula.open.profiles import Stub, substituted
from quorate.formula.open.realise import Facts, People, facts_of
from quorate.formula.open.room import BALLOT, EVERYONE
from quorate.formula.open.world import Ground, OpenAsked, OpenWorld
from quorate.formula.room import NOWHERE
from quorate.formula.symbolic import Cases, Chosen, ChosenOne, Known, Number, Partly, just

SEATS = Count("seats", 0, None)
_OWN_FIELDS = frozenset(("since", "term_ends", "seat", "votes", "terms", "id", "name"))


def group(*inside: str, but: tuple[str, ...] = ()) -> Cases:
    return just(Chosen(inside, but, EVERYONE))


def one(name: str, gone: str | None = None) -> Cases:
    return just(ChosenOne(name, EVERYONE, gone))


@dataclass(frozen=True)
class Situation:
    """The words of one scope for a body of one kind.

    `expressions` is all that will be asked: texts they compare with are what texts may be, and the bodies and offices
    they name are the ones there are. `base` has the words that depend on nobody: the day, duties, clauses; `groups`
    is how many of the groups that people belong to are kept apart from groups of one.
    """

    scope: Scope
    kind: str | None
    declared: Mapping[tuple[str, str], FactDeclaration]
    expressions: tuple[Expr, ...]
    base: Mapping[str, Value]
    groups: int = 1

    @cached_property
    def parts(self) -> tuple[Expr, ...]:
        """Every part of every expression, and of the definitions of what they read."""
        defined = [(name, fact.define.ast) for (_, name), fact in self.declared.items() if fact.define is not None]
        found, waiting = list(self.expressions), list(self.expressions)
        while waiting:
            read = fields_read(waiting.pop())
            new = [define for name, define in defined if name in read and define not in found]
            found += new
            waiting += new
        return tuple(part for expr in found for part in walk(expr))

    @cached_property
    def schema(self) -> Schema:
        return schema_with(self.declared.values())

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts that anything is compared with."""
        return tuple(
            dict.fromkeys(
                part.value for part in self.parts if isinstance(part, Literal) and isinstance(part.value, str)
            )
        )

    # sets

    @cached_property
    def ground(self) -> Ground:
        """The sets of the scope; those of other bodies and offices only where they are named."""
        own = [ChosenSet("members"), *self._scoped(), ChosenSet("chair", most=1)]
        divisions = (Division("present", BALLOT),) if self.scope is Scope.VOTE else ()
        always, shared = frozenset(("members",)), self.counts[1:]
        return Ground((*own, *self._others()), divisions, self.people, always, self.tracked, shared, self.vote)

    def _scoped(self) -> Iterator[ChosenSet]:
        match self.scope:
            case Scope.QUORUM | Scope.VOTE | Scope.MEETING:
                yield ChosenSet("present", "members")
                if self.scope is Scope.VOTE:
                    yield from (ChosenSet(name, "present") for name in BALLOT)
                if self.scope is Scope.MEETING:
                    yield from (ChosenSet(name, most=1) for name in ("called_by", "presider"))
            case Scope.DEPARTURE:
                yield ChosenSet("departed", "members")
            case Scope.SUBCOMMITTEE:
                yield ChosenSet("subcommittee", "members")
            case _:
                return

    def _others(self) -> Iterator[ChosenSet]:
        for name in self.bodies:
            yield ChosenSet(f"{name}.members")
            yield ChosenSet(f"{name}.chair", most=1)
        for name in self.offices:
            yield ChosenSet(f"offices.{name}", most=1)

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """Other bodies that are named: the board, and whatever stands after `bodies.`."""
        board = any(isinstance(part, Name) and part.name == "board" for part in self.parts) and self.kind != "board"
        return tuple(dict.fromkeys((*(("board",) if board else ()), *self._after("bodies"))))

    @cached_property
    def offices(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._after("offices")))

    def _after(self, word: str) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, Select) and part.operand == Name(word, NOWHERE):
                yield part.field

    # people

    @cached_property
    def people(self) -> People:
        types = {
            name: type_ for name, type_ in self.schema.things["person"].types.items() if name not in ("id", "name")
        }
        symbols = {word: just(self.shared[word].leaf) for word in ("organisation", "body")}
        return People("person", types, self.declared, self.texts, self.base, symbols)

    @cached_property
    def tracked(self) -> Mapping[str, tuple[str, ...]]:
        """The facts that say which groups people belong to, because those of two people are compared."""
        person = self.schema.things["person"].types
        compared = {
            part.left.field
            for part in self.parts
            if isinstance(part, Binary) and part.op in ("==", "!=")
            and isinstance(part.left, Select) and isinstance(part.right, Select) and part.left.field == part.right.field
        }  # fmt: skip
        found = [name for name, type_ in person.items() if _names_many(type_) or _names_one(name, type_, compared)]
        kept = tuple(f"group {number + 1}" for number in range(self.groups))
        return {name: (*self._named(name), *kept) for name in found}

    def _named(self, field: str) -> tuple[str, ...]:
        """The groups that a fact is compared with by name."""
        pairs = [(part.left, part.right) for part in self.parts if isinstance(part, Binary) and part.op in ("==", "!=")]
        sides = [(one, other) for left, right in pairs for one, other in ((left, right), (right, left))]
        names = (
            str(other.value)
            for one, other in sides
            if isinstance(one, Select) and one.field == field and isinstance(other, Literal)
        )
        return tuple(dict.fromkeys(names))

    # words

    def facts(self, holder: str, prefix: str, fields: Iterable[str] = ()) -> Facts:
        """A thing beside people with its facts as unknowns."""
        own = built_in_fields(holder)
        types = {name: type_ for name, type_ in self.schema.things[holder].types.items() if name not in own}
        types |= {name: own[name] for name in fields}
        return facts_of(holder, prefix, types, self.declared, self.texts, self.base)

    @cached_property
    def shared(self) -> Mapping[str, Facts]:
        """The things beside people whose facts any expression may read, by the word for them."""
        found = {"organisation": self.facts("organisation", "organisation"), "body": self.facts("body", "body")}
        if self.scope is Scope.MEETING:
            fields = ("mode", "special", "closed", "minutes_prepared", "minutes_approved", "minutes_filed", "minutes")
            found["meeting"] = self.facts("meeting", "meeting", fields)
        if self.scope is Scope.VOTE:
            found["vote"] = self.vote
        return found

    @cached_property
    def vote(self) -> Facts:
        """A vote at a meeting, on any subject."""
        found = self.facts("vote", "vote", ("subject", "item"))
        return replace(found, fields={**found.fields, "form": just(Known("meeting"))})

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """What is unknown beside people: seats, and the facts of other things."""
        return (SEATS, *(count for shared in self.shared.values() for count in shared.counts))

    def words(self, *, after: bool = False) -> Mapping[str, Cases]:
        """What the words that depend on the board mean; `after` a departure, or in the subcommittee.

        A subcommittee is its members; body, votes and seats are the board's whose part it is.
        """
        members, chair = self._members(after)
        whole = group("members") if self.scope is Scope.SUBCOMMITTEE else members
        body = self._body(whole, chair)
        held = {name: one(f"offices.{name}") for name in self.offices}
        found: dict[str, Cases] = {
            "members": members, "voting": whole, "chair": chair, "body": body, "seats": just(_exact(SEATS)),
            "organisation": just(self.shared["organisation"].leaf),
            "board": body if self.kind == "board" else just(self._other("board")),
            "bodies": just(Partly(Stub("bodies", "bodies"), {name: just(self._other(name)) for name in self.bodies})),
            "offices": just(Partly(Stub("offices", "offices"), held)),
            "events": just(Partly(Stub("log", "events"), {})), "meetings": just(Partly(Stub("log", "meetings"), {})),
        }  # fmt: skip
        return {**found, **self._own(members)}

    def _members(self, after: bool) -> tuple[Cases, Cases]:
        if self.scope is Scope.DEPARTURE and after:
            return group("members", but=("departed",)), one("chair", "departed")
        if self.scope is Scope.SUBCOMMITTEE and after:
            return group("subcommittee"), one("chair")
        return group("members"), one("chair")

    def _own(self, members: Cases) -> Mapping[str, Cases]:
        match self.scope:
            case Scope.QUORUM:
                return {"present": group("present")}
            case Scope.VOTE:
                words = {word: group(word) for word in ("present", *BALLOT)}
                return words | {"voting": group("present", but=("recused",)), "vote": just(self.vote.leaf)}
            case Scope.MEETING:
                meeting = self.shared["meeting"].leaf
                people = {name: one(name) for name in ("called_by", "presider")}
                here = {"present": group("present"), "body": self._body(members, one("chair")), **people}
                return {"present": group("present"), "meeting": just(Partly(meeting.thing, {**meeting.fields, **here}))}
            case Scope.DEPARTURE:
                return {"before": group("members"), "departed": group("departed")}
            case Scope.SUBCOMMITTEE:
                parent = self._body(group("members"), one("chair"))
                few = just(Partly(Stub("body", "a subcommittee"), {"members": group("subcommittee"), "parent": parent}))
                kind = just(Known("delegated"))
                event = Partly(Stub("event", "delegation"), {"kind": kind, "by": parent, "body": few, "to": few})
                return {"parent": parent, "event": just(event)}
            case _:
                return {}

    def _body(self, members: Cases, chair: Cases) -> Cases:
        own = {"members": members, "chair": chair, "seats": just(_exact(SEATS)), "kind": just(Known(self.kind or ""))}
        return just(Partly(Stub("body", "body"), {**self.shared["body"].fields, **own}))

    def _other(self, name: str) -> Partly:
        own = {"members": group(f"{name}.members"), "chair": one(f"{name}.chair"), "kind": just(Known(name))}
        return Partly(Stub("body", name), own)

    # asking

    def asks(self, name: str, expr: Expr, *, after: bool = False) -> OpenAsked:
        """An expression in these words; vacancies and votes cast are spelled out."""
        members: Expr = Name("members", NOWHERE)
        if self.scope is Scope.SUBCOMMITTEE:
            members = Select(Name("parent", NOWHERE), "members", NOWHERE)
        size = Call("size", None, (members,), NOWHERE)
        ballots = [Call("size", None, (Name(word, NOWHERE),), NOWHERE) for word in ("ayes", "noes")]
        meant: dict[str, Expr] = {"vacancies": Binary("-", Name("seats", NOWHERE), size, NOWHERE)}
        if self.scope is Scope.VOTE:
            meant["cast"] = Binary("+", ballots[0], ballots[1], NOWHERE)
        return OpenAsked(name, substituted(expr, meant), self.base, self.words(after=after))

    def laws(self, world: OpenWorld) -> Iterator[tuple[str, Formula]]:
        """What every board fulfils: nobody's seat is taken twice, and somebody is a member."""
        members = world.bag.size("members")
        yield "members", at_least(members, 1)
        yield "seats", at_least(Linear(((SEATS, 1),)) - members)
        for each in ("departed", "subcommittee"):
            if each in world.bag.by_name:
                yield each, at_least(world.bag.size(each), 1)


def _exact(count: Count) -> Number:
    linear = Linear(((count, 1),))
    return Number(linear, linear)


def _names_many(type_: Type) -> bool:
    """Whether a fact names groups that people belong to: not people or bodies, which other words speak of too."""
    return isinstance(type_, GroupOf) and type_.thing not in (PERSON, BODY)


def _names_one(name: str, type_: Type, compared: Iterable[str]) -> bool:
    """Whether a fact names one group: a text, an organisation, a body that is compared with another person's."""
    plain = type_ == STRING or (not isinstance(type_, OneOf | GroupOf) and getattr(type_, "name", "") == "organisation")
    return plain and name in compared and name not in _OWN_FIELDS
