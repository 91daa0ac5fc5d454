"""Partial evaluation over any board: what is asked of a person is asked of a profile, and claims of all gatherings."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from quorate.cel.ast import Binary, Call, Conditional, Expr, Literal, Name, Select, Unary
from quorate.cel.evaluator import evaluate
from quorate.cel.printer import show
from quorate.cel.reading import fields_read, names
from quorate.cel.types import BOOL, GroupOf, OneOf, Type
from quorate.cel.values import Thing, Value
from quorate.formula.ast import TRUE, Count, Formula, Linear, all_of, at_least, equal
from quorate.formula.bag import ChosenSet, Class, total
from quorate.formula.derived import Derivations
from quorate.formula.judgement import judgement
from quorate.formula.open.aspects import facts_in
from quorate.formula.open.bag import OpenBag, RefinedBag
from quorate.formula.open.profiles import Atom, Everyone, Firm, Profile, atom_of
from quorate.formula.open.reading import meant, sets_read
from quorate.formula.open.realise import Facts, People
from quorate.formula.room import NOWHERE, Partial, Room, Spread
from quorate.formula.scope import Scope
from quorate.formula.symbolic import (
    KNOWN_TRUE,
    Affiliations,
    Cases,
    Chosen,
    Entry,
    Number,
    OutsideFragment,
    Partly,
    Single,
    Token,
    Truth,
    just,
    known,
    only,
    truth,
)
from quorate.formula.truth import every

TESTS = frozenset(("==", "!=", "<", "<=", ">", ">=", "in"))
BODY, ANY_BODY = "body", "any body"
QUANTIFIERS = frozenset(("all", "exists", "exists_one"))
LOG = ("events", "meetings")
BALLOT = ("recused", "ayes", "noes", "abstentions")
EVERYONE = Everyone()


@dataclass(frozen=True, slots=True)
class Possible:
    """`count` is one where some choice of `over` makes the formula true, and zero where none does."""

    count: Count
    over: tuple[Count, ...]
    formula: Formula


@dataclass(frozen=True)
class Asking:
    """What one pass over all expressions learns: atoms that profiles leave open, and claims of what is possible.

    `log` has the tests of the log, each with what it is while nothing has happened.
    """

    wanted: dict[str, dict[Atom, None]] = field(default_factory=dict)
    possible: dict[tuple[object, ...], Possible] = field(default_factory=dict)
    log: dict[Count, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Family:
    """The rooms of a world, one for each aspect; `aspects` says which fact belongs to which."""

    aspects: Mapping[str, int] = field(default_factory=dict)
    rooms: "list[OpenRoom]" = field(default_factory=list)

    def room_for(self, exprs: Iterable[Expr], people: People) -> "OpenRoom":
        """The room in which expressions are evaluated: that of the facts they read."""
        return self.room_of(frozenset[str]().union(*map(fields_read, exprs)), people)

    def room_of(self, fields: frozenset[str], people: People) -> "OpenRoom":
        """The room of some fields of people; any will do where there are none."""
        number, *others = dict.fromkeys(self.aspects[name] for name in sorted(facts_in(fields, people))) or (0,)
        if others:
            raise OutsideFragment("facts of several aspects")
        return self.rooms[number]

    @property
    def bags(self) -> tuple[OpenBag, ...]:
        return tuple(room.bag for room in self.rooms if isinstance(room.bag, OpenBag))

    def laws(self) -> Iterator[tuple[str, Formula]]:
        """In every aspect as many people are in the same sets."""
        first, *others = self.bags
        sizes = _by_sets(first)
        for bag in others:
            for inside, size in _by_sets(bag).items():
                yield f"alike.{bag.prefix}{'&'.join(sorted(inside))}", equal(sizes[inside] - size)


def _by_sets(bag: OpenBag) -> dict[frozenset[str], Linear]:
    found: dict[frozenset[str], list[Linear]] = {}
    for each in bag.classes:
        for cell in bag.cells(each, bag.group):
            found.setdefault(cell.inside, []).append(cell.size)
    return {inside: total(sizes) for inside, sizes in found.items()}


@dataclass(frozen=True)
class OpenRoom(Room):
    """`profiles` says what each class is, `people` what can be known of one, `shared` what of other things;
    `vote` is any vote that could be taken, where none is spoken of. In a room that is `full` no more profiles are
    told apart; `check` raises when time is over.

    The fields in `tracked` say which groups people belong to: those named there, and one of their own, which nobody
    shares.
    """

    profiles: Mapping[str, Profile] = field(default_factory=dict)
    tracked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asking: Asking = field(default_factory=Asking)
    people: People = field(default_factory=People)
    shared: tuple[Count, ...] = ()
    vote: Facts | None = None
    family: Family = field(default_factory=Family)
    full: bool = False
    check: Callable[[], None] = lambda: None

    @property
    def stated(self) -> bool:
        return False

    def at(self, exprs: Sequence[Expr], scope: Scope) -> "OpenRoom":
        """The room of these expressions, unless people have been taken in this one; it splits by what they read."""
        home = self if scope.bound else self.family.room_for(exprs, self.people)
        seen = frozenset[str]().union(*(sets_read(expr, scope) for expr in exprs))
        return replace(home, together=seen)

    def classes_in(self, ids: Mapping[str, Thing]) -> Iterator[Class]:
        yield from self.bag.classes

    # single elements

    def said(self, token: Token, atom: Atom) -> bool:
        """Whether an atom is true of a token; one that its profile leaves open is noted, and true for the moment."""
        self.check()
        profile = self.profiles[token.of]
        truth = profile.get(atom)
        if atom.belongs is not None and not _many(self.people.types.get(atom.belongs[0])):
            one = profile.group(atom.belongs[0])
            truth = truth if one is None else one == atom
        if truth is None and self.full:
            raise OutsideFragment(f"more than {len(self.profiles)} kinds of people")
        if truth is None:
            self.asking.wanted.setdefault(token.of, {})[atom] = None
        return truth is not False

    def of_tokens(
        self, expr: Expr, tokens: Mapping[str, Token], own: Mapping[str, Value], base: Mapping[str, Value]
    ) -> Cases | None:
        token, *others = tokens.values()
        if not all(self.same(token, other) for other in others) or not self._tests(expr):
            return None
        if fields_read(expr) <= {"votes"} and names(expr) <= tokens.keys():
            return known(evaluate(expr, {name: EVERYONE[each.of] for name, each in tokens.items()}))
        named = self._named(expr)
        if named is not None:
            return known(self.said(token, named) == (getattr(expr, "op", "") == "=="))
        if fields_read(expr) & self.tracked.keys() or any(isinstance(value, Firm) for value in own.values()):
            return None
        return known(self.said(token, atom_of(expr, tuple(tokens), own)))

    def _named(self, expr: Expr) -> Atom | None:
        """A test whether people belong to a group that is named, or, with `!=`, do not."""
        match expr:
            case Binary("==" | "!=", Select(Name(), field), Literal(value=str() as name)) if field in self.tracked:
                return _belongs(field, name)
            case Binary("==" | "!=", Literal(value=str() as name), Select(Name(), field)) if field in self.tracked:
                return _belongs(field, name)
            case _:
                return None

    def apply(self, build: Callable[..., Expr], *values: Value) -> Cases:
        if any(isinstance(value, Firm) for value in values) and not all(isinstance(value, Firm) for value in values):
            raise OutsideFragment("a group that people belong to beside something else")
        return Room.apply(self, build, *values)

    def _beside_shared(self, expr: Expr, free: Mapping[str, Cases], scope: Scope) -> Cases | None:
        """A test of one person's facts beside facts of the organisation or the body, which are the same for all."""
        tokens = {name: leaf for name, value in free.items() if isinstance(leaf := only(value), Token)}
        if not tokens or not free.keys() - tokens.keys() <= self.people.symbols.keys() or not self._tests(expr):
            return None
        token, *others = tokens.values()
        known_too = any(name in scope.symbolic for name in names(expr) - free.keys())
        if known_too or not all(self.same(token, other) for other in others) or not self.people.shares(expr):
            return None
        if fields_read(expr) & self.tracked.keys():
            return None
        return known(self.said(token, atom_of(expr, tuple(tokens), {})))

    def _tests(self, expr: Expr) -> bool:
        """Whether an expression is a test in itself, not one put together of tests."""
        match expr:
            case Binary(op):
                return op in TESTS
            case Select(field=name, test=test):
                return test or self.people.types.get(name) == BOOL
            case Unary() | Conditional() | Literal() | Name() | Call():
                return False
            case _:
                return getattr(expr, "kind", None) in QUANTIFIERS

    def of_field(self, token: Token, field: str, test: bool) -> Cases:
        if test:
            return known(True)
        if field in self.tracked:
            return self._affiliations(token, field)
        match self.people.types.get(field):
            case OneOf(values):
                return known(self._value(token, field, values))
            case _ if field == "votes":
                return known(1)
            case _:
                raise OutsideFragment(f"`{field}` of each person")

    def _value(self, token: Token, field: str, values: tuple[str, ...]) -> str:
        for value in values[:-1]:
            select = Select(Name("self", NOWHERE), field, NOWHERE)
            if self.said(token, atom_of(Binary("==", select, Literal(value, NOWHERE), NOWHERE), (), {})):
                return value
        return values[-1]

    # the log

    def of_others(self, expr: Expr, free: Mapping[str, Cases], scope: Scope) -> Cases | None:
        """A test of people beside facts that they share; or of the log, of which any board's is not known."""
        beside = self._beside_shared(expr, free, scope)
        if beside is not None:
            return beside
        plain = all(isinstance(only(value), Partly) for value in free.values())
        if not plain or free.keys().isdisjoint(LOG) or not self._tests(expr):
            return None
        text = show(expr)
        bit = Linear(((Count(f"log[{text}]"), 1),))
        self.asking.log[bit.terms[0][0]] = evaluate(expr, scope.base, self.context) is True
        return just(Truth(at_least(bit, 1), at_least(-bit)))

    # groups that people belong to

    def _affiliations(self, token: Token, field: str) -> Cases:
        """The groups of a token; where a field names exactly one, that one."""
        names = [*self.tracked[field], ""]
        single = not _many(self.people.types.get(field))
        found = []
        for name in names[:-1] if single else names:
            if self.said(token, _belongs(field, name)):
                found.append(self._firm(token, field, name))
                if single:
                    return known(found[0])
        if single:
            return known(self._firm(token, field, ""))
        return just(Affiliations(tuple(Entry(Single(firm), TRUE, TRUE) for firm in found)))

    def _firm(self, token: Token, field: str, name: str) -> Firm:
        return Firm(f"{field} {name}" if name else f"{field} of {token.of}/{sorted(token.inside)}/{token.index}")

    # claims

    def of_claim(self, claim: Call, scope: Scope, partial: Partial) -> Cases:
        """`holds(name, when, rule, …)` and `possible(name, when, rule, …)`, clauses written out after the name."""
        match claim.args:
            case (Literal(value=str() as name), *parts) if parts:
                pairs = list(zip(parts[::2], parts[1::2], strict=True))
            case _:
                raise OutsideFragment(f"`{claim.function}` of another clause")
        if claim.function == "holds":
            return just(_held(pairs, scope, self, partial))
        return just(self._possible(name, pairs, scope, partial))

    def _possible(self, name: str, pairs: "list[tuple[Expr, Expr]]", scope: Scope, partial: Partial) -> Truth:
        if scope.bound:
            raise OutsideFragment("`possible` of one person after another")
        key = name, tuple(pairs), *(meant(scope, word) for word in ("members", "chair"))
        if key not in self.asking.possible:
            prefix = f"possible[{len(self.asking.possible)}]"
            if name in (BODY, ANY_BODY):
                self.asking.possible[key] = self._another(name, prefix, pairs, scope, partial)
            else:
                home = self.at([part for pair in pairs for part in pair], scope)
                self.asking.possible[key] = home._gathering(name, prefix, pairs, scope, partial)
        bit = Linear(((self.asking.possible[key].count, 1),))
        return Truth(at_least(bit, 1), at_least(-bit))

    def _gathering(
        self, name: str, prefix: str, pairs: "list[tuple[Expr, Expr]]", scope: Scope, partial: Partial
    ) -> Possible:
        """Some gathering of the members, and for a vote some ballot of it, of which all clauses hold."""
        bag, words = self._gathered(name, prefix, scope, self.together & self.bag_group)
        inner = replace(self, bag=bag, derivations=Derivations(f"{prefix}."), family=Family(), spread=Spread())
        inner = replace(inner, family=Family(dict.fromkeys(self.family.aspects, 0), [inner]))
        found = _held(pairs, Scope(scope.base, {**scope.symbolic, **words}), inner, partial)
        made = inner.derivations.made.values()
        vote = self.vote.counts if "vote" in words and self.vote is not None else ()
        formula = all_of(*(law for _, law in bag.laws), *(each.law for each in made), found.true)
        return Possible(Count(prefix), (*bag.added, *vote, *(each.count for each in made)), formula)

    def _another(
        self, name: str, prefix: str, pairs: "list[tuple[Expr, Expr]]", scope: Scope, partial: Partial
    ) -> Possible:
        """Another board in any number of seats of which all clauses hold; of as many members, unless any will do."""
        derivations = Derivations(f"{prefix}.")
        family = Family(self.family.aspects)
        for room in self.family.rooms:
            assert isinstance(room.bag, OpenBag)
            bag = replace(room.bag, prefix=f"{prefix}.{room.bag.prefix}")
            family.rooms.append(replace(room, bag=bag, derivations=derivations, family=family, spread=Spread()))
        first = family.rooms[0]
        size, seats = first.bag.size("members"), Count(f"{prefix}.seats", 0, None)
        seated = Linear(((seats, 1),))
        words: dict[str, Cases] = {"seats": just(Number(seated, seated))}
        found = _held(pairs, Scope(scope.base, {**scope.symbolic, **words}), first, partial)
        facts, told = family_facts(family)
        same = equal(size - self.bag.size("members")) if name == BODY else TRUE
        laws = [law for bag in family.bags for _, law in bag.laws] + [law for _, law in family.laws()]
        laws += [each.law for each in derivations.made.values()] + [law for _, law in told]
        counts = [count for bag in family.bags for count in bag.counts] + [*facts, seats]
        counts += [each.count for each in derivations.made.values()]
        counts += self.shared if name == ANY_BODY else ()
        formula = all_of(*laws, at_least(size, 1), at_least(seated - size), same, found.true)
        return Possible(Count(prefix), tuple(counts), formula)

    @property
    def bag_group(self) -> frozenset[str]:
        assert isinstance(self.bag, OpenBag)
        return self.bag.group

    def _gathered(
        self, name: str, prefix: str, scope: Scope, seen: frozenset[str]
    ) -> tuple[RefinedBag, dict[str, Cases]]:
        """Every gathering of the members, and for a vote every ballot of it."""
        members = only(scope.lookup("members"))
        if not isinstance(members, Chosen) or not isinstance(self.bag, OpenBag):
            raise OutsideFragment("a gathering of what are not the members")
        here = {word: f"{prefix}.{word}" for word in ("present", *(BALLOT if name == "vote" else ()))}
        choices = [frozenset((here["present"], here[word])) for word in BALLOT if word in here]
        sets = tuple(ChosenSet(each, here["present"] if each != here["present"] else None) for each in here.values())
        seen |= frozenset((*members.inside, *members.outside))
        kept = tuple(each for each in self.bag.sets if each.name in seen)
        bag = RefinedBag(
            self.bag.classes, (*kept, *sets), (seen | set(here.values()),), self.bag.kind,
            prefix=f"{prefix}.", base=self.bag, seen=seen,
            among=frozenset(members.inside), but=frozenset(members.outside),
            choices=tuple(choices) or (frozenset((here["present"],)),),
        )  # fmt: skip
        words = {word: just(Chosen((each, *members.inside), members.outside, EVERYONE)) for word, each in here.items()}
        if name == "vote":
            voting = Chosen((here["present"], *members.inside), (here["recused"], *members.outside), EVERYONE)
            words["voting"] = just(voting)
            if "vote" not in scope.symbolic and self.vote is not None:
                words["vote"] = just(self.vote.leaf)
        return bag, words


def family_facts(family: Family) -> tuple[tuple[Count, ...], tuple[tuple[str, Formula], ...]]:
    """For every aspect the facts of its profiles, and that somebody who has a profile has such facts."""
    counts: list[Count] = []
    laws: list[tuple[str, Formula]] = []
    for room in family.rooms:
        facts, told = room.people.realised(room.bag, room.profiles)
        counts.extend(facts)
        laws.extend(told)
    return tuple(counts), tuple(laws)


def _many(type_: Type | None) -> bool:
    return isinstance(type_, GroupOf)


def _belongs(field: str, name: str) -> Atom:
    text = f"{field} has {name}" if name else f"{field} has one of their own"
    return Atom(text, Literal(True, NOWHERE), belongs=(field, name))


def _held(pairs: "list[tuple[Expr, Expr]]", scope: Scope, room: OpenRoom, partial: Partial) -> Truth:
    """Whether all clauses hold or do not apply."""
    found = []
    for when, rule in pairs:
        home = room.at((when, rule), scope)
        applies = KNOWN_TRUE if when == Literal(True, NOWHERE) else truth(partial(when, scope, home))
        what = judgement(truth(partial(rule, scope, home)), applies)
        found.append(Truth(what.lawful, what.broken))
    return every(found)
