"""Places in texts, and what can be said of them."""
