"""Addresses of the room `posteingang`."""

from django.urls import path

from verbundakte.posteingang.views import buch

app_name = "posteingang"

urlpatterns = [
    path("", buch.buch, name="buch"),
]
