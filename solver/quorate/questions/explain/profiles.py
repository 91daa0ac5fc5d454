"""The weakest profiles of newcomers: the fewest things to be known of them with which a lawful slate exists."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from quorate.engines.base import Assignment, Constraint, OutOfTime, Problem, Soft, Ways, explainer
from quorate.engines.layout import table_size
from quorate.formula.alternatives import Alternative
from quorate.formula.ast import TRUE, Count
from quorate.formula.settled import settled
from quorate.questions.explain.offers import Offer
from quorate.questions.slates.desk import Desk


@dataclass(frozen=True, slots=True)
class Known:
    """What is to be known of the newcomers of an offer: the traits stated, with the values that would do of each."""

    assignment: Assignment
    values: Mapping[Alternative, tuple[object, ...]]


def weakest(offer: Offer, desk: Desk, given_up: Collection[str], assignment: Assignment) -> Iterator[Known]:
    """Each least set of traits that will do once these softs are given up and facts are changed as in the assignment.

    Newcomers are told apart by nothing, so that two may exchange their traits; that is told once.
    """
    search = _Search(offer, desk, given_up, assignment)
    told: set[object] = set()
    for stated, found in search.found():
        sign = _sign(stated)
        if sign not in told:
            told.add(sign)
            yield search.known(stated, found)


def trait_name(trait: Alternative) -> str:
    return f"trait:{trait.key}"


def _sign(stated: Collection[Alternative]) -> object:
    by_person: dict[str, list[str]] = {}
    for each in stated:
        by_person.setdefault(each.person, []).append(each.fact)
    return tuple(sorted(tuple(sorted(facts)) for facts in by_person.values()))


class _Search:
    """The slates of an offer in which only newcomers are still unknown."""

    def __init__(self, offer: Offer, desk: Desk, given_up: Collection[str], assignment: Assignment) -> None:
        self._offer = offer
        self._desk = desk
        self._changed = {count: assignment[count] for each in offer.changes for count in each.counts}
        kept = tuple(each for each in offer.problem.constraints if each.name not in given_up)
        self._problem = within(Problem(offer.problem.counts, kept), self._changed)

    def found(self) -> Iterator[tuple[list[Alternative], Assignment]]:
        """The least sets of traits, with an assignment for each."""
        by_name = {trait_name(each): each for each in self._offer.traits}
        stated = tuple(Constraint(name, each.as_stated) for name, each in by_name.items())
        problem = Problem(self._problem.counts, (*self._problem.constraints, *stated))
        for repair in explainer().repairs(problem, tuple(Soft(name) for name in by_name), self._desk.limits):
            yield [by_name[name] for name in repair.names], {**repair.assignment, **self._changed}

    def known(self, stated: list[Alternative], found: Assignment) -> Known:
        """With each trait the values that would do while the others stay, and the first of them chosen."""
        apart = {count: 0 for each in self._offer.traits if each not in stated for count in each.counts}
        left = within(self._problem, apart)
        values: dict[Alternative, tuple[object, ...]] = {}
        for each in stated:
            fit: list[int] = []
            for index in range(len(each.values)):
                facts = _facts(stated, found, each, index)
                other = found if index == each.given(found) else self._with(left, {**apart, **facts})
                if other is not None:
                    fit.append(index)
                    found = other if len(fit) == 1 else found
            values[each] = tuple(each.values[index] for index in fit)
        return Known(found, values)

    def _with(self, left: Problem, facts: Mapping[Count, int]) -> Assignment | None:
        """An assignment in which facts are so, if there is one."""
        other = self._desk.one(within(left, facts))
        return None if other is None else {**other.assignment, **facts, **self._changed}


def _facts(stated: list[Alternative], found: Assignment, trait: Alternative, index: int) -> dict[Count, int]:
    """The traits as they were found, but for one, which has another value."""
    facts = {count: found[count] for each in stated for count in each.counts}
    return facts | {count: int(number == index) for number, count in enumerate(trait.counts)}


def within(problem: Problem, known: Mapping[Count, int], ways: tuple[Ways, ...] = ()) -> Problem:
    """What is left of a problem where some counts are known."""
    left = (Constraint(each.name, settled(each.formula, known)) for each in problem.constraints)
    counts = tuple(count for count in problem.counts if count not in known)
    return Problem(counts, tuple(each for each in left if each.formula != TRUE), ways=ways)


def how_many(
    offer: Offer, given_up: Collection[str], assignment: Assignment, desk: Desk, largest: int | None = None
) -> int | None:
    """How many lawful slates there are once softs are given up, with what an assignment says of facts.

    None where that takes too long, or a table of more than the `largest` number of edges.
    """
    facts = {count: assignment[count] for each in (*offer.changes, *offer.traits) for count in each.counts}
    ways = tuple(Ways(filling.size, filling.cells) for filling in offer.world.world.bag.fillings)
    kept = tuple(each for each in offer.problem.constraints if each.name not in given_up)
    problem = within(Problem(offer.problem.counts, kept), facts, ways)
    try:
        return desk.count(problem) if largest is None or table_size(problem) <= largest else None
    except OutOfTime:
        return None
