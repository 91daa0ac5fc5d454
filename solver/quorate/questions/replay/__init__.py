"""What became of every clause on every day, and why."""

from quorate.questions.replay.answer import Replayed, replay
from quorate.questions.replay.nouns import (
    BodyReplay,
    Cause,
    Course,
    Deadline,
    Interval,
    Mark,
    Notice,
    ReplayAnswer,
    Why,
)

__all__ = [
    "BodyReplay",
    "Cause",
    "Course",
    "Deadline",
    "Interval",
    "Mark",
    "Notice",
    "ReplayAnswer",
    "Replayed",
    "Why",
    "replay",
]
