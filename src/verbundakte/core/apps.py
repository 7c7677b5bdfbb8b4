"""The core as a Django application."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Ground floor of the house."""

    name = "verbundakte.core"
    label = "core"
