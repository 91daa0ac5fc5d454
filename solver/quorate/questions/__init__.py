"""One file per question that people ask of a charter."""
