"""The door for Office programs as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class DavConfig(AppConfig):
    """WebDAV, WOPI and their pages."""

    name = "verbundakte.dav"
    label = "dav"

    def ready(self):
        """Tell the page of a Dokument where it is opened in a program."""
        import_module("verbundakte.dav.registration")
