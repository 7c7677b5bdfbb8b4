"""The tools of a list in a browser: they come when they are opened, and stay where they are."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import expect

from verbundakte.akten.tests.factories import make_akte, make_vorgang
from verbundakte.core.tenancy.context import use_tenant

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_filters_are_chosen_by_keyboard_and_columns_by_mouse(office):
    town = office.towns["musterstadt"]
    with use_tenant(town.tenant.pk), transaction.atomic():
        amira = lambda: town.sachbearbeiterin  # noqa: E731 (rights are read anew each time)
        make_vorgang(amira, akte=make_akte(amira))
    page = office.log_in("sachbearbeiterin")
    page.goto(f"{office.address}/musterstadt/vorgaenge/?bereich=stadt")

    page.locator("summary", has_text="Filter").focus()
    page.keyboard.press("Enter")
    menu = page.locator("#werkzeug-filter")
    expect(menu.get_by_role("button", name="Filtern")).to_be_focused()
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert results.violations_count == 0, results.generate_report()
    menu.get_by_role("checkbox", name="In Bearbeitung").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("nur-zustand=offen"))
    expect(page.locator(".va-token, [class*=token]").first).to_contain_text("In Bearbeitung")

    page.locator("summary", has_text="Spalten").click()
    page.get_by_role("checkbox", name="Federführung").uncheck()
    page.locator("summary", has_text="Spalten").click()
    page.locator("summary", has_text="Spalten").click()
    expect(page.get_by_role("checkbox", name="Federführung")).not_to_be_checked()
    page.get_by_role("button", name="Merken").click()
    expect(page.get_by_role("columnheader", name="Federführung")).to_have_count(0)
    assert "nur-zustand=offen" in page.url
