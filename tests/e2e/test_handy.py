"""The head of a Vorgang on a telephone: one row of buttons, and the menu beside it has the others."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from verbundakte.akten.tests.factories import make_akte, make_dokument, make_vorgang
from verbundakte.core.tenancy.context import use_tenant

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TOPS = """() => [...document.querySelectorAll(".va-head__actions :is(.kern-btn, summary)")]
  .filter((one) => one.checkVisibility() && !one.closest(".va-menu"))
  .map((one) => Math.round(one.getBoundingClientRect().top))"""
FOLDED = ("Wiedervorlage", "Geschäftsgang", "Z. d. A. verfügen", "Vermerk")


def test_what_has_no_room_beside_the_menu_stands_in_it(office):
    town = office.towns["musterstadt"]
    with use_tenant(town.tenant.pk), transaction.atomic():
        amira = lambda: town.sachbearbeiterin  # noqa: E731 (rights are read anew each time)
        vorgang = make_vorgang(amira, akte=make_akte(amira))
        make_dokument(amira, vorgang=vorgang)
    page = office.log_in("sachbearbeiterin", width=390)
    page.goto(f"{office.address}/musterstadt/vorgaenge/{vorgang.pk}/")
    tops = page.evaluate(TOPS)
    assert len(tops) == 3 and max(tops) - min(tops) < 4, tops
    menu = page.locator(".va-head__actions details[data-menu]")
    menu.locator("summary").click()
    for name in FOLDED:
        expect(menu.get_by_role("link", name=name, exact=False).first).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 900})
    for name in FOLDED[:1]:
        expect(menu.get_by_role("link", name=name, exact=True)).to_have_count(0)
        expect(page.get_by_role("link", name=name, exact=False).first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    menu.get_by_role("link", name="Vermerk", exact=True).click()
    page.wait_for_url("**/vermerke/neu/**")
    assert not office.problems
