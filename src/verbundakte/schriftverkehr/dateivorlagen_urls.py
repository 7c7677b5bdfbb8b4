"""Addresses of templates of Writer and Word, below `dateivorlagen/`."""

from django.urls import path

from verbundakte.schriftverkehr.views import dateivorlage, serie_datei

app_name = "dateivorlagen"

urlpatterns = [
    path("", dateivorlage.vorlagen, name="vorlagen"),
    path("<uuid:vorlage_id>/ende/", dateivorlage.ende, name="ende"),
    path("vorgang/<uuid:vorgang_id>/", dateivorlage.neu, name="neu"),
    path("vorgang/<uuid:vorgang_id>/serie/", serie_datei.neu, name="serie"),
    path("dokument/<uuid:dokument_id>/bearbeitung/", dateivorlage.bearbeitung, name="bearbeitung"),
]
