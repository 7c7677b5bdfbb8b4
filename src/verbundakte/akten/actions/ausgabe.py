"""Taking an Akte or a Vorgang out as a file: who did it stands in the history of the object."""

from datetime import datetime

from django.db.models import F, Q

from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import (
    Akte,
    Beteiligung,
    Dokument,
    EinsichtDokument,
    Verweis,
    Vorgang,
)
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.core.ausgaben import order_ausgabe
from verbundakte.core.jobs import AWAITED, start
from verbundakte.core.models import Ausgabe

FORMS = {"pdf": "Gesamt-PDF", "zip": "Paket mit Originalen"}


@action(Permission.AUSGABE_READ, Event.AKTE_EXPORTED, locks=False)
def export_file(actor, subject: Akte | Vorgang, *, art: str, at: datetime) -> Ausgabe:
    """Order the complete PDF or the package (`art`: pdf or zip) of an Akte or a Vorgang."""
    request = {"kind": subject._meta.model_name, "id": str(subject.pk), "art": art}
    ausgabe = order_ausgabe(actor, request, at=at)
    audit.note_change("Form", None, FORMS[art])
    label = f"{FORMS[art]} {subject.aktenzeichen}"
    start(actor, JobKind.EXPORT_FILE, label=label, priority=AWAITED, ausgabe=ausgabe.pk)
    return ausgabe


def forget_dokument(actor, dokument: Dokument) -> None:
    """Subscriber of `dokument_erasing`: nobody takes part in what is gone, nothing points to it, and
    files made of its Vorgang or Akte end with the next clean-up."""
    Beteiligung.objects.filter(dokument=dokument).delete()
    Verweis.objects.filter(Q(from_id=dokument.pk) | Q(to_id=dokument.pk)).delete()
    shown = EinsichtDokument.objects.filter(dokument=dokument).values_list("einsicht", flat=True)
    made = Q(request__id__in=[str(dokument.vorgang_id), str(dokument.akte_id)])
    made |= Q(request__einsicht__in=[str(key) for key in shown])
    Ausgabe.objects.filter(made).update(expires_at=F("created_at"))
