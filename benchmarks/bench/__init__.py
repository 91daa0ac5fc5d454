"""Quorate beside solvers: the same problems, each written as an expert in that solver would, in one interleaved run."""
