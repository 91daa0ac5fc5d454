"""One file per peer: the problems written as an expert in that solver would; `DOES` by what rows ask."""
