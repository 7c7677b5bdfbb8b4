"""Out of which file an Anlage was taken: an attachment of a mail, a file of an archive."""

from django.db import models
from django.db.models import OuterRef, Subquery

from verbundakte.akten.models.dokument import Datei, Dokument
from verbundakte.core.models import TenantForeignKey, TenantModel


class Anlagenquelle(TenantModel):
    """Where the bytes of an Anlage were found. `stelle` names the place inside of the file; it is
    taken out once, however often the file is read.

    However deep it lay, the Anlage belongs to the whole Dokument (`Dokument.parent`).
    """

    datei = TenantForeignKey(Datei, models.PROTECT, related_name="entnommen")
    stelle = models.CharField(max_length=64)
    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="quellen")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "datei", "stelle"], name="anlagenquelle_once"
            ),
            models.UniqueConstraint(fields=["tenant", "dokument"], name="anlagenquelle_dokument"),
        ]


def found_in() -> Subquery:
    """Return in which Dokument the bytes of an Anlage were found, to annotate Dokumente."""
    rows = Anlagenquelle.objects.filter(dokument=OuterRef("pk"))
    return Subquery(rows.values("datei__fassung__dokument")[:1])
