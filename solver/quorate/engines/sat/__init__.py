"""The engine `pysat` (PySAT's MiniCard): proofs that there is no slate, cores and repairs."""

from quorate.engines.sat.engine import PySat
from quorate.engines.sat.explainer import SatExplainer

__all__ = ["PySat", "SatExplainer"]
