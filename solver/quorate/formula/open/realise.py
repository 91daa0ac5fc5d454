"""Which profiles somebody can have: the facts that make atoms true or false together, as formulas over one person.

A proof needs no more than this: where atoms cannot be read here they are free, so more boards are considered than
there are; a counterexample is replayed with facts that are found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quorate.cel.ast import Expr, Name, Select
from quorate.cel.reading import children
from quorate.cel.types import BOOL, INT, STRING, OneOf, Type
from quorate.cel.values import Thing, Value
from quorate.charter.document import FactDeclaration
from quorate.formula.ast import TRUE, Count, Formula, Linear, all_of, at_least, counts_of, equal, negate, some_of
from quorate.formula.bag import Bag
from quorate.formula.from_cel import partial
from quorate.formula.open.profiles import SELF, Atom, Profile, Stub
from quorate.formula.open.thresholds import Ordered, ordered, threshold
from quorate.formula.room import Room
from quorate.formula.scope import Scope
from quorate.formula.symbolic import (
    Cases,
    Defined,
    Known,
    Number,
    OutsideFragment,
    Partly,
    Truth,
    choose,
    just,
    known,
    only,
    truth,
)

OTHER = "another"
"""What a text may be that is none of the texts it is compared with."""
LEAST = -(10**9)
"""What a whole number that is stated of somebody is taken to be at least."""
NO_BAG = Bag((), (), ())


@dataclass(frozen=True)
class Facts:
    """A thing whose facts are unknowns: a field for each fact that can be read as a number, a truth, or a choice.

    `ordered` are days, amounts and fractions, of which only comparisons can be read.
    """

    thing: Thing
    fields: Mapping[str, Cases]
    counts: tuple[Count, ...]
    ordered: Mapping[str, Ordered] = field(default_factory=dict)

    @property
    def leaf(self) -> Partly:
        return Partly(self.thing, self.fields)


def facts_of(
    holder: str,
    prefix: str,
    types: Mapping[str, Type],
    declared: Mapping[tuple[str, str], FactDeclaration],
    words: Sequence[str],
    base: Mapping[str, Value],
) -> Facts:
    """The facts of one thing as unknowns named after `prefix`; texts are one of `words`, or another."""
    fields: dict[str, Cases] = {}
    counts: list[Count] = []
    kept = {name: found for name, type_ in types.items() if (found := ordered(f"{prefix}.{name}", type_)) is not None}
    for name, type_ in types.items():
        fact = declared.get((holder, name))
        if fact is not None and fact.define is not None:
            fields[name] = just(Defined(fact.define.ast, base))
            continue
        if (holder, name) == ("person", "votes"):
            fields[name] = known(1)
            continue
        made = _unknown(f"{prefix}.{name}", type_, words)
        if made is not None:
            fields[name] = made[0]
            counts.extend(made[1])
    counts.extend(each.count for each in kept.values())
    return Facts(Stub(holder, prefix), fields, tuple(counts), kept)


@dataclass(frozen=True)
class FactRoom(Room):
    """Partial evaluation over the facts of one thing: ordered ones are read where they are compared."""

    own: Mapping[str, Ordered] = field(default_factory=dict)

    def of_others(self, expr: Expr, free: Mapping[str, Cases], scope: Scope) -> Cases | None:
        if len(free) != 1:
            return None
        ((name, _),) = free.items()
        found = threshold(expr, name, self.own, scope.base, self.context)
        return None if found is None else just(Truth(found, negate(found)))


def _unknown(key: str, type_: Type, words: Sequence[str]) -> tuple[Cases, tuple[Count, ...]] | None:
    """A fact as an unknown of its own; none if its type is outside of what formulas can say."""
    if type_ == BOOL:
        bit = Count(key, 0, 1)
        return just(_bit(bit)), (bit,)
    if type_ == INT:
        whole = Count(key, LEAST, None)
        number = Linear(((whole, 1),))
        return just(Number(number, number)), (whole,)
    values = type_.values if isinstance(type_, OneOf) else (*words, OTHER) if type_ == STRING else ()
    if not values:
        return None
    which = Count(key, 0, len(values) - 1)
    options = ((equal(Linear(((which, 1),)), index), just(Known(value))) for index, value in enumerate(values))
    return choose(options), (which,)


def _bit(count: Count) -> Truth:
    linear = Linear(((count, 1),))
    return Truth(at_least(linear, 1), at_least(-linear))


@dataclass(frozen=True)
class People:
    """What can be known of an element: the types of its fields, their declarations, and the words of all occasions."""

    kind: str = "person"
    types: Mapping[str, Type] = field(default_factory=dict)
    declared: Mapping[tuple[str, str], FactDeclaration] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    base: Mapping[str, Value] = field(default_factory=dict)
    symbols: Mapping[str, Cases] = field(default_factory=dict)

    def realised(
        self, bag: Bag, profiles: Mapping[str, Profile]
    ) -> tuple[tuple[Count, ...], tuple[tuple[str, Formula], ...]]:
        """For each profile its own copy of the facts, and that they make its atoms what it says if anybody has it."""
        counts: list[Count] = []
        laws: list[tuple[str, Formula]] = []
        for each in bag.classes:
            found = self.facts(f"{getattr(bag, 'prefix', '')}fact[{each.key}]")
            cells = [cell.size for group in bag.together for cell in bag.cells(each, group)]
            formula, _ = self.said(profiles[each.key], found)
            if formula != TRUE:
                read = counts_of(formula)
                counts.extend(count for count in found.counts if count in read)
                laws.extend((each.key, some_of(negate(at_least(size, 1)), formula)) for size in cells)
        return tuple(counts), tuple(laws)

    def shares(self, expr: Expr) -> bool:
        """Whether what an expression reads of things beside people are plain facts of theirs."""
        if isinstance(expr, Name):
            return expr.name not in self.symbols
        if isinstance(expr, Select) and isinstance(expr.operand, Name) and expr.operand.name in self.symbols:
            leaf = only(self.symbols[expr.operand.name])
            return not expr.test and isinstance(leaf, Partly) and expr.field in leaf.fields
        return all(self.shares(part) for part in children(expr))

    def facts(self, prefix: str) -> Facts:
        """One copy of the facts."""
        return facts_of(self.kind, prefix, self.types, self.declared, self.words, self.base)

    def said(self, profile: Profile, facts: Facts) -> tuple[Formula, tuple[Atom, ...]]:
        """That the facts make the atoms of a profile what it says; and the atoms that cannot be read so."""
        formulas: list[Formula] = []
        unread: list[Atom] = []
        for atom, truth_ in profile.said:
            found = self._reads(atom, facts)
            if found is None and atom.belongs is None:
                unread.append(atom)
            elif found is None:
                continue
            else:
                formulas.append(found if truth_ else negate(found))
        return all_of(*formulas), tuple(unread)

    def _reads(self, atom: Atom, facts: Facts) -> Formula | None:
        """Where an atom is true; none if that cannot be read."""
        if atom.belongs is not None:
            return None
        scope = Scope({**self.base, **atom.given}, {**self.symbols, SELF: just(facts.leaf)})
        try:
            return truth(partial(atom.expr, scope, FactRoom(NO_BAG, own=facts.ordered))).true
        except OutsideFragment:
            return None
