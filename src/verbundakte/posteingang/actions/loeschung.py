"""What is deleted in the files is deleted in the book, too; number and moment stay."""

from verbundakte.akten.models import Dokument
from verbundakte.core import audit
from verbundakte.core.models import AuditDetail
from verbundakte.posteingang.models import Eingang, Pruefprotokoll

ERASED = "Gelöschter Eingang"


def forget_eingang(actor, dokument: Dokument) -> None:
    """Subscriber of `dokument_erasing`: sender, subject, notes and log of its Eingang go with it."""
    for eingang in Eingang.objects.filter(dokument=dokument):
        eingang.betreff, eingang.absender, eingang.nachricht = ERASED, "", ""
        eingang.kontakt, eingang.angaben = None, {}
        eingang.revision += 1
        eingang.save()
        eingang.zuleitungen.update(grund="")
        eingang.referenzen.update(fremde_kennung="")
        eingang.fristen.update(quelle="")
        eingang.medienbrueche.update(bemerkung="")
        Pruefprotokoll.objects.filter(eingang=eingang).delete()
        audit.erase(AuditDetail.objects.filter(event__subject_id=eingang.pk))
