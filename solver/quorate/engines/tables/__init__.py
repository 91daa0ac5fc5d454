"""Own dynamic programming over the bag: exact counts, rankings and lists, without any solver library."""

from quorate.engines.tables.engine import Tables

__all__ = ["Tables"]
