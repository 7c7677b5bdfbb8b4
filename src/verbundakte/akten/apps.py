"""The room `akten` as a Django application."""

from django.apps import AppConfig


class AktenConfig(AppConfig):
    """Aktenplan, Akte, Vorgang, Dokument."""

    name = "verbundakte.akten"
    label = "akten"
