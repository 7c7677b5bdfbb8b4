"""The room `api` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The door for programs."""

    name = "verbundakte.api"
    label = "api"

    def ready(self):
        """Tell the menu where the description stands."""
        import_module("verbundakte.api.registration")
