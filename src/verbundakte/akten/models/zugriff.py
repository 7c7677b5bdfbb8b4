"""What was decided about the access of single objects; their zones are computed from it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from verbundakte.akten.models.akte import Akte
from verbundakte.akten.models.dokument import Dokument
from verbundakte.akten.models.vorgang import Vorgang
from verbundakte.core.models import TenantForeignKey, TenantModel
from verbundakte.organisation.models import Organisationseinheit, Person, Pruefauftrag


class Choice(models.TextChoices):
    """The three choices a clerk sees (praxis: Sachgebiet, plus Personen, nur Genannte)."""

    SACHGEBIET = "sachgebiet", "Sachgebiet"
    PLUS = "plus", "Sachgebiet und genannte Personen"
    NUR = "nur", "Nur genannte Personen"


class Zugriffsregel(TenantModel):
    """An object that does not simply inherit: who is named in addition, or who alone."""

    akte = TenantForeignKey(Akte, models.PROTECT, null=True, related_name="zugriffsregeln")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, null=True, related_name="zugriffsregeln")
    dokument = TenantForeignKey(Dokument, models.PROTECT, null=True, related_name="zugriffsregeln")
    choice = models.CharField("Zugriff", max_length=10, choices=Choice)
    persons = ArrayField(models.UUIDField(), verbose_name="Genannte")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(akte__isnull=False, vorgang=None, dokument=None)
                    | Q(akte=None, vorgang__isnull=False, dokument=None)
                    | Q(akte=None, vorgang=None, dokument__isnull=False)
                ),
                name="zugriffsregel_one_subject",
            ),
            *(
                models.UniqueConstraint(
                    fields=["tenant", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"zugriffsregel_{name}_once",
                )
                for name in ("akte", "vorgang", "dokument")
            ),
        ]


class Ausschluss(TenantModel):
    """A person must not see an Akte or a Vorgang and all below (§ 20 VwVfG: Befangenheit).

    It beats every other right. The person herself never learns of it, also not later: the log
    names this row, which no page of the object shows.
    """

    akte = TenantForeignKey(Akte, models.PROTECT, null=True, related_name="ausschluesse")
    vorgang = TenantForeignKey(Vorgang, models.PROTECT, null=True, related_name="ausschluesse")
    person = TenantForeignKey(Person, models.PROTECT, related_name="ausschluesse")
    reason = models.CharField("Grund", max_length=300)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(akte=None) ^ Q(vorgang=None), name="ausschluss_one_subject"
            ),
            *(
                models.UniqueConstraint(
                    fields=["tenant", name, "person"],
                    condition=Q(ended_at=None) & Q(**{f"{name}__isnull": False}),
                    name=f"ausschluss_{name}_once",
                )
                for name in ("akte", "vorgang")
            ),
        ]


class Pruefakte(TenantModel):
    """A single Akte that a Prüfauftrag opens with all below; the zone names the order."""

    auftrag = TenantForeignKey(Pruefauftrag, models.PROTECT, related_name="akten")
    akte = TenantForeignKey(Akte, models.PROTECT, related_name="pruefauftraege")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "auftrag", "akte"], name="pruefakte_once")
        ]
        indexes = [models.Index(fields=["tenant", "akte"], name="pruefakte_akte")]


class Nachbenennung(TenantModel):
    """Who comes after a person in the files only named persons see; the Leitung of a unit decides.

    One for each unit in charge; open until `decided_at`. `vorschlag`: whom the one who let the
    person go proposed, without seeing the files.
    """

    person = TenantForeignKey(Person, models.PROTECT, related_name="nachbenennungen")
    einheit = TenantForeignKey(Organisationseinheit, models.PROTECT, related_name="+")
    vorschlag = TenantForeignKey(Person, models.PROTECT, null=True, related_name="+")
    nachfolge = TenantForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="Nachfolge"
    )
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "person", "einheit"],
                condition=Q(decided_at=None),
                name="nachbenennung_open",
            )
        ]
        indexes = [models.Index(fields=["tenant", "einheit"], name="nachbenennung_einheit")]
