"""How much can a body lose: the question, its answer, and the search behind it."""

from quorate.questions.stress.answer import clause_name, stress, stress_body
from quorate.questions.stress.nouns import (
    COUNTED,
    EVERYTHING,
    QUORUM,
    Aftermath,
    BodyStress,
    Figure,
    Kind,
    Smallest,
    SomeOf,
    StressAnswer,
)
from quorate.questions.stress.search import Opinions, Search

__all__ = [
    "COUNTED",
    "EVERYTHING",
    "QUORUM",
    "Aftermath",
    "BodyStress",
    "Figure",
    "Kind",
    "Opinions",
    "Search",
    "Smallest",
    "SomeOf",
    "StressAnswer",
    "clause_name",
    "stress",
    "stress_body",
]
