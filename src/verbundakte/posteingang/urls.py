"""Addresses of the room `posteingang`."""

from django.urls import path

from verbundakte.posteingang import mail_urls
from verbundakte.posteingang.views import beleg, buch, erfassung, schlange

app_name = "posteingang"

urlpatterns = [
    path("", schlange.eingaenge, name="eingaenge"),
    path("buch/", buch.buch, name="buch"),
    path("neu/", erfassung.record, name="erfassung"),
    path("dateien/", erfassung.add_dateien, name="dateien"),
    path("uploads/", erfassung.uploads, name="uploads"),
    path("uploads/<uuid:upload_id>/abschluss/", erfassung.complete, name="upload-abschluss"),
    path("<uuid:eingang_id>/", schlange.eingang, name="eingang"),
    path(
        "<uuid:eingang_id>/eingangsbestaetigung",
        beleg.eingangsbestaetigung,
        name="eingangsbestaetigung",
    ),
    path("<uuid:eingang_id>/eingangsstempel", beleg.eingangsstempel, name="eingangsstempel"),
    *mail_urls.urlpatterns,
]
