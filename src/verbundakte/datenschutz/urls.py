"""Addresses of this room."""

from django.urls import path

from verbundakte.datenschutz.views import lesen

app_name = "datenschutz"

urlpatterns = [
    path("lesevermerke/", lesen.auswertungen, name="auswertungen"),
    path("lesevermerke/neu/", lesen.new_auswertung, name="auswertung-neu"),
    path("lesevermerke/speicherdauer/", lesen.speicherdauer, name="speicherdauer"),
    path("lesevermerke/<uuid:auswertung_id>/", lesen.show_auswertung, name="auswertung"),
    path("lesevermerke/<uuid:auswertung_id>/freigabe/", lesen.release, name="auswertung-freigabe"),
    path(
        "lesevermerke/<uuid:auswertung_id>/ablehnung/", lesen.decline, name="auswertung-ablehnung"
    ),
    path("lesevermerke/<uuid:auswertung_id>/tabelle/", lesen.table, name="auswertung-tabelle"),
]
