"""Addresses of the pages that show ways and count breaks in them."""

from django.urls import path

from verbundakte.posteingang.views import laufweg, medienbruch

urlpatterns = [
    path("medienbrueche/", medienbruch.medienbrueche, name="medienbrueche"),
    path("vorgaenge/<uuid:vorgang_id>/laufweg/", laufweg.of_vorgang, name="laufweg-vorgang"),
    path("<uuid:eingang_id>/medienbruch/", medienbruch.medienbruch, name="medienbruch"),
    path("<uuid:eingang_id>/laufweg/", laufweg.of_eingang, name="laufweg"),
]
