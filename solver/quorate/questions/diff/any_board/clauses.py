"""Clause by clause: which say the same, which are changed, added or struck, and what each of these comes to."""

from collections.abc import Iterator

from quorate.charter.document import Mode, Scope
from quorate.questions.diff.any_board.nouns import ALIKE, NOTHING, ClauseCompared, Compared, Fate, undecided
from quorate.questions.diff.any_board.shifts import SCOPES, Desk
from quorate.questions.diff.any_board.sides import Put, Side, binding, sorted_out


def clauses_compared(desk: Desk) -> tuple[ClauseCompared, ...]:
    """What became of every clause that does not stand in both charters under one id, in the old order, then the new."""
    old, new = desk.pair.clauses(Side.BEFORE), desk.pair.clauses(Side.AFTER)
    return tuple(_fates(desk, old, new))


def _fates(desk: Desk, old: tuple[Put, ...], new: tuple[Put, ...]) -> Iterator[ClauseCompared]:
    same = {each.clause.id for each in old if any(_same(each, other) for other in new)}
    left = [each for each in new if each.clause.id not in same]
    for each in old:
        if each.clause.id in same:
            continue
        twin = _twin(each, left)
        if twin is None:
            yield ClauseCompared(Fate.STRUCK, each.clause, None, _struck(desk, each, old, new))
            continue
        left.remove(twin)
        yield _changed(desk, each, twin, (*old, *new))
    for each in left:
        yield ClauseCompared(Fate.ADDED, None, each.clause, _added(desk, each, old, new))


def _same(one: Put, other: Put) -> bool:
    return one.clause.id == other.clause.id and one.what == other.what


def _twin(one: Put, others: list[Put]) -> Put | None:
    """The clause that stands for another: one that says the same, else one of its id that can be compared with it."""
    alike = (each for each in others if each.what == one.what)
    named = (each for each in others if each.clause.id == one.clause.id and each.sort == one.sort)
    return next(alike, None) or next(named, None)


def _changed(desk: Desk, one: Put, other: Put, every: tuple[Put, ...]) -> ClauseCompared:
    if one.what == other.what:
        return ClauseCompared(Fate.RENAMED, one.clause, other.clause, ALIKE)
    why = _beyond(one)
    found = undecided(why) if why else desk.compared(one.clause.scope, _given(desk, one, every), [one], [other])
    return ClauseCompared(Fate.CHANGED, one.clause, other.clause, found)


def _struck(desk: Desk, one: Put, old: tuple[Put, ...], new: tuple[Put, ...]) -> Compared:
    """What is newly allowed without a clause: what is lawful under the new charter and breaks it."""
    why = _beyond(one)
    if why:
        return Compared(allowed=undecided(why).allowed)
    return Compared(allowed=_breaking(desk, one, (*old, *new), new).allowed)


def _added(desk: Desk, one: Put, old: tuple[Put, ...], new: tuple[Put, ...]) -> Compared:
    """What is newly forbidden by a clause: what is lawful under the old charter and breaks it."""
    why = _beyond(one)
    if why:
        return Compared(forbidden=undecided(why).forbidden)
    return Compared(forbidden=_breaking(desk, one, (*old, *new), old).allowed)


def _breaking(desk: Desk, one: Put, every: tuple[Put, ...], others: tuple[Put, ...]) -> Compared:
    scope = one.clause.scope
    lawful = (*_given(desk, one, every), *binding(others, scope))
    return Compared(desk.shift(scope, _once(lawful), [one]), NOTHING)


def _given(desk: Desk, one: Put, every: tuple[Put, ...]) -> tuple[Put, ...]:
    old = tuple(each for each in every if each.side is Side.BEFORE)
    found = sorted_out(old, tuple(each for each in every if each.side is Side.AFTER))
    return desk.lawful_under_both(one.clause.scope, (*found.shared, *found.before, *found.after))


def _once(clauses: tuple[Put, ...]) -> tuple[Put, ...]:
    return tuple({each.what: each for each in clauses}.values())


def _beyond(one: Put) -> str:
    """Why nothing is proved of a clause, whatever it says."""
    clause = one.clause
    if clause.mode is Mode.CONSTITUTES:
        return "it says who is a member, and is no constraint"
    if clause.scope not in SCOPES:
        return f"a clause of scope {clause.scope} needs {_needs(clause.scope)}"
    return ""


def _needs(scope: Scope) -> str:
    return "the charter and no board" if scope is Scope.CHARTER else "a log of what happened"
