"""Addresses of this room."""

from django.urls import path

from verbundakte.datenschutz.views import auskunft, lesen

app_name = "datenschutz"

urlpatterns = [
    path("auskuenfte/vorgang/<uuid:vorgang_id>/", auskunft.auskuenfte, name="auskuenfte"),
    path("auskuenfte/vorgang/<uuid:vorgang_id>/neu/", auskunft.new_auskunft, name="auskunft-neu"),
    path("auskuenfte/<uuid:auskunft_id>/", auskunft.show_auskunft, name="auskunft"),
    path("auskuenfte/<uuid:auskunft_id>/abschluss/", auskunft.close, name="auskunft-abschluss"),
    path("auskuenfte/teile/<uuid:teil_id>/", auskunft.show_teil, name="auskunft-teil"),
    path(
        "auskuenfte/teile/<uuid:teil_id>/freigabe/", auskunft.release, name="auskunft-teil-freigabe"
    ),
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
