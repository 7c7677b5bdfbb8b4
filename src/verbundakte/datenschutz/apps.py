"""The room `datenschutz` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class DatenschutzConfig(AppConfig):
    """Lesevermerke and Auskunft."""

    name = "verbundakte.datenschutz"
    label = "datenschutz"

    def ready(self):
        """Tell the house what this room adds."""
        import_module("verbundakte.datenschutz.registration")
