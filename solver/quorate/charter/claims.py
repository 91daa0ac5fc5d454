"""What becomes of a claim about a charter in one situation: the reference meaning of a property."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from quorate.cel.evaluator import evaluate
from quorate.cel.logic import all_of
from quorate.cel.values import Failure, Group, Unknown, Value
from quorate.charter.claim_names import counted, named
from quorate.charter.claim_references import names_in
from quorate.charter.claim_words import ClaimSurroundings, clauses_hold
from quorate.charter.delegations import permissions, permitted
from quorate.charter.document import TOPICS, Charter, Clause, Expression, Policy, Property, Scope
from quorate.charter.happenings import among_members
from quorate.charter.occasions import Occasion, departure, gathering, occasions, subcommittee, vote_words
from quorate.charter.roster import Event
from quorate.charter.state import State
from quorate.charter.terms import missing_terms

SCOPES = (Scope.BODY, Scope.QUORUM, Scope.VOTE, Scope.CHARTER, Scope.DEPARTURE, Scope.SUBCOMMITTEE)
"""The scopes of which something is claimed for every body; of the others a log is needed."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What is the case beside the body itself, by ids of people; what is none is not said, and is nobody.

    `departed` leave the body, `members` are a subcommittee of it, `subject` is what a vote is about.
    In scope vote whoever is present and neither recused nor listed abstains if they have a vote; where `present` is
    not said, it is everybody listed.
    """

    present: tuple[str, ...] | None = None
    ayes: tuple[str, ...] | None = None
    noes: tuple[str, ...] | None = None
    abstentions: tuple[str, ...] | None = None
    recused: tuple[str, ...] | None = None
    departed: tuple[str, ...] | None = None
    members: tuple[str, ...] | None = None
    subject: str | None = None


class PropertyStatus(StrEnum):
    UPHELD = "upheld"
    VIOLATED = "violated"
    NOT_ASSUMED = "not assumed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class PropertyVerdict:
    """What became of a claim in a situation, and why: in sentences, or the facts that would decide it."""

    claim: Property
    body: str
    status: PropertyStatus
    reasons: tuple[str, ...] = ()
    facts: frozenset[str] = frozenset()


def assumed(policy: Policy, claim: Property, state: State) -> tuple[Clause, ...]:
    """The clauses taken for granted: those of scope body, of the quorum for its scopes, permissions to delegate.

    A claim that asks itself whether the quorum `holds` does not take it for granted.
    """
    asked = {id(clause) for clause in _asked_of_quorum(policy, claim, state)}
    found = [c for c in counted(policy, claim, state.as_of) if _is_assumed(c, claim) and id(c) not in asked]
    if claim.scope is Scope.SUBCOMMITTEE:
        found += permissions(policy, claim, state)
    return () if claim.scope is Scope.CHARTER else tuple(found)


def _asked_of_quorum(policy: Policy, claim: Property, state: State) -> Iterator[Clause]:
    for call, name in names_in(claim.claim):
        found = named(policy, claim, name, state.as_of) if call.function == "holds" else None
        if found is not None and found.scope is Scope.QUORUM:
            yield from found.clauses


def _is_assumed(clause: Clause, claim: Property) -> bool:
    if clause.scope is Scope.BODY:
        return claim.topics is None or clause.topic in claim.topics
    return clause.scope is Scope.QUORUM and claim.scope in (Scope.QUORUM, Scope.VOTE)


def not_applicable(policy: Policy, claim: Property, state: State, pack: Charter | None = None) -> tuple[str, ...]:
    """Why a property cannot be asked of a charter, if it cannot; `pack` is the pack it stands in."""
    found = [f"`{policy.charter.id}` does not use `{name}`" for name in _unused(policy, claim)]
    if claim.scope not in SCOPES:
        found.append(f"of scope `{claim.scope}` nothing is claimed for every body")
    for expression, lenient in _parts(claim):
        if pack is not None:
            found += [f"the charter has no term `{word}`" for word in missing_terms(expression.ast, pack, policy)]
        found += [f"the charter has no {_called(name)}" for name in _missing(policy, claim, state, expression, lenient)]
    if claim.scope is Scope.QUORUM and not any(c.scope is Scope.QUORUM for c in counted(policy, claim, state.as_of)):
        found.append("the charter has no clause of scope quorum")
    if claim.scope is Scope.SUBCOMMITTEE and not any(permissions(policy, claim, state)):
        found.append("the charter says nothing of subcommittees")
    return tuple(dict.fromkeys(found))


def _unused(policy: Policy, claim: Property) -> list[str]:
    used = {policy.charter.id, *(pack.id for pack in policy.packs)}
    return [name for name in claim.assuming if name not in used]


def _parts(claim: Property) -> Iterator[tuple[Expression, bool]]:
    """The expressions of a claim, and whether a topic that is missing counts as true there."""
    yield claim.claim, False
    if claim.when is not None:
        yield claim.when, True


def _missing(policy: Policy, claim: Property, state: State, expression: Expression, lenient: bool) -> Iterator[str]:
    for _, name in names_in(expression):
        missing = named(policy, claim, name, state.as_of) is None
        if missing and not (lenient and name in TOPICS and name not in tuple(Scope)):
            yield name


def _called(name: str) -> str:
    if name in tuple(Scope):
        return f"clause of scope {name}"
    return f"clause of topic {name}" if name in TOPICS else f"clause `{name}`"


def occasion_of(policy: Policy, state: State, body: str, claim: Property, situation: Situation) -> Occasion:
    """Where a claim is judged, and what it then sees."""
    match claim.scope:
        case Scope.BODY | Scope.CHARTER:
            return occasions(policy, state, body, claim.scope)[0]
        case Scope.QUORUM:
            return gathering(policy, state, body, situation.present or ())
        case Scope.VOTE:
            return _poll(policy, state, body, situation)
        case Scope.DEPARTURE:
            return departure(policy, state, body, situation.departed or ())
        case Scope.SUBCOMMITTEE:
            return subcommittee(policy, state, body, situation.members or ())
        case Scope.MEETING | Scope.YEAR | Scope.EVENT:
            raise ValueError(f"nothing is claimed for every body of scope {claim.scope}")
        case _:
            assert_never(claim.scope)


def _poll(policy: Policy, state: State, body: str, situation: Situation) -> Occasion:
    """A vote of those present; whoever of them has a vote and does not use it abstains."""
    state = state.under(body, policy)
    cast = {part: getattr(situation, part) or () for part in ("ayes", "noes", "abstentions", "recused")}
    listed = tuple(dict.fromkeys(person for people in cast.values() for person in people))
    present = tuple(dict.fromkeys((*(situation.present or ()), *listed)))
    seated = state.seating(body).members
    silent = (one for one in present if one not in listed and one in seated and seated[one].votes > 0)
    cast["abstentions"] = (*cast["abstentions"], *silent)
    words = gathering(policy, state, body, present).variables
    event = Event(state.as_of, "vote", {"body": body, "subject": situation.subject, **cast})
    words = vote_words(words, state, body, event).with_(present=among_members(state, body, present))
    return Occasion(body, Scope.VOTE, policy, state, words, "vote")


def judge_property(
    policy: Policy, state: State, body: str, claim: Property, situation: Situation, pack: Charter | None = None
) -> PropertyVerdict:
    """What becomes of a claim in a situation of a body; one of a pack is `put_to` the charter before."""
    reasons = not_applicable(policy, claim, state, pack)
    if reasons:
        return PropertyVerdict(claim, body, PropertyStatus.NOT_APPLICABLE, reasons)
    state = state.under(body, policy)
    occasion = occasion_of(policy, state, body, claim, situation)
    given = assumptions(policy, state, body, claim, situation)
    if given is False:
        return PropertyVerdict(claim, body, PropertyStatus.NOT_ASSUMED, ("what it assumes is not the case",))
    words = ClaimSurroundings(claim, policy, occasion.state, body, occasion.variables, situation.subject)
    case = True if claim.when is None else evaluate(claim.when.ast, occasion.variables, words.lenient())
    if case is False or (isinstance(case, Failure) and case.vacant):
        return PropertyVerdict(claim, body, PropertyStatus.NOT_ASSUMED, ("not the case it speaks of",))
    return _decided(claim, body, all_of([given, case]), evaluate(claim.claim.ast, occasion.variables, words))


def _decided(claim: Property, body: str, given: Value, value: Value) -> PropertyVerdict:
    if value is True:
        return PropertyVerdict(claim, body, PropertyStatus.UPHELD)
    if isinstance(value, Failure) and value.vacant:
        return PropertyVerdict(claim, body, PropertyStatus.UPHELD, ("the chair is vacant",))
    if given is True and value is False:
        return PropertyVerdict(claim, body, PropertyStatus.VIOLATED)
    facts = frozenset().union(*(one.facts for one in (given, value) if isinstance(one, Unknown)))
    told = tuple(one.message for one in (given, value) if isinstance(one, Failure))
    return PropertyVerdict(claim, body, PropertyStatus.UNKNOWN, told, facts)


def assumptions(policy: Policy, state: State, body: str, claim: Property, situation: Situation) -> Value:
    """Whether what a claim assumes is the case: a lawful body with members, a quorum, a permitted subcommittee."""
    if claim.scope is Scope.CHARTER:
        return True
    taken = assumed(policy, claim, state)
    today = occasions(policy, state, body, Scope.BODY)[0]
    lawful = clauses_hold((c for c in taken if c.scope is Scope.BODY), today.context)
    peopled = _peopled(today.variables["members"])
    match claim.scope:
        case Scope.QUORUM | Scope.VOTE:
            there = occasion_of(policy, state, body, claim, situation)
            return all_of([peopled, lawful, clauses_hold((c for c in taken if c.scope is Scope.QUORUM), there.context)])
        case Scope.SUBCOMMITTEE:
            few = among_members(state, body, situation.members or ())
            allowed = permitted((c for c in taken if c.scope is Scope.EVENT), policy, state, body, few)
            inside = len(few.definite) == len(set(situation.members or ()))
            return all_of([peopled, lawful, inside, _peopled(few), allowed])
        case _:
            return all_of([peopled, lawful])


def _peopled(members: Value) -> Value:
    if not isinstance(members, Group):
        return members
    return True if members.definite else (Unknown(members.facts) if members.possible else False)
