"""Partial evaluation over any board: what is asked of a person is asked of a profile, and claims of all gatherings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from quorate.cel.ast import Binary, Call, Conditional, Expr, Literal, Name, Select, Unary
from quorate.cel.evaluator import evaluate
from quorate.cel.printer import show
from quorate.cel.reading import fields_read, names
from quorate.cel.types import BOOL, GroupOf, OneOf, Type
from quorate.cel.values import Thing, Value
from quorate.formula.ast import TRUE, Count, Formula, Linear, all_of, at_least, equal
from quorate.formula.bag import ChosenSet, Class
from quorate.formula.derived import Derivations
from quorate.formula.judgement import judgement
from quorate.formula.open_bag import OpenBag, RefinedBag
from quorate.formula.profiles import Atom, Everyone, Firm, Profile, atom_of
from quorate.formula.realise import Facts, People
from quorate.formula.room import NOWHERE, Partial, Room
from quorate.formula.scope import Scope
from quorate.formula.symbolic import (
    KNOWN_TRUE,
    Affiliations,
    Cases,
    Chosen,
    ChosenOne,
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
class OpenRoom(Room):
    """`profiles` says what each class is, `people` what can be known of one, `shared` what of other things;
    `vote` is any vote that could be taken, where none is spoken of.

    The fields in `tracked` say which groups people belong to: those named there, and one of their own, which nobody
    shares.
    """

    profiles: Mapping[str, Profile] = field(default_factory=dict)
    tracked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asking: Asking = field(default_factory=Asking)
    people: People = field(default_factory=People)
    shared: tuple[Count, ...] = ()
    vote: Facts | None = None

    def classes_in(self, ids: Mapping[str, Thing]) -> Iterator[Class]:
        yield from self.bag.classes

    # single elements

    def said(self, token: Token, atom: Atom) -> bool:
        """Whether an atom is true of a token; one that its profile leaves open is noted, and true for the moment."""
        truth = self.profiles[token.of].get(atom)
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
        if fields_read(expr) & self.tracked.keys() or any(isinstance(value, Firm) for value in own.values()):
            return None
        return known(self.said(token, atom_of(expr, tuple(tokens), own)))

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
        """A test of the log, of which any board's is not known: it may be true or not."""
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
        key = name, tuple(pairs), *(_meant(scope, word) for word in ("members", "chair"))
        if key not in self.asking.possible:
            made = self._sought(name, f"possible[{len(self.asking.possible)}]", pairs, scope, partial)
            self.asking.possible[key] = made
        bit = Linear(((self.asking.possible[key].count, 1),))
        return Truth(at_least(bit, 1), at_least(-bit))

    def _sought(
        self, name: str, prefix: str, pairs: "list[tuple[Expr, Expr]]", scope: Scope, partial: Partial
    ) -> Possible:
        other = name in (BODY, ANY_BODY)
        if other:
            inner, words, laws = self._others(name, prefix, scope)
        else:
            seen = frozenset[str]().union(*(sets_read(part, scope) for pair in pairs for part in pair))
            inner, words, laws = self._gathered(name, prefix, scope, seen & self.bag_group)
        asked = Scope(scope.base, {**scope.symbolic, **words})
        found = _held(pairs, asked, inner, partial)
        derived = [each.law for each in inner.derivations.made.values()]
        bag = inner.bag
        assert isinstance(bag, OpenBag)
        facts, told = ((), ()) if isinstance(bag, RefinedBag) else self.people.realised(bag, self.profiles)
        over = bag.added if isinstance(bag, RefinedBag) else bag.counts
        seats: tuple[Count, ...] = () if isinstance(bag, RefinedBag) else (Count(f"{prefix}.seats", 0, None),)
        seats += self.shared if name == ANY_BODY else ()
        seats += self.vote.counts if name == "vote" and "vote" in words and self.vote is not None else ()
        counts = (*over, *seats, *(each.count for each in inner.derivations.made.values()), *facts)
        formula = all_of(*(law for _, law in bag.laws), *derived, *laws, *(law for _, law in told), found.true)
        return Possible(Count(prefix), counts, formula)

    @property
    def bag_group(self) -> frozenset[str]:
        assert isinstance(self.bag, OpenBag)
        return self.bag.group

    def _gathered(
        self, name: str, prefix: str, scope: Scope, seen: frozenset[str]
    ) -> "tuple[OpenRoom, dict[str, Cases], list[Formula]]":
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
        return self._in(bag, prefix), words, []

    def _others(self, name: str, prefix: str, scope: Scope) -> "tuple[OpenRoom, dict[str, Cases], list[Formula]]":
        """Any other people in any number of seats; as many as the members, unless any body will do."""
        assert isinstance(self.bag, OpenBag)
        bag = replace(self.bag, prefix=f"{prefix}.")
        size, seats = bag.size("members"), Linear(((Count(f"{prefix}.seats", 0, None), 1),))
        same = equal(size - self.bag.size("members")) if name == BODY else TRUE
        words: dict[str, Cases] = {"seats": just(Number(seats, seats))}
        return self._in(bag, prefix), words, [at_least(size, 1), at_least(seats - size), same]

    def _in(self, bag: OpenBag, prefix: str) -> "OpenRoom":
        return replace(self, bag=bag, together=bag.group, derivations=Derivations(f"{prefix}."))


def sets_read(expr: Expr, scope: Scope) -> frozenset[str]:
    """The sets that an expression may read, by the words and fields in it."""
    fields = fields_read(expr)
    found: set[str] = set()
    waiting = [scope.symbolic[name] for name in names(expr) if name in scope.symbolic]
    while waiting:
        for case in waiting.pop():
            match case.leaf:
                case Chosen(inside, outside):
                    found.update(inside, outside)
                case ChosenOne(name, _, gone):
                    found.update((name, gone) if gone is not None else (name,))
                case Partly(_, parts):
                    waiting.extend(part for field, part in parts.items() if field in fields)
                case _:
                    pass
    return frozenset(found)


def _meant(scope: Scope, word: str) -> object:
    """What tells one meaning of a word from another: the sets it is made of."""
    match only(scope.symbolic.get(word, ())):
        case Chosen(inside, outside):
            return inside, outside
        case ChosenOne(name, _, gone):
            return name, gone
        case _:
            return None


def _many(type_: Type | None) -> bool:
    return isinstance(type_, GroupOf)


def _belongs(field: str, name: str) -> Atom:
    text = f"{field} has {name}" if name else f"{field} has one of their own"
    return Atom(text, Literal(True, NOWHERE), belongs=(field, name))


def _held(pairs: "list[tuple[Expr, Expr]]", scope: Scope, room: Room, partial: Partial) -> Truth:
    """Whether all clauses hold or do not apply."""
    found = []
    for when, rule in pairs:
        applies = KNOWN_TRUE if when == Literal(True, NOWHERE) else truth(partial(when, scope, room))
        what = judgement(truth(partial(rule, scope, room)), applies)
        found.append(Truth(what.lawful, what.broken))
    return every(found)
