"""Why there is no lawful slate, what would help, and whom to recruit."""

from quorate.questions.explain.answer import explain
from quorate.questions.explain.asking import Sought
from quorate.questions.explain.nouns import Core, ExplainAnswer, Kind, OnePerson, OneRank, OneSlate, Part, WhyNot
from quorate.questions.explain.remedies import Costs

__all__ = [
    "Core", "Costs", "ExplainAnswer", "Kind", "OnePerson", "OneRank", "OneSlate", "Part", "Sought", "WhyNot", "explain",
]  # fmt: skip
