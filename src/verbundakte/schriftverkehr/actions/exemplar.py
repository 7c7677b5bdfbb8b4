"""The Reinschrift as each other Empfaenger gets it: an Anlage of the letter, frozen with it."""

from collections.abc import Mapping
from datetime import datetime

from verbundakte.akten.actions import Arrived, add_anlage, change_dokument
from verbundakte.akten.actions.papierkorb import trash_dokument
from verbundakte.akten.models import Dokument, Fassung
from verbundakte.core.actions import Refusal
from verbundakte.schriftverkehr.models import Empfaenger, Exemplar, Reinschrift


class BelongsToReinschrift(Refusal):
    """What one of the Empfaenger gets is changed with the letter only."""

    message = (
        "Das ist ein Stück der Reinschrift für einen Empfänger und bleibt, wie es ist. Nehmen Sie zuerst"
        " die Reinschrift des Schreibens zurück."
    )


def keep_exemplare(
    actor, reinschrift: Reinschrift, arrived: Mapping[int, Arrived], *, at: datetime
) -> None:
    """Part of `make_reinschrift`: file the letters of the other Empfaenger (by their position)."""
    alle = {one.position: one for one in reinschrift.schreiben.empfaenger.all()}
    for position, one in arrived.items():
        dokument = add_anlage(actor, reinschrift.schreiben.dokument, arrived=one, at=at)
        Exemplar.objects.create(
            reinschrift=reinschrift,
            empfaenger=alle[position],
            dokument=dokument,
            sha256=one.stored.sha256,
        )


def drop_exemplare(actor, reinschrift: Reinschrift, *, at: datetime) -> None:
    """Part of `withdraw_reinschrift`: what the others would have got goes into the trash."""
    for one in reinschrift.exemplare.select_related("dokument"):
        dokument = one.dokument
        if dokument.trashed_at is not None:
            continue
        change_dokument(
            actor, dokument, seen_revision=dokument.revision, values={"is_entwurf": True}
        )
        trash_dokument(actor, Dokument.objects.get(pk=dokument.pk), at=at)


def exemplar_for(empfaenger: Empfaenger | None, fassung: Fassung) -> Exemplar | None:
    """Return what one Empfaenger gets instead of a Fassung: her letter of the Reinschrift that is
    this Fassung. A Fassung that was signed afterwards goes to everybody as it is."""
    if empfaenger is None:
        return None
    rows = Exemplar.objects.filter(
        empfaenger=empfaenger, reinschrift__fassung=fassung, reinschrift__withdrawn_at=None
    )
    return rows.filter(dokument__trashed_at=None).select_related("dokument").first()


def refuse_exemplar(actor, dokument: Dokument) -> None:
    """Subscriber of `fassung_changing`. Raises BelongsToReinschrift."""
    if dokument.parent_id is None:
        return
    rows = Exemplar.objects.filter(dokument=dokument, reinschrift__withdrawn_at=None)
    if rows.exists():
        raise BelongsToReinschrift
