"""The room `anbindung` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class AnbindungConfig(AppConfig):
    """Messages to other systems."""

    name = "verbundakte.anbindung"
    label = "anbindung"

    def ready(self):
        """Tell the house what this room adds."""
        for module in ("jobs", "registration"):
            import_module(f"verbundakte.anbindung.{module}")
