"""Paper is destroyed by a protocol, once every rule of its class is kept."""

from datetime import date, datetime

from django.utils.timezone import localdate

from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.posteingang.actions.pruefung import NotNow
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Scanstapel, Vernichtung
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.scan.lage import lagen
from verbundakte.posteingang.scan.regeln import why_not_destroyed


@action(Permission.SCAN_DESTROY, Event.STAPEL_DESTROYED)
def destroy_stapel(
    actor, stapel: Scanstapel, *, verfahren: str, durch: str, on: date, at: datetime
) -> Vernichtung:
    """Write down that the paper of a batch was destroyed on a day, how and by whom. Raises NotNow."""
    if Vernichtung.objects.filter(stapel=stapel).exists():
        raise NotNow("Die Vernichtung dieses Stapels ist schon protokolliert.")
    rows = stapel.produkte.select_related("klasse", "stapel")
    if reason := why_not_destroyed(lagen(rows), on):
        raise NotNow(reason)
    if on > localdate(at):
        raise NotNow("Protokolliert wird, was geschehen ist: Der Tag liegt in der Zukunft.")
    audit.note_change("Verfahren", None, verfahren)
    audit.note_change("Durchgeführt von", None, durch)
    audit.note_change("Vernichtet am", None, on)
    audit.note_change("Seiten", None, stapel.seiten_erwartet)
    return Vernichtung.objects.create(
        stapel=stapel,
        verfahren=verfahren,
        durch=durch,
        on=on,
        seiten=stapel.seiten_erwartet,
        created_at=at,
        created_by=actor.person_id,
    )
