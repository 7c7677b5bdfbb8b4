"""The room `schriftverkehr` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class SchriftverkehrConfig(AppConfig):
    """What is written, to whom it goes, and how it leaves the house."""

    name = "verbundakte.schriftverkehr"
    label = "schriftverkehr"

    def ready(self):
        """Tell the house what this room adds."""
        names = (
            "jobs",
            "serie_jobs",
            "registration",
            "ausgang_registration",
            "ausgang_mail_jobs",
            "druck_jobs",
        )
        for module in names:
            import_module(f"verbundakte.schriftverkehr.{module}")
