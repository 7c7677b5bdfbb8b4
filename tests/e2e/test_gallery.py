"""The kit in a real browser: every component without axe findings, keyboard, upload, viewer."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HERE = Path(__file__).parent
CHROMIUM = os.environ.get("VERBUNDAKTE_CHROMIUM", "/usr/bin/chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "/gestaltung/",
    "/hilfe/tastatur/",
    "/dokument/",
    "/eingabe/",
    "/anmeldung/",
    "/hinweis/",
]


@pytest.fixture(scope="module")
def site():
    """The address of the kit's own little site."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, str(HERE / "ui_site.py"), str(port)]
    paths = os.pathsep.join([str(HERE.parents[1] / "src"), os.environ.get("PYTHONPATH", "")])
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": paths}
    ) as process:
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture
def open_page(chromium, site):
    """Open an address; errors of scripts and of the Content-Security-Policy fail the test."""
    contexts, problems = [], []

    def go(path, width=1440, scheme="light", height=900, **more):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="de-DE", **more
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: line.type == "error" and problems.append(line.text))
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        return page

    yield go
    for context in contexts:
        context.close()
    assert not [one for one in problems if "503" not in one and "422" not in one]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]
)
def test_axe_finds_nothing(open_page, path, width, scheme):
    page = open_page(path, width, scheme)
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    if found:  # the viewer names its pages a moment after it shows them
        page.wait_for_timeout(2_000)
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert not [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_pages_can_be_read_without_a_script(open_page):
    page = open_page("/gestaltung/", java_script_enabled=False)
    expect(page.get_by_role("heading", name="Gestaltung", level=1)).to_be_visible()
    page.locator("#baum summary").last.click()
    expect(page.locator("#baum").get_by_text("Kommunale Steuern")).to_be_visible()


def test_the_list_is_walked_with_j_and_k_and_search_begins_with_a_slash(open_page):
    page = open_page("/gestaltung/")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("/")
    expect(page.locator("#suche-oben")).to_be_focused()
    page.keyboard.type("jk?")
    expect(page.locator("#suche-oben")).to_have_value("jk?")
    page.keyboard.press("Escape")
    expect(page.locator("#suche-oben")).not_to_be_focused()


def test_suggestions_are_walked_with_arrows_opened_with_enter_and_closed_with_esc(open_page):
    page = open_page("/gestaltung/")
    field = page.locator("#suche-oben")
    options = page.locator("#suche-oben-vorschlaege [role=option]")
    page.keyboard.press("/")
    page.keyboard.type("hund")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    assert not Axe().run(page, options={"runOnly": RULES}).response["violations"]
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")  # back to what was typed
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/hinweis/?vorschlag")


def test_the_question_mark_lists_the_shortcuts_of_the_page(open_page):
    page = open_page("/dokument/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Im Dokument suchen")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_shortcuts_can_be_switched_off(open_page):
    page = open_page("/gestaltung/?kuerzel=aus")
    page.keyboard.press("/")
    expect(page.locator("#suche-oben")).not_to_be_focused()


def test_files_arrive_in_parts_over_a_lost_connection_and_refusals_say_why(open_page, tmp_path):
    page = open_page("/dokument/")
    big = tmp_path / "Lageplan.pdf"
    big.write_bytes(b"x" * (9 * 1024 * 1024))
    for name in ("leer.txt", "Plan.pdf", "virus.exe"):
        (tmp_path / name).write_bytes(b"" if name == "leer.txt" else b"12345")
    page.locator("#dateien").set_input_files(
        sorted(one for one in tmp_path.iterdir() if one.is_file())
    )
    text = page.locator("[data-uploads-text]")
    expect(text).to_have_text(
        re.compile("3.Dateien abgelegt, 1.Datei nicht angenommen"), timeout=20000
    )
    expect(page.locator("[data-state=refused]")).to_contain_text(
        "Programme nimmt die Akte nicht an."
    )
    expect(page.locator("#stand")).to_contain_text("abgelegt")


def test_the_viewer_marks_hits_follows_the_address_and_obeys_keys(open_page):
    page = open_page("/dokument/#seite=2")
    expect(page.locator("[data-viewer-hits]")).to_have_text(re.compile("von 3"))
    expect(page.locator(".textLayer .highlight").first).to_be_visible()
    expect(page.locator(".va-thumbs [data-page]")).to_have_count(3)
    page.get_by_label("Seite", exact=True).fill("3")
    page.keyboard.press("Enter")
    expect(page.locator(".va-thumbs [aria-current]")).to_have_attribute("data-page", "3")
    page.wait_for_url(re.compile("#seite=3$"))
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("#seite=2$"))
    now = page.locator("[data-viewer-zoom] [data-now]")
    wide = now.text_content()
    page.keyboard.press("9")
    expect(now).not_to_have_text(wide)
    page.keyboard.press("0")
    expect(now).to_have_text(wide)
    page.keyboard.press("Shift+Z")
    expect(page.locator(".spread .page")).to_have_count(3)
    page.keyboard.press("Shift+Z")
    page.keyboard.press("Shift+F")
    expect(page.locator("#dokument[data-full]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-full]")).to_have_count(0)
    page.keyboard.press("s")
    expect(page.locator(".va-thumbs")).to_be_hidden()
    page.keyboard.press("f")
    page.keyboard.type("gibt es nicht")
    expect(page.locator("[data-viewer-hits]")).to_have_text("kein Treffer")
    page.keyboard.press("Escape")
    page.get_by_label("Herunterladen und drucken").click()
    link = page.get_by_role("link", name="Drucken (PDF öffnen)")
    expect(link).to_have_attribute("href", "/bescheid.pdf")


def test_input_of_a_long_form_survives(open_page):
    page = open_page("/eingabe/")
    page.get_by_label("Betreff").fill("Carport")
    expect(page.locator("[data-changes-count]")).to_have_text("1 ungespeicherte Änderung")
    page.reload()
    expect(page.get_by_label("Betreff")).to_have_value("Carport")
    expect(page.get_by_text("sind wieder da")).to_be_visible()
    page.get_by_role("button", name="Eingaben verwerfen").click()
    expect(page.get_by_label("Betreff")).to_have_value("")


def test_a_lost_connection_is_shown_and_recovered_from(open_page):
    page = open_page("/eingabe/")
    expect(page.locator("#verbindung")).to_be_visible(timeout=8000)
    expect(page.locator("#verbindung")).to_be_hidden(timeout=10000)
    expect(page.locator("#auftrag")).to_contain_text("fertig")
