"""Boards of every size: people as profiles whose counts have no end."""
