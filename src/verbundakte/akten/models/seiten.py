"""Seitenauftrag: which pages somebody wants in which order, until a job has filed them."""

from django.db import models

from verbundakte.akten.models.dokument import Datei
from verbundakte.core.models import TenantForeignKey, TenantModel


class Seitenauftrag(TenantModel):
    """One order of one person: `seiten` are [file, page, degrees], `folge` how she wrote it.

    `betreff` of a Dokument of its own; "" for a new Fassung.
    """

    datei = TenantForeignKey(Datei, models.PROTECT, related_name="seitenauftraege")
    seiten = models.JSONField(default=list)
    folge = models.TextField()
    betreff = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "datei"], name="seitenauftrag_datei"),
            models.Index(fields=["tenant", "created_at"], name="seitenauftrag_new"),
        ]
