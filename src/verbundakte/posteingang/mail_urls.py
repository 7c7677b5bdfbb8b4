"""Addresses of the ways in and of mailboxes, below `posteingang/`."""

from django.urls import path

from verbundakte.posteingang.views import kanaele

urlpatterns = [
    path("kanaele/", kanaele.kanaele, name="kanaele"),
    path("kanaele/postfach/", kanaele.new_postfach, name="postfach-neu"),
    path("kanaele/<uuid:kanal_id>/", kanaele.show_kanal, name="kanal"),
    path("kanaele/<uuid:kanal_id>/angaben/", kanaele.change_postfach, name="kanal-angaben"),
    path("kanaele/<uuid:kanal_id>/probe/", kanaele.probe, name="kanal-probe"),
    path("kanaele/<uuid:kanal_id>/pause/", kanaele.pause, name="kanal-pause"),
    path("kanaele/<uuid:kanal_id>/wiederaufnahme/", kanaele.resume, name="kanal-wiederaufnahme"),
]
