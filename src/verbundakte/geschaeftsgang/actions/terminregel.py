"""What a released Baustein about Termine becomes."""

from datetime import date
from uuid import UUID

from verbundakte.core.bausteine import Spec
from verbundakte.geschaeftsgang.models import Terminregel


def project_terminregel(kind: str, key: UUID, number: int, spec: Spec, valid_from: date) -> None:
    """Make the row of a released version (called by its release)."""
    Terminregel.objects.create(
        kind=kind, key=key, version=number, inhalt=spec.data(), valid_from=valid_from
    )
