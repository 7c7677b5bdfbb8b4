"""Addresses of "Vorlagen und Regeln", below the town."""

from django.urls import path

from verbundakte.core.bausteine.views import (
    auslieferung,
    datei,
    eintrag,
    entwurf,
    fassung,
    liste,
    vorlage,
)

app_name = "vorlagen"
VORLAGE = "<uuid:baustein_id>"

urlpatterns = [
    path("", liste.liste, name="liste"),
    path("neu/<str:kind>/", entwurf.new, name="neu"),
    path("einlesen/", datei.einlesen, name="einlesen"),
    path(f"{VORLAGE}/", vorlage.vorlage, name="vorlage"),
    path(f"{VORLAGE}/entwurf/", entwurf.begin, name="entwurf"),
    path(f"{VORLAGE}/entwurf/angaben/", entwurf.angaben, name="angaben"),
    path(f"{VORLAGE}/entwurf/beispiel/", entwurf.beispiel, name="beispiel"),
    path(f"{VORLAGE}/entwurf/eintraege/neu/", eintrag.new, name="eintrag-neu"),
    path(f"{VORLAGE}/entwurf/eintraege/entfernung/", eintrag.remove, name="eintrag-entfernung"),
    path(f"{VORLAGE}/freigabe/", fassung.freigabe, name="freigabe"),
    path(f"{VORLAGE}/auslieferung/", auslieferung.auslieferung, name="auslieferung"),
    path("auslieferung/<str:kind>/<uuid:key>/", auslieferung.take_new, name="auslieferung-neu"),
    path(f"{VORLAGE}/vergleich/", fassung.vergleich, name="vergleich"),
    path(
        f"{VORLAGE}/fassungen/<int:number>/zurueckziehung/",
        fassung.zurueckziehung,
        name="zurueckziehung",
    ),
    path(f"{VORLAGE}/fassungen/<int:number>/datei", datei.download, name="datei"),
]
