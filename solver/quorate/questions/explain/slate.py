"""Why a proposed slate is not lawful, which of its people cannot sit together, and the fewest exchanges that help."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from quorate.charter.evaluator import lawful
from quorate.charter.verdict import Evidence, Status, Verdict
from quorate.engines.base import Constraint, Objective, Problem
from quorate.formula.ast import Linear
from quorate.formula.bag import total
from quorate.formula.candidates import Slate as Chosen
from quorate.formula.candidates import Slates, seated
from quorate.questions.explain.case import Case, seats_of
from quorate.questions.explain.nouns import OneSlate, Reason, Swap
from quorate.questions.explain.person import unfit
from quorate.questions.explain.why_not import why_not
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.nouns import Seated
from quorate.questions.slates.replay import verdicts_on
from quorate.questions.slates.request import Request
from quorate.questions.slates.search import Search, search
from quorate.source.diagnostic import InternalError

MOST = 5  # exchanges told
BAD = (Status.BROKEN, Status.UNKNOWN)


def one_slate(asked: Request, kept: Request, desk: Desk, seats: tuple[Seated, ...]) -> OneSlate:
    """What becomes of a proposed slate; `kept` is the same request with its people kept, as far as they may sit."""
    why = {
        f"{each.body}/{person}": said
        for each in seats
        for person in each.members
        if (said := unfit(asked, each.body, person)) is not None
    }
    found = search(kept)
    chaired, verdicts = _chaired(asked, found, seats)
    reasons = (*_crowded(asked, seats), *_reasons(asked, verdicts))
    told = None if any(each.open for each in reasons) else True
    outcome = False if why or any(not each.open for each in reasons) else told
    if outcome is True:
        return OneSlate(chaired, True)
    swaps = list(_swaps(found, desk, seats))
    case = Case(found, desk)
    together = None if why else why_not(case)
    return OneSlate(seats, outcome, reasons, why, tuple(swaps[:MOST]), len(swaps) > MOST, together)


def _chaired(
    asked: Request, found: Search, seats: tuple[Seated, ...]
) -> tuple[tuple[Seated, ...], tuple[Verdict, ...]]:
    """The slate with its verdicts; where the chair is left open and read, with the chair that does best."""
    ways = [
        (each.chair,) if each.chair is not None or not found.world.chair_read(each.body) else (*each.members, None)
        for each in seats
    ]
    tried = []
    for chairs in product(*ways):
        chosen = {each.body: Chosen(each.members, chair) for each, chair in zip(seats, chairs, strict=True)}
        verdicts = _verdicts(asked, chosen)
        tried.append((chosen, verdicts))
        if not any(verdict.status in BAD for verdict in verdicts):
            break
    chosen, verdicts = min(tried, key=lambda each: _badness(each[1]))
    return tuple(Seated(each.body, each.members, chosen[each.body].chair) for each in seats), verdicts


def _badness(verdicts: tuple[Verdict, ...]) -> tuple[int, int]:
    statuses = [verdict.status for verdict in verdicts]
    return statuses.count(Status.BROKEN), statuses.count(Status.UNKNOWN)


def _verdicts(asked: Request, chosen: Slates) -> tuple[Verdict, ...]:
    state = seated(asked.state, chosen)
    return tuple(
        verdict for place in asked.places for verdict in lawful(place.policy, state, place.body, explain=True)[1]
    )


# What it breaks


def _crowded(asked: Request, seats: tuple[Seated, ...]) -> Iterator[Reason]:
    """More people than seats."""
    for each in seats:
        room = asked.state.seats(each.body)
        if room is not None and len(each.members) > room:
            told = Evidence(f"{len(each.members)} members, at most {room} can sit")
            yield Reason(("seats",), each.body, f"The number of seats is {room}.", "", (told,))


def _reasons(asked: Request, verdicts: tuple[Verdict, ...]) -> tuple[Reason, ...]:
    """The clauses that are broken or open; those with the same evidence stand together."""
    same: dict[object, list[Verdict]] = {}
    for verdict in sorted((each for each in verdicts if each.status in BAD), key=lambda each: BAD.index(each.status)):
        told = tuple((each.text, each.people) for each in verdict.evidence)
        same.setdefault((verdict.body, verdict.status, told or verdict.subject.id), []).append(verdict)
    return tuple(_reason(asked, group) for group in same.values())


def _reason(asked: Request, group: list[Verdict]) -> Reason:
    first = group[0]
    return Reason(
        tuple(asked.named(verdict.body, verdict.subject) for verdict in group),
        first.body,
        first.subject.text,
        str(first.subject.cite),
        first.evidence or ((Evidence(first.reason),) if first.reason else ()),
        first.status is Status.UNKNOWN,
        tuple(sorted({fact for verdict in group for fact in verdict.facts})),
        first.subject.span,
    )


# What would help


def _swaps(found: Search, desk: Desk, seats: tuple[Seated, ...]) -> Iterator[Swap]:
    """The lawful slates that are as little different as can be, one for each membership."""
    problem = _nearest(found, seats)
    nearest: int | None = None
    seen: set[object] = set()
    for each in desk.ranked(problem):
        if (nearest is not None and each.values[0] < nearest) or len(seen) > MOST:
            return
        for slates in found.world.named(each.assignment):
            members = tuple(frozenset(slate.members) for slate in slates.values())
            if members in seen or not _confirmed(found, slates):
                continue
            nearest = each.values[0]
            seen.add(members)
            yield _swap(found, seats, slates)
            if len(seen) > MOST:
                return


def _nearest(found: Search, seats: tuple[Seated, ...]) -> Problem:
    """Lawful slates, as near to the proposed one as can be, then with its chair, then as near to today's."""
    laws = tuple(each for each in found.structure() if not each.name.startswith("search.keep"))
    distance = total(_apart(found, each) for each in seats)
    chairs = total(
        found.world.chair_among(each.body, {each.chair})
        for each in seats
        if each.chair is not None and found.world.chair_read(each.body)
    )
    today = total(found.changes(place) for place in found.request.places)
    objectives = (Objective("near", -distance), Objective("chair", chairs), Objective("continuity", -today))
    lawfully: tuple[Constraint, ...] = found.lawful()
    return Problem(found.world.counts, (*laws, *lawfully), objectives)


def _apart(found: Search, each: Seated) -> Linear:
    """How many people a slate has more, or fewer."""
    among = found.world.members_among(each.body, each.members)
    return found.world.size(each.body) - among * 2 + len(each.members)


def _confirmed(found: Search, slates: Slates) -> bool:
    """Whether the reference evaluator agrees that a slate is lawful."""
    lawfully = verdicts_on(found.request, found.world.seated(slates))[0] is True
    if not lawfully and not found.replayed:
        members = "; ".join(f"{body}: {', '.join(slate.members)}" for body, slate in slates.items())
        raise InternalError(f"a slate found near the proposed one is not lawful ({members})")
    return lawfully


def _swap(found: Search, seats: tuple[Seated, ...], slates: Slates) -> Swap:
    before: Mapping[str, Seated] = {each.body: each for each in seats}
    after = seats_of(found, slates)
    return Swap(
        {each.body: _without(each.members, before[each.body].members) for each in after},
        {each.body: _without(before[each.body].members, each.members) for each in after},
        {each.body: each.chair for each in after if each.chair and before[each.body].chair not in (None, each.chair)},
        after,
    )


def _without(people: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(person for person in people if person not in others)
