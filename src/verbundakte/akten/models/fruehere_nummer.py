"""Under which number something stood before it was moved; old numbers stay findable."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models.akte import Akte
from verbundakte.akten.models.dokument import Dokument
from verbundakte.akten.models.vorgang import Vorgang
from verbundakte.core.models import TenantForeignKey, TenantModel


class FruehereNummer(TenantModel):
    """A number an Akte or a Vorgang had, or where a Dokument lay (number and place in a Vorgang).

    What moves back to `place_id` gets this number again, and the row goes.
    """

    akte = TenantForeignKey(Akte, models.PROTECT, null=True, related_name="fruehere_nummern")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, null=True, related_name="fruehere_nummern")
    dokument = TenantForeignKey(
        Dokument, models.PROTECT, null=True, related_name="fruehere_nummern"
    )
    aktenzeichen = models.CharField(max_length=120)
    aktenzeichen_folded = models.CharField(max_length=120, editable=False)
    position = models.PositiveIntegerField(null=True)
    place_id = models.UUIDField()
    moved_at = models.DateTimeField()
    moved_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(akte=None, vorgang=None, dokument__isnull=False)
                | Q(akte=None, vorgang__isnull=False, dokument=None)
                | Q(akte__isnull=False, vorgang=None, dokument=None),
                name="fruehere_nummer_one_subject",
            )
        ]
        indexes = [
            models.Index(
                fields=["tenant", "aktenzeichen_folded"],
                opclasses=["int4_ops", "text_pattern_ops"],
                name="fruehere_nummer_prefix",
            ),
            *(
                models.Index(
                    fields=["tenant", name],
                    name=f"fruehere_nummer_{name}",
                    condition=~Q(**{name: None}),
                )
                for name in ("akte", "vorgang", "dokument")
            ),
        ]
