"""The room `verbund` as a Django application."""

from django.apps import AppConfig


class VerbundConfig(AppConfig):
    """Members of a Verbund."""

    name = "verbundakte.verbund"
    label = "verbund"
