"""Which breaches that departures make relief would spare, and until when: the departures are put into the log."""

from collections.abc import Sequence
from dataclasses import replace

from quorate.charter.document import Mode, Policy, Scope
from quorate.charter.evaluator import binding
from quorate.charter.grants import reliefs_of
from quorate.charter.occasions import occasions
from quorate.charter.relief import judge_with_relief
from quorate.charter.roster import Body, Event
from quorate.charter.state import State
from quorate.charter.tenure import state_of
from quorate.charter.verdict import Status, Verdict

_TOLD = (Status.CURING, Status.WAIVED, Status.BROKEN, Status.UNKNOWN)


def after_resignations(policy: Policy, state: State, body: str, departed: Sequence[str]) -> tuple[Verdict, ...]:
    """The verdicts, relief considered, on the clauses that relief can spare, once these members have resigned today.

    Nothing is said of a day before the roster's own, whose log cannot be continued otherwise than it was.
    """
    clauses = [
        clause
        for clause in binding(policy)
        if clause.scope is Scope.BODY and clause.mode is Mode.REQUIRE and any(True for _ in reliefs_of(clause, policy))
    ]
    if not clauses or state.as_of < state.roster.as_of or not departed:
        return ()
    (today,) = occasions(policy, resigned(state, body, departed), body, Scope.BODY)
    found = (judge_with_relief(clause, today) for clause in clauses if clause.tested == "always")
    return tuple(verdict for verdict in found if verdict.status in _TOLD)


def resigned(state: State, body: str, departed: Sequence[str]) -> State:
    """The state on the same day if some members resigned on it, last of all that happens."""
    roster = state.roster
    entries = [Event(state.as_of, "resigned", {"person": person, "body": body}) for person in departed]
    log = (*roster.log[: state.position], *entries, *roster.log[state.position :])
    made = replace(roster, log=log)
    if state.as_of == roster.as_of:
        made = replace(made, bodies={**roster.bodies, body: _without(roster.bodies[body], departed)})
    return state_of(made, state.policies, state.as_of)


def _without(body: Body, departed: Sequence[str]) -> Body:
    """A body as the roster states it, without some people: it stands after what has happened on its day."""
    kept = tuple(member for member in body.members if member.person not in departed)
    return replace(body, members=kept, chair=None if body.chair in departed else body.chair)
