"""Addresses of our own files (styles, scripts, symbols): they never change while a process runs."""

from functools import cache

from django.contrib.staticfiles.storage import StaticFilesStorage


class Assets(StaticFilesStorage):
    """Django's, but each address is put together once: a page has dozens."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.url = cache(super().url)
