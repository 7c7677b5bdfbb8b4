"""Akteneinsicht (§ 29 VwVfG and others): choose, leave out with a reason, hand over, record."""

from datetime import date, datetime
from uuid import UUID

from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Vorgang
from verbundakte.akten.models.einsicht import Akteneinsicht, EinsichtDokument
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.ausgaben import order_ausgabe
from verbundakte.core.jobs import AWAITED, start


class NothingShown(Refusal):
    """Everything left out."""

    message = "So bliebe nichts zu sehen. Nehmen Sie mindestens ein Dokument auf."


class ReasonMissing(Refusal):
    """Who leaves something out says why (it must be told to whoever asked)."""

    message = "Nennen Sie für jedes ausgenommene Dokument den Grund."


class AlreadyHanded(Refusal):
    """Handed over twice."""

    message = "Die Übergabe ist schon vermerkt."


@action(Permission.EINSICHT_CREATE, Event.EINSICHT_PREPARED, locks=False)
def prepare_einsicht(
    actor, vorgang: Vorgang, *, values: dict, reasons: dict[UUID, str | None], at: datetime
) -> Akteneinsicht:
    """Write down who shall see what and start the PDF. `reasons`: for each Dokument None when it
    is shown, else why it is left out. Raises NothingShown, ReasonMissing."""
    if not any(reason is None for reason in reasons.values()):
        raise NothingShown
    if any(reason is not None and not reason.strip() for reason in reasons.values()):
        raise ReasonMissing
    einsicht = Akteneinsicht.objects.create(
        vorgang=vorgang, created_at=at, created_by=actor.person_id, **values
    )
    EinsichtDokument.objects.bulk_create(
        EinsichtDokument(einsicht=einsicht, dokument_id=key, reason=(reason or "")[:300])
        for key, reason in reasons.items()
    )
    shown = sum(reason is None for reason in reasons.values())
    audit.note_change("Wer Einsicht erhält", None, einsicht.empfaenger)
    audit.note_change("Aufgenommen", None, f"{shown} von {len(reasons)} Dokumenten")
    _make_volume(actor, einsicht, at=at)
    return einsicht


def _make_volume(actor, einsicht: Akteneinsicht, *, at: datetime) -> None:
    """Start the PDF of an Akteneinsicht for whoever asks."""
    ausgabe = order_ausgabe(actor, {"einsicht": str(einsicht.pk)}, at=at)
    label = f"Akteneinsicht {einsicht.vorgang.aktenzeichen}"
    start(actor, JobKind.EXPORT_EINSICHT, label=label, priority=AWAITED, ausgabe=ausgabe.pk)


@action(Permission.EINSICHT_CREATE, Event.EINSICHT_HANDED, locks=False)
def hand_over(
    actor, vorgang: Vorgang, *, einsicht: Akteneinsicht, on: date, how: str, at: datetime
) -> Akteneinsicht:
    """Record that it was handed over. Raises AlreadyHanded."""
    row = Akteneinsicht.objects.select_for_update(of=("self",)).get(pk=einsicht.pk)
    if row.handed_at is not None:
        raise AlreadyHanded
    row.handed_on, row.handed_how = on, how
    row.handed_at, row.handed_by = at, actor.person_id
    row.save()
    audit.note_change("An", None, row.empfaenger)
    audit.note_change("Übergeben am", None, on)
    audit.note_change("Wie", None, row.get_handed_how_display())
    return row
