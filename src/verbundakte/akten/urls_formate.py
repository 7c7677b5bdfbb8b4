"""Addresses about how files are read and shown, and the list that is read when nothing runs."""

from django.urls import path

from verbundakte.akten.views import (
    erneuerung,
    fassung,
    kennwort,
    kopie,
    notfall,
    pdfa,
    verarbeitung,
)

urlpatterns = [
    path("dateien/<uuid:datei_id>/verarbeitung/", verarbeitung.retry, name="verarbeitung"),
    path("dateien/<uuid:datei_id>/kennwort/", kennwort.pages, name="kennwort-ansicht"),
    path("dateien/<uuid:datei_id>/pdfa", pdfa.pdfa, name="pdfa"),
    path("dateien/<uuid:datei_id>/anmerkungen", kopie.with_anmerkungen, name="anmerkungskopie"),
    path("fassungen/<uuid:fassung_id>/ruecknahme/", fassung.withdraw, name="fassung-ruecknahme"),
    path("fassungen/<uuid:fassung_id>/wiederkehr/", fassung.restore, name="fassung-wiederkehr"),
    path("notfallliste/", notfall.notfallliste, name="notfallliste"),
    path("notfallliste/kennwort/", notfall.kennwort, name="notfallkennwort"),
    path("notfallliste/datei", notfall.datei, name="notfallliste-datei"),
    path("lesefassungen/", erneuerung.renewal, name="erneuerung"),
]
