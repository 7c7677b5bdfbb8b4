"""The room `datenschutz` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class DatenschutzConfig(AppConfig):
    """Lesevermerke and Auskunft."""

    name = "verbundakte.datenschutz"
    label = "datenschutz"

    def ready(self):
        """Tell the house what this room adds."""
        for module in ("jobs", "registration"):
            import_module(f"verbundakte.datenschutz.{module}")
