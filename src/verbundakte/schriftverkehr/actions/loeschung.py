"""What is deleted in the files is deleted in the room of letters, too; its moments stay."""

from verbundakte.akten.models import Dokument
from verbundakte.core import audit
from verbundakte.core.models import AuditDetail
from verbundakte.schriftverkehr.models import Beilage, Empfaenger, Schreiben, Serienposten

ERASED = "Gelöscht"


def forget_schreiben(actor, dokument: Dokument) -> None:
    """Subscriber of `dokument_erasing`: text, answers and addresses of its Schreiben go with it."""
    Beilage.objects.filter(dokument=dokument).update(dokument=None, papier=ERASED)
    Schreiben.objects.filter(bezug=dokument).update(bezug=None)
    Serienposten.objects.filter(dokument=dokument).update(werte={}, kontakt=None)
    for schreiben in Schreiben.objects.filter(dokument=dokument):
        schreiben.angaben, schreiben.inhalt = {}, []
        schreiben.revision += 1
        schreiben.save()
        Beilage.objects.filter(empfaenger__schreiben=schreiben).delete()
        Empfaenger.objects.filter(schreiben=schreiben).update(
            name=ERASED, anschrift="", adresse="", anrede="", kontakt=None
        )
        schreiben.reinschriften.update(gezeichnet="", satz={})
        audit.erase(AuditDetail.objects.filter(event__subject_id=schreiben.pk))
