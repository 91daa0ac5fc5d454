"""A repair carried out: the changed roster built for real, and a slate of it judged by the reference evaluator."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from quorate.charter.document import Clause, Duty
from quorate.charter.verdict import Status
from quorate.engines.base import Constraint
from quorate.formula.ast import at_least
from quorate.formula.candidates import Slates, seated
from quorate.questions.explain.newcomers import NO_FACTS, Facts, joined
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.nouns import Seated
from quorate.questions.slates.replay import verdicts_on
from quorate.questions.slates.request import Place, Request, sizes_for
from quorate.questions.slates.search import Search, search
from quorate.source.diagnostic import InternalError

ClauseKey = tuple[str, str, str]
"""A clause by the body it is judged of, its document and its id."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done: people added, facts of people made so, clauses waived, wishes dropped.

    `unsized` are the bodies that may have any size, `let_go` the people, by body, who need not be kept.
    """

    newcomers: tuple[str, ...] = ()
    facts: Facts = field(default_factory=lambda: NO_FACTS)
    waived: frozenset[ClauseKey] = frozenset()
    unsized: frozenset[str] = frozenset()
    let_go: frozenset[tuple[str, str]] = frozenset()


def key(body: str, clause: Clause | Duty) -> ClauseKey:
    return body, clause.charter, clause.id


def request_after(request: Request, deed: Deed) -> Request:
    """The request once it is done, but for what is waived."""
    changed = joined(request, deed.newcomers, deed.facts)
    return replace(changed, places=tuple(_eased(changed, place, deed) for place in changed.places))


def _eased(request: Request, place: Place, deed: Deed) -> Place:
    keep = frozenset(person for person in place.keep if (place.body, person) not in deed.let_go)
    if place.body not in deed.unsized:
        return replace(place, keep=keep)
    sizes = sizes_for(request.state, place.body, place.eligible, None)
    return replace(place, keep=keep, asked=None, sizes=sizes)


def lawful_after(request: Request, deed: Deed, slates: Slates) -> bool | None:
    """Whether the slates are lawful once it is done, but for the clauses that are waived; none: not known."""
    return _lawful(request_after(request, deed), deed, slates)


def _lawful(changed: Request, deed: Deed, slates: Slates) -> bool | None:
    _, verdicts = verdicts_on(changed, seated(changed.state, slates))
    left = {verdict.status for verdict in verdicts if key(verdict.body, verdict.subject) not in deed.waived}
    return False if Status.BROKEN in left else None if Status.UNKNOWN in left else True


def confirmed(request: Request, deed: Deed, slates: Slates) -> tuple[Seated, ...]:
    """The slates that show a repair; `InternalError` where they are not lawful or not what was asked for."""
    changed = request_after(request, deed)
    sizes = all(place.sizes[0] <= len(slates[place.body].members) <= place.sizes[1] for place in changed.places)
    kept = all(place.keep <= set(slates[place.body].members) for place in changed.places)
    if not (sizes and kept) or _lawful(changed, deed, slates) is not True:
        raise InternalError(f"a slate that was to show a repair is not lawful: {dict(slates)} after {deed}")
    return seats_of(changed, slates)


def seats_of(request: Request, slates: Slates) -> tuple[Seated, ...]:
    """Slates as people read them: members in the order of the roster."""
    order = {person: index for index, person in enumerate(request.state.roster.people)}
    return tuple(
        Seated(body, tuple(sorted(slate.members, key=order.__getitem__)), slate.chair) for body, slate in slates.items()
    )


def _left(found: Search, deed: Deed) -> tuple[Constraint, ...]:
    """What is to hold of a slate, but for the clauses that are waived."""
    waived = {said.name for said in found.musts if key(said.body, said.clause) in deed.waived}
    return tuple(each for each in found.lawful() if each.name not in waived)


def some_after(request: Request, deed: Deed, desk: Desk, chairs: Mapping[str, str]) -> Slates | None:
    """Some lawful slates once it is done, with these chairs; none if there are none.

    They are tried one by one where clauses come to no formulas.
    """
    changed = request_after(request, deed)
    found = search(changed)
    for slates in _possible(found, deed, desk, chairs):
        desk.clock.tick()
        if _lawful(changed, deed, slates) is True:
            return slates
    return None


def _possible(found: Search, deed: Deed, desk: Desk, chairs: Mapping[str, str]) -> Iterator[Slates]:
    """The slates that the clauses which come to formulas leave, all of them where others are to be asked too."""
    read = ((body, chair) for body, chair in chairs.items() if found.world.chair_read(body))
    seated_ = [Constraint("chair", at_least(found.world.chair_among(body, {chair}), 1)) for body, chair in read]
    problem = found.problem((*_left(found, deed), *seated_))
    if all(key(said.body, said.clause) in deed.waived for said in found.replayed):
        one = desk.one(problem)
        yield from () if one is None else [next(found.world.named(one.assignment))]
        return
    for each in desk.enumerate(problem):
        yield from found.world.named(each.assignment)
