"""Claims outside of what can be proved: every small board is tried, with the facts that the clauses tell apart."""

from quorate.questions.prove.bounded.search import bounded as bounded
