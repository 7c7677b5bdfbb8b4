"""The room `posteingang` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class PosteingangConfig(AppConfig):
    """What arrives, and to whom it goes."""

    name = "verbundakte.posteingang"
    label = "posteingang"

    def ready(self):
        """Tell the house what this room adds."""
        names = (
            "jobs",
            "registration",
            "scan_registration",
            "scan_jobs",
            "siegel_jobs",
            "nachricht_jobs",
            "mail_registration",
            "lern_registration",
        )
        for module in names:
            import_module(f"verbundakte.posteingang.{module}")
