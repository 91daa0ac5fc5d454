"""What was so at a place in the log, computed once for all the days that ask, where it reads nothing later."""

from collections.abc import Callable
from typing import TypeVar

from quorate.cel.ast import Call, Expr
from quorate.cel.moving import Moving
from quorate.cel.reading import OF_CLAUSES, names, walk
from quorate.charter.document import Clause, Policy
from quorate.charter.evaluator import judge
from quorate.charter.occasions import plain
from quorate.charter.state import State
from quorate.charter.verdict import Status

T = TypeVar("T")

_LATER = frozenset(("events", "meetings"))


def settled(expr: Expr) -> bool:
    """Whether what an expression gives of a past day hangs on nothing that has happened since."""
    asks = (part for part in walk(expr) if isinstance(part, Call) and part.function in OF_CLAUSES)
    return not names(expr) & _LATER and not any(True for _ in asks)


def _settled_clause(clause: Clause, state: State) -> bool:
    """The same of a clause, found out once."""
    memory = state.timeline.memory
    key = ("settled", id(clause))
    if key not in memory:
        parts = (clause.rule, *((clause.when,) if clause.when is not None else ()))
        memory[key] = (clause, all(settled(part.ast) for part in parts))
    found = memory[key]
    assert isinstance(found, tuple)
    return found[1] is True


def once(state: State, about: object, key: tuple[object, ...], find: Callable[[], T]) -> T:
    """What `find` gives, found once for a roster under these policies; `about` is the noun whose identity counts."""
    policies = tuple(state.policies.values())
    memory = state.timeline.memory
    place = (id(about), tuple(map(id, policies)), *key)
    known = memory.get(place)
    if known is None:
        known = memory[place] = (about, policies, find())  # kept beside it, so that no identity is given anew
    assert isinstance(known, tuple)
    found: T = known[2]
    return found


def was_broken(clause: Clause, policy: Policy, state: State, body: str) -> bool:
    """Whether a clause of scope body, without relief, was broken in a state; of states of the log found out once."""

    def find() -> bool:
        return judge(clause, plain(policy, state, body), explain=False).status is Status.BROKEN

    if state.seatings or isinstance(state.as_of, Moving) or not _settled_clause(clause, state):
        return find()
    return once(state, clause, ("broken", body, state.as_of, state.position), find)
