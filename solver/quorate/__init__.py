"""Quorate: governing documents as code."""
