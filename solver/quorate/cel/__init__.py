"""The clause language: CEL with exact fractions, dates, persons and unknown facts."""
