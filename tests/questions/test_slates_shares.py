"""Leverage is what counting through all slates gives; what is drawn is lawful and fair; diverse slates are farthest."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, islice
from random import Random
from typing import Any

import pytest

from made import clause, fact, policy, roster
from quorate.cel.types import STRING
from quorate.charter.document import Policy
from quorate.charter.load import Library, open_roster
from quorate.charter.roster import Roster
from quorate.charter.shipped import shipped
from quorate.engines.base import Limits
from quorate.engines.weighing import weigher
from quorate.questions.slates import Order, Slate, SlatesAnswer, sampling, slates
from quorate.questions.slates.reasons import moves, new_chairs
from quorate.questions.slates.request import request
from quorate.questions.slates.search import search
from quorate.source.diagnostic import CallError

PEOPLE = ("ann", "bob", "cat", "dan", "eve", "fay", "gus")
KNOWN: dict[str, dict[str, object]] = {
    person: {"ind": number % 3 != 0, "fin": number > 3, "firm": "xyz"[number % 3]}
    for number, person in enumerate(PEOPLE)
}
PLAIN = [
    clause("size(members) >= 2 && size(members) <= 4", name="size"),
    clause("size(members.filter(m, m.ind)) > half(members)", name="majority"),
    clause("chair.fin", name="chair"),
]
OPEN = clause("members.map(m, m.firm).distinct() != ['x', 'y']", name="firms")


def made(*more: Any) -> tuple[Roster, dict[str, Policy]]:
    facts = [fact("ind"), fact("fin"), fact("firm", STRING)]
    found = roster(["ann", "bob", "cat"], people=KNOWN, board=PEOPLE, chair="ann")
    return found, {"committee": policy([*PLAIN, *more], facts=facts)}


def asked(*more: Any, **options: Any) -> SlatesAnswer:
    return slates(*made(*more), bodies=["committee"], **options)


def worth(slate: Slate) -> tuple[int, int, int]:
    return len(slate.missed), moves(slate), new_chairs(slate)


def members(slate: Slate) -> frozenset[str]:
    return frozenset(slate.seats[0].members)


@pytest.mark.parametrize("more", [(), (OPEN,)], ids=["formulas", "one by one"])
def test_leverage_is_what_going_through_all_slates_gives(more: tuple[Any, ...]) -> None:
    answer = asked(*more, top=None, leverage=True)
    assert bool(answer.replayed) is bool(more)
    found = answer.leverage
    assert found is not None
    assert found.pairs is not None
    assert found.sizes is not None
    every = [members(slate) for slate in answer.slates]
    assert found.lawful == len(every) == answer.lawful
    once = Counter(person for each in every for person in each)
    assert {held.person: held.slates for held in found.people} == {person: once[person] for person in PEOPLE}
    assert [held.slates for held in found.people] == sorted((held.slates for held in found.people), reverse=True)
    assert {sized.size: sized.slates for sized in found.sizes} == Counter(map(len, every))
    twice = Counter(frozenset(pair) for each in every for pair in combinations(sorted(each), 2))
    told = {frozenset(pair): together.slates for together in found.pairs for pair in together.each()}
    assert told == {frozenset(pair): twice[frozenset(pair)] for pair in combinations(PEOPLE, 2)}


def test_leverage_counts_each_of_several_bodies() -> None:
    board = shipped("scenarios") / "aleris" / "board.yaml"
    found, bound = open_roster(board, Library(()))
    options: dict[str, Any] = {"bodies": ["compensation", "nominating"], "sizes": (3, 3), "count_only": True}
    both = slates(found, bound, leverage=True, **options)
    alone = slates(found, bound, leverage=True, **(options | {"bodies": ["nominating"]}))
    assert both.leverage is not None
    assert alone.leverage is not None
    factor = both.leverage.lawful // alone.leverage.lawful
    joint = {held.person: held.slates for held in both.leverage.people if held.body == "nominating"}
    assert joint == {held.person: held.slates * factor for held in alone.leverage.people}


def test_what_was_weighed_stays_known_when_time_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from quorate.engines.base import OutOfTime
    from quorate.engines.tables import Tables

    def late(*_: object, **__: object) -> None:
        raise OutOfTime("the time limit of 1 s was reached")

    monkeypatch.setattr(Tables, "spread", late)
    answer = asked(count_only=True, leverage=True)
    assert answer.leverage is not None
    assert answer.leverage.people
    assert answer.leverage.sizes is None
    assert answer.open_because == "the time limit of 1 s was reached"


@pytest.mark.parametrize("more", [(), (OPEN,)], ids=["formulas", "one by one"])
def test_a_sample_is_of_different_lawful_slates_and_the_same_for_the_same_seed(more: tuple[Any, ...]) -> None:
    every = {slate.seats for slate in asked(*more, top=None).slates}
    drawn = asked(*more, sample=10, limits=Limits(seed=3))
    assert drawn.order is Order.DRAWN
    assert len({slate.seats for slate in drawn.slates}) == 10
    assert {slate.seats for slate in drawn.slates} <= every
    assert drawn.slates == asked(*more, sample=10, limits=Limits(seed=3)).slates
    assert drawn.slates != asked(*more, sample=10, limits=Limits(seed=4)).slates
    assert {slate.seats for slate in asked(*more, sample=10_000).slates} == every


def test_every_slate_is_drawn_as_often() -> None:
    found = search(request(*made(), ["committee"]))
    lawful, many, chance = asked(count_only=True).lawful or 0, 6000, Random(1)
    assignments = weigher().draws(found.problem(found.lawful()), Limits(), chance)
    drawn = Counter(found.world.drawn(each, chance)["committee"] for each in islice(assignments, many))
    expected = many / lawful
    chi = sum(each**2 for each in drawn.values()) / expected - many
    assert len(drawn) == lawful
    assert chi < lawful - 1 + 3.1 * (2 * (lawful - 1)) ** 0.5, "one in a thousand fair draws is as uneven"


def test_what_is_drawn_from_many_is_different_and_lawful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "_FEW", 0)
    every = {slate.seats for slate in asked(top=None).slates}
    drawn = {slate.seats for slate in asked(sample=20).slates}
    assert len(drawn) == 20
    assert drawn <= every


def test_only_tables_weigh() -> None:
    with pytest.raises(CallError, match="cannot weigh"):
        asked(sample=1, engine="exhaustive")


def test_each_diverse_slate_is_farthest_from_those_before_and_the_best_of_such() -> None:
    every = [replace(slate, rank=0, reason="") for slate in asked(top=None).slates]
    answer = asked(diverse=5)
    assert answer.order is Order.DIVERSE
    chosen = [replace(slate, rank=0, reason="") for slate in answer.slates]
    assert chosen[0] == every[0]
    for index in range(1, len(chosen)):
        before = [members(slate) for slate in chosen[:index]]
        away = [min(len(members(slate) ^ each) for each in before) for slate in every]
        assert away[every.index(chosen[index])] == max(away)
        assert worth(chosen[index]) == worth(every[away.index(max(away))])


def test_diverse_slates_end_where_no_other_has_other_members() -> None:
    every = {members(slate) for slate in asked(top=None).slates}
    found = [members(slate) for slate in asked(diverse=500).slates]
    assert len(found) == len(set(found)) == len(every)
