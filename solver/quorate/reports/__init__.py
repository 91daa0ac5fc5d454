"""Answers as text, JSON and annotations."""
