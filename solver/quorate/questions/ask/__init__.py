"""What to ask each director: the facts that are not known and can still change a verdict."""

from quorate.questions.ask.answer import Asking, ask
from quorate.questions.ask.nouns import AskAnswer, Kind, Question, Reason, Sheet

__all__ = ["AskAnswer", "Asking", "Kind", "Question", "Reason", "Sheet", "ask"]
