"""One file per peer: the problems written as an expert in that solver would. Each has what it `does`, by kind of row."""
