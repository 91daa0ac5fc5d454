"""Cores and repairs by implicit hitting sets: each is the cheapest that meets all of the other kind that are known.

A set of softs that meets the complement of everything found possible is a core, or is possible itself and then one
more such. A set that meets every core known is a repair, or what it leaves is impossible and holds one more core.
"""

from collections.abc import Iterator

from quorate.engines.explaining import Core, Repair, Soft, cheapest_first
from quorate.engines.limits import Clock, Limits, OutOfTime
from quorate.engines.problem import Problem
from quorate.engines.sat.hitting import Hitting
from quorate.engines.sat.softened import Places, Softened

_GROWING, _SHRINKING = 50, 200
"""Conflicts spent on one soft to make a set larger or smaller; without them answers are the same, only later."""


class SatExplainer:
    """Each core and each repair is checked by what knows nothing of the search."""

    name = "pysat"

    def core(self, problem: Problem, softs: tuple[Soft, ...], limits: Limits) -> Core | None:
        return next(self.cores(problem, softs, limits), None)

    def cores(self, problem: Problem, softs: tuple[Soft, ...], limits: Limits) -> Iterator[Core]:
        """Smaller ones first."""
        clock = Clock(limits)
        asked = Softened(problem, softs, clock)
        size: int | None = None
        for core in _cores(asked, Hitting([1] * len(softs), clock)):
            size = len(core) if size is None else size
            yield Core(asked.names(core), smallest=len(core) == size)

    def repairs(
        self, problem: Problem, softs: tuple[Soft, ...], limits: Limits, most: int | None = None
    ) -> Iterator[Repair]:
        clock = Clock(limits)
        costs = [soft.cost for soft in softs]
        asked = Softened(problem, softs, clock)
        hitting = Hitting(costs, clock, most)
        cores: list[Places] = []
        for level in hitting.levels():
            found: list[Repair] = []
            try:
                for repair in _repairs(asked, hitting, level, cores):
                    found.append(repair)
            except OutOfTime:
                yield from cheapest_first(softs, found)
                raise
            yield from cheapest_first(softs, found)


def _cores(asked: Softened, hitting: Hitting) -> Iterator[Places]:
    possible: list[Places] = []
    for size in hitting.levels():
        while (seed := hitting.within(size)) is not None:
            if asked.possible(seed):
                possible.append(_grown(asked, seed))
                hitting.meet(asked.every - possible[-1])
            else:
                asked.refute(seed)
                irreducible = all(any(seed - {place} <= each for each in possible) for place in seed)
                asked.agree(irreducible, "a core can be made smaller", seed)
                hitting.exclude(seed)
                yield seed


def _grown(asked: Softened, seed: Places) -> Places:
    """Softs that are possible together with these, from the last answer on; as many as come easily."""
    held, _ = asked.witness()
    asked.agree(seed <= held, "an assignment does not satisfy what it was found for", seed)
    for place in sorted(asked.every):
        if place not in held and asked.possible(held | {place}, _GROWING):
            more, _ = asked.witness()
            asked.agree(held | {place} <= more, "an assignment does not satisfy what it was found for", held)
            held = more
    return held


def _repairs(asked: Softened, hitting: Hitting, level: int, cores: list[Places]) -> Iterator[Repair]:
    while (gone := hitting.within(level)) is not None:
        if asked.possible(asked.every - gone):
            held, assignment = asked.witness()
            asked.agree(asked.every - gone == held, "an assignment does not satisfy what it was found for", gone)
            needed = all(any(core & gone == {place} for core in cores) for place in gone)
            asked.agree(needed, "a repair gives up more than it must", gone)
            hitting.exclude(gone)
            yield Repair(asked.names(gone), level, assignment)
        else:
            _learn(asked, hitting, gone, cores)


def _learn(asked: Softened, hitting: Hitting, gone: Places, cores: list[Places]) -> None:
    """Cores, none of which shares a soft with another, in what is left when these are given up."""
    while not asked.possible(asked.every - gone):
        core = _shrunk(asked, asked.clash())
        asked.refute(core)
        cores.append(core)
        hitting.meet(core)
        if not core:
            return
        gone |= core


def _shrunk(asked: Softened, core: Places) -> Places:
    """Fewer softs that are impossible together; as few as come easily."""
    for place in sorted(core):
        if place in core and asked.possible(core - {place}, _SHRINKING) is False:
            core = asked.clash()
    return core
