"""What is deleted in the files is deleted in the Postausgangsbuch, too; number and days stay."""

from verbundakte.akten.models import Dokument
from verbundakte.core import audit
from verbundakte.core.models import AuditDetail
from verbundakte.schriftverkehr.models import (
    Mailversand,
    Ruecklauf,
    Versand,
    Versandstueck,
    Zustellnachweis,
)

ERASED = "Gelöscht"


def forget_versand(actor, dokument: Dokument) -> None:
    """Subscriber of `dokument_erasing`: recipient, address, subject and remarks go with it."""
    for versand in Versand.objects.filter(dokument=dokument):
        versand.betreff, versand.name = ERASED, ERASED
        versand.anschrift, versand.adresse, versand.fensterhinweis = "", "", ""
        versand.kontakt, versand.withdrawn_because = None, ""
        versand.revision += 1
        versand.save()
        versand.stuecke.all().delete()
        Mailversand.objects.filter(versand=versand).update(
            text="", answer="", problem="", next_try_at=None
        )
        Ruecklauf.objects.filter(versand=versand).update(bemerkung="", erledigt_durch="")
        Zustellnachweis.objects.filter(versand=versand).update(bemerkung="", empfangen_von="")
        audit.erase(AuditDetail.objects.filter(event__subject_id=versand.pk))
    Versandstueck.objects.filter(datei__fassung__dokument=dokument).delete()
