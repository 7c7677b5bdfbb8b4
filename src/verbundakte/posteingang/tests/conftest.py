"""Fixtures of the room's tests: real mail servers."""

import shutil
import tempfile
from pathlib import Path

import pytest

from verbundakte.posteingang.tests.mailservers import DOVECOT, start_dovecot, start_pymap

STARTS = {"pymap": start_pymap, "dovecot": start_dovecot}


@pytest.fixture(scope="session", params=["pymap", "dovecot"])
def server(request):
    """A real IMAP server; where Dovecot is not installed, its tests say so and are left out."""
    if request.param == "dovecot" and DOVECOT is None:
        pytest.skip("Dovecot is not installed")
    folder = Path(tempfile.mkdtemp())  # others than we may have to look into it
    found = STARTS[request.param](folder)
    yield found
    found.end()
    shutil.rmtree(folder, ignore_errors=True)
