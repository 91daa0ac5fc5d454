"""Who leaves when a clause is broken, step by step, as its remedies say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from quorate.cel.evaluator import evaluate
from quorate.cel.values import Unknown, Value
from quorate.charter.absences import without
from quorate.charter.document import Clause, Remedy, Scope
from quorate.charter.evaluator import judge
from quorate.charter.evidence import listing
from quorate.charter.happenings import BreachThing
from quorate.charter.occasions import Occasion
from quorate.charter.past import was_broken
from quorate.charter.surroundings import Surroundings
from quorate.charter.things import PersonThing
from quorate.charter.verdict import Evidence, Status

MOST_TRIED = 14  # people of whom every choice is tried as those who leave


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it stands on a day: who may leave, who perhaps, how few have to, until when.

    `fewest` is none where not even all of them leaving mends the clause; `chosen` are those whom the order of joining
    picks.
    """

    remedy: Remedy
    people: tuple[str, ...]
    perhaps: tuple[str, ...]
    fewest: int | None
    chosen: tuple[str, ...]
    by: date | None


def steps(clause: Clause, occasion: Occasion) -> tuple[Step, ...]:
    """The steps of the remedies of a clause that is broken on an occasion."""
    if not clause.remedy:
        return ()
    words: dict[str, Value] = {"breach": BreachThing(occasion.state, clause.id, breach_since(clause, occasion))}
    return tuple(_step(remedy, clause, occasion, words) for remedy in clause.remedy)


def breach_since(clause: Clause, occasion: Occasion) -> date:
    """The first day of the log from which the clause has been broken without a break; else the occasion's own."""
    found = occasion.as_of
    if clause.scope is not Scope.BODY:
        return found
    days = {event.date for _, event in occasion.state.entries()}
    for day in sorted((day for day in days if day < found), reverse=True):
        if not was_broken(clause, occasion.policy, occasion.state.back(day), occasion.body):
            break
        found = day
    return found


def _step(remedy: Remedy, clause: Clause, occasion: Occasion, words: Mapping[str, Value]) -> Step:
    values = dict(_leaving(remedy, occasion))
    sure = tuple(person for person, value in values.items() if value is True)
    perhaps = tuple(person for person, value in values.items() if isinstance(value, Unknown))
    by = _evaluated(remedy, occasion, words)
    if remedy.choose == "all":
        return Step(remedy, sure, perhaps, len(sure), sure, by)
    ordered = _ordered(remedy, occasion, sure)
    if remedy.choose in ("latest", "earliest"):
        fewest = next((n for n in range(1, len(ordered) + 1) if _mends(clause, occasion, ordered[:n])), None)
        return Step(remedy, ordered, perhaps, fewest, ordered[: fewest or 0], by)
    return Step(remedy, sure, perhaps, _fewest(clause, occasion, sure), (), by)


def _leaving(remedy: Remedy, occasion: Occasion) -> Iterator[tuple[str, Value]]:
    state, body = occasion.state, occasion.body
    tenure = state.tenure(body)
    for member in (*tenure.definite, *tenure.possible):
        seen = occasion.variables.with_(m=PersonThing(state, member.person, body))
        yield member.person, evaluate(remedy.leave.ast, seen, Surroundings(occasion.policy, state, seen))


def _evaluated(remedy: Remedy, occasion: Occasion, words: Mapping[str, Value]) -> date | None:
    if remedy.by is None:
        return None
    seen = occasion.variables.with_(**words)
    value = evaluate(remedy.by.ast, seen, Surroundings(occasion.policy, occasion.state, seen))
    return value if isinstance(value, date) else None


def _ordered(remedy: Remedy, occasion: Occasion, people: tuple[str, ...]) -> tuple[str, ...]:
    """People by the day they joined, those first who leave first; whose day is not known joined earliest."""
    members = occasion.state.seating(occasion.body).members
    return tuple(
        sorted(people, key=lambda person: members[person].since or date.min, reverse=remedy.choose == "latest")
    )


def _fewest(clause: Clause, occasion: Occasion, people: tuple[str, ...]) -> int | None:
    """The smallest number of people without whom the clause is not broken."""
    for size in range(1, len(people) + 1):
        if any(_mends(clause, occasion, gone) for gone in combinations(people[:MOST_TRIED], size)):
            return size
    return None


def _mends(clause: Clause, occasion: Occasion, people: tuple[str, ...]) -> bool:
    return judge(clause, without(occasion, frozenset(people)), explain=False).status is not Status.BROKEN


def told(clause: Clause, occasion: Occasion) -> tuple[Evidence, ...]:
    """The steps in words."""
    found = steps(clause, occasion)
    current = next((n for n, step in enumerate(found) if step.by is None or step.by >= occasion.as_of), None)
    return tuple(
        Evidence(_words(step, occasion, past=current is None or number < current), (*step.people, *step.perhaps))
        for number, step in enumerate(found)
    )


def _words(step: Step, occasion: Occasion, *, past: bool) -> str:
    def names(people: tuple[str, ...]) -> str:
        return listing([PersonThing(occasion.state, person).name for person in people]) if people else "nobody"

    if step.remedy.choose == "all" or (step.chosen and len(step.chosen) == len(step.people)):
        who = f"{names(step.people)} {'leaves' if len(step.people) == 1 else 'leave'}"
    elif step.remedy.choose in ("latest", "earliest"):
        who = f"{names(step.chosen)} {'leaves' if len(step.chosen) == 1 else 'leave'}, who joined {step.remedy.choose}"
    else:
        who = f"of {names(step.people)} at least {step.fewest} {step.remedy.choose.replace('_', ' ')}"
        who = who if step.fewest is not None else f"{names(step.people)} leaving would not do"
    perhaps = f", perhaps also {names(step.perhaps)}" if step.perhaps else ""
    by = "" if step.by is None else f", by {step.by}{' (that day is past)' if past else ''}"
    then = f"; then {step.remedy.then}" if step.remedy.then else ""
    return f"{who}{perhaps}{by}{then}"
