"""The room `geschaeftsgang` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class GeschaeftsgangConfig(AppConfig):
    """Verfügungen: who is to do what with a Vorgang, in which order, and what became of it."""

    name = "verbundakte.geschaeftsgang"
    label = "geschaeftsgang"

    def ready(self):
        """Tell the house what this room adds."""
        for module in ("registration", "termin_registration", "seiten_registration"):
            import_module(f"verbundakte.geschaeftsgang.{module}")
