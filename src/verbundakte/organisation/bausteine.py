"""Roles are Bausteine; releasing one makes the row of `Rolle` from which rights are read."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from verbundakte.core.bausteine import Problem, Spec, baustein, free
from verbundakte.core.registry import registry
from verbundakte.organisation.models import Rolle

ROLLE = "organisation.rolle"


def permission_label(name: str) -> str:
    """Return the German name of a permission, or the name itself when no room knows it."""
    return registry.permissions.get(name, name)


@baustein(ROLLE)
class RolleSpec(Spec, label="Rolle"):
    """What a role allows. In which files it holds is decided by Stellen and zones, not here."""

    bezeichnung: str = free(max_length=200)
    beschreibung: str = free(default="")
    permissions: list[str] = free("Rechte", default=(), max_length=80, names=permission_label)

    def check(self) -> Iterator[Problem]:
        """Yield a problem for each permission that is not written `room.noun:verb`."""
        for name in self.permissions:
            noun, colon, verb = name.partition(":")
            if not (colon and verb and "." in noun):
                yield Problem("permissions", f"Das Recht „{name}“ gibt es nicht.")


def project_rolle(key: UUID, number: int, spec: RolleSpec, valid_from: date) -> None:
    """Make the row of a released version."""
    Rolle.objects.create(
        key=key,
        version=number,
        bezeichnung=spec.bezeichnung,
        beschreibung=spec.beschreibung,
        permissions=list(spec.permissions),
        valid_from=valid_from,
    )
