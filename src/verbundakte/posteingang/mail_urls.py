"""Addresses of the ways in and of mailboxes, below `posteingang/`."""

from django.urls import path

from verbundakte.posteingang.views import adressen, kanaele


def _adresse(place: str, name: str, aim: str) -> list:
    """Return the page of an address of our own, and its changes."""
    told = {"aim": aim}
    return [
        path(place, adressen.show, told, name=name),
        path(f"{place}neu/", adressen.renew, told, name=f"{name}-neu"),
        path(f"{place}ende/", adressen.end, told, name=f"{name}-ende"),
    ]


urlpatterns = [
    path("kanaele/", kanaele.kanaele, name="kanaele"),
    path("kanaele/postfach/", kanaele.new_postfach, name="postfach-neu"),
    path("kanaele/<uuid:kanal_id>/", kanaele.show_kanal, name="kanal"),
    path("kanaele/<uuid:kanal_id>/angaben/", kanaele.change_postfach, name="kanal-angaben"),
    path("kanaele/<uuid:kanal_id>/probe/", kanaele.probe, name="kanal-probe"),
    path("kanaele/<uuid:kanal_id>/pause/", kanaele.pause, name="kanal-pause"),
    path("kanaele/<uuid:kanal_id>/wiederaufnahme/", kanaele.resume, name="kanal-wiederaufnahme"),
    *_adresse("ablageadresse/", "ablageadresse", "person"),
    *_adresse("vorgang/<uuid:vorgang_id>/ablageadresse/", "vorgangadresse", "vorgang"),
    *_adresse("kanaele/<uuid:kanal_id>/adresse/", "kanaladresse", "kanal"),
]
