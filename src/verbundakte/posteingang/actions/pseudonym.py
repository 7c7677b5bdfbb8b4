"""The name under which a person stands in Transfervermerke: the same each time, resolved for an audit."""

import secrets
from uuid import UUID

from verbundakte.posteingang.models import Scanpseudonym

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 6


def pseudonym_of(person_id: UUID) -> str:
    """Return the pseudonym of a person; she gets one with her first scan."""
    found = Scanpseudonym.objects.filter(person_id=person_id).first()
    if found is None:
        drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        found = Scanpseudonym.objects.create(person_id=person_id, kennung=f"SK-{drawn}")
    return found.kennung
