"""The office of the page tests serves here too."""

from verbundakte.akten.tests.support import office

__all__ = ["office"]
