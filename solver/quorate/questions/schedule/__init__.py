"""When does a body meet: the question, its answers, and the search behind them."""

from quorate.questions.schedule.answer import schedule
from quorate.questions.schedule.nouns import (
    Absence,
    Ask,
    Item,
    Meeting,
    NoSchedule,
    Reason,
    Schedule,
    ScheduleAnswer,
    Slot,
    Unfinished,
    Worth,
)

__all__ = [
    "Absence",
    "Ask",
    "Item",
    "Meeting",
    "NoSchedule",
    "Reason",
    "Schedule",
    "ScheduleAnswer",
    "Slot",
    "Unfinished",
    "Worth",
    "schedule",
]
