"""Addresses of the room `signaturen`."""

from django.urls import path

from verbundakte.signaturen.views import fern, pruefung, signatur, zertifikate

app_name = "signaturen"

DOKUMENT = "dokumente/<uuid:dokument_id>/"

urlpatterns = [
    path(DOKUMENT, pruefung.show_dokument, name="dokument"),
    path(f"{DOKUMENT}pruefung/", pruefung.verify, name="erneute-pruefung"),
    path(f"{DOKUMENT}signatur/", signatur.sign, name="signatur"),
    path("zertifikate/", zertifikate.zertifikate, name="zertifikate"),
    path("zertifikate/neu/", zertifikate.add, name="zertifikat-neu"),
    path("zertifikate/fernsignatur/", fern.fernsignatur, name="fernsignatur"),
    path("zertifikate/geraet/", fern.geraet, name="geraet"),
    path("zertifikate/<uuid:zertifikat_id>/ende/", zertifikate.end, name="zertifikat-ende"),
    path("pruefungen/<uuid:pruefung_id>/", pruefung.show_pruefung, name="pruefung"),
    path("pruefungen/<uuid:pruefung_id>/bericht", pruefung.download, name="pruefbericht"),
]
