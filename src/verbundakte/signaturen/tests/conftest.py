"""Fixtures of the room's tests."""

from verbundakte.akten.tests.support import office

__all__ = ["office"]
