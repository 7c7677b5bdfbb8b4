"""Verfügungen: who does what in which order, and what became of it."""
