"""The room `organisation` as a Django application."""

from django.apps import AppConfig

from verbundakte.core.registry import registry
from verbundakte.organisation.permissions import Permission


class OrganisationConfig(AppConfig):
    """Who works here."""

    name = "verbundakte.organisation"
    label = "organisation"

    def ready(self):
        """Add what this room brings."""
        registry.add_permissions(Permission)
