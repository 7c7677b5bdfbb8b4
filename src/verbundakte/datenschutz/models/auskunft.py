"""Auskunft nach Art. 15 DSGVO: whose data, which unit answers for what, and what was found where."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models import Kontakt, Vorgang
from verbundakte.core.models import TenantForeignKey, TenantModel, Zone
from verbundakte.organisation.models import Organisationseinheit


class Auskunft(TenantModel):
    """Begun from a Vorgang of the office in charge. `sources` says what each source gave;
    it is being finished while `closing_at` is set and `closed_at` is not."""

    vorgang = TenantForeignKey(Vorgang, models.PROTECT, related_name="auskuenfte")
    kontakt = TenantForeignKey(Kontakt, models.PROTECT, null=True, related_name="auskuenfte")
    name = models.CharField("Name", max_length=200)
    vorname = models.CharField("Vorname", max_length=120, blank=True)
    geboren_on = models.DateField("Geburtsdatum", null=True)
    anschrift = models.CharField("Anschrift", max_length=300, blank=True)
    antwort_until = models.DateField("Antwort bis")
    started_at = models.DateTimeField()
    started_by = models.UUIDField()
    collected_at = models.DateTimeField(null=True)
    sources = models.JSONField(default=list)
    missing_reason = models.CharField("Warum Teile fehlen", max_length=300, blank=True)
    closing_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "vorgang"], name="auskunft_vorgang"),
            models.Index(fields=["tenant", "kontakt"], name="auskunft_kontakt"),
        ]

    def __str__(self):
        return f"{self.name}, {self.vorname}" if self.vorname else self.name


class AuskunftTeil(TenantModel):
    """What one unit answers for. `is_verborgen`: files of a Geheimnisklasse, with an Ausschluss or of
    a geschützter Bereich; nobody who does not see them learns that there are any, therefore all of
    such a part lies in one `zone`."""

    auskunft = TenantForeignKey(Auskunft, models.PROTECT, related_name="teile")
    einheit = TenantForeignKey(Organisationseinheit, models.PROTECT)
    is_verborgen = models.BooleanField(default=False)
    zone = TenantForeignKey(Zone, models.PROTECT, null=True)
    count = models.PositiveIntegerField(default=0)
    released_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "auskunft", "einheit", "is_verborgen", "zone"],
                nulls_distinct=False,
                name="auskunftteil_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["tenant", "einheit"],
                name="auskunftteil_open",
                condition=Q(released_at=None),
            )
        ]


class Entscheidung(models.TextChoices):
    """Whether something found belongs to the Auskunft."""

    OFFEN = "offen", "noch nicht geprüft"
    GEHOERT = "gehoert", "gehört dazu"
    NICHT = "nicht", "gehört nicht dazu"
    AUSGENOMMEN = "ausgenommen", "ausgenommen"


class Fundstelle(TenantModel):
    """An object that was found; deleted when the Auskunft is closed. `line` is what it says about
    the person, as the unit saw it when it decided that it belongs to the Auskunft."""

    teil = TenantForeignKey(AuskunftTeil, models.PROTECT, related_name="fundstellen")
    source = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    why = models.CharField(max_length=300)
    entscheidung = models.CharField(max_length=12, choices=Entscheidung, default=Entscheidung.OFFEN)
    reason = models.CharField("Grund der Ausnahme", max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    line = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "teil", "object_id"], name="fundstelle_once")
        ]
