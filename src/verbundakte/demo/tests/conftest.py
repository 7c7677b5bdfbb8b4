"""Commands as a person calls them, shared with the tests of the command line."""

from verbundakte.cli.tests.conftest import command, data, port

__all__ = ["command", "data", "port"]
