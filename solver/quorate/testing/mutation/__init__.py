"""Mutation analysis (DeMillo, Lipton, Sayward 1978) of charters: how much of a charter its scenarios would miss."""

from quorate.testing.mutation.mutants import mutants
from quorate.testing.mutation.telling import Telling, telling, tells, told_by_history
from quorate.testing.mutation.trials import mutate

__all__ = ["Telling", "mutants", "mutate", "telling", "tells", "told_by_history"]
