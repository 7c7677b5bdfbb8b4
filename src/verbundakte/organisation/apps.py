"""The room `organisation` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Who works here."""

    name = "verbundakte.organisation"
    label = "organisation"

    def ready(self):
        """Tell the house what this room adds."""
        import_module("verbundakte.organisation.registration")
