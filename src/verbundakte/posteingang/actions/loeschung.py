"""What is deleted in the files is deleted in the book, too; number and moment stay."""

from verbundakte.akten.actions.papierkorb import drop_blob
from verbundakte.akten.models import Dokument
from verbundakte.core import audit
from verbundakte.core.models import AuditDetail
from verbundakte.posteingang.models import Eingang, Pruefprotokoll, Quarantaene, Sichtvermerk

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
        Sichtvermerk.objects.filter(eingang=eingang).update(text="")
        _drop_files(actor, eingang)
        audit.erase(AuditDetail.objects.filter(event__subject_id=eingang.pk))


def _drop_files(actor, eingang: Eingang) -> None:
    """Remove what was checked and held back, with its bytes where nothing else names them."""
    proofs = Pruefprotokoll.objects.filter(eingang=eingang)
    held = Quarantaene.objects.filter(eingang=eingang)
    rows = [*proofs.exclude(blob=None).select_related("blob"), *held.select_related("blob")]
    blobs = {row.blob_id: row.blob for row in rows}
    proofs.delete()
    held.delete()
    for blob in blobs.values():
        drop_blob(blob, actor)
