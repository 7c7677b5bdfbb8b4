"""Passkeys with a virtual authenticator, and a long form whose session ended meanwhile."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import expect

from verbundakte.core.models import Passkey, Session

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SAFE = "/musterstadt/organisation/sicherheit/"


@pytest.fixture
def device(office):
    """A page of the clerk whose browser has a platform authenticator that knows her finger."""
    page = office.log_in("sachbearbeiterin")
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def findings(page):
    """Return what axe finds on a page."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [(one["id"], one["nodes"][0]["html"][:120]) for one in found.response["violations"]]


def log_out(page, office):
    page.context.clear_cookies()
    page.goto(f"{office.address}/musterstadt/anmelden/")


def test_a_passkey_is_set_up_and_logs_in_alone_and_as_second_step(office, device):
    page = device
    page.goto(office.address + SAFE)
    assert findings(page) == []
    page.get_by_role("link", name="Passkey einrichten").click()
    page.get_by_label("Name").fill("Dienstrechner")
    page.get_by_role("button", name="Einrichten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Passkey eingerichtet")
    expect(page.locator("main code")).to_have_count(10)
    page.get_by_role("link", name="Ich habe die Codes aufbewahrt").click()
    expect(page.get_by_role("rowheader", name="Passkey „Dienstrechner“")).to_be_visible()

    log_out(page, office)
    assert findings(page) == []
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url(f"{office.address}/musterstadt/")

    log_out(page, office)
    page.get_by_label("Anmeldename").fill("sachbearbeiterin.musterstadt")
    page.get_by_label("Kennwort").fill("drei-zufaellige-worte")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zweiter Faktor")
    assert findings(page) == []
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url(f"{office.address}/musterstadt/")
    with transaction.atomic():
        assert Passkey.objects.get().used_at


def test_a_passkey_that_was_removed_opens_nothing(office, device):
    page = device
    page.goto(f"{office.address}{SAFE}passkeys/neu/")
    page.get_by_label("Name").fill("Altes Handy")
    page.get_by_role("button", name="Einrichten").click()
    expect(page.locator("main code")).to_have_count(10)
    page.goto(office.address + SAFE)
    page.get_by_role("link", name="Passkey „Altes Handy“ entfernen").click()
    page.get_by_role("button", name="Entfernen").click()
    expect(page.get_by_text("Keiner eingerichtet.")).to_be_visible()
    log_out(page, office)
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_text("Dieser Passkey passt nicht.")).to_be_visible()


def test_a_long_form_keeps_its_input_over_an_ended_session(office):
    page = office.log_in("sachbearbeiterin")
    page.goto(f"{office.address}/musterstadt/akten/neu/?wort=Wohn")
    page.get_by_role("link", name=re.compile("632.20")).first.click()
    form = page.url
    page.get_by_label("Betreff").fill("Lindenallee 12, Anbau mit langem Betreff")
    with transaction.atomic():
        Session.objects.all().delete()
    page.get_by_role("button", name="Akte anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    page.get_by_label("Anmeldename").fill("sachbearbeiterin.musterstadt")
    page.get_by_label("Kennwort").fill("drei-zufaellige-worte")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(form)
    expect(page.get_by_label("Betreff")).to_have_value("Lindenallee 12, Anbau mit langem Betreff")
    expect(page.get_by_text("sind wieder da")).to_be_visible()
