"""Addresses of this room."""

from django.urls import path

from verbundakte.verbund.views import daten, mitglieder

app_name = "verbund"

urlpatterns = [
    path("", mitglieder.mitglieder, name="mitglieder"),
    path("daten/", daten.daten, name="daten"),
    path("pakete/<uuid:ausgabe_id>/schluessel/", daten.paketschluessel, name="paketschluessel"),
    path("auszug/", daten.auszug, name="auszug"),
    path("auszug/bestaetigung/", daten.bestaetigung, name="auszug-bestaetigung"),
    path("auszug/ruecknahme/", daten.ruecknahme, name="auszug-ruecknahme"),
]
