"""A subcommittee that a body might form, and whether its charter permits it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quorate.cel.ast import Binary, ListLiteral, Literal
from quorate.cel.evaluator import evaluate
from quorate.cel.kinds import conjuncts
from quorate.cel.logic import all_of, negation, some_of
from quorate.cel.reading import qualified
from quorate.cel.values import NOBODY, Group, Value
from quorate.charter.claim_names import in_force
from quorate.charter.document import Clause, Mode, Policy, Property, Scope
from quorate.charter.state import State
from quorate.charter.surroundings import Surroundings
from quorate.charter.things import BodyThing, Known, unknown
from quorate.charter.words import common_words

DELEGATED = "delegated"
_SUBCOMMITTEE = "a subcommittee"


@dataclass(frozen=True, slots=True, eq=False)
class SubcommitteeThing(Known):
    """A body that no roster has; its key is that of no other body."""

    parent: str
    members: Group

    @property
    def kind(self) -> str:
        return "body"

    def field(self, name: str) -> Value:
        match name:
            case "members":
                return self.members
            case "parent":
                return BodyThing(self.state, self.parent)
            case "chair":
                return NOBODY
            case _:
                return unknown(f"{_SUBCOMMITTEE}.{name}")


@dataclass(frozen=True, slots=True, eq=False)
class DelegationThing(Known):
    """The act by which a body delegates to a subcommittee; what it delegates is not said."""

    parent: str
    members: Group

    @property
    def kind(self) -> str:
        return "event"

    def field(self, name: str) -> Value:
        match name:
            case "date":
                return self.state.as_of
            case "kind":
                return DELEGATED
            case "by":
                return BodyThing(self.state, self.parent)
            case "body" | "to":
                return SubcommitteeThing(self.state, _SUBCOMMITTEE, self.parent, self.members)
            case _:
                return unknown(f"{DELEGATED}.{name}")


def permissions(policy: Policy, claim: Property, state: State) -> Iterator[Clause]:
    """The clauses, of the charter or a pack that is assumed, that say to whom a body may delegate."""
    lending = (policy.charter.id, *claim.assuming)
    for clause in policy.clauses:
        allows = clause.scope is Scope.EVENT and clause.mode is Mode.ALLOW and clause.charter in lending
        if allows and in_force(clause, state.as_of) and _of_delegation(clause):
            yield clause


def _of_delegation(clause: Clause) -> bool:
    return clause.when is not None and any(map(_names_delegation, conjuncts(clause.when.ast)))


def _names_delegation(part: object) -> bool:
    match part:
        case Binary(op="==", left=left, right=Literal(value="delegated")):
            return qualified(left) == "event.kind"
        case Binary(op="in", left=left, right=ListLiteral(items=items)):
            return qualified(left) == "event.kind" and any(
                isinstance(item, Literal) and item.value == DELEGATED for item in items
            )
        case _:
            return False


def permitted(clauses: Iterable[Clause], policy: Policy, state: State, body: str, members: Group) -> Value:
    """Whether each of these permissions allows the body to delegate to those members."""
    event = DelegationThing(state, _SUBCOMMITTEE, body, members)
    words = common_words(policy, state, body).with_(event=event)
    context = Surroundings(policy, state, words)
    values: list[Value] = []
    for clause in clauses:
        applies = True if clause.when is None else evaluate(clause.when.ast, words, context)
        values.append(some_of([negation(applies), evaluate(clause.rule.ast, words, context)]))
    return all_of(values)
