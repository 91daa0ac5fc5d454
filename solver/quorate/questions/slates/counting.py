"""How many slates there are: the lawful ones, and those that hang on facts that are not known."""

from dataclasses import dataclass

from quorate.charter.verdict import Status, Verdict
from quorate.engines.base import Constraint, OutOfTime
from quorate.formula.ast import Formula, at_least
from quorate.formula.bag import Class
from quorate.formula.candidates import Slate as Chosen
from quorate.formula.candidates import Slates
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.replay import verdicts_on
from quorate.questions.slates.search import Search


@dataclass(slots=True)
class Counts:
    """What is known so far; none where it was not counted."""

    lawful: int | None = None
    hanging: int | None = None
    facts: tuple[str, ...] = ()


def counted(search: Search, desk: Desk, counts: Counts) -> None:
    """Fill in the counts one by one, so that what is known stays known when time runs out."""
    if search.replayed:
        _one_by_one(search, desk, counts)
        return
    if counts.lawful is None:
        counts.lawful = desk.count(search.problem(search.lawful()))
    counts.hanging = 0
    if search.open_musts:
        counts.hanging = None
        counts.hanging = desk.count(search.problem(search.unbroken())) - counts.lawful
    if counts.hanging:
        counts.facts = _facts(search, desk)


def _one_by_one(search: Search, desk: Desk, counts: Counts) -> None:
    """Where a clause came to no formula, every slate that the others leave is judged."""
    lawful = hanging = 0
    facts: set[str] = set()
    for found in desk.enumerate(search.problem(search.unbroken())):
        for slates in search.world.named(found.assignment):
            desk.clock.tick()
            outcome, verdicts = verdicts_on(search.request, search.world.seated(slates))
            lawful += outcome is True
            if outcome is None:
                hanging += 1
                facts |= _open_facts(verdicts)
    counts.lawful, counts.hanging, counts.facts = lawful, hanging, tuple(sorted(facts))


def _open_facts(verdicts: tuple[Verdict, ...]) -> set[str]:
    return {fact for verdict in verdicts if verdict.status is Status.UNKNOWN for fact in verdict.facts}


def _facts(search: Search, desk: Desk) -> tuple[str, ...]:
    """The facts on which some slate hangs: for every clause and kind of person, one such slate is judged."""
    facts: set[str] = set()
    try:
        for said, unknown in search.open_musts:
            for each in search.world.world.bag.classes:
                facts |= _facts_about(search, desk, said.body, unknown, each)
    except OutOfTime:
        pass
    return tuple(sorted(facts))


def _facts_about(search: Search, desk: Desk, body: str, unknown: Formula, each: Class) -> set[str]:
    """What slates hang on where a clause is unknown, with someone of one class in the body."""
    inside = search.world.world.bag.size_in(each, f"{body}.members")
    hanging = (*search.unbroken(), Constraint("unknown", unknown), Constraint("inside", at_least(inside, 1)))
    found = desk.one(search.problem(hanging))
    if found is None:
        return set()
    slates = next(search.world.named(found.assignment))
    member = next(person for person in slates[body].members if person in each.ids)
    facts: set[str] = set()
    for other in each.ids:
        _, verdicts = verdicts_on(search.request, search.world.seated(exchanged(slates, member, other)))
        facts |= _open_facts(verdicts)
    return facts


def exchanged(slates: Slates, one: str, other: str) -> Slates:
    """The slates with two like people in each other's places."""
    swap = {one: other, other: one}

    def place(person: str) -> str:
        return swap.get(person, person)

    return {
        body: Chosen(tuple(map(place, slate.members)), None if slate.chair is None else place(slate.chair))
        for body, slate in slates.items()
    }
