"""The life of a committee: years of entries drawn by Hypothesis, and what must be so of every one of them."""

from quorate.testing.life.machine import Life, life

__all__ = ["Life", "life"]
