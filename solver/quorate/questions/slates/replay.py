"""Every slate that is offered is judged once more, by the reference evaluator; what differs is a defect of Quorate."""

from dataclasses import dataclass
from fractions import Fraction

from quorate.cel.evaluator import evaluate
from quorate.cel.values import Failure, Interval, Unknown, Value
from quorate.charter.document import Scope
from quorate.charter.evaluator import if_tested, judge, lawful
from quorate.charter.occasions import occasions
from quorate.charter.state import State
from quorate.charter.verdict import Status, Verdict
from quorate.engines.base import Found
from quorate.formula.candidates import Slate as Chosen
from quorate.formula.candidates import Slates, on
from quorate.questions.slates.nouns import Change
from quorate.questions.slates.request import Request
from quorate.questions.slates.search import Search, value_of
from quorate.source.diagnostic import InternalError

MET = (Status.HOLDS, Status.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the reference evaluator says of a slate; `lawful` is none where that hangs on unknown facts."""

    lawful: bool | None
    verdicts: tuple[Verdict, ...]
    aims: tuple[Verdict, ...]
    preferences: tuple[Value, ...]
    changes: tuple[Change, ...]


def judged(search: Search, slates: Slates) -> Judged:
    """Judge a slate in full."""
    request = search.request
    state = search.world.seated(slates)
    outcomes, verdicts = verdicts_on(request, state)
    aims = []
    for said in search.aims:
        place = next(place for place in request.places if place.body == said.body)
        aims.append(judge(said.clause, if_tested(said.clause, on(state, place.policy, said.body, said.clause))))
    return Judged(outcomes, verdicts, tuple(aims), _preferences(request, state), _changes(request, slates))


def verdicts_on(request: Request, state: State) -> tuple[bool | None, tuple[Verdict, ...]]:
    """Whether all bodies that are filled are lawful, and the verdicts that say so."""
    found = [lawful(place.policy, state, place.body) for place in request.places]
    outcomes = {outcome for outcome, _ in found}
    verdicts = tuple(verdict for _, each in found for verdict in each)
    return False if False in outcomes else None if None in outcomes else True, verdicts


def _preferences(request: Request, state: State) -> tuple[Value, ...]:
    if not request.preferences:
        return ()
    place = request.places[0]
    today = occasions(place.policy, state, place.body, Scope.BODY)[0]
    return tuple(evaluate(wish.ast, today.variables, today.context) for wish in request.preferences)


def _changes(request: Request, slates: Slates) -> tuple[Change, ...]:
    return tuple(_change(request, place.body, slates[place.body]) for place in request.places)


def _change(request: Request, body: str, slate: Chosen) -> Change:
    today = request.today(body)
    joining = tuple(person for person in slate.members if person not in today.members)
    leaving = tuple(person for person in today.members if person not in slate.members)
    chair = slate.chair if slate.chair != today.chair else None
    return Change(body, joining, leaving, chair)


def confirmed(search: Search, engine: str, found: Found, slates: Slates) -> Judged:
    """The judgement of a slate that an engine ranked; `InternalError` if the engine was wrong about it."""
    again = checked(search, engine, slates)
    if again.lawful is True:
        _same_worth(search, engine, found, slates, again)
    return again


def checked(search: Search, engine: str, slates: Slates) -> Judged:
    """The judgement of a slate that an engine offered; `InternalError` if it is not lawful after all."""
    again = judged(search, slates)
    open_ = {said.name for said in search.replayed}
    if again.lawful is not True and not _blame(search.request, again) <= open_:
        raise InternalError(
            f"{_described(engine, slates)} is not lawful: {', '.join(sorted(_blame(search.request, again)))}"
        )
    return again


def _same_worth(search: Search, engine: str, found: Found, slates: Slates, again: Judged) -> None:
    counted = [(said, verdict) for said, verdict in zip(search.aims, again.aims, strict=True) if said.outside is None]
    aims = sum(said.clause.weight for said, verdict in counted if verdict.status in MET)
    moved = sum(len(change.joining) + len(change.leaving) for change in again.changes)
    chairs = sum(_kept_chair(search.request, body, slate) for body, slate in slates.items())
    first, *preferred, changes, chair = found.values
    if (first, changes, chair) != (aims, -moved, chairs):
        raise InternalError(f"{_described(engine, slates)} is worth {(aims, -moved, chairs)} and not {found.values}")
    for wish, worth, value in zip(search.preferred, preferred, again.preferences, strict=True):
        if not _same_value(value_of(wish, worth), value):
            said = f"a preference of it is worth {value} and not {worth}"
            raise InternalError(f"{_described(engine, slates)}: {said}")


def _kept_chair(request: Request, body: str, slate: Chosen) -> bool:
    return slate.chair is not None and slate.chair == request.today(body).chair


def _same_value(worth: Fraction, value: Value) -> bool:
    match value:
        case bool() | int() | Fraction():
            return worth == value
        case Interval(low=low):
            return worth == low
        case Unknown() | Failure():
            return True
        case _:
            return False


def _described(engine: str, slates: Slates) -> str:
    bodies = "; ".join(f"{body}: {', '.join(slate.members)}, chair {slate.chair}" for body, slate in slates.items())
    return f"a slate that `{engine}` found ({bodies})"


def _blame(request: Request, again: Judged) -> set[str]:
    """The clauses that are broken or hang on what is not known."""
    wrong = [verdict for verdict in again.verdicts if verdict.status in (Status.BROKEN, Status.UNKNOWN)]
    return {request.named(verdict.body, verdict.subject) for verdict in wrong}
