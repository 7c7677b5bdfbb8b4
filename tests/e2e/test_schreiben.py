"""A letter to two people, in a browser: each has her own, and both are ready to be sent."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from tests.e2e.test_main_job import make_vorgang
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.schriftverkehr.tests.factories import install_vorgaben

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_second_empfaenger_is_asked_for_and_gets_her_own_letter(office):
    with use_tenant(office.towns["musterstadt"].tenant.pk), transaction.atomic():
        install_vorgaben()
    page = office.log_in("sachbearbeiterin")
    vorgang = make_vorgang(page, office).rstrip("/").rpartition("/")[2]
    place = f"{office.address}/musterstadt/schriftverkehr/vorgaenge/{vorgang}/neu/freies-schreiben/"
    page.goto(place)
    page.fill("[name=e1-anschrift]", "Frau\nSelma Holzstapel\nHofweg 37a\n12345 Musterstadt")
    page.fill("[name=e1-anrede]", "Sehr geehrte Frau Holzstapel,")
    page.get_by_role("button", name="Weiterer Empfänger").click()
    page.fill("[name=e2-anschrift]", "Herrn\nNorbert Nachbar\nHofweg 39\n12345 Musterstadt")
    page.fill("[name=e2-anrede]", "Sehr geehrter Herr Nachbar,")
    page.fill("[name=betreff]", "Ortstermin")
    page.get_by_role("button", name="Eigener Absatz").click()
    page.fill("[name=text-2]", "wir sehen uns die Balkone an.")
    page.get_by_role("button", name="Reinschrift herstellen").click()
    expect(page.get_by_role("link", name="eigenes Schreiben")).to_have_count(1)
    expect(page.get_by_role("main")).to_contain_text("Norbert Nachbar")
    page.get_by_role("link", name="Versenden", exact=True).click()
    expect(page.locator("[name=an]")).to_have_count(2)
    told = "Selma Holzstapel · Original · Hofweg 37a, 12345 Musterstadt"
    expect(page.get_by_role("main")).to_contain_text(told)
    expect(page.locator("[name=an]:checked")).to_have_count(2)
    page.get_by_role("button", name="In den Postausgang geben").click()
    expect(page.get_by_role("main")).to_contain_text("zu versenden")
    expect(page.locator("[name=an]:checked")).to_have_count(0)  # nobody is served twice
