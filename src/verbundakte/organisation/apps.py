"""The room `organisation` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Who works here."""

    name = "verbundakte.organisation"
    label = "organisation"

    def ready(self):
        """Tell the house what this room adds."""
        for module in ("jobs", "registration"):
            import_module(f"{self.name}.{module}")
