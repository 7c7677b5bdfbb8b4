"""Django inside a command: environment set, database running, applications loaded."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connections

from verbundakte.cli import migrations
from verbundakte.cli.installation import Installation


def exists(data: Path) -> bool:
    """Whether there is an installation in this folder."""
    return Installation(data).exists()


def require(data: Path) -> None:
    """Refuse a folder without an installation, or with one of a newer version."""
    Installation(data).require()


def set_up_without_installation(data: Path) -> None:
    """Load the applications, for the help of a command; there is neither key nor database."""
    os.environ["VERBUNDAKTE_DATA"] = str(data)
    os.environ["VERBUNDAKTE_SECRET_KEY_FILE"] = os.devnull
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verbundakte.settings")
    django.setup()


@contextmanager
def django_session(data: Path, *, make: bool = False) -> Iterator[Installation]:
    """Everything a command needs to work with the installation in `data`.

    make: an installation that does not exist yet is made (or brought to this version) first.
    The embedded database is started when it does not run, and ended again by the last who uses it.
    """
    installation = Installation(data)
    installation.prepare() if make else installation.require()
    with installation.database():
        environment = installation.environment()
        if make:
            migrations.migrate(installation, environment)
        os.environ.update(environment)
        tempfile.tempdir = None  # TMPDIR has changed
        django.setup()
        try:
            yield installation
        finally:
            connections.close_all()
