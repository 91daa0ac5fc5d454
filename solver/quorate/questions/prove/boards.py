"""Boards of every size: what clauses come to over them, whether there is one of a certain kind, and the smallest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from quorate.cel.ast import Binary, Expr, Unary
from quorate.cel.values import Value
from quorate.charter.document import Clause, FactDeclaration, Policy, Scope
from quorate.charter.tenure import state_of
from quorate.charter.words import common_words
from quorate.engines.base import (
    Assignment,
    Constraint,
    Limits,
    NotDecided,
    Proof,
    Query,
    Satisfied,
    SecondProver,
    Sought,
    Unsatisfiable,
    prover,
)
from quorate.formula.ast import Formula, Linear
from quorate.formula.derived import Derivations
from quorate.formula.evaluator import value
from quorate.formula.judgement import Judgement, judgement
from quorate.formula.open.bag import OpenBag
from quorate.formula.open.grouping import groups_needed
from quorate.formula.open.situation import Situation
from quorate.formula.open.world import OpenAsked, OpenWorld, open_world
from quorate.questions.prove.canonical import first
from quorate.questions.prove.order import Place, goals, places
from quorate.questions.prove.smallest import Deadline, no_more, smallest
from quorate.questions.prove.witness import bare, body_name

Writes = Callable[[Expr], Expr]
AFTER = (Scope.DEPARTURE, Scope.SUBCOMMITTEE)
"""Scopes whose claims are about what is left of a board, or a part of it, while clauses are assumed of the whole."""


MANY = 30
"""A board of more people than these is not written out."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A board that was found, as counts; `proved` says whether it was proved the smallest."""

    assignment: Assignment
    proved: bool


@dataclass(frozen=True)
class Boards:
    """All boards of one scope: `clauses` and `claims` are what is asked of them.

    `enough` says whether as many groups of people are kept apart as the question can need; `second` is asked for a
    second opinion, if there is one.
    """

    situation: Situation
    world: OpenWorld
    clauses: tuple[Clause, ...]
    enough: bool
    second: SecondProver | None = None

    def judged(self, clause: Clause) -> Judgement | None:
        """Where a clause holds, is broken, does not apply; none if it could not be read."""
        key = key_of(clause)
        if any(f"{key}:{part}" in self.world.outside for part in ("rule", "when")):
            return None
        rule = self.world.truth(f"{key}:rule")
        return judgement(rule) if clause.when is None else judgement(rule, self.world.truth(f"{key}:when"))

    @cached_property
    def unread(self) -> Mapping[str, str]:
        """The clauses and claims that could not be read, and why; without them more boards are considered."""
        return {key.removesuffix(":rule").removesuffix(":when"): why for key, why in self.world.outside.items()}

    @cached_property
    def laws(self) -> tuple[Constraint, ...]:
        own = (*self.world.laws, *self.situation.laws(self.world))
        return tuple(Constraint(name, formula) for name, formula in own)

    def exists(self, *wanted: Formula, limits: Limits, deadline: Deadline) -> Proof:
        """Whether there is such a board."""
        sought = self._put(limits.seed)
        answer = sought.ask(*wanted, seconds=deadline.left)
        self._checked(sought, answer, *wanted)
        return answer

    def any(self, *wanted: Formula, limits: Limits, deadline: Deadline) -> Shown | Unsatisfiable | NotDecided:
        """Some board of which all this is true; the smallest if what was found first has many people."""
        match self.exists(*wanted, limits=limits, deadline=deadline):
            case Satisfied(assignment):
                people = sum(value(count, assignment) for count in _people(self.world.bag))
                few = people <= MANY
                return Shown(assignment, False) if few else self.smallest(*wanted, limits=limits, deadline=deadline)
            case other:
                return other

    def smallest(self, *wanted: Formula, limits: Limits, deadline: Deadline) -> Shown | Unsatisfiable | NotDecided:
        """The smallest board of which all this is true."""
        sought = self._put(limits.seed)
        match sought.ask(*wanted, seconds=deadline.left):
            case Satisfied(start):
                aims, derivations = self._order
                sought = sought.with_(tuple(each.count for each in derivations.made.values()), self._order_laws)
                shown = self._least(sought, derivations.complete(start), wanted, deadline)
                self._checked(sought, Satisfied(shown.assignment), *wanted, *no_more(aims, shown.assignment))
                return shown
            case other:
                self._checked(sought, other, *wanted)
                return other

    def _least(self, sought: Sought, start: Assignment, wanted: Sequence[Formula], deadline: Deadline) -> Shown:
        """The smallest, and of equally small ones the first by declaration."""
        aims, _ = self._order
        best, proved = smallest(sought, start, aims, wanted, deadline)
        fixed = (*wanted, *no_more(aims, best))
        laws = (*self._query.constraints, *self._order_laws)
        said = (*(law.formula for law in laws), *(p.formula for p in self.world.possible), *fixed)
        best, sure = first(sought, best, self._places, fixed, said, deadline)
        return Shown(best, proved and sure)

    def _places(self, known: Assignment) -> Sequence[Place]:
        return places(self.world, self.situation, known)

    def _checked(self, sought: Sought, answer: Proof, *more: Formula) -> None:
        """Ask for a second opinion, where one is wanted."""
        if self.second is not None:
            self.second.check(sought, answer, *more)

    def _put(self, seed: int) -> Sought:
        """The boards as terms of the prover, made once for all that is asked of them."""
        if seed not in self._terms:
            self._terms[seed] = prover().put(self._query, seed)
        return self._terms[seed]

    @cached_property
    def _terms(self) -> dict[int, Sought]:
        return {}

    @cached_property
    def _order(self) -> tuple[tuple[Linear, ...], Derivations]:
        """What makes one board smaller than another, and the counts computed for that."""
        derivations = Derivations("order.")
        return tuple(goals(self.world, self.situation, derivations)), derivations

    @cached_property
    def _query(self) -> Query:
        return Query((*self.world.counts, *self.situation.counts), self.laws, self.world.possible)

    @property
    def _order_laws(self) -> tuple[Constraint, ...]:
        """That what compares boards is computed right."""
        return tuple(Constraint(each.count.key, each.law) for each in self._order[1].made.values())


