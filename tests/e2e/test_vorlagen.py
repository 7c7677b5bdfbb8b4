"""Vorlagen und Regeln in a browser: the example follows the form; without a script all works too."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def check(page):
    """Fail for whatever axe finds on the page."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert results.violations_count == 0, results.generate_report()


def begin(page, office):
    """Begin a number pattern; its page is open."""
    page.goto(f"{office.address}/musterstadt/vorlagen/neu/akten.nummernmuster/")
    page.get_by_label("Bezeichnung").fill("Aktenzeichen der Stadt")
    page.get_by_role("button", name="Entwurf anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aktenzeichen der Stadt")


def release(page):
    """Release the draft that is open."""
    page.get_by_role("link", name="Freigeben").click()
    page.get_by_role("button", name="Freigeben").click()
    expect(page.locator(".va-facts")).to_contain_text("freigegeben")


def test_the_example_of_a_number_follows_the_form_and_the_pattern_is_released(office):
    page = office.log_in("fachadministration")
    page.goto(f"{office.address}/musterstadt/vorlagen/")
    check(page)
    begin(page, office)
    check(page)
    expect(page.locator("#beispiel")).to_contain_text(re.compile(r"632\.20-\d{4}/0147"))
    page.get_by_label("Zeichen", exact=True).nth(1).fill(" Nr. ")
    page.get_by_label("Zeichen", exact=True).nth(1).blur()
    expect(page.locator("#beispiel")).to_contain_text("632.20Nr.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#beispiel")).to_contain_text("632.20Nr.")
    page.get_by_role("link", name="Freigeben").click()
    check(page)
    expect(page.locator("main")).to_contain_text("Gilt ab")


def test_a_pattern_is_written_and_released_without_a_script(office):
    page = office.log_in("fachadministration", java_script_enabled=False)
    begin(page, office)
    page.get_by_label("Stellen", exact=True).nth(4).fill("5")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#beispiel")).to_contain_text("/00147")
    release(page)


def test_the_pages_fit_a_phone(office):
    page = office.log_in("fachadministration", width=390)
    begin(page, office)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    check(page)
