"""The room `web` as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The door for people with a browser."""

    name = "verbundakte.web"
    label = "web"
