"""Claims about any board: proved, or shown false of the smallest board there is."""

from quorate.questions.prove.answer import prove as prove
from quorate.questions.prove.nouns import Answer as Answer
from quorate.questions.prove.nouns import ProveAnswer as ProveAnswer
from quorate.questions.prove.nouns import Standing as Standing
from quorate.questions.prove.nouns import Witness as Witness
