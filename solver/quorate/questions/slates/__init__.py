"""Which slates could lawfully sit: the best of them, and how many there are."""

from quorate.questions.slates.answer import proposed, slates
from quorate.questions.slates.nouns import Barrier, Change, Searched, Seated, Slate, SlatesAnswer

__all__ = ["Barrier", "Change", "Searched", "Seated", "Slate", "SlatesAnswer", "proposed", "slates"]
