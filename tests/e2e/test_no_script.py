"""Forms of the everyday work and of the administration without JavaScript."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import expect

from verbundakte.akten.tests.factories import make_akte, make_dokument, make_vorgang
from verbundakte.core.tenancy.context import use_tenant

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def vorgang(office):
    """A Vorgang of the clerk with one Dokument."""
    town = office.towns["musterstadt"]
    with use_tenant(town.tenant.pk), transaction.atomic():
        amira = lambda: town.sachbearbeiterin  # noqa: E731 (rights are read anew each time)
        vorgang = make_vorgang(amira, akte=make_akte(amira))
        make_dokument(amira, vorgang=vorgang)
    return vorgang


def test_everyday_forms_work_without_a_script(office, vorgang):
    page = office.log_in("sachbearbeiterin", java_script_enabled=False)
    town = f"{office.address}/musterstadt/"
    place = f"{town}vorgaenge/{vorgang.pk}/"

    page.goto(f"{place}vermerke/neu/")
    page.get_by_label("Text").fill("Anruf der Bauherrin.")
    page.get_by_role("button", name="Ablegen").click()
    expect(page.locator("#dokumente .va-docrow")).to_have_count(2)

    page.goto(f"{place}?ansicht=notizen")
    page.get_by_label("Neue Anmerkung").fill("Rückruf bis Freitag zugesagt.")
    page.get_by_role("button", name="Anmerkung speichern").click()
    expect(page.locator("#angaben")).to_contain_text("Rückruf bis Freitag zugesagt.")

    page.goto(f"{town}vorgaenge/?bereich=stadt")
    page.get_by_text("Spalten", exact=True).click()
    page.get_by_role("link", name="Spalten zeigen").click()
    page.get_by_role("checkbox", name="Federführung").uncheck()
    page.get_by_role("button", name="Merken").click()
    expect(page.get_by_role("columnheader", name="Federführung")).to_have_count(0)
    page.get_by_label("Wörter in dieser Liste").fill("Garage")
    page.get_by_label("Wörter in dieser Liste").press("Enter")
    expect(page.get_by_role("heading", name="Nichts passt")).to_be_visible()


def test_an_absence_is_planned_and_a_unit_made_without_a_script(office):
    page = office.log_in("sachbearbeiterin", java_script_enabled=False)
    page.goto(f"{office.address}/musterstadt/organisation/vertretungen/")
    page.get_by_role("link", name="Meine Vertretung planen").click()
    page.get_by_role("button", name="Planen").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()

    page = office.log_in("fachadministration", java_script_enabled=False)
    page.goto(f"{office.address}/musterstadt/organisation/einheiten/")
    page.get_by_role("link", name="Einheit anlegen").click()
    page.get_by_label("Kennzeichen").fill("88")
    page.get_by_label("Name").fill("Stadtwald")
    page.locator("main form[method=post]").get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Stadtwald"))
