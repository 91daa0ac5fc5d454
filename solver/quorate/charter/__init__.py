"""Charters, packs, rosters, scenarios and amendments, read from files with positions."""
