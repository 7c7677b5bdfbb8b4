"""The room `verbund` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class VerbundConfig(AppConfig):
    """Members of a Verbund."""

    name = "verbundakte.verbund"
    label = "verbund"

    def ready(self):
        """Tell the house what this room adds."""
        for module in ("jobs", "registration"):
            import_module(f"verbundakte.verbund.{module}")
