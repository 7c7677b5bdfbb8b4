"""Addresses of the room `signaturen`."""

from django.urls import path

from verbundakte.signaturen.views import pruefung

app_name = "signaturen"

DOKUMENT = "dokumente/<uuid:dokument_id>/"

urlpatterns = [
    path(DOKUMENT, pruefung.show_dokument, name="dokument"),
    path(f"{DOKUMENT}pruefung/", pruefung.verify, name="erneute-pruefung"),
    path("pruefungen/<uuid:pruefung_id>/", pruefung.show_pruefung, name="pruefung"),
    path("pruefungen/<uuid:pruefung_id>/bericht", pruefung.download, name="pruefbericht"),
]
