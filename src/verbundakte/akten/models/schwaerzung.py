"""Schwärzung: what somebody looks for in a file and takes out of a copy of it."""

from django.db import models
from django.db.models import Q

from verbundakte.akten.models.dokument import Datei, Dokument
from verbundakte.core.models import TenantForeignKey, TenantModel


class Muster(models.TextChoices):
    """What is found by its look (core.converters.places knows how)."""

    IBAN = "iban", "Alle IBAN"
    TELEFON = "telefon", "Telefonnummern"
    EMAIL = "email", "E-Mail-Adressen"
    GEBURTSDATUM = "geburtsdatum", "Geburtsdaten"
    STEUER = "steuer", "Steuernummern und Steuer-ID"
    KFZ = "kfz", "Kfz-Kennzeichen"


class Schwaerzungsgrund(models.TextChoices):
    """Why something is taken out."""

    BETEILIGTE = "vwvfg", "Akteneinsicht: Geheimnisse anderer (§§ 29, 30 VwVfG)"
    SOZIAL = "sgbx", "Akteneinsicht: Sozialdaten anderer (§ 25 SGB X, § 35 SGB I)"
    INFORMATION = "ifg", "Informationsfreiheit: personenbezogene Daten (IFG des Landes, UIG, VIG)"
    WILLENSBILDUNG = "ifg_behoerde", "Informationsfreiheit: behördliche Entscheidung"
    DATENSCHUTZ = "dsgvo", "Datenschutz: Rechte anderer (Art. 15 Abs. 4 DSGVO)"
    GESCHAEFT = "geschaeft", "Betriebs- oder Geschäftsgeheimnis"
    STEUER = "ao", "Steuergeheimnis (§ 30 AO)"
    PERSONAL = "personal", "Personalangelegenheit"
    VEROEFFENTLICHUNG = "veroeffentlichung", "Veröffentlichung"
    SONSTIGER = "sonstiger", "anderer Grund"


class Schwaerzung(TenantModel):
    """One piece of work of one person; what was found is forgotten when the copy is filed.

    `stellen`: what was found (`core.converters.places.Hit`); `ausgelassen`: positions in it that
    stay readable; `bereiche`: [page, left, top, right, bottom] in parts of a thousand of the page.
    """

    datei = TenantForeignKey(Datei, models.PROTECT, related_name="schwaerzungen")
    begriffe = models.JSONField(default=list)
    muster = models.JSONField(default=list)
    pages = models.PositiveIntegerField(null=True)
    blank = models.JSONField(default=list)
    stellen = models.JSONField(default=list)
    ausgelassen = models.JSONField(default=list)
    bereiche = models.JSONField(default=list)
    betreff = models.CharField("Betreff", max_length=500, blank=True)
    grund = models.CharField(
        "Rechtsgrundlage", max_length=20, choices=Schwaerzungsgrund, blank=True
    )
    begruendung = models.CharField("Begründung", max_length=500, blank=True)
    is_wide = models.BooleanField("Sehen dürfen sie alle, die den Vorgang sehen", default=False)
    problem = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()
    searched_at = models.DateTimeField(null=True)
    ordered_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    ergebnis = TenantForeignKey(Dokument, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "datei"], name="schwaerzung_datei"),
            models.Index(
                fields=["tenant", "created_at"],
                name="schwaerzung_open",
                condition=Q(done_at=None),
            ),
        ]
