"""How long the next letter takes, in a real browser: turned to, and after the one before was filed.

What is measured is what somebody waits for: from the key to the painted list, letter and inspector.
Between two keys the next letter is fetched ahead, as it is while somebody reads.
"""

import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from laufend import running, settled

from verbundakte.cli.installation import Installation

CHROMIUM = Path(os.environ.get("VERBUNDAKTE_CHROMIUM", "/usr/bin/chromium"))
TURNS, DONE, MOST_MS, PATIENCE_MS = 12, 10, 100, 120_000
TRIES, PAUSE_MS = 20, 3_000
ROLE = "registratur"
SHOWN = 'performance.getEntriesByName("va:dokument").map((one) => one.duration)'
MORE = "before => performance.getEntriesByName('va:dokument').length > before"
READY, OFFER = "#dokument [data-ahead=ready]", "#angaben form[data-first][data-onward]"


def next_item_times(data: Path, slug: str) -> dict:
    """Return the times in the post room of a demo town; without Playwright and Chromium, that."""
    if find_spec("playwright") is None or not CHROMIUM.exists():
        return {"next_item_target": "nicht gemessen: Playwright oder Chromium fehlt"}
    with running(data) as state:
        settled(data)
        login = next(
            one for one in Installation(data).demo_logins()
            if (one["tenant"], one["role"]) == (slug, ROLE)
        )  # fmt: skip
        place = f"http://127.0.0.1:{state.port}/{slug}"
        with import_module("playwright.sync_api").sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(CHROMIUM), args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="de-DE")
            page.set_default_timeout(PATIENCE_MS)
            try:
                rows = _rows(page, place, login)
            except import_module("playwright.sync_api").Error as problem:
                told = str(problem).partition("\n")[0]
                return {"next_item_target": f"nicht gemessen: {told}"}
            finally:
                browser.close()
    worst = max(row["p95_ms"] for row in rows)
    is_met = worst <= MOST_MS
    return {
        "next_item_target": f"{MOST_MS} ms (95 %): {'erreicht' if is_met else 'verfehlt'}",
        "next_item_times": rows,
    }


def _rows(page, place: str, login: dict) -> list[dict]:
    _open(page, f"{place}/anmelden/", "Anmeldename")
    page.get_by_label("Anmeldename").fill(login["login"])
    page.get_by_label("Kennwort").fill(login["password"])
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(f"{place}/")
    page.goto(f"{place}/posteingang/")
    there = page.locator("#dokumente .va-row").count()
    turns = min(TURNS, there - 1)  # at the end of the list a key turns nothing
    keys = "j" * turns + "k" * turns
    turned = [_took(page, lambda key=key: page.keyboard.press(key)) for key in keys]
    done = [_took(page, lambda: _do(page)) for _ in range(min(DONE, there - 2))]
    return [_row("weiter und zurück (j, k)", turned), _row("erledigt, das nächste (Enter)", done)]


def _open(page, address: str, label: str) -> None:
    """Open a page that has this field; a house that has just begun may say that it is not ready."""
    for _ in range(TRIES):
        page.goto(address)
        if page.get_by_label(label).count():
            return
        page.wait_for_timeout(PAUSE_MS)


def _took(page, act) -> float:
    """Return how long it takes until another letter is painted, after something was pressed."""
    page.wait_for_selector(READY)
    before = len(page.evaluate(SHOWN))
    act()
    page.wait_for_function(MORE, arg=before)
    return page.evaluate(SHOWN)[-1]


def _do(page) -> None:
    """Take over the first proposal; where there is none, hand the letter on."""
    if page.locator(OFFER).count() == 0:
        page.locator("#an").fill(page.locator("#ziele option").first.get_attribute("value"))
    page.keyboard.press("Enter")


def _row(what: str, times: list[float]) -> dict:
    times = sorted(times)
    return {
        "what": what, "letters": len(times), "p50_ms": round(median(times), 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1), "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
