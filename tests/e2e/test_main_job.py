"""What a clerk does every day, in a browser: from the empty Akte to the closed Vorgang."""

import re

import pytest
from playwright.sync_api import expect

from verbundakte.demo import build

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDE = re.compile(r".*/vorgaenge/[0-9a-f-]{36}/.*")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A folder with a PDF, a scan, an office file and a mail; and the scan's own word."""
    folder = tmp_path_factory.mktemp("ordner")
    chosen, word = {}, ""
    for dokument in build(scale=0.3).dokumente():
        if dokument.format in ("pdf", "docx", "eml", "scan") and dokument.format not in chosen:
            name, content = dokument.render()
            path = folder / name
            path.write_bytes(content)
            chosen[dokument.format] = path
            word = dokument.search_word or word
    return chosen, word


def make_vorgang(page, office):
    """Create an Akte and a Vorgang by the pages; return the address of the Vorgang."""
    page.goto(f"{office.address}/musterstadt/akten/neu/?wort=Wohn")
    page.get_by_role("link", name=re.compile("632.20")).first.click()
    page.get_by_label("Betreff").fill("Lindenallee 12")
    page.get_by_role("button", name="Akte anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lindenallee 12")
    page.get_by_role("link", name="Vorgang anlegen").first.click()
    page.get_by_label("Betreff").fill("Carport mit Abstellraum")
    page.get_by_role("button", name="Vorgang anlegen").click()
    page.wait_for_url(WIDE)
    return page.url.split("?")[0]


def file_all(page, paths):
    """Choose files as by the button and wait until all are filed."""
    page.locator("#dateien").set_input_files([str(path) for path in paths])
    expect(page.locator("#dokumente .va-docrow")).to_have_count(len(paths), timeout=60_000)


def test_the_main_job_from_the_empty_akte_to_the_closed_vorgang(office, files):
    chosen, word = files
    page = office.log_in("sachbearbeiterin")
    address = make_vorgang(page, office)
    file_all(page, chosen.values())
    assert office.work_off() >= len(chosen)

    page.goto(f"{office.address}/musterstadt/")
    page.keyboard.press("/")
    page.keyboard.type(word)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    hit = page.locator("#treffer .va-hit").first
    expect(hit.locator("mark").first).to_be_visible()
    hit.get_by_role("link").first.click()
    page.wait_for_url(WIDE)
    expect(page.locator("[data-viewer] canvas").first).to_be_visible(timeout=20_000)

    page.goto(address)
    page.get_by_role("link", name=re.compile("Z. d. A.")).click()
    page.get_by_role("button", name="Zu den Akten verfügen").click()
    page.wait_for_url(WIDE)
    expect(page.locator(".va-head")).to_contain_text("Wieder aufnehmen")
    page.goto(f"{address}verlauf/")
    expect(page.locator("main")).to_contain_text("Amira Beispiel")
    expect(page.locator("main")).to_contain_text("hat den Vorgang zu den Akten verfügt")

    stranger = office.log_in("sachbearbeiterin", "beispielhausen")
    stranger.goto(f"{office.address}/beispielhausen/suche/?q={word}")
    expect(stranger.locator("#treffer .va-hit")).to_have_count(0)
    for path in (address, address.replace("/musterstadt/", "/beispielhausen/")):
        assert stranger.goto(path).status == 404


def test_reading_search_and_forms_work_without_a_script(office, files):
    chosen, word = files
    page = office.log_in("sachbearbeiterin", java_script_enabled=False)
    address = make_vorgang(page, office)
    page.locator("#dateien").set_input_files([str(chosen["scan"])])
    page.get_by_role("button", name="Ablegen").click()
    office.work_off()
    page.goto(f"{office.address}/musterstadt/suche/?q={word}")
    page.locator("#treffer .va-hit").get_by_role("link").first.click()
    page.wait_for_url(WIDE)
    expect(page.locator("[data-viewer-pages] img").first).to_be_visible()
    page.goto(f"{address}zda-verfuegung/")
    page.get_by_role("button", name="Zu den Akten verfügen").click()
    expect(page.locator(".va-head")).to_contain_text("Wieder aufnehmen")


def test_two_people_who_edit_the_same_thing_are_told(office):
    first = office.log_in("sachbearbeiterin")
    address = make_vorgang(first, office)
    second = office.log_in("registratur")
    for page in (first, second):
        page.goto(f"{address}bearbeiten/")
    first.get_by_label("Betreff").fill("Carport mit Abstellraum, geändert")
    first.get_by_role("button", name=re.compile("Speichern")).click()
    first.wait_for_url(re.compile(r".*/vorgaenge/[^/]+/(\?.*)?$"))
    second.get_by_label("Betreff").fill("Ganz anders")
    second.get_by_role("button", name=re.compile("Speichern")).click()
    second.wait_for_load_state("networkidle")
    expect(second.locator("main")).to_contain_text("Carport mit Abstellraum, geändert")
    expect(second.locator("main")).to_contain_text("Amira Beispiel")
    office.problems[:] = [text for text in office.problems if "409" not in text]
