"""From a roster to its state on a day, hold-over after the end of terms included.

A member whose term has ended is one no longer, unless a `constitutes:` clause of topic `term` says otherwise of that
`member`; where the facts for that are missing, the member is a possible one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from quorate.cel.evaluator import evaluate
from quorate.cel.logic import all_of, some_of
from quorate.cel.values import Unknown, Value
from quorate.charter.document import Clause, Mode, Policy, Scope
from quorate.charter.roster import Membership, Roster
from quorate.charter.seating import held_over
from quorate.charter.state import State, Tenure
from quorate.charter.surroundings import Surroundings
from quorate.charter.things import PersonThing
from quorate.charter.timeline import Timeline
from quorate.charter.words import common_words
from quorate.source.diagnostic import CallError, Diagnostic

FARTHEST = 100
"""Years after its own day up to which a roster is asked about."""
NO_POLICIES: Mapping[str, Policy] = MappingProxyType({})


def state_of(roster: Roster, policies: Mapping[str, Policy] = NO_POLICIES, as_of: date | None = None) -> State:
    """The state of a roster on a day (its own `as_of` where none is given), bodies under their policies by name.

    Raises `CallError` where the day lies more than `FARTHEST` years after the roster's.
    """
    day = as_of or roster.as_of
    _near(roster, day)
    timeline = Timeline(roster)
    facts = {key: fact for policy in policies.values() for key, fact in policy.facts.items()}
    return State(timeline, day, day, timeline.position(day), policies, facts, hold_over)


def _near(roster: Roster, day: date) -> None:
    """Nothing is known of a far day, and every period until then would be judged."""
    if day.year - roster.as_of.year > FARTHEST:
        message = f"{day} lies more than {FARTHEST} years after the day of the roster, {roster.as_of}"
        raise CallError([Diagnostic("too-far", message, help="ask about a nearer day")])


def constitutes_members(clause: Clause) -> bool:
    """Whether a clause says who is still a member after a term."""
    return clause.mode is Mode.CONSTITUTES and clause.topic == "term" and clause.scope is Scope.BODY


def hold_over(state: State, body: str, tenure: Tenure) -> Tenure:
    """Who sits in a body once those are counted whose membership outlives its term."""
    policy = state.policies.get(body)
    if policy is None:
        return tenure
    tenure = _by_class(state, body, tenure)
    if not any(constitutes_members(clause) for clause in policy.clauses):
        return tenure
    rules = [clause for clause in policy.clauses if constitutes_members(clause)]
    definite, possible, lapsed = list(tenure.definite), list(tenure.possible), []
    facts = tenure.facts
    for member in tenure.lapsed:
        value = some_of(constituted(rule, policy, state, body, member.person) for rule in rules)
        if value is True:
            definite.append(member)
        elif isinstance(value, Unknown):
            possible.append(member)
            facts |= value.facts
        else:
            lapsed.append(member)
    return Tenure(tuple(definite), tuple(possible), tuple(lapsed), facts)


def _by_class(state: State, body: str, tenure: Tenure) -> Tenure:
    """The tenure with those counted who stay by the class of their seat."""
    stay = held_over(tenure.lapsed, tenure.definite, state.classes(body))
    kept = tuple(member for member in tenure.lapsed if member.person in stay)
    over = tuple(member for member in tenure.lapsed if member.person not in stay)
    return replace(tenure, definite=(*tenure.definite, *kept), lapsed=over) if kept else tenure


def held_over_by(clause: Clause, policy: Policy, state: State, body: str) -> Iterator[tuple[Membership, Value]]:
    """Everybody whose term in a body is over, and whether by a clause they are still members."""
    seated = state.seating(body).members.values()
    over = tuple(m for m in seated if m.term_ends is not None and m.term_ends < state.as_of)
    seen = state.holding_nobody(body, Tenure(tuple(m for m in seated if m not in over), lapsed=over))
    yield from ((member, constituted(clause, policy, seen, body, member.person)) for member in over)


def constituted(clause: Clause, policy: Policy, state: State, body: str, person: str) -> Value:
    """Whether a clause that is in force makes somebody whose term is over a member."""
    begins, ends = clause.in_force
    if (begins is not None and state.as_of < begins) or (ends is not None and ends < state.as_of):
        return False
    words = common_words(policy, state, body).with_(member=PersonThing(state, person, body))
    context = Surroundings(policy, state, words)
    parts = (clause.when, clause.rule)
    return all_of(evaluate(part.ast, words, context) for part in parts if part is not None)
