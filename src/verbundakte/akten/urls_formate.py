"""Addresses about how files are read and shown."""

from django.urls import path

from verbundakte.akten.views import erneuerung, kopie, pdfa, verarbeitung

urlpatterns = [
    path("dateien/<uuid:datei_id>/verarbeitung/", verarbeitung.retry, name="verarbeitung"),
    path("dateien/<uuid:datei_id>/pdfa", pdfa.pdfa, name="pdfa"),
    path("dateien/<uuid:datei_id>/anmerkungen", kopie.with_anmerkungen, name="anmerkungskopie"),
    path("lesefassungen/", erneuerung.renewal, name="erneuerung"),
]
