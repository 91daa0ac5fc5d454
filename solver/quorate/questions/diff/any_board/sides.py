"""Clauses of two charters put side by side, so that one world reads them: each in its own charter's sense of facts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from quorate.cel.ast import Expr
from quorate.cel.reading import fields_read, names
from quorate.cel.values import Value
from quorate.charter.claim_names import in_force
from quorate.charter.document import Clause, Expression, FactDeclaration, Force, Mode, Policy, Scope
from quorate.charter.surroundings import find_clause
from quorate.formula.open.claims import written_out
from quorate.questions.diff.any_board.normal import normal, with_fields
from quorate.questions.prove.boards import base_words

Facts = Mapping[tuple[str, str], FactDeclaration]
OF_THE_CHARTER = frozenset({"clauses", "duties"})
"""Words that mean something else under another charter."""


class Side(StrEnum):
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Put:
    """A clause of one side: as its charter has it, and as it is put beside the other's."""

    side: Side
    clause: Clause
    put: Clause

    @property
    def what(self) -> tuple[object, ...]:
        """What makes two clauses say the same."""
        one = self.put
        when = None if one.when is None else one.when.ast
        per = one.per if one.scope is Scope.YEAR else None
        return one.scope, one.force, one.mode, one.tested, per, one.rule.ast, when

    @property
    def sort(self) -> tuple[object, ...]:
        """What two clauses must have in common to be compared with each other."""
        one = self.clause
        return one.scope, one.force, one.mode, one.tested

    @property
    def binding(self) -> bool:
        """Whether it decides what is lawful."""
        one = self.clause
        return one.force is Force.MUST and one.mode is Mode.REQUIRE and one.tested == "always"

    @property
    def parts(self) -> tuple[Expr, ...]:
        one = self.put
        return (one.rule.ast,) if one.when is None else (one.rule.ast, one.when.ast)


@dataclass(frozen=True)
class Pair:
    """Two policies with their own clauses that are in force on a day, and the facts of both."""

    before: Policy
    after: Policy
    day: date

    def policy(self, side: Side) -> Policy:
        return self.before if side is Side.BEFORE else self.after

    @property
    def kind(self) -> str | None:
        return self.before.charter.kind

    @property
    def same_kind(self) -> bool:
        return self.before.charter.kind == self.after.charter.kind

    @cached_property
    def base(self) -> Mapping[str, Value]:
        return base_words(self.before, self.day)

    # facts

    @cached_property
    def unlike(self) -> frozenset[str]:
        """The names of facts that do not mean the same on both sides, through what defines them too."""
        old, new = self.before.facts, self.after.facts
        found = {key[1] for key in old.keys() & new.keys() if _meaning(old[key]) != _meaning(new[key])}
        grown = True
        while grown:
            more = {name for facts in (old, new) for (_, name), fact in facts.items() if _reads(fact) & found}
            grown = not more <= found
            found |= more
        return frozenset(found)

    @cached_property
    def clashing(self) -> frozenset[str]:
        """Those of the unlike facts that are stated, and of another type, on both sides: no board can have both."""
        old, new = self.before.facts, self.after.facts
        both = [key for key in old.keys() & new.keys() if key[1] in self.unlike]
        return frozenset(key[1] for key in both if old[key].define is None and new[key].define is None)

    def called(self, side: Side) -> Mapping[str, str]:
        """What the facts that are not alike are called in the world of both, where a side defines them."""
        facts = self.policy(side).facts
        return {
            name: f"{name}__{side}"
            for (_, name), fact in facts.items()
            if name in self.unlike and fact.define is not None
        }

    @cached_property
    def facts(self) -> Facts:
        """The facts of both sides in one world."""
        found: dict[tuple[str, str], FactDeclaration] = {}
        for side in (Side.AFTER, Side.BEFORE):
            called = self.called(side)
            for (holder, name), fact in self.policy(side).facts.items():
                own = called.get(name, name) if fact.define is not None else name
                define = None if fact.define is None else _put(fact.define, called)
                found[holder, own] = replace(fact, name=own, define=define)
        return found

    # clauses

    def clauses(self, side: Side) -> tuple[Put, ...]:
        """The charter's own clauses that are in force."""
        policy = self.policy(side)
        own = (clause for clause in policy.clauses if clause.charter == policy.charter.id)
        return tuple(self._put(side, clause) for clause in own if in_force(clause, self.day))

    def _put(self, side: Side, clause: Clause) -> Put:
        called = self.called(side)

        def spelt(expression: Expression) -> Expression:
            written = written_out(expression.ast, lambda name: self._named(side, name), clause.scope)
            return _put(replace(expression, ast=written), called)

        when = None if clause.when is None else spelt(clause.when)
        return Put(side, clause, replace(clause, charter=str(side), rule=spelt(clause.rule), when=when))

    def _named(self, side: Side, name: str) -> tuple[Clause, ...] | None:
        found = find_clause(self.policy(side), name)
        return None if found is None else (found,)

    def unreadable(self, put: Put) -> str | None:
        """Why a clause means nothing in a world of both charters, if it does not."""
        read = frozenset[str]().union(*(names(part) for part in put.parts))
        if read & OF_THE_CHARTER:
            return "it speaks of the charter itself"
        clash = sorted(frozenset[str]().union(*(fields_read(part) for part in put.parts)) & self.clashing)
        return f"`{clash[0]}` is a fact of another type in the other charter" if clash else None


def _meaning(fact: FactDeclaration) -> tuple[object, ...]:
    return fact.type, fact.by, None if fact.define is None else normal(fact.define.ast)


def _reads(fact: FactDeclaration) -> frozenset[str]:
    return frozenset() if fact.define is None else fields_read(fact.define.ast)


def _put(expression: Expression, called: Mapping[str, str]) -> Expression:
    return replace(expression, ast=normal(with_fields(expression.ast, called)))


@dataclass(frozen=True, slots=True)
class Sorted:
    """Clauses of both sides: those that say the same on both (as the old has them), and the others of each."""

    shared: tuple[Put, ...]
    before: tuple[Put, ...]
    after: tuple[Put, ...]


def sorted_out(before: Iterable[Put], after: Iterable[Put]) -> Sorted:
    """Which clauses say the same."""
    old, new = tuple(before), tuple(after)
    in_old, in_new = [each.what for each in old], [each.what for each in new]
    shared = tuple(each for each in old if each.what in in_new)
    return Sorted(
        shared,
        tuple(each for each in old if each.what not in in_new),
        tuple(each for each in new if each.what not in in_old),
    )


def binding(clauses: Iterable[Put], scope: Scope) -> Iterator[Put]:
    """The clauses of a scope that decide what is lawful."""
    return (each for each in clauses if each.binding and each.clause.scope is scope)
