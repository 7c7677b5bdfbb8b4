"""The room `api` as a Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The door for programs."""

    name = "verbundakte.api"
    label = "api"
