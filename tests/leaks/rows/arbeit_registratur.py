"""Doors of the Registratur's work list."""

from tests.leaks.row import get

ROWS = [
    get("akten:registratur", "registratur/", frozenset({"registratur"}), other=403),
]
