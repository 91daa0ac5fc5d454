"""What an amendment changes for any board: by scope and by clause, proved, or shown by the smallest board."""

from quorate.questions.diff.any_board.answer import any_board
from quorate.questions.diff.any_board.nouns import (
    AnyBoardAnswer,
    ClauseCompared,
    Compared,
    Fate,
    Outcome,
    PropertyChange,
    Relation,
    ScopeCompared,
    Shift,
    Year,
)

__all__ = [
    "AnyBoardAnswer",
    "ClauseCompared",
    "Compared",
    "Fate",
    "Outcome",
    "PropertyChange",
    "Relation",
    "ScopeCompared",
    "Shift",
    "Year",
    "any_board",
]
