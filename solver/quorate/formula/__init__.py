"""Linear formulas over the counts of a bag, and the partial evaluation that makes them."""
