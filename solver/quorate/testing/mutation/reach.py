"""Which expectations a change of one clause or duty can reach: the others need not be asked again."""

from typing import assert_never

from quorate.cel.ast import Call
from quorate.cel.reading import walk
from quorate.charter.document import Clause, Duty, Mode, Policy, Scope
from quorate.charter.scenario import (
    DiffExpected,
    Expectation,
    PropertyExpected,
    ScheduleExpected,
    SlatesExpected,
    StressExpected,
    VerdictExpected,
    VerdictsExpected,
)
from quorate.questions.mutate import Mutant

SLATES = frozenset({Scope.BODY, Scope.QUORUM})
SCHEDULES = frozenset({Scope.QUORUM, Scope.MEETING, Scope.YEAR})


def reaches(mutant: Mutant, expected: Expectation, policy: Policy) -> bool:
    """Whether what a mutant changes is read where an expectation looks; true where that is not sure."""
    piece = mutant.piece
    if isinstance(piece, Clause) and piece.mode is Mode.CONSTITUTES:
        return True
    match expected:
        case VerdictExpected(subject=subject):
            return _named(subject, piece) or mutant.changed is None or _linked(policy)
        case SlatesExpected():
            return isinstance(piece, Clause) and piece.scope in SLATES
        case ScheduleExpected():
            return isinstance(piece, Duty) or piece.scope in SCHEDULES
        case StressExpected(subject=subject):
            return _named(subject, piece) or (isinstance(piece, Clause) and piece.scope is Scope.QUORUM)
        case PropertyExpected():
            return isinstance(piece, Clause)
        case VerdictsExpected() | DiffExpected():
            return True
        case _:
            assert_never(expected)


def _named(name: str, piece: Clause | Duty) -> bool:
    return name in (piece.id, f"{piece.charter}/{piece.id}")


def _linked(policy: Policy) -> bool:
    """Whether some clause asks of another whether it holds."""
    rules = (rule.ast for clause in policy.clauses for rule in (clause.rule, clause.when) if rule is not None)
    return any(isinstance(part, Call) and part.function == "holds" for rule in rules for part in walk(rule))
