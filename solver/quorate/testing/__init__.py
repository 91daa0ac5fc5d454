"""Strategies and scenarios with which charters are tested."""
