"""Fixtures of the room's tests."""

import pytest

from verbundakte.akten.tests.support import office
from verbundakte.schriftverkehr.tests.factories import install_vorgaben, make_kontakt

__all__ = ["brief", "office"]


@pytest.fixture
def brief(office):
    """The office with everything that is delivered, and somebody to write to."""
    install_vorgaben()
    office.kontakt = make_kontakt(office.amira(), office.vorgang)
    return office
