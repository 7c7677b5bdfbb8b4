"""One letter to many: each becomes a Schreiben of its own, once."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models import Dokument, Kontakt, Vorgang
from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.schriftverkehr.models.dateivorlage import Dateivorlage
from verbundakte.schriftverkehr.models.vorlage import Briefvorlage


class Briefserie(TenantModel):
    """An order to write the same letter to many; its Dokumente lie in one Vorgang.

    Written from a Briefvorlage, or from a `dateivorlage` (a file of Writer or Word, filled for each).
    `angaben` are answers that hold for all, `werte` of a Serienposten those of one; `besetzung_id` names
    person and Stelle that sign.
    """

    vorgang = TenantForeignKey(Vorgang, models.PROTECT, related_name="briefserien")
    vorlage = TenantForeignKey(Briefvorlage, models.PROTECT, null=True, related_name="serien")
    dateivorlage = TenantForeignKey(Dateivorlage, models.PROTECT, null=True, related_name="serien")
    betreff = models.CharField("Betreff", max_length=500)
    quelle = models.CharField("Aus", max_length=255, blank=True)
    datum = models.DateField("Datum", null=True)
    besetzung_id = models.UUIDField(null=True, editable=False)
    angaben = models.JSONField(default=dict, editable=False)
    inhalt = models.JSONField(default=list, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    job_id = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.UUIDField(null=True, editable=False)
    stopped_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "vorgang", "-created_at"], name="briefserie_vorgang")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(vorlage=None) ^ Q(dateivorlage=None), name="briefserie_one_vorlage"
            )
        ]

    def __str__(self):
        return self.betreff

    @property
    def zone_id(self) -> int:
        """The zone that says who may see it: that of its Vorgang."""
        return self.vorgang.zone_id


class Serienliste(TenantModel):
    """The list of letters of a Briefserie that became final together; its Dokument is signed for all.

    `digest` covers the SHA-256 of each (`serienliste.digest_of`) and stands in the Dokument.
    """

    serie = TenantForeignKey(Briefserie, models.PROTECT, related_name="listen")
    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="serienlisten")
    digest = models.CharField(max_length=64)
    anzahl = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "dokument"], name="serienliste_dokument")
        ]
        indexes = [models.Index(fields=["tenant", "serie"], name="serienliste_serie")]


class Serienposten(TenantModel):
    """One addressee of a Briefserie: waiting, written (`dokument`), or refused with a reason.

    `sha256` is that of its Reinschrift, `liste` the list in which it stands.
    """

    serie = TenantForeignKey(Briefserie, models.PROTECT, related_name="posten")
    position = models.PositiveIntegerField()
    kontakt = TenantForeignKey(Kontakt, models.PROTECT, null=True, related_name="+")
    werte = models.JSONField(default=dict)
    dokument = TenantForeignKey(Dokument, models.PROTECT, null=True, related_name="+")
    problem = models.CharField(max_length=400, blank=True)
    done_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    liste = TenantForeignKey(Serienliste, models.PROTECT, null=True, related_name="posten")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "serie", "position"], name="serienposten_position"
            )
        ]
        indexes = [
            models.Index(
                fields=["tenant", "serie", "position"],
                name="serienposten_waiting",
                condition=Q(done_at=None),
            ),
            models.Index(
                fields=["tenant", "serie", "position"],
                name="serienposten_problem",
                condition=~Q(problem=""),
            ),
            models.Index(
                fields=["tenant", "dokument"],
                name="serienposten_dokument",
                condition=~Q(dokument=None),
            ),
            models.Index(
                fields=["tenant", "liste"], name="serienposten_liste", condition=~Q(liste=None)
            ),
        ]
