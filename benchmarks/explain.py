"""How long explanations take: a smallest core and all small repairs, beside CPMpy's own tools on the same problem.

Sixty clauses about three seats among a hundred candidates: eight of them are hard to fill, so that some must give way.
"""

import multiprocessing
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any, TypeAlias

from quorate.engines.base import Constraint, Limits, Problem, Soft, explainer
from quorate.engines.problem import domain
from quorate.formula.ast import All, AtLeastZero, Constant, Count, Formula, Linear, at_least, equal

PATIENCE = 25.0
AIMS = {"a smallest core": 0.2, "all repairs of three at most": 2.0}
Names: TypeAlias = tuple[str, ...]
Answer: TypeAlias = Any


def trial(seed: int = 0, *, people: int = 100, clauses: int = 60, seats: int = 3) -> tuple[Problem, tuple[Soft, ...]]:
    """Who passes what is left to chance; the seats are hard, every clause is soft."""
    chance = random.Random(seed)
    candidates = tuple(Count(f"p{number:03}") for number in range(people))
    constraints = [Constraint("seats", equal(_total(candidates), seats))]
    for number in range(clauses):
        share = chance.uniform(0.05, 0.15) if number < 8 else chance.uniform(0.7, 0.95)
        able = [each for each in candidates if chance.random() < share]
        few = number >= 8 and number % 3 == 0
        rule = (
            at_least(-_total(set(candidates) - set(able)), -1) if few else at_least(_total(able), 1 + (number % 5 == 0))
        )
        constraints.append(Constraint(f"c{number:02}", rule))
    return Problem(candidates, tuple(constraints)), tuple(Soft(f"c{number:02}") for number in range(clauses))


def _total(counts: Any) -> Linear:
    return Linear.of((count, 1) for count in counts)


@dataclass(frozen=True)
class Row:
    """One way to one answer; `answer` is none where it took longer than `PATIENCE`."""

    work: str
    by: str
    seconds: float
    answer: Answer


def our_core(problem: Problem, softs: tuple[Soft, ...]) -> Answer:
    core = explainer().core(problem, softs, Limits())
    return None if core is None else len(core.names)


def our_cheapest(problem: Problem, softs: tuple[Soft, ...]) -> Answer:
    return next(explainer().repairs(problem, softs, Limits())).cost


def our_repairs(problem: Problem, softs: tuple[Soft, ...]) -> Answer:
    return sorted(each.names for each in explainer().repairs(problem, softs, Limits(), most=3))


def our_cores(problem: Problem, softs: tuple[Soft, ...]) -> Answer:
    return sorted(each.names for each in explainer().cores(problem, softs, Limits()))


def in_cpmpy(problem: Problem, softs: tuple[Soft, ...]) -> tuple[list[Any], list[Any], dict[int, str]]:
    """Soft and hard constraints as CPMpy has them, and the name of each soft one."""
    import cpmpy

    counts = {each: cpmpy.intvar(each.low, domain(each)[-1], name=each.key) for each in problem.counts}
    named = {each.name: _expression(each.formula, counts) for each in problem.constraints}
    soft = [named[each.name] for each in softs]
    hard = [rule for name, rule in named.items() if name not in {each.name for each in softs}]
    return soft, hard, {id(rule): each.name for rule, each in zip(soft, softs, strict=True)}


def _expression(formula: Formula, counts: dict[Count, Any]) -> Any:
    import cpmpy

    match formula:
        case Constant(truth):
            return cpmpy.BoolVal(truth)
        case AtLeastZero(linear):
            return cpmpy.sum([factor * counts[count] for count, factor in linear.terms]) >= -linear.constant
        case All(parts):
            return cpmpy.all([_expression(part, counts) for part in parts])
        case _:
            return cpmpy.any([_expression(part, counts) for part in formula.parts])


