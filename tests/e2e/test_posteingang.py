"""The post room in a browser: its budget of clicks, letters turned quickly, and axe."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.papers import text_pdf
from tests.e2e.test_clicks import Hand
from verbundakte.akten.models import Datei, Seitentext
from verbundakte.akten.tests.factories import make_akte, make_vorgang
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.posteingang.actions.lernen import recognise_eingaenge
from verbundakte.posteingang.models import Eingang, Eingangsregel, Zuleitung
from verbundakte.posteingang.tests.factories import make_arrived, make_eingang

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BUDGET = {"ablegen": 1, "weiterleiten": 2, "trennen": 3, "Regel": 4}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@pytest.fixture
def post(office):
    """Four letters of three pages in the post room; the oldest names a Vorgang."""
    town = office.towns["musterstadt"]
    with use_tenant(town.tenant.pk), transaction.atomic():
        vorgang = make_vorgang(
            lambda: town.sachbearbeiterin, akte=make_akte(lambda: town.sachbearbeiterin)
        )
        at, made = timezone.now(), []
        for number in (4, 3, 2, 1):
            eingang = make_eingang(
                town.registratur,
                einheit="10",
                betreff=f"Brief {number}",
                absender=f"Paula Zaun {number}",
                arrived=make_arrived(text_pdf(f"Brief {number}"), f"Brief {number}.pdf"),
                eingegangen_at=at - timedelta(hours=5 - number),
            )
            datei = Datei.objects.get(fassung__dokument=eingang.dokument)
            Datei.objects.filter(pk=datei.pk).update(
                pages=3, media_type="application/pdf", ingested_at=at
            )
            named = f"Ihr Zeichen: {vorgang.aktenzeichen}\n" if number == 1 else ""
            Seitentext.objects.create(datei=datei, page=1, text=f"{named}Brief {number}")
            made.append(eingang.dokument_id)
        recognise_eingaenge(made, at=at)
        Job.objects.all().delete()
    return town


def rows(town, model, **which) -> list:
    with use_tenant(town.tenant.pk), transaction.atomic():
        return list(model.objects.filter(**which))


def test_the_post_within_its_budget_of_clicks_turned_quickly_and_accessible(office, post):
    page = office.log_in("registratur")
    place = f"{office.address}/musterstadt/posteingang/"
    page.goto(place)
    title = page.locator("#angaben dd")
    page.wait_for_selector("[data-viewer][data-ahead=ready]")
    for key in "jjjkkk":  # faster than any page is drawn: pdf.js must have nothing to complain of
        page.keyboard.press(key)
    expect(page.locator("#dokumente [data-here]")).to_contain_text("Paula Zaun 1")
    expect(title.filter(has_text=re.compile(r"^Brief 1$"))).to_have_count(1)
    page.wait_for_selector(".page canvas")
    assert Axe().run(page, options=RULES).response["violations"] == []

    hand = Hand(page)
    hand.press("Enter")
    expect(page.locator("#meldungen")).to_contain_text("abgelegt in")
    assert hand.count <= BUDGET["ablegen"]
    assert len(rows(post, Eingang, done_at=None)) == 3

    expect(title.filter(has_text=re.compile(r"^Brief 2$"))).to_have_count(1)
    hand = Hand(page)
    hand.press("w")
    page.keyboard.type("32")
    hand.press("Enter")
    expect(page.locator("#meldungen")).to_contain_text("liegt jetzt bei")
    assert hand.count <= BUDGET["weiterleiten"]
    assert len(rows(post, Zuleitung, einheit__kennzeichen="32")) == 1

    expect(title.filter(has_text=re.compile(r"^Brief 3$"))).to_have_count(1)
    hand = Hand(page)
    hand.press("t")
    page.wait_for_url("**/trennung/")
    hand.click(page.get_by_label("endet mit Seite 1"))
    hand.click(page.get_by_role("button", name="Trennen"))
    page.wait_for_url(re.compile(r".*/posteingang/$"))
    assert hand.count <= BUDGET["trennen"]

    expect(title.filter(has_text=re.compile(r"^Brief 4$"))).to_have_count(1)
    hand = Hand(page)
    hand.click(page.locator("#angaben summary[aria-label='Weitere Handlungen']"))
    hand.click(page.get_by_role("link", name="Regel daraus machen"))
    page.wait_for_url("**/regel/")
    hand.click(page.get_by_role("button", name="In Kraft setzen"))
    page.wait_for_url("**/regeln/")
    assert hand.count <= BUDGET["Regel"]
    assert len(rows(post, Eingangsregel)) == 1
