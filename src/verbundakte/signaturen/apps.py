"""The room `signaturen` as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class SignaturenConfig(AppConfig):
    """Verifying, signing, sealing."""

    name = "verbundakte.signaturen"
    label = "signaturen"

    def ready(self):
        """Tell the house what this room adds."""
        for module in ("jobs", "sign_jobs", "registration"):
            import_module(f"verbundakte.signaturen.{module}")
