"""The weakest profiles of newcomers: the fewest things to be known of them with which a lawful slate exists."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from quorate.engines.base import Assignment, Constraint, Problem, Soft, explainer
from quorate.formula.alternatives import Alternative
from quorate.formula.ast import Formula
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
    problem, softs = _problem(offer, given_up, assignment)
    by_name = {trait_name(each): each for each in offer.traits}
    told: set[object] = set()
    for found in explainer().repairs(problem, softs, desk.limits):
        stated = [by_name[name] for name in found.names]
        sign = _sign(stated)
        if sign not in told:
            told.add(sign)
            yield _known(offer, desk, problem, stated, found.assignment)


def trait_name(trait: Alternative) -> str:
    return f"trait:{trait.key}"


def _sign(stated: Collection[Alternative]) -> object:
    by_person: dict[str, list[str]] = {}
    for each in stated:
        by_person.setdefault(each.person, []).append(each.fact)
    return tuple(sorted(tuple(sorted(facts)) for facts in by_person.values()))


def _problem(offer: Offer, given_up: Collection[str], assignment: Assignment) -> tuple[Problem, tuple[Soft, ...]]:
    kept = [each for each in offer.problem.constraints if each.name not in given_up]
    kept += [Constraint("as.changed", _same(each, assignment)) for each in offer.changes]
    soft = [Constraint(trait_name(each), each.as_stated) for each in offer.traits]
    return Problem(offer.problem.counts, (*kept, *soft)), tuple(Soft(each.name) for each in soft)


def _same(each: Alternative, assignment: Assignment) -> Formula:
    """That a fact is given what it is given in the assignment."""
    index = each.given(assignment)
    return each.as_stated if index is None else each.takes(index)


def _known(offer: Offer, desk: Desk, problem: Problem, stated: list[Alternative], found: Assignment) -> Known:
    """With each trait the values that would do while the others stay, and the first of them chosen."""
    unstated = [Constraint(each.key, each.as_stated) for each in offer.traits if each not in stated]
    hard = [each for each in problem.constraints if not each.name.startswith("trait:")]
    values: dict[Alternative, tuple[object, ...]] = {}
    for each in stated:
        others = [Constraint(other.key, _same(other, found)) for other in stated if other is not each]
        fit: list[int] = []
        for index in range(len(each.values)):
            asked = Problem(problem.counts, (*hard, *unstated, *others, Constraint(each.key, each.takes(index))))
            other_way = desk.one(asked) if index != each.given(found) else None
            if index == each.given(found) or other_way is not None:
                fit.append(index)
                if len(fit) == 1 and other_way is not None:
                    found = other_way.assignment
        values[each] = tuple(each.values[index] for index in fit)
    return Known(found, values)