def their_core(problem: Problem, softs: tuple[Soft, ...]) -> Answer:
    from cpmpy.tools.explain import optimal_mus

    soft, hard, _ = in_cpmpy(problem, softs)
    return len(optimal_mus(soft, hard))


def their_cheapest(problem: Problem, softs: tuple[Soft, ...]) -> Answer:
    from cpmpy.tools.explain import mcs_opt

    soft, hard, _ = in_cpmpy(problem, softs)
    return len(mcs_opt(soft, hard))


def their_repairs(problem: Problem, softs: tuple[Soft, ...]) -> Answer:
    """CPMpy lists correction sets in no order: all of them, of which the small ones count."""
    from cpmpy.tools.explain import marco

    soft, hard, names = in_cpmpy(problem, softs)
    found = marco(soft, hard, return_mus=False, return_mcs=True)
    named = (tuple(sorted(names[id(rule)] for rule in rules)) for _, rules in found)
    return sorted(each for each in named if len(each) <= 3)


def their_cores(problem: Problem, softs: tuple[Soft, ...]) -> Answer:
    from cpmpy.tools.explain import marco

    soft, hard, names = in_cpmpy(problem, softs)
    found = marco(soft, hard, return_mus=True, return_mcs=False)
    return sorted(tuple(sorted(names[id(rule)] for rule in rules)) for _, rules in found)


Way: TypeAlias = Callable[[Problem, tuple[Soft, ...]], Answer]
WAYS: dict[str, tuple[tuple[str, Way], ...]] = {
    "a smallest core": (("quorate", our_core), ("CPMpy optimal_mus", their_core)),
    "the cheapest repair": (("quorate", our_cheapest), ("CPMpy mcs_opt", their_cheapest)),
    "all repairs of three at most": (("quorate", our_repairs), ("CPMpy marco", their_repairs)),
    "all cores": (("quorate", our_cores), ("CPMpy marco", their_cores)),
}


def _asked(way: Way, seed: int, sent: Any) -> None:
    """In a process of its own, whose libraries are loaded beforehand by a small problem."""
    way(*trial(0, people=8, clauses=3, seats=1))
    problem, softs = trial(seed)
    begun = time.perf_counter()
    answer = way(problem, softs)
    sent.send((time.perf_counter() - begun, answer))


def measured(work: str, by: str, way: Way, seed: int) -> Row:
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_asked, args=(way, seed, there))
    process.start()
    there.close()
    try:
        seconds, answer = here.recv() if here.poll(PATIENCE + 5) else (PATIENCE, None)
    except EOFError:
        seconds, answer = PATIENCE, None
    process.terminate()
    process.join()
    return Row(work, by, seconds, answer)


def rows(seeds: range = range(3)) -> Iterator[Row]:
    """Every work in every way, in turns; a row whose answer is not that of the others is void."""
    for work, ways in WAYS.items():
        for seed in seeds:
            for by, way in ways:
                yield measured(work, by, way, seed)


def report(seeds: range = range(3)) -> Iterator[str]:
    """One line per work: do they agree, the median of each, the ratio, and whether the aim is reached."""
    every = list(rows(seeds))
    for work, ways in WAYS.items():
        ours, theirs = ([row for row in every if (row.work, row.by) == (work, by)] for by, _ in ways)
        pairs = [(mine, other) for mine, other in zip(ours, theirs, strict=True) if other.answer is not None]
        agree = "agreed" if all(mine.answer == other.answer for mine, other in pairs) else "VOID: they disagree"
        mine, other = (median(row.seconds for row in each) for each in (ours, theirs))
        said = f"{other:.3f} s" if pairs else f"not in {PATIENCE:g} s"
        aim = f"; aim {AIMS[work]:g} s" if work in AIMS else ""
        compared = agree if pairs else "nothing to compare"
        yield f"{work:30} {mine:.3f} s{aim}; {ways[1][0]} {said}; ratio {mine / other:.3f}; {compared}"


if __name__ == "__main__":
    for line in report():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
