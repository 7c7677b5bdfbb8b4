"""Verbundakte: the shared electronic file (E-Akte) of a Verbund of municipalities."""

__version__ = "0.1.0"
