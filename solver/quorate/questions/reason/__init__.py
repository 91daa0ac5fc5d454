"""What charters come to for boards of every size: contradictions, idle clauses, and what the law adds."""

from quorate.questions.reason.answer import Reasoned as Reasoned
from quorate.questions.reason.answer import reason as reason
