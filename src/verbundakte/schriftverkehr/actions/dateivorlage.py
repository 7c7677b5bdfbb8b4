"""Templates of Writer and Word are kept and ended; a letter is begun from one, and taken out to edit."""

from datetime import datetime

from verbundakte.akten.actions import Arrived, register_dokument
from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.blobs.register import register
from verbundakte.core.blobs.store import Stored
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.schriftverkehr.events import Event
from verbundakte.schriftverkehr.models import Dateivorlage
from verbundakte.schriftverkehr.permissions import Permission


class VorlageEnded(Refusal):
    """Somebody was faster."""

    message = "Diese Vorlage gilt nicht mehr. Laden Sie die Seite neu."


@action(Permission.DATEIVORLAGE_EDIT, Event.DATEIVORLAGE_KEPT, about="result", locks=False)
def keep_dateivorlage(
    actor, town: Organisationseinheit, *, bezeichnung: str, stored: Stored, told: dict, at: datetime
) -> Dateivorlage:
    """Keep a file as the next version of a template. `told`: its kind and fields, as found in it."""
    rows = Dateivorlage.objects.select_for_update().filter(bezeichnung=bezeichnung)
    last = rows.order_by("-version").first()
    rows.filter(ended_at=None).update(ended_at=at)
    made = Dateivorlage.objects.create(
        bezeichnung=bezeichnung,
        version=last.version + 1 if last else 1,
        art=told["kind"],
        blob=register(stored),
        felder=told["fields"],
        created_at=at,
        created_by=actor.person_id,
    )
    audit.note_change("Vorlage", None, f"{bezeichnung}, Fassung {made.version}")
    return made


@action(Permission.DATEIVORLAGE_EDIT, Event.DATEIVORLAGE_ENDED)
def end_dateivorlage(actor, vorlage: Dateivorlage, *, at: datetime) -> None:
    """Offer a template no longer; what was begun from it stays. Raises VorlageEnded."""
    if vorlage.ended_at is not None:
        raise VorlageEnded
    vorlage.ended_at = at
    vorlage.save(update_fields=["ended_at"])


@action(Permission.SCHREIBEN_WRITE, Event.DATEI_BEGUN, about="result", locks=False)
def begin_from_datei(
    actor, vorgang: Vorgang, *, vorlage: Dateivorlage, arrived: Arrived, at: datetime, **more
) -> Dokument:
    """File a filled template as Entwurf of a Vorgang. `more`: betreff, empfaenger, dates.

    Raises as `register_dokument`.
    """
    dokument = register_dokument(actor, vorgang, arrived=arrived, at=at, is_entwurf=True, **more)
    audit.note_change("Vorlage", None, f"{vorlage}, Fassung {vorlage.version}")
    return dokument
