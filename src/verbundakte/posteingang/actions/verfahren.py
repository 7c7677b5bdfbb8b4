"""The Verfahrensdokumentation: written from what is configured, numbered, never changed."""

from datetime import datetime

from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.core.models import Blob, Tenant
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Verfahrensdokumentation
from verbundakte.posteingang.permissions import Permission


@action(Permission.SCAN_AUDIT, Event.VERFAHREN_WRITTEN, about="result", locks=False)
def write_verfahren(
    actor, town: Tenant, *, angaben: dict, blob: Blob, at: datetime
) -> Verfahrensdokumentation:
    """Keep how scanning is done here at this moment, with its PDF."""
    last = (
        Verfahrensdokumentation.objects.order_by("-nummer").values_list("nummer", flat=True).first()
    )
    made = Verfahrensdokumentation.objects.create(
        nummer=(last or 0) + 1,
        angaben=angaben,
        blob=blob,
        created_at=at,
        created_by=actor.person_id,
    )
    audit.note_change("Nummer", None, made.nummer)
    audit.note_change("SHA-256", None, blob.sha256)
    return made
