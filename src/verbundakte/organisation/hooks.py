"""Moments in this room at which upper rooms may refuse."""

from verbundakte.core.hooks import Hook

einheit_closing = Hook("einheit_closing", "Eine Organisationseinheit soll geschlossen werden")
