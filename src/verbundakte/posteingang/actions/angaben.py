"""Correcting what was recorded of an Eingang, and opening what had to stay closed until its day."""

from datetime import datetime

from django.utils import timezone

from verbundakte.akten.actions import change_dokument
from verbundakte.akten.models import Kontakt
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action, assign, check_unchanged
from verbundakte.organisation.models import Person
from verbundakte.posteingang.actions.kreis import is_sealed
from verbundakte.posteingang.actions.zuleitung import ReasonMissing, follow
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Eingang
from verbundakte.posteingang.permissions import Permission


class InTheFuture(Refusal):
    """Nothing arrived later than now."""

    message = (
        "Der Zeitpunkt des Eingangs liegt in der Zukunft. Geben Sie an, wann er angekommen ist."
    )


class TooEarly(Refusal):
    """The day of opening has not come."""

    def __init__(self, opens_at: datetime):
        super().__init__(f"Öffnen geht erst ab {timezone.localtime(opens_at):%d.%m.%Y, %H:%M} Uhr.")


class NotSealed(Refusal):
    """There is nothing to open."""

    message = "Der Eingang ist nicht verschlossen oder schon geöffnet."


class SecondPersonMissing(Refusal):
    """Bids are opened by two."""

    message = "Geöffnet wird zu zweit. Nennen Sie eine andere Person, die dabei ist."


@action(Permission.EINGANG_RECORD, Event.EINGANG_CORRECTED)
def correct_eingang(
    actor, eingang: Eingang, *, seen_revision: int, values: dict, at: datetime, grund: str = ""
) -> Eingang:
    """Correct what was recorded; another legal moment needs a reason and goes to the Dokument, too.

    Raises core.actions.Changed, ReasonMissing, InTheFuture, and what changing the Dokument raises.
    """
    check_unchanged(eingang, seen_revision)
    before = timezone.localdate(eingang.eingegangen_at)
    moment = values.get("eingegangen_at", eingang.eingegangen_at)
    if moment > at:
        raise InTheFuture
    if moment != eingang.eingegangen_at and not grund.strip():
        raise ReasonMissing
    assign(eingang, values)
    audit.note_change("Grund", None, grund)
    day = timezone.localdate(moment)
    if day != before and eingang.dokument_id:
        dokument = eingang.dokument
        change_dokument(
            actor, dokument, seen_revision=dokument.revision, values={"posteingangsdatum": day}
        )
    return eingang


@action(Permission.EINGANG_RECORD, Event.EINGANG_CORRECTED)
def note_kontakt(actor, eingang: Eingang, *, kontakt: Kontakt) -> Eingang:
    """Note which Kontakt sent it; the actor has read that Kontakt."""
    audit.note_change("Kontakt", eingang.kontakt and str(eingang.kontakt), str(kontakt))
    eingang.kontakt = kontakt
    eingang.revision += 1
    eingang.save(update_fields=["kontakt", "revision"])
    return eingang


@action(Permission.EINGANG_ACCEPT, Event.EINGANG_OPENED)
def open_eingang(actor, eingang: Eingang, *, zeuge: Person | None, at: datetime) -> Eingang:
    """Open what had to stay closed until a day, by two of its circle (bids: § 55 VgV, § 40 UVgO).

    Raises NotSealed, TooEarly, SecondPersonMissing.
    """
    if not is_sealed(eingang):
        raise NotSealed
    if at < eingang.oeffnen_ab:
        raise TooEarly(eingang.oeffnen_ab)
    if zeuge is None or zeuge.pk == actor.person_id:
        raise SecondPersonMissing
    audit.note_change("Anwesend", None, zeuge.name)
    eingang.geoeffnet_at = at
    eingang.revision += 1
    eingang.save(update_fields=["geoeffnet_at", "revision"])
    follow(actor, eingang, eingang.zone)
    return eingang
