"""The last step to the smallest board: of equally small ones that which is first by the order of declaration.

So a witness does not hang on which prover found it. A number is first moved as near to what is usual as all that is
said of it allows, without asking anybody; then one question tells whether a board comes before.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from quorate.engines.base import Assignment, NotDecided, Satisfied, Sought
from quorate.formula.ast import FALSE, All, AtLeastZero, Count, Formula, Linear, Some, all_of, some_of
from quorate.questions.prove.order import Place
from quorate.questions.prove.smallest import Deadline

Places = Callable[[Assignment], Sequence[Place]]
"""What boards differ in, the most important first; it may depend on the counts of people, which come first."""


def first(
    sought: Sought,
    best: Assignment,
    places: Places,
    fixed: Sequence[Formula],
    said: Iterable[Formula],
    deadline: Deadline,
) -> tuple[Assignment, bool]:
    """The first of the assignments that are as good as this one, and whether that was proved.

    `said` are all formulas that speak of the counts.
    """
    atoms = _by_count(said)
    while True:
        order = places(best)
        best = moved(best, order, atoms)
        sooner = before(order, best)
        if FALSE in sooner:
            return best, True
        match sought.ask(*fixed, *sooner, seconds=deadline.left):
            case Satisfied(assignment):
                best = assignment
            case other:
                return best, not isinstance(other, NotDecided)


def before(order: Sequence[Place], than: Assignment) -> tuple[Formula, ...]:
    """That something comes before an assignment: less in one place, and in those before it not more."""
    settled = list(takewhile(lambda place: than[place.count] == place.usual, order))
    held = [place.no_more(place.usual) for place in settled]
    ways: list[Formula] = []
    so_far: list[Formula] = []
    for place in order[len(settled) :]:
        number = than[place.count]
        if number != place.usual:
            ways.append(all_of(*so_far, place.less(number)))
        so_far.append(place.no_more(number))
    return *held, some_of(*ways)


def moved(known: Assignment, order: Iterable[Place], atoms: Mapping[Count, Sequence[Linear]]) -> Assignment:
    """Each fact as near to its usual value as leaves true what is true of it."""
    found = dict(known)
    for place in order:
        if not place.free or place.count.high == 1 or place.count not in atoms:
            continue
        ends = [_end(place.count, linear, found) for linear in atoms[place.count]]
        low = max((low for low, _ in ends if low is not None), default=place.count.low)
        highs = [high for _, high in ends if high is not None]
        highs += [] if place.count.high is None else [place.count.high]
        near = max(place.count.low, low, place.usual)
        found[place.count] = min((near, *highs))
    return found


def _end(count: Count, linear: Linear, known: Assignment) -> tuple[int | None, int | None]:
    """From where to where a count can move while a linear term stays at least zero, or below it."""
    if any(other not in known for other, _ in linear.terms):
        return known[count], known[count]
    factor = next(factor for other, factor in linear.terms if other == count)
    rest = linear.constant + sum(factor * known[other] for other, factor in linear.terms if other != count)
    if factor < 0:
        last = rest // -factor
        return (None, last) if known[count] <= last else (last + 1, None)
    least = -(rest // factor)
    return (least, None) if known[count] >= least else (None, least - 1)


def _by_count(formulas: Iterable[Formula]) -> Mapping[Count, Sequence[Linear]]:
    """The linear terms in which each count is read."""
    found: dict[Count, dict[Linear, None]] = {}
    for linear in _terms(formulas):
        for count, _ in linear.terms:
            found.setdefault(count, {})[linear] = None
    return {count: tuple(linears) for count, linears in found.items()}


def _terms(formulas: Iterable[Formula]) -> Iterator[Linear]:
    waiting, seen = list(formulas), set[int]()
    while waiting:
        formula = waiting.pop()
        if id(formula) in seen:
            continue
        seen.add(id(formula))
        match formula:
            case AtLeastZero(linear):
                yield linear
            case All(parts) | Some(parts):
                waiting.extend(parts)
            case _:
                pass
