"""The connectives of the clause language over truths: false > unknown > failed > vacant > true in `&&`."""

from collections.abc import Iterable

from quorate.formula.ast import FALSE, Formula, all_of, negate, some_of
from quorate.formula.symbolic import KNOWN_FALSE, KNOWN_TRUE, Truth


def not_(operand: Truth) -> Truth:
    if operand is KNOWN_TRUE or operand is KNOWN_FALSE:
        return KNOWN_FALSE if operand is KNOWN_TRUE else KNOWN_TRUE
    return Truth(operand.false, operand.true, operand.failed, operand.vacant)


def every(operands: Iterable[Truth]) -> Truth:
    """The conjunction.

    >>> every([Truth(TRUE, FALSE), Truth(FALSE, FALSE)])
    Truth(true=Constant(value=False), false=Constant(value=False), failed=Constant(value=False), \
vacant=Constant(value=False))
    """
    parts = tuple(operands)
    failing = some_of(*(part.failed for part in parts))
    vacating = some_of(*(part.vacant for part in parts))
    return Truth(
        all_of(*(part.true for part in parts)),
        some_of(*(part.false for part in parts)),
        FALSE if failing == FALSE else all_of(failing, *(_not_open(part) for part in parts)),
        FALSE if vacating == FALSE else all_of(vacating, *(some_of(part.true, part.vacant) for part in parts)),
    )


def _not_open(part: Truth) -> Formula:
    return some_of(part.true, part.failed, part.vacant)


def some(operands: Iterable[Truth]) -> Truth:
    """The disjunction."""
    return not_(every(not_(operand) for operand in operands))


def given(condition: Formula, operand: Truth) -> Truth:
    """True where the condition does not hold, else the operand."""
    return Truth(
        some_of(negate(condition), operand.true),
        all_of(condition, operand.false),
        all_of(condition, operand.failed),
        all_of(condition, operand.vacant),
    )


def entry_truth(definite: Formula, possible: Formula) -> Truth:
    """Whether an element is in a group of which it surely or possibly is."""
    return Truth(definite, negate(possible))
