"""Mutation analysis (DeMillo, Lipton, Sayward 1978) of charters: how much of a charter its scenarios would miss."""

from quorate.testing.mutation.mutants import mutants as mutants
from quorate.testing.mutation.telling import telling as telling
from quorate.testing.mutation.trials import mutate as mutate
