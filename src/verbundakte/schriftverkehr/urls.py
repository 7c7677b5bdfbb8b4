"""Addresses of the room `schriftverkehr`."""

from django.urls import path

from verbundakte.schriftverkehr.views import schreiben, serie

app_name = "schriftverkehr"

urlpatterns = [
    path("vorgaenge/<uuid:vorgang_id>/", schreiben.auswahl, name="auswahl"),
    path("vorgaenge/<uuid:vorgang_id>/neu/<slug:kuerzel>/", schreiben.neu, name="neu"),
    path(
        "vorgaenge/<uuid:vorgang_id>/neu/<slug:kuerzel>/vorschau/",
        schreiben.vorschau_neu,
        name="vorschau-neu",
    ),
    path("vorgaenge/<uuid:vorgang_id>/serie/<slug:kuerzel>/", serie.neu, name="serie-neu"),
    path("serien/<uuid:serie_id>/", serie.serie, name="serie"),
    path("serien/<uuid:serie_id>/halt/", serie.halt, name="serie-halt"),
    path("serien/<uuid:serie_id>/fortsetzung/", serie.fortsetzung, name="serie-fortsetzung"),
    path("serien/<uuid:serie_id>/reinschriften/", serie.reinschriften, name="serie-reinschriften"),
    path("serien/<uuid:serie_id>/versand/", serie.versand, name="serie-versand"),
    path("dokumente/<uuid:dokument_id>/", schreiben.zum_dokument, name="dokument"),
    path("<uuid:schreiben_id>/", schreiben.schreiben, name="schreiben"),
    path("<uuid:schreiben_id>/vorschau/", schreiben.vorschau, name="vorschau"),
    path("<uuid:schreiben_id>/ruecknahme/", schreiben.ruecknahme, name="ruecknahme"),
]
