"""A claim as a question to a prover: is there a board that fulfils what is assumed and not what is claimed?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quorate.cel.ast import Binary, Expr, Unary
from quorate.cel.values import Value
from quorate.charter.document import Clause, Property, Scope
from quorate.engines.base import Constraint, Query
from quorate.formula.ast import FALSE, Formula, Linear, all_of, at_least, negate
from quorate.formula.bag import ONE, ZERO, total
from quorate.formula.claims import written_out
from quorate.formula.derived import Derivations
from quorate.formula.grouping import groups_needed
from quorate.formula.judgement import judgement
from quorate.formula.open_world import OpenAsked, OpenWorld, open_world
from quorate.formula.situation import SEATS, Situation
from quorate.questions.prove.rules import Rules


@dataclass(frozen=True)
class Asked:
    """A claim over any board: the world, where what is assumed holds, where the claim is made, false, or unclear.

    `enough` says whether as many groups of people were kept apart as the claim can need.
    """

    situation: Situation
    world: OpenWorld
    assumed: tuple[tuple[str, Formula], ...]
    made: Formula
    false: Formula
    unclear: Formula
    unread: Mapping[str, str]
    enough: bool = True

    @property
    def laws(self) -> tuple[Constraint, ...]:
        """What every board fulfils that the claim is about."""
        own = (*self.world.laws, *self.situation.laws(self.world), *self.assumed)
        return tuple(Constraint(name, formula) for name, formula in own)

    def query(self, *more: Formula) -> Query:
        constraints = (*self.laws, *(Constraint("asked", formula) for formula in more))
        return Query((*self.world.counts, SEATS), constraints, self.world.possible)


def asked(claim: Property, rules: Rules, kind: str | None, base: Mapping[str, Value]) -> Asked:
    """The claim and everything it assumes, over any board."""
    clauses = rules.assumed
    claimed = written_out(claim.claim.ast, rules.named, claim.scope)
    when = None if claim.when is None else written_out(claim.when.ast, rules.named, claim.scope)
    expressions = (claimed, *((when,) if when is not None else ()), *_expressions(clauses))
    situation = Situation(claim.scope, kind, rules.policy.facts, expressions, base)
    needed = _groups(situation, clauses, claimed, when)
    situation = replace(situation, groups=1 if needed is None else needed)
    after = claim.scope in (Scope.DEPARTURE, Scope.SUBCOMMITTEE)
    parts = [part for clause in clauses for part in of_clause(situation, clause)]
    parts += [situation.asks("claim", claimed, after=after)]
    parts += [situation.asks("when", when, after=after)] if when is not None else []
    world = open_world(situation.ground, parts)
    made, open_ = where(world, "when") if when is not None else (negate(FALSE), FALSE)
    found = world.truth("claim") if "claim" in world.values else None
    false = FALSE if found is None else all_of(made, found.false)
    unclear = FALSE if found is None else all_of(negate(open_) if open_ != FALSE else made, found.unknown)
    held, unread = tuple(_held(world, clauses)), dict(_unread(world, clauses))
    return Asked(situation, world, held, made, false, unclear, unread, needed is not None)


def _groups(situation: Situation, clauses: Sequence[Clause], claimed: Expr, when: Expr | None) -> int | None:
    """How many groups of people a claim can need kept apart."""
    assumed = [clause.rule.ast for clause in clauses if clause.when is None]
    assumed += [_unless(clause.when.ast, clause.rule.ast) for clause in clauses if clause.when is not None]
    return groups_needed(assumed, claimed if when is None else _unless(when, claimed), situation.tracked)


def _unless(when: Expr, rule: Expr) -> Expr:
    return Binary("||", Unary("!", when, rule.span), rule, rule.span)


def where(world: OpenWorld, name: str) -> tuple[Formula, Formula]:
    """Where an expression is true, and where that is not known."""
    if name not in world.values:
        return FALSE, negate(FALSE)
    found = world.truth(name)
    return found.true, found.unknown


def _expressions(clauses: Sequence[Clause]) -> list[Expr]:
    found = [clause.rule.ast for clause in clauses]
    return [*found, *(clause.when.ast for clause in clauses if clause.when is not None)]


def of_clause(situation: Situation, clause: Clause) -> list[OpenAsked]:
    """A clause in the words of a situation: where it applies, and its rule."""
    key = f"{clause.charter}/{clause.id}"
    rule = situation.asks(f"{key}:rule", clause.rule.ast)
    return [rule] if clause.when is None else [rule, situation.asks(f"{key}:when", clause.when.ast)]


def lawful(world: OpenWorld, clause: Clause) -> Formula | None:
    """Where a clause is not broken; none if it could not be reasoned about."""
    key = f"{clause.charter}/{clause.id}"
    if f"{key}:rule" in world.outside or f"{key}:when" in world.outside:
        return None
    rule = world.truth(f"{key}:rule")
    judged = judgement(rule) if clause.when is None else judgement(rule, world.truth(f"{key}:when"))
    return negate(judged.broken)


def _held(world: OpenWorld, clauses: Sequence[Clause]) -> list[tuple[str, Formula]]:
    found = ((f"{clause.charter}/{clause.id}", lawful(world, clause)) for clause in clauses)
    return [(name, formula) for name, formula in found if formula is not None]


def _unread(world: OpenWorld, clauses: Sequence[Clause]) -> list[tuple[str, str]]:
    names = [f"{clause.charter}/{clause.id}" for clause in clauses]
    found = [
        (name, world.outside[key]) for name in names for key in (f"{name}:rule", f"{name}:when") if key in world.outside
    ]
    return [*found, *((key, why) for key, why in world.outside.items() if key in ("claim", "when"))]


@dataclass(frozen=True, slots=True)
class Goals:
    """What is made as small as can be, in this order, with the laws of the counts that it needs."""

    linears: tuple[Linear, ...]
    derivations: Derivations


def goals(asked: Asked) -> Goals:
    """Members, other people, those absent, recused or gone, vacancies, kinds of people, then as few early counts.

    The order is that of a witness: what is smallest in one is compared in the next.
    """
    world, derivations = asked.world, Derivations("order.")
    bag = world.bag
    members = bag.size("members")
    everyone = total(cell.size for each in bag.classes for cell in bag.cells(each, bag.group))
    touched = total(_touched(world, members))
    kinds = [total(cell.size for cell in bag.cells(each, bag.group)) for each in bag.classes]
    used = total(derivations.where(at_least(size, 1), ONE) for size in kinds)
    off = total(Linear(((count, 1),)) for count in world.facts if count.high != 1)
    unusual = total(_unusual(asked, derivations, kinds))
    found = (members, everyone - members, touched, Linear(((SEATS, 1),)) - members, used, unusual, off)
    return Goals(tuple(goal for goal in found if goal.terms), derivations)


def _touched(world: OpenWorld, members: Linear) -> list[Linear]:
    known = world.bag.by_name
    away = [members - world.bag.size("present")] if "present" in known else []
    return [*away, *(world.bag.size(name) for name in ("recused", "departed") if name in known)]


def _unusual(asked: Asked, derivations: Derivations, kinds: Sequence[Linear]) -> list[Linear]:
    """For each kind of people that there is, how many of its true-or-false facts are not as usual."""
    declared = asked.situation.declared
    found = []
    for count in asked.world.facts:
        if count.high != 1:
            continue
        fact = declared.get(("person", count.key.rpartition(".")[2]))
        usual = fact is not None and (fact.usual is True or (fact.usual is None and fact.default is True))
        bit = Linear(((count, 1),))
        found.append(Linear((), 1) - bit if usual else bit)
    return found or [ZERO]
