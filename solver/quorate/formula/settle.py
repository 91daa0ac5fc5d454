"""Strictness: what an operator gives because an operand is not known or has failed.

Unknown outranks failure, and any other failure the reading of a vacant chair.
"""

from collections.abc import Callable, Sequence

from quorate.cel.values import Failure, Unknown
from quorate.formula.ast import FALSE, Formula, all_of, negate, some_of
from quorate.formula.symbolic import FAILED, UNKNOWN, VACANT, Case, Cases, Known, Leaf, choose, just


def unsettled(*leaves: Leaf) -> Known | None:
    """What a strict operator gives because of an operand, none if all are settled."""
    values = [leaf.value for leaf in leaves if isinstance(leaf, Known)]
    if any(isinstance(value, Unknown) for value in values):
        return UNKNOWN
    failures = [value for value in values if isinstance(value, Failure)]
    if not failures:
        return None
    return VACANT if all(failure.vacant for failure in failures) else FAILED


def settle(values: Sequence[tuple[Formula, Cases]], build: Callable[[list[Cases]], Cases]) -> Cases:
    """What is built of values, of which each matters where its formula holds.

    The builder gets the settled cases alone; where an unsettled one matters the result is unsettled.
    """
    open_: dict[str, list[Formula]] = {"unknown": [], "vacant": [], "failed": []}
    kept = [tuple(case for case in cases if _keep(present, case, open_)) for present, cases in values]
    unknown = some_of(*open_["unknown"])
    failed = all_of(negate(unknown), some_of(*open_["failed"]))
    vacant = all_of(negate(unknown), negate(failed), some_of(*open_["vacant"]))
    rest = negate(some_of(*(formula for found in open_.values() for formula in found)))
    options = ((unknown, just(UNKNOWN)), (vacant, just(VACANT)), (failed, just(FAILED)))
    return choose((*options, (rest, build(kept) if rest != FALSE else ())))


def _keep(present: Formula, case: Case, open_: dict[str, list[Formula]]) -> bool:
    why = unsettled(case.leaf)
    if why is None:
        return True
    name = "unknown" if why == UNKNOWN else "vacant" if why == VACANT else "failed"
    open_[name].append(all_of(present, case.guard))
    return False
