"""Fixtures of the room's page tests."""

from verbundakte.akten.tests.support import office

__all__ = ["office"]
