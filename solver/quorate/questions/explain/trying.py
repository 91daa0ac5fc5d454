"""Where facts that change leave the language of formulas: remedies are tried set after set, each on a real roster."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from quorate.charter.document import Force
from quorate.formula.alternatives import Alternative
from quorate.formula.candidates import Slates
from quorate.questions.explain.carried_out import Deed, key, some_after
from quorate.questions.explain.newcomers import changes, joined, names_of, traits
from quorate.questions.explain.remedies import Costs, Fixed, Remedy
from quorate.questions.explain.telling import (
    change_cost,
    declared,
    fact_change,
    keep_dropped,
    size_dropped,
    waiver,
    waiver_cost,
)
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.request import Request
from quorate.questions.slates.search import judged_clauses

MOST = 2
"""Remedies tried together unless more are asked for."""


@dataclass(frozen=True, slots=True)
class Step:
    """One remedy, what it is about, and what it adds to the deed."""

    about: str
    remedy: Remedy
    deed: Deed


@dataclass(frozen=True, slots=True)
class Tried:
    """Remedies after which there is a lawful slate, and not after fewer of them."""

    remedies: tuple[Remedy, ...]
    deed: Deed
    slates: Slates

    @property
    def cost(self) -> int:
        return sum(remedy.cost for remedy in self.remedies)


def tried(request: Request, desk: Desk, costs: Costs, fixed: Fixed, most: int | None) -> Iterator[Tried]:
    """Every least set of remedies that does, of so many at the largest, cheapest first; without newcomers."""
    steps = tuple(_steps(request, costs, fixed))
    done: list[frozenset[str]] = []
    waiting: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
    while waiting:
        cost, _, taken = heappop(waiting)
        desk.clock.tick()
        about = frozenset(steps[index].about for index in taken)
        if not any(each <= about for each in done):
            deed = together(steps[index].deed for index in taken)
            slates = some_after(request, deed, desk, fixed.chairs)
            if slates is not None:
                done.append(about)
                yield Tried(tuple(steps[index].remedy for index in taken), deed, slates)
            elif len(taken) < (MOST if most is None else most):
                for index in range(taken[-1] + 1 if taken else 0, len(steps)):
                    if steps[index].about not in about:
                        heappush(waiting, (cost + steps[index].remedy.cost, len(taken) + 1, (*taken, index)))


def together(deeds: Iterator[Deed]) -> Deed:
    """All of several deeds."""
    made = Deed()
    for each in deeds:
        made = Deed(
            (*made.newcomers, *each.newcomers),
            {**made.facts, **each.facts},
            made.waived | each.waived,
            made.unsized | each.unsized,
            made.let_go | each.let_go,
        )
    return made


def _steps(request: Request, costs: Costs, fixed: Fixed) -> Iterator[Step]:
    for place in request.places:
        for clause in judged_clauses(request, place, Force.MUST):
            waived = Deed(waived=frozenset([key(place.body, clause)]))
            remedy = waiver(request, place.body, clause, waiver_cost(clause, costs))
            yield Step(f"waive:{remedy.name}", remedy, waived)
        if place.asked is not None:
            sized = Deed(unsized=frozenset([place.body]))
            yield Step(f"size:{place.body}", size_dropped(place.body, costs.wish), sized)
        for person in sorted(place.keep - fixed.among.get(place.body, frozenset())):
            let_go = Deed(let_go=frozenset([(place.body, person)]))
            remedy_ = keep_dropped(request, place.body, person, costs.wish)
            yield Step(f"keep:{place.body}:{person}", remedy_, let_go)
    yield from _changes(request, costs)


def _changes(request: Request, costs: Costs) -> Iterator[Step]:
    people = dict.fromkeys(person for place in request.places for person in place.eligible)
    for each in changes(request, tuple(people)):
        cost = change_cost(declared(request, each.fact), costs)
        for value in each.values:
            changed = Deed(facts={(each.person, each.fact): value})
            yield Step(f"change:{each.key}", fact_change(request, each.person, each.fact, value, cost), changed)


def newcomers_tried(request: Request, desk: Desk, many: int) -> tuple[Deed, Slates] | None:
    """So many newcomers with an ordinary value of every fact that is read, and of those no more than needed."""
    newcomers = names_of(request, many)
    wanted = traits(joined(request, newcomers), newcomers)
    deed = Deed(newcomers, {(each.person, each.fact): each.values[0] for each in wanted})
    slates = _with(request, deed, desk)
    return None if slates is None else _weakened(request, deed, slates, wanted, desk)


def _weakened(
    request: Request, deed: Deed, slates: Slates, wanted: Sequence[Alternative], desk: Desk
) -> tuple[Deed, Slates]:
    for each in wanted:
        facts = {known: value for known, value in deed.facts.items() if known != (each.person, each.fact)}
        less = replace(deed, facts=facts)
        found = _with(request, less, desk)
        if found is not None:
            deed, slates = less, found
    return deed, slates


def _with(request: Request, deed: Deed, desk: Desk) -> Slates | None:
    found = some_after(request, deed, desk, {})
    members = {person for slate in found.values() for person in slate.members} if found is not None else set()
    return found if set(deed.newcomers) <= members else None
