"""The answer to `diff` for any board: scope by scope, clause by clause, and the properties that come and go."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from quorate.charter.document import Charter, Duty, Policy, Property, Scope
from quorate.charter.policy import of_any_board, policy_of
from quorate.engines.base import Limits
from quorate.questions.diff.any_board.clauses import clauses_compared
from quorate.questions.diff.any_board.nouns import (
    ALIKE,
    NOTHING,
    AnyBoardAnswer,
    Compared,
    Outcome,
    Relation,
    ScopeCompared,
    Shift,
    undecided,
)
from quorate.questions.diff.any_board.properties import Asked, of_interest
from quorate.questions.diff.any_board.shifts import SCOPES, Desk
from quorate.questions.diff.any_board.sides import Pair, Put, Side, binding, sorted_out
from quorate.questions.diff.nouns import Kind
from quorate.questions.diff.wording import changes
from quorate.questions.prove.concerned import words_of
from quorate.source.reporter import SILENT, Reporter

ORDER = (Scope.BODY, Scope.QUORUM, Scope.VOTE, Scope.MEETING, Scope.YEAR, Scope.EVENT, Scope.CHARTER)
NOBODY = "no body is lawful under both charters"


def any_board(
    before: Charter | Policy,
    after: Charter | Policy,
    packs: Callable[[str], Charter],
    *,
    claims: Sequence[Property] = (),
    as_of: date,
    effective: date | None = None,
    cross_check: bool = False,
    limits: Limits = Limits(),  # noqa: B008
    reporter: Reporter = SILENT,
) -> AnyBoardAnswer:
    """What a charter changes beside another for boards of every size; `claims` are shared properties to ask of both.

    `packs` finds the packs that charters use. The time limit is that of each search. With `cross_check` a second prover
    is asked the same; if it disagrees, that is an internal error.
    """
    old, new = (of_any_board(each if isinstance(each, Policy) else policy_of(each, packs)) for each in (before, after))
    pair = Pair(old, new, as_of)
    desk = Desk(pair, limits, cross_check)
    reporter.stage("comparing scope by scope")
    scopes = tuple(_scopes(desk))
    reporter.stage("comparing clause by clause")
    clauses = clauses_compared(desk)
    asked = of_interest(pair, claims)
    return AnyBoardAnswer(
        old.charter,
        new.charter,
        as_of,
        scopes,
        clauses,
        Asked(pair, packs, limits, cross_check, reporter).changes(asked),
        len(asked),
        _lawful(desk, scopes),
        tuple(_left_out(old, new)),
        {**words_of(old.charter, old), **words_of(new.charter, new)},
        effective,
    )


def _scopes(desk: Desk) -> Iterator[ScopeCompared]:
    old, new = desk.pair.clauses(Side.BEFORE), desk.pair.clauses(Side.AFTER)
    for scope in ORDER:
        one, other = tuple(binding(old, scope)), tuple(binding(new, scope))
        if one or other:
            yield ScopeCompared(scope, _compared(desk, scope, (*old, *new), one, other))


def _compared(desk: Desk, scope: Scope, every: Sequence[Put], old: tuple[Put, ...], new: tuple[Put, ...]) -> Compared:
    found = sorted_out(old, new)
    if not found.before and not found.after:
        return ALIKE
    if scope not in SCOPES:
        return Compared(allowed=_open(scope, found.before), forbidden=_open(scope, found.after))
    given = (*desk.lawful_under_both(scope, every), *found.shared)
    compared = desk.compared(scope, given, found.before, found.after)
    gathered = scope not in (Scope.BODY, Scope.YEAR)
    if gathered and compared.relation is Relation.EQUIVALENT and desk.some(scope, given) is False:
        return undecided(NOBODY)
    return compared


def _open(scope: Scope, clauses: Sequence[Put]) -> Shift:
    """What clauses that go (or come) of a scope beyond proofs may allow (or forbid)."""
    if not clauses:
        return NOTHING
    listed = ", ".join(f"`{each.clause.id}`" for each in clauses)
    needs = "the charter itself" if scope is Scope.CHARTER else "what happened"
    return Shift(Outcome.OPEN, f"{listed} {'speaks' if len(clauses) == 1 else 'speak'} of {needs}, and of no board")


def _lawful(desk: Desk, scopes: Sequence[ScopeCompared]) -> tuple[bool | None, bool | None]:
    """Whether any body is lawful, before and after; asked only where something is forbidden or allowed newly."""
    body = next((each.compared for each in scopes if each.scope is Scope.BODY), ALIKE)
    if body.relation is Relation.EQUIVALENT:
        return None, None
    sides = (tuple(binding(desk.pair.clauses(side), Scope.BODY)) for side in Side)
    before, after = (desk.some(Scope.BODY, clauses) for clauses in sides)
    return before, after


def _left_out(old: Policy, new: Policy) -> Iterator[str]:
    """What is different and is not compared for any board."""
    if old.charter.kind != new.charter.kind:
        yield f"the kind of body: `{old.charter.kind}` before, `{new.charter.kind}` after"
    for change in changes(old, new):
        if isinstance(change.piece, Duty) and change.substance:
            yield f"the duty `{change.name}` ({change.kind})"
        elif change.kind in (Kind.DISPLACED, Kind.RESTORED):
            yield f"`{change.name}`, which the charter {'displaces' if change.kind is Kind.DISPLACED else 'lets stand'}"
