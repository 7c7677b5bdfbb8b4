"""The page of the Verbund, as the people of the cast see it."""

from datetime import date

import pytest

from verbundakte.core.tenancy.context import no_tenant
from verbundakte.verbund import services

DAY = date(2026, 3, 2)


@pytest.fixture
def bund(towns, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with no_tenant():
        services.found_tenant("Verbund Probe", "bund", admin_login="bund", kind="verbund", on=DAY)
        services.join_verbund("bund", "musterstadt", from_on=DAY)


def test_the_fachadministration_sees_the_members(towns, bund):
    answer = towns["musterstadt"].client("fachadministration").get("/musterstadt/verbund/")
    assert answer.status_code == 200
    assert "Verbund Probe" in answer.content.decode()
    assert "Stadt Musterstadt" in answer.content.decode()


def test_a_town_outside_sees_an_empty_page(towns, bund):
    answer = towns["beispielhausen"].client("fachadministration").get("/beispielhausen/verbund/")
    assert "gehört zu keinem Verbund" in answer.content.decode()


def test_without_the_right_there_is_no_page(towns, bund):
    answer = towns["musterstadt"].client("sachbearbeiterin").get("/musterstadt/verbund/")
    assert answer.status_code == 404