def boards(
    scope: Scope,
    kind: str | None,
    declared: Mapping[tuple[str, str], FactDeclaration],
    clauses: Sequence[Clause],
    claims: Mapping[str, Expr],
    base: Mapping[str, Value],
    *,
    denied: Expr | None = None,
    assumed: Sequence[Clause] | None = None,
    spelt: Writes = lambda expr: expr,
    second: SecondProver | None = None,
    deadline: Deadline = Deadline(),  # noqa: B008
) -> Boards:
    """The boards of a scope, as clauses and claims see them.

    `denied` is what is sought to be false while `assumed` (all clauses unless given) holds: it says how many groups of
    people must be kept apart. `spelt` writes the clauses' own expressions out. Raises `OutOfTime` at the deadline.
    """
    expressions = [*claims.values(), *(part for clause in clauses for part in parts_of(clause, spelt))]
    situation = Situation(scope, kind, declared, tuple(expressions), base)
    held = [implied(*_pair(clause, spelt)) for clause in (clauses if assumed is None else assumed)]
    needed = groups_needed(held, denied, situation.tracked) if denied is not None else None
    if not situation.tracked:
        needed = 0
    situation = replace(situation, groups=1 if needed is None else needed)
    asked = [part for clause in clauses for part in _asks(situation, clause, spelt)]
    asked += [situation.asks(name, expr, after=scope in AFTER) for name, expr in claims.items()]
    world = open_world(situation.ground, asked, deadline.check)
    deadline.check()
    return Boards(situation, world, tuple(clauses), needed is not None, second)


def _people(bag: OpenBag) -> Iterator[Linear]:
    return (cell.size for each in bag.classes for cell in bag.cells(each, bag.group))


def key_of(clause: Clause) -> str:
    return f"{clause.charter}/{clause.id}"


def _pair(clause: Clause, spelt: Writes) -> tuple[Expr | None, Expr]:
    return None if clause.when is None else spelt(clause.when.ast), spelt(clause.rule.ast)


def parts_of(clause: Clause, spelt: Writes = lambda expr: expr) -> list[Expr]:
    """A clause's rule, and where it applies."""
    return [spelt(part.ast) for part in (clause.rule, clause.when) if part is not None]


def implied(when: Expr | None, rule: Expr) -> Expr:
    """A rule and where it applies as one expression."""
    return rule if when is None else Binary("||", Unary("!", when, rule.span), rule, rule.span)


def _asks(situation: Situation, clause: Clause, spelt: Writes) -> list[OpenAsked]:
    names = ("rule", "when")
    return [
        situation.asks(f"{key_of(clause)}:{name}", part)
        for name, part in zip(names, parts_of(clause, spelt), strict=False)
    ]


def base_words(policy: Policy, day: date) -> Mapping[str, Value]:
    """What does not depend on who sits where: the day, the charter's duties and clauses."""
    body = body_name(policy.charter)
    return common_words(policy, state_of(bare(policy.charter, day), {body: policy}), body)
