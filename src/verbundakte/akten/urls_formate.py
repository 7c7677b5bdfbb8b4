"""Addresses about how files are read and shown."""

from django.urls import path

from verbundakte.akten.views import erneuerung, verarbeitung

urlpatterns = [
    path("dateien/<uuid:datei_id>/verarbeitung/", verarbeitung.retry, name="verarbeitung"),
    path("lesefassungen/", erneuerung.renewal, name="erneuerung"),
]
