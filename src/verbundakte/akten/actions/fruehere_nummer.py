"""The number something had where it lay before; what comes back there gets it again."""

from datetime import datetime
from uuid import UUID

from verbundakte.akten.models import Akte, Dokument, FruehereNummer, Vorgang
from verbundakte.core.search.fold import fold


def keep_number(
    actor, row: Akte | Vorgang | Dokument, number: str, place: UUID, at: datetime
) -> None:
    """Keep the number that a row has now at `place`; an Anlage had no place of its own there."""
    is_anlage = isinstance(row, Dokument) and row.parent_id is not None
    FruehereNummer.objects.create(
        **{row._meta.model_name: row},
        aktenzeichen=number,
        aktenzeichen_folded=fold(number),
        position=None if is_anlage else getattr(row, "position", None),
        place_id=place,
        moved_at=at,
        moved_by=getattr(actor, "person_id", None),
    )


def former_number(row: Akte | Vorgang | Dokument, place: UUID) -> FruehereNummer | None:
    """Return the number a row had at `place` before; it is its present one again."""
    found = FruehereNummer.objects.filter(**{row._meta.model_name: row}, place_id=place)
    former = found.order_by("-moved_at").first()
    found.delete()
    return former
