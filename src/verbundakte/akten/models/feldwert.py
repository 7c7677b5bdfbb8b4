"""Values of own fields as typed rows, so that they can be sought, sorted and compared."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from verbundakte.akten.felder import Feld, search_name
from verbundakte.akten.models.dokument import Dokument
from verbundakte.akten.models.vorgang import Vorgang
from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.core.search.fold import fold

FOLDED = 200


class Feldwert(TenantModel):
    """One field of one object. `text` is the German text; of the others at most one is set.

    `number` counts cents, or ten-thousandths of a plain number; `reference` is the choice, the
    person, the unit or the file that is meant.
    """

    dokument = TenantForeignKey(Dokument, models.CASCADE, null=True, related_name="feldwerte")
    vorgang = TenantForeignKey(Vorgang, models.CASCADE, null=True, related_name="feldwerte")
    feld_id = models.UUIDField()
    text = models.TextField()
    folded = models.CharField(max_length=FOLDED)
    number = models.BigIntegerField(null=True)
    day = models.DateField(null=True)
    reference = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "dokument", "feld_id"],
                condition=~Q(dokument=None),
                name="feldwert_dokument_once",
            ),
            models.UniqueConstraint(
                fields=["tenant", "vorgang", "feld_id"],
                condition=~Q(vorgang=None),
                name="feldwert_vorgang_once",
            ),
            models.CheckConstraint(
                condition=Q(dokument=None) ^ Q(vorgang=None), name="feldwert_one_subject"
            ),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "feld_id", "folded"],
                opclasses=["int4_ops", "uuid_ops", "text_pattern_ops"],
                name="feldwert_text",
            ),
            models.Index(fields=["tenant", "feld_id", "folded"], name="feldwert_order"),
            models.Index(
                fields=["tenant", "feld_id", "number"],
                condition=~Q(number=None),
                name="feldwert_number",
            ),
            models.Index(
                fields=["tenant", "feld_id", "day"], condition=~Q(day=None), name="feldwert_day"
            ),
            models.Index(
                fields=["tenant", "feld_id", "reference"],
                condition=~Q(reference=None),
                name="feldwert_reference",
            ),
        ]


def lacks(model: type, feld: Feld, felder: list[Feld]) -> Q:
    """Return the condition that a Dokument or Vorgang is asked for a field and has no value of it."""
    werte = Feldwert.objects.filter(**{model._meta.model_name: OuterRef("pk")})
    condition = ~Q(Exists(werte.filter(feld_id=feld.id)))
    name, value = feld.nur_wenn
    other = next((one for one in felder if name and one.name == search_name(name)), None)
    if other is not None:
        condition &= Q(Exists(werte.filter(feld_id=other.id, folded=fold(value))))
    return condition
