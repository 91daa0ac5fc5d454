"""A repair carried out: the changed roster built for real, and a slate of it judged by the reference evaluator."""

from collections.abc import Collection
from dataclasses import dataclass

from quorate.charter.document import Clause, Duty
from quorate.charter.verdict import Status
from quorate.engines.base import OutOfTime
from quorate.formula.candidates import Slates, seated
from quorate.questions.explain.newcomers import Facts, joined
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.nouns import Seated
from quorate.questions.slates.replay import verdicts_on
from quorate.questions.slates.request import Request
from quorate.questions.slates.search import search
from quorate.source.diagnostic import InternalError

Waived = Collection[tuple[str, str, str]]
"""Clauses left out, by body, document and id."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done: people added, facts of people made so, clauses waived, wishes of the call dropped by body.

    `dropped` has `size`, or `keep` with a person.
    """

    newcomers: tuple[str, ...] = ()
    facts: Facts | None = None
    waived: frozenset[tuple[str, str, str]] = frozenset()
    dropped: frozenset[tuple[str, str, str]] = frozenset()


def key(body: str, clause: Clause | Duty) -> tuple[str, str, str]:
    return body, clause.charter, clause.id


def lawful_after(request: Request, deed: Deed, slates: Slates) -> bool | None:
    """Whether the slates are lawful once it is done, but for the clauses that are waived; none: not known."""
    changed = joined(request, deed.newcomers, deed.facts or {})
    _, verdicts = verdicts_on(changed, seated(changed.state, slates))
    left = {verdict.status for verdict in verdicts if key(verdict.body, verdict.subject) not in deed.waived}
    return False if Status.BROKEN in left else None if Status.UNKNOWN in left else True


def confirmed(request: Request, deed: Deed, slates: Slates) -> tuple[Seated, ...]:
    """The slates that show a repair; `InternalError` where the reference evaluator finds them not lawful."""
    if lawful_after(request, deed, slates) is not True:
        raise InternalError(f"a slate that was to show a repair is not lawful: {dict(slates)} after {deed}")
    order = {person: index for index, person in enumerate((*request.state.roster.people, *deed.newcomers))}
    return tuple(
        Seated(body, tuple(sorted(slate.members, key=order.__getitem__)), slate.chair) for body, slate in slates.items()
    )


def counted_after(request: Request, deed: Deed, desk: Desk) -> int | None:
    """How many lawful slates there are once it is done; none where that was not counted."""
    found = search(joined(request, deed.newcomers, deed.facts or {}))
    if found.replayed:
        return None
    waived = {said.name for said in found.musts if key(said.body, said.clause) in deed.waived}
    lawful = tuple(each for each in found.lawful() if each.name not in waived)
    try:
        return desk.count(found.problem(lawful))
    except OutOfTime:
        return None
