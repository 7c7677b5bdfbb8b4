"""The room `akten` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class AktenConfig(AppConfig):
    """Aktenplan, Akte, Vorgang, Dokument."""

    name = "verbundakte.akten"
    label = "akten"

    def ready(self):
        """Tell the house what this room adds."""
        for module in (
            "jobs",
            "zugriff_jobs",
            "schwaerzung_jobs",
            "seiten_jobs",
            "pdfa_jobs",
            "ausgaben.jobs",
            "registration",
        ):
            import_module(f"verbundakte.akten.{module}")
