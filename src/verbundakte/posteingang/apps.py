"""The room `posteingang` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class PosteingangConfig(AppConfig):
    """What arrives, and to whom it goes."""

    name = "verbundakte.posteingang"
    label = "posteingang"

    def ready(self):
        """Tell the house what this room adds."""
        import_module("verbundakte.posteingang.registration")
