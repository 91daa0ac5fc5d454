"""What does an amendment change for a real body: the question, its answer, and the searches behind it."""

from quorate.questions.diff.answer import diff
from quorate.questions.diff.nouns import Aspect, Change, DiffAnswer, FigureChange, Kind, SlateChange, VerdictChange

__all__ = ["Aspect", "Change", "DiffAnswer", "FigureChange", "Kind", "SlateChange", "VerdictChange", "diff"]
