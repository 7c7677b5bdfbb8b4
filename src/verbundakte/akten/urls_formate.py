"""Addresses about how files are read and shown."""

from django.urls import path

from verbundakte.akten.views import erneuerung, pdfa, verarbeitung

urlpatterns = [
    path("dateien/<uuid:datei_id>/verarbeitung/", verarbeitung.retry, name="verarbeitung"),
    path("dateien/<uuid:datei_id>/pdfa", pdfa.pdfa, name="pdfa"),
    path("lesefassungen/", erneuerung.renewal, name="erneuerung"),
]
