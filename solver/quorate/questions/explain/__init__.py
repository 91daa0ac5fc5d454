"""Why there is no lawful slate, what would help, and whom to recruit."""
