"""Bags stand for named choices: counts come from names and names from counts, each in as many ways as is said."""

from itertools import combinations
from math import comb, prod

from hypothesis import given
from hypothesis import strategies as st

from quorate.formula.bag import Bag, ChosenSet, Class
from quorate.formula.evaluator import holds, value
from quorate.formula.expand import assign, expand, first

SETS = (ChosenSet("members"), ChosenSet("chair", within="members", most=1), ChosenSet("audit"))


@st.composite
def bags(draw: st.DrawFn) -> Bag:
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=2))
    ids = iter("abcdefghij")
    classes = []
    for size in sizes:
        names = tuple(next(ids) for _ in range(size))
        must = draw(st.sampled_from([frozenset[str](), frozenset({"members"}), frozenset({"audit"})]))
        may = must | draw(st.sampled_from([frozenset({"members", "chair"}), frozenset({"members", "chair", "audit"})]))
        classes.append(Class("+".join(names), names, may, must))
    apart = (frozenset({"members", "chair"}), frozenset({"audit"}))
    return Bag(tuple(classes), SETS, draw(st.sampled_from([apart, (frozenset({"members", "chair", "audit"}),)])))


def choices(bag: Bag) -> list[dict[str, tuple[str, ...]]]:
    """Every named choice that the rights of the elements and the sets allow."""
    people = [element for each in bag.classes for element in each.ids]

    def subsets(name: str) -> list[tuple[str, ...]]:
        found = [tuple(picked) for size in range(len(people) + 1) for picked in combinations(people, size)]
        allowed = [p for p in people if name in bag.by_id[p].may]
        forced = [p for p in people if name in bag.by_id[p].must]
        return [picked for picked in found if set(forced) <= set(picked) <= set(allowed)]

    return [
        {"members": members, "chair": chair, "audit": audit}
        for members in subsets("members")
        for chair in subsets("chair")
        if len(chair) <= 1 and set(chair) <= set(members)
        for audit in subsets("audit")
    ]


@given(bags())
def test_every_named_choice_has_counts_that_stand_for_it_and_fulfil_the_laws(bag: Bag) -> None:
    for named in choices(bag)[:200]:
        assignment = assign(bag, named)
        assert set(assignment) == set(bag.counts)
        assert all(holds(law, assignment) for _, law in bag.laws)
        assert named in list(expand(bag, assignment))
        for chosen in bag.sets:
            assert value(bag.size(chosen.name), assignment) == len(named[chosen.name])


@given(bags())
def test_an_assignment_stands_for_as_many_choices_as_its_fillings_say(bag: Bag) -> None:
    by_counts: dict[tuple[int, ...], int] = {}
    for named in choices(bag):
        key = tuple(assign(bag, named).values())
        by_counts[key] = by_counts.get(key, 0) + 1
    for named in choices(bag)[:100]:
        assignment = assign(bag, named)
        found = list(expand(bag, assignment))
        assert found[0] == first(bag, assignment)
        assert len(found) == len({str(each) for each in found}) == by_counts[tuple(assignment.values())]
        assert len(found) == prod(
            _multinomial(filling.size, [assignment[cell] for cell in filling.cells]) for filling in bag.fillings
        )


def _multinomial(size: int, cells: list[int]) -> int:
    ways = 1
    for cell in cells:
        ways *= comb(size, cell)
        size -= cell
    return ways
