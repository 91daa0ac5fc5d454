"""The words of an occasion while bodies are searched: which of them depend on the choice, and how."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quorate.cel.ast import Binary, Call, Expr, Literal, Unary
from quorate.cel.reading import children
from quorate.cel.rewriting import with_children
from quorate.cel.values import Group, Thing, Unknown, Value
from quorate.charter.document import Clause, Policy
from quorate.charter.evaluator import not_judged
from quorate.charter.occasions import Occasion
from quorate.charter.state import State
from quorate.charter.surroundings import find_clause
from quorate.charter.things import BodyThing, voting
from quorate.charter.timeline import UNSTATED
from quorate.formula.judgement import NEVER_APPLICABLE, Judgement, judgement
from quorate.formula.symbolic import Cases, Chosen, ChosenOne, Defined, Known, Partly, Vacancies, just
from quorate.formula.world import Asked, World

Swap = Mapping[tuple[str, str], Partly]


@dataclass(frozen=True, slots=True)
class Searched:
    """A body whose members are chosen: the names of its sets, and the chair as it depends on them.

    Without `chair` the chair is whoever holds it now, as long as a member.
    """

    body: str
    members: str
    chair: str | None = None


def chosen(group: Value, inside: tuple[str, ...], outside: tuple[str, ...] = ()) -> Chosen:
    """Those of a plain group who are chosen."""
    assert isinstance(group, Group)
    view = {thing.key: thing for thing in (*group.definite, *group.possible)}
    return Chosen(inside, outside, view, frozenset(thing.key for thing in group.possible))


def swapped(occasion: Occasion, searched: Sequence[Searched], chairs: Mapping[str, str | None]) -> Swap:
    """The searched bodies as things whose members, chair and vacancies depend on the choice."""
    return {("body", each.body): _partly(occasion, each, chairs.get(each.body)) for each in searched}


def _partly(occasion: Occasion, each: Searched, chair: str | None) -> Partly:
    thing = BodyThing(occasion.state, each.body)
    members = chosen(thing.field("members"), (each.members,))
    fields: dict[str, Cases] = {
        "members": just(members),
        "chair": _chair(each, thing, members.view, chair),
        "vacancies": _vacancies(thing.field("seats"), members),
        **dict(_defined(occasion.state, each.body, occasion.variables)),
    }
    return Partly(thing, fields)


def _chair(each: Searched, thing: BodyThing, view: Mapping[str, Thing], chair: str | None) -> Cases:
    if each.chair is not None:
        return just(ChosenOne(each.chair, view))
    if chair is not None and chair in view:
        return just(ChosenOne(each.members, {chair: view[chair]}))
    return just(Known(thing.field("chair")))


def _vacancies(seats: Value, members: Chosen) -> Cases:
    return just(Vacancies(seats, members)) if isinstance(seats, int) else just(Known(seats))


def _defined(state: State, body: str, variables: Mapping[str, Value]) -> Iterator[tuple[str, Cases]]:
    """Facts of a body that a definition computes: they may depend on who sits in it."""
    for (holder, name), fact in state.facts.items():
        if holder == "body" and fact.define is not None and state.stated("body", body, name) is UNSTATED:
            yield name, just(Defined(fact.define.ast, variables))


def common_symbols(occasion: Occasion, searched: Sequence[Searched], swap: Swap) -> dict[str, Cases]:
    """The common words that depend on the choice."""
    found: dict[str, Cases] = {}
    own = next((each for each in searched if each.body == occasion.body), None)
    if own is not None:
        partly = swap["body", own.body]
        votes = chosen(voting(occasion.state, own.body), (own.members,))
        found = {name: partly.fields[name] for name in ("members", "chair", "vacancies")}
        found |= {"body": just(partly), "voting": just(votes)}
    board = occasion.variables["board"]
    if isinstance(board, Thing) and ("body", board.key) in swap:
        found["board"] = just(swap["body", board.key])
    bodies = occasion.variables["bodies"]
    assert isinstance(bodies, Thing)
    return {**found, "bodies": just(Partly(bodies, _aliases(bodies, swap)))}


def _aliases(bodies: Thing, swap: Swap) -> dict[str, Cases]:
    """`bodies.NAME` for the searched bodies, by name and by kind."""
    found: dict[str, Cases] = {}
    for name, partly in ((name, partly) for (kind, name), partly in swap.items() if kind == "body"):
        for alias in (name, str(partly.thing.field("kind"))):
            meant = bodies.field(alias)
            if not isinstance(meant, Unknown) and isinstance(meant, Thing) and meant.key == name:
                found[alias] = just(partly)
    return found


def inlined(expr: Expr, policy: Policy) -> Expr:
    """The expression with what it asks of other clauses written out: `holds('id')` as `!(when) || (rule)`."""
    match expr:
        case Call(function="holds", target=None, args=(Literal(value=str() as name),)):
            clause = find_clause(policy, name)
            return expr if clause is None else inlined(_said(clause), policy)
        case _:
            return with_children(expr, tuple(inlined(part, policy) for part in children(expr)))


def _said(clause: Clause) -> Expr:
    rule = clause.rule.ast
    if clause.when is None:
        return rule
    return Binary("||", Unary("!", clause.when.ast, rule.span), rule, rule.span)


@dataclass(frozen=True, slots=True)
class Speech:
    """A clause on an occasion while bodies are searched; `symbols` are the words that depend on the choice.

    `version` tells apart the clauses of two policies of one body.
    """

    clause: Clause
    occasion: Occasion
    symbols: Mapping[str, Cases]
    swap: Swap
    version: str = ""

    @property
    def key(self) -> str:
        return f"{self.version}{self.occasion.body}:{self.clause.charter}/{self.clause.id}"

    @property
    def judged(self) -> bool:
        """Whether the clause is judged at all: it is in force, and there is an act to judge by it."""
        return not_judged(self.clause, self.occasion) is None

    def asked(self) -> Iterator[Asked]:
        if not self.judged:
            return
        if self.clause.when is None:
            yield self._asks("rule", self.clause.rule.ast)
        else:
            yield self._asks("when", self.clause.when.ast)
            yield self._asks("rule", self.clause.rule.ast, f"{self.key}:when")

    def _asks(self, part: str, expr: Expr, given: str | None = None) -> Asked:
        occasion = self.occasion
        expr = inlined(expr, occasion.policy)
        return Asked(f"{self.key}:{part}", expr, occasion.variables, self.symbols, self.swap, occasion.context, given)

    def outside(self, world: World) -> str | None:
        """Why the clause does not come to formulas, if it does not."""
        return next((why for name, why in world.outside.items() if name.rpartition(":")[0] == self.key), None)

    def judgement(self, world: World) -> Judgement:
        if not self.judged:
            return NEVER_APPLICABLE
        rule = world.truth(f"{self.key}:rule")
        if self.clause.when is None:
            return judgement(rule)
        return judgement(rule, world.truth(f"{self.key}:when"))
