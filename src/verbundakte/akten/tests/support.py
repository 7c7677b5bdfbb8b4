"""A town with one Akte and one Vorgang, and browsers in it."""

import pytest
from django.urls import set_script_prefix

from verbundakte.akten.tests.factories import make_akte, make_planeinheit, make_vorgang


class Office:
    """Musterstadt as the page tests use it: a clerk's Vorgang, and a browser for every role."""

    def __init__(self, town):
        self.town = town
        self.unit = make_planeinheit()
        self.akte = make_akte(self.amira, planeinheit=self.unit)
        self.vorgang = make_vorgang(self.amira, akte=self.akte)

    def amira(self):
        """Return the clerk with her rights as they are now."""
        return self.town.sachbearbeiterin

    def browser(self, role="sachbearbeiterin"):
        """Return a logged-in test client whose addresses lie in the town."""
        return self.town.client(role)

    def at(self, path: str) -> str:
        """Return an address of the town."""
        return f"/{self.town.tenant.slug}/{path}"


@pytest.fixture
def office(musterstadt):
    """The office, with the town's prefix for reversed addresses."""
    yield Office(musterstadt)
    set_script_prefix("/")
