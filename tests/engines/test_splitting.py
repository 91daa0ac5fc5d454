"""Counting size by size: the parts have the whole's solutions between them, and shares of the size become numbers."""

from hypothesis import given
from hypothesis import strategies as st

from problems import problem, total
from quorate.engines.base import Limits, Ways, engine
from quorate.engines.layout import conjuncts
from quorate.engines.problem import Problem
from quorate.engines.tables.splitting import by_size
from quorate.formula.ast import Count, Formula, all_of, at_least, counts_of, some_of

KINDS = tuple(Count(f"k{index}", 0, 1 + index % 2) for index in range(6))
WAYS = tuple(Ways(count.high or 0, (count,)) for count in KINDS)
GROUPS = st.sets(st.sampled_from(KINDS), min_size=1, max_size=4).map(lambda group: tuple(sorted(group)))


@st.composite
def shares(draw: st.DrawFn) -> Formula:
    """So many of a group are at most (or at least) a share of all."""
    part, whole = draw(st.sampled_from([(1, 4), (1, 3), (1, 2), (2, 3)]))
    cap = total(*KINDS) * part - total(*draw(GROUPS)) * whole
    return at_least(cap if draw(st.booleans()) else -cap)


@st.composite
def capped(draw: st.DrawFn) -> Problem:
    least = draw(st.integers(0, 5))
    most = draw(st.integers(least, 6))
    size = [at_least(total(*KINDS), least), at_least(-total(*KINDS), -most)]
    caps = draw(st.lists(shares(), min_size=1, max_size=5))
    join = draw(st.sampled_from([all_of, some_of]))
    return problem(KINDS, *size, *caps, join(draw(shares()), at_least(total(*draw(GROUPS)), 1)), ways=WAYS)


@given(capped())
def test_the_parts_have_the_solutions_of_the_whole_between_them(whole: Problem) -> None:
    brute = engine("exhaustive")
    assert sum(brute.count(part, Limits()) for part in by_size(whole)) == brute.count(whole, Limits())
    assert engine("tables").count(whole, Limits()) == brute.count(whole, Limits())


def test_a_cap_on_every_group_reads_only_the_group_once_the_size_is_known() -> None:
    caps = [at_least(total(*KINDS) - total(*KINDS[index : index + 2]) * 3) for index in range(4)]
    whole = problem(KINDS, at_least(total(*KINDS), 3), at_least(-total(*KINDS), -6), *caps, ways=WAYS)
    parts = list(by_size(whole))
    assert len(parts) == 4
    for part in parts:
        read = [counts_of(formula) for formula in conjuncts(part)]
        assert sorted(map(len, read))[-3:] == [2, 6, 6]
