"""Claims about any board: proved, or shown false of the smallest board there is."""
