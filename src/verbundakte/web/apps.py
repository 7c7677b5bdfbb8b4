"""The door `web` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The door for people with a browser."""

    name = "verbundakte.web"
    label = "web"

    def ready(self):
        """Tell the frame of pages what the door adds."""
        import_module("verbundakte.web.registration")
