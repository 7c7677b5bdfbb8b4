"""The room `organisation` as a Django application."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Who works here."""

    name = "verbundakte.organisation"
    label = "organisation"
