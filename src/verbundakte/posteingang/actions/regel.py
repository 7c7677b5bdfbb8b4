"""A released rule becomes a row."""

from datetime import date
from uuid import UUID

from verbundakte.posteingang.eingangsregel import EingangsregelSpec
from verbundakte.posteingang.models import Eingangsregel


def project_regel(key: UUID, number: int, spec: EingangsregelSpec, valid_from: date) -> None:
    """Add the row of a released rule."""
    Eingangsregel.objects.create(
        key=key,
        version=number,
        bezeichnung=spec.bezeichnung,
        position=spec.position,
        absender=spec.absender,
        kanal=spec.kanal,
        woerter=list(spec.woerter),
        befunde=list(spec.befunde),
        einheit_id=spec.einheit.key if spec.einheit else None,
        dokumenttyp=spec.dokumenttyp,
        planeinheit=spec.planeinheit,
        verschluss=spec.verschluss,
        selbsttaetig=spec.selbsttaetig,
        valid_from=valid_from,
    )
