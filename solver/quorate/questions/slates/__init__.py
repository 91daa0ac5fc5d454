"""Which slates could lawfully sit: the best of them, and how many there are."""

from quorate.questions.slates.answer import Sought, every_slate, proposed, slates
from quorate.questions.slates.nouns import Barrier, Change, Order, Searched, Seated, Slate, SlatesAnswer, YearOfMeetings
from quorate.questions.slates.shares import Held, Leverage, Sized, Together

__all__ = [
    "Barrier", "Change", "Held", "Leverage", "Order", "Searched", "Seated", "Sized", "Slate", "SlatesAnswer",
    "Sought", "Together", "YearOfMeetings", "every_slate", "proposed", "slates",
]  # fmt: skip
