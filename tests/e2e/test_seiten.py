"""Pages in a browser: blackened by a word and a drawn area, put in another order."""

import re

import pypdfium2
import pytest
from django.db import transaction
from playwright.sync_api import expect

from verbundakte.akten.models import Datei
from verbundakte.akten.tests.factories import make_akte, make_dokument, make_vorgang
from verbundakte.core.blobs import store
from verbundakte.core.converters.tests import samples
from verbundakte.core.tenancy.context import use_tenant

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LINES = ("Antrag von Amsel vom 2. Mai", "Der Nachbar wohnt im Lindenweg", "Gebuehr 40 Euro")
ONE_DOCUMENT = re.compile(r".*/(vorgaenge|dokumente)/.*")


@pytest.fixture
def datei(office):
    """A PDF of three pages, read in."""
    town = office.towns["musterstadt"]
    with use_tenant(town.tenant.pk), transaction.atomic():
        amira = lambda: town.sachbearbeiterin  # noqa: E731 (rights are read anew each time)
        vorgang = make_vorgang(amira, akte=make_akte(amira))
        content = samples.pdf(*LINES)
        made = make_dokument(amira, vorgang=vorgang, name="Brief.pdf", content=content)
    office.work_off()
    with use_tenant(town.tenant.pk), transaction.atomic():
        return Datei.objects.select_related("fassung__dokument").get(fassung__dokument=made)


def pages_of(office, **which) -> list[str]:
    """The text of each page of one file."""
    tenant = office.towns["musterstadt"].tenant.pk
    with use_tenant(tenant), transaction.atomic():
        blob = Datei.objects.select_related("blob").get(**which).blob
        data = store.read(tenant, blob.sha256)
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def draw_over(page, number: int) -> None:
    """Draw an area with the mouse over the upper third of a page."""
    sheet = page.locator(f'[data-area-page="{number}"]')
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 10, box["y"] + box["height"] / 3, steps=4)
    page.mouse.up()


def test_a_word_and_a_drawn_area_are_gone_from_the_copy_and_pages_change_places(office, datei):
    page = office.log_in("sachbearbeiterin")
    place = f"{office.address}/musterstadt/dateien/{datei.pk}"
    page.goto(f"{place}/schwaerzung/")
    page.get_by_label("Begriffe, einer je Zeile").fill("Amsel")
    page.get_by_role("button", name="Stellen suchen").click()
    page.wait_for_url("**/schwaerzungen/**")
    office.work_off()
    expect(page.locator("#schwaerzung mark")).to_have_text("Amsel", timeout=20_000)
    expect(page.locator('[data-area-page="1"] rect')).to_have_count(1)
    draw_over(page, 2)
    expect(page.locator('[data-area-list="2"] input[name="bereich"]')).to_be_checked()
    page.get_by_label("Rechtsgrundlage").select_option("vwvfg")
    page.get_by_role("button", name="Schwärzen", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Die Kopie entsteht")
    office.work_off()
    page.get_by_role("link", name="Zur geschwärzten Kopie").click(timeout=20_000)
    page.wait_for_url(ONE_DOCUMENT)
    first, second, third = pages_of(office, file_name__contains="geschwärzt")
    assert "Amsel" not in first and "Antrag" in first
    assert "Lindenweg" not in second and "Gebuehr" in third

    page.goto(f"{place}/seitenfolge/")
    page.locator('input[name="seite"][value="2"]').check()
    page.get_by_role("button", name="Nach vorn").click()
    page.wait_for_url("**/seitenfolge/?folge=*")
    expect(page.locator(".va-sheets li").nth(1)).to_contain_text("Seite 3")
    page.get_by_role("button", name="Übernehmen").click()
    page.wait_for_url(ONE_DOCUMENT)
    office.work_off()
    dokument = datei.fassung.dokument_id
    found = pages_of(office, fassung__dokument=dokument, fassung__nummer=2)
    assert [text.split()[0] for text in found] == ["Antrag", "Gebuehr", "Der"]
