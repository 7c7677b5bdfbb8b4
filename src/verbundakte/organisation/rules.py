"""What is fixed about roles: which ones are delivered, and which the first person of a town gets."""

from uuid import UUID

from verbundakte.organisation.samples import STANDARD_ROLLEN

STANDARD = tuple(STANDARD_ROLLEN)
"""Short names of the standard roles: `sachbearbeitung`, `registratur`, `leitung`, ..."""

ADMINISTRATIVE = ("fachadministration", "systemverwaltung")
"""What the first person of a new town gets: together they can give everybody else their roles."""


def standard_rolle_key(short: str) -> UUID:
    """Return the key of a standard role, the same in every town. Raises KeyError."""
    return STANDARD_ROLLEN[short].key
