"""What leaves the house: to whom, on which way, when, with which proof; and what came back."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models import Datei, Dokument, Fassung, Kontakt, Vorgang
from verbundakte.core.models import (
    TenantForeignKey,
    TenantModel,
    Zone,
    ZonedQuerySet,
    tenant_manager,
)
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.schriftverkehr.models.druckauftrag import Druckauftrag
from verbundakte.schriftverkehr.models.schreiben import Empfaenger, Empfaengerart, Weg, Zustellart
from verbundakte.schriftverkehr.versand_rules import Stand, shown_number, stand_of


class Versand(TenantModel):
    """One Dokument goes to one recipient on one way, with a number in the Postausgangsbuch.

    Name, address and Betreff stand here as they were sent. `fassung` is the one that goes; while the row
    is not withdrawn, the Dokument gets no other. `zone` is that of the Dokument: a trigger lets it follow.
    """

    jahr = models.PositiveSmallIntegerField(editable=False)
    nummer = models.PositiveIntegerField(editable=False)
    dokument = TenantForeignKey(Dokument, models.PROTECT, related_name="versand")
    fassung = TenantForeignKey(Fassung, models.PROTECT, related_name="+")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, related_name="versand")
    einheit = TenantForeignKey(Organisationseinheit, models.PROTECT, null=True, related_name="+")
    zone = TenantForeignKey(Zone, models.PROTECT, related_name="+")
    kontakt = TenantForeignKey(Kontakt, models.PROTECT, null=True, related_name="+")
    empfaenger = TenantForeignKey(Empfaenger, models.PROTECT, null=True, related_name="versand")
    name = models.CharField("Empfänger", max_length=300)
    anschrift = models.TextField("Anschrift", blank=True)
    adresse = models.CharField("Elektronische Adresse", max_length=254, blank=True)
    betreff = models.CharField("Betreff", max_length=500)
    art = models.CharField("Erhält", max_length=16, choices=Empfaengerart)
    weg = models.CharField("Weg", max_length=12, choices=Weg)
    zustellart = models.CharField("Zustellung", max_length=24, choices=Zustellart, blank=True)
    druckauftrag = TenantForeignKey(
        Druckauftrag, models.PROTECT, null=True, related_name="versand", editable=False
    )
    fensterhinweis = models.CharField(max_length=300, blank=True, editable=False)
    antwort_auf = TenantForeignKey(Dokument, models.PROTECT, null=True, related_name="+")
    is_sperre_bestaetigt = models.BooleanField(default=False, db_default=False, editable=False)
    wiederholt = TenantForeignKey("self", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(editable=False)
    created_by = models.UUIDField(null=True, editable=False)
    versandt_on = models.DateField("Aufgegeben am", null=True)
    versandt_at = models.DateTimeField(null=True, editable=False)
    versandt_by = models.UUIDField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.UUIDField(null=True, editable=False)
    withdrawn_because = models.CharField("Grund", max_length=300, blank=True)
    spur = models.UUIDField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = tenant_manager(ZonedQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "jahr", "nummer"], name="versand_nummer")
        ]
        indexes = [
            models.Index(fields=["tenant", "-created_at", "-id"], name="versand_new"),
            models.Index(fields=["tenant", "zone", "-created_at", "-id"], name="versand_zone_new"),
            models.Index(fields=["tenant", "dokument"], name="versand_dokument"),
            models.Index(fields=["tenant", "vorgang", "-created_at"], name="versand_vorgang"),
            models.Index(
                fields=["tenant", "druckauftrag"],
                name="versand_druckauftrag",
                condition=~Q(druckauftrag=None),
            ),
            models.Index(
                fields=["tenant", "id"],
                name="versand_waiting",
                condition=Q(versandt_at=None, withdrawn_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.betreff}".strip()

    @property
    def number(self) -> str:
        """Return the number in the Postausgangsbuch."""
        return shown_number(self.jahr, self.nummer)

    @property
    def stand(self) -> Stand:
        """Return how far it is; for one that was read by `queries`."""
        return stand_of(
            is_withdrawn=self.withdrawn_at is not None,
            is_sent=self.versandt_at is not None,
            is_returned=self.is_returned,
            is_delivered=self.is_delivered,
            is_in_print=self.druckauftrag_id is not None,
        )


class Versandstueck(TenantModel):
    """What lies in the envelope, in order: a file, or paper that is put in by hand."""

    versand = TenantForeignKey(Versand, models.PROTECT, related_name="stuecke")
    position = models.PositiveSmallIntegerField()
    datei = TenantForeignKey(Datei, models.PROTECT, null=True, related_name="+")
    bezeichnung = models.CharField("Bezeichnung", max_length=300)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "versand", "position"], name="versandstueck_position"
            )
        ]


class Ruecklaufgrund(models.TextChoices):
    """Why something came back."""

    VERZOGEN = "verzogen", "unbekannt verzogen"
    UNBEKANNT = "unbekannt", "Empfänger nicht zu ermitteln"
    VERWEIGERT = "verweigert", "Annahme verweigert"
    NICHT_ABGEHOLT = "nicht_abgeholt", "nicht abgeholt"
    VERSTORBEN = "verstorben", "Empfänger verstorben"
    EMAIL = "email", "E-Mail nicht zustellbar"
    SONSTIGES = "sonstiges", "anderer Grund"


class Ruecklauf(TenantModel):
    """It came back: the matter is open again until it is sent anew or settled otherwise.

    `dokument`: what says so (the envelope as scanned, the report of the mail server).
    """

    versand = TenantForeignKey(Versand, models.PROTECT, related_name="ruecklaeufe")
    grund = models.CharField("Grund", max_length=16, choices=Ruecklaufgrund)
    bemerkung = models.CharField("Bemerkung", max_length=500, blank=True)
    am = models.DateField("Zurück am")
    dokument = TenantForeignKey(Dokument, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(editable=False)
    by = models.UUIDField(null=True, editable=False)
    erledigt_at = models.DateTimeField(null=True, editable=False)
    erledigt_by = models.UUIDField(null=True, editable=False)
    erledigt_durch = models.CharField("Erledigt durch", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "versand"], condition=Q(erledigt_at=None), name="ruecklauf_once"
            )
        ]
        indexes = [
            models.Index(fields=["tenant", "versand"], name="ruecklauf_versand"),
            models.Index(
                fields=["tenant", "at"], name="ruecklauf_open", condition=Q(erledigt_at=None)
            ),
        ]


class Zustellnachweis(TenantModel):
    """The proof that it arrived, and on which day; a wrong one is withdrawn, with its reason."""

    versand = TenantForeignKey(Versand, models.PROTECT, related_name="nachweise")
    am = models.DateField("Zugestellt am")
    empfangen_von = models.CharField("Angenommen von", max_length=300, blank=True)
    bemerkung = models.CharField("Bemerkung", max_length=500, blank=True)
    dokument = TenantForeignKey(Dokument, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(editable=False)
    by = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["tenant", "versand"], name="zustellnachweis_versand")]
