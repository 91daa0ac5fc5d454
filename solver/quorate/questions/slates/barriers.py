"""Why there is no slate, simply: whom each clause keeps out, and how many slates there would be without it."""

from collections.abc import Iterator

from quorate.engines.base import Constraint, OutOfTime
from quorate.formula.ast import TRUE, Formula, at_least
from quorate.questions.slates.desk import Desk
from quorate.questions.slates.nouns import Barrier
from quorate.questions.slates.request import Place
from quorate.questions.slates.search import Said, Search


def barriers(search: Search, desk: Desk) -> Iterator[Barrier]:
    """The clauses and wishes that stand in the way by themselves, as long as there is time to tell.

    Clauses that come to the same are told together: to be without one of them would be of no use.
    """
    short = [(place, why) for place in search.request.places if (why := search.request.shortage(place)) is not None]
    if short:
        yield from (Barrier((_of(search, place.body, "size"),), why, (), False, None) for place, why in short)
        return
    same: dict[Formula, list[Said]] = {}
    for said in search.musts:
        if said.outside is None and search.allows(said) != TRUE:
            same.setdefault(search.allows(said), []).append(said)
    try:
        for formula, group in same.items():
            yield from _clauses(search, desk, formula, group)
        for place in search.request.places:
            yield from _wishes(search, desk, place)
    except OutOfTime:
        return


def _clauses(search: Search, desk: Desk, formula: Formula, group: list[Said]) -> Iterator[Barrier]:
    own = Constraint("own", formula)
    others = tuple(each for each in search.lawful() if each.formula != formula)
    alone = desk.one(search.problem((own,))) is not None
    bodies = dict.fromkeys(said.body for said in group)
    out = tuple(person for body in bodies for person in _kept_out(search, desk, body, own))
    without = None if search.replayed else desk.count(search.problem(others))
    if out or not alone or without:
        yield Barrier(
            tuple(said.name for said in group), group[0].clause.text, out, alone, without, group[0].clause.span
        )


def _kept_out(search: Search, desk: Desk, body: str, own: Constraint) -> Iterator[str]:
    """The candidates who sit in no body, of whatever size and with whomever, that meets the clause."""
    bag = search.world.world.bag
    for each in bag.classes:
        inside = Constraint("inside", at_least(bag.size_in(each, f"{body}.members"), 1))
        wished = ("search.keep", "search.size")
        if desk.one(search.relaxed(wished, (own, inside))) is None and desk.one(search.relaxed(wished, (inside,))):
            yield from each.ids


def _wishes(search: Search, desk: Desk, place: Place) -> Iterator[Barrier]:
    """The size asked for, and the people to be kept."""
    least, most = place.sizes
    sizes = f"{least}" if least == most else f"{least} to {most}"
    wishes = [("search.size", _of(search, place.body, "size"), f"It has {sizes} members.")]
    wishes += (
        [("search.keep", _of(search, place.body, "keep"), "Those who are to be kept sit in it.")] if place.keep else []
    )
    for prefix, name, text in wishes:
        relaxed = search.relaxed((f"{prefix}.{place.body}",), search.lawful())
        without = None if search.replayed else desk.count(relaxed)
        if without:
            yield Barrier((name,), text, (), True, without)


def _of(search: Search, body: str, wish: str) -> str:
    return wish if len(search.request.bodies) == 1 else f"{body}: {wish}"
