"""The core as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Ground floor of the house."""

    name = "verbundakte.core"
    label = "core"

    def ready(self):
        """Load what registers itself: lookups, the task of the worker, permissions."""
        for module in ("db.lookups", "jobs.tasks", "registration"):
            import_module(f"verbundakte.core.{module}")
