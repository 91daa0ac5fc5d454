"""Why there is no schedule, and what then: the question and its answers."""

from quorate.questions.explain.schedule.answer import explain_schedule
from quorate.questions.explain.schedule.nouns import Demand, Kind, Remedy, ScheduleExplanation

__all__ = ["Demand", "Kind", "Remedy", "ScheduleExplanation", "explain_schedule"]
