"""Takes the pictures of README and handbook anew, from a running demo.

    ./verbundakte demo --background
    .venv/bin/python docs/bilder/aufnehmen.py [FOLDER OF THE DEMO'S DATA [NAMES]]

Needs what `./verbundakte test` installs (Playwright) and Chromium.
"""

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
TOWN = "musterstadt"
CLERK, ADMIN = "amira.beispiel", "fachadministration"


@dataclass(frozen=True)
class Picture:
    """A page as somebody of the demo sees it: an address, then links to follow after each `>`.

    `who` is a login or a role, then its first person; `shown` must be there before the picture.
    """

    name: str
    who: str
    path: str
    width: int = 1440
    height: int = 900
    scheme: str = "light"
    shown: str = "main"


VORGANG = "> main a[href*='/vorgaenge/0']:has-text('Balkonanlage')"
GANG = "a[href*='/geschaeftsgang/verfuegungen/']"
LETTER = (
    "?art=entwuerfe > main a[href*='/dokumente/']:has-text('Anhörung') > a:has-text('Weiterschreiben')"
)
PICTURES = (
    Picture("schreibtisch", CLERK, ""),
    Picture("vorgang", CLERK, VORGANG, shown="[data-viewer] canvas"),
    Picture("vorgang-dunkel", CLERK, VORGANG, scheme="dark", shown="[data-viewer] canvas"),
    Picture("vorgang-handy", CLERK, VORGANG, 390, 844),
    Picture("mitzeichnung", CLERK, "geschaeftsgang/", shown="[data-viewer] canvas"),
    Picture("verfuegung", CLERK, f"geschaeftsgang/ > main {GANG}"),
    Picture(
        "nachweiskette",
        "kim.muster",
        f"> main a:has-text('Ortsbesichtigung') > main {GANG}",
        height=1000,
        shown="#nachweis .va-proof",
    ),
    Picture("brief", CLERK, LETTER, height=1100, shown="#vorschau img"),
    Picture("postausgangsbuch", "registratur", "postausgang/buch/", shown="main table"),
    Picture("suche", CLERK, "suche/?q=Balkonanlage"),
    Picture("vorgaenge", "leitung", "vorgaenge/?bereich=einheit"),
    Picture("zugriff", CLERK, f"{VORGANG} > a[href$='/zugriff/']"),
    Picture("aktenplan", "registratur", "aktenplan/ > main a:has-text('Bau und Verkehr')"),
    Picture("registratur", "registratur", "registratur/"),
    Picture("posteingang", "registratur", "posteingang/?bereich=alle&wort=Sachstand"),
    Picture("kontakte", "registratur", "kontakte/"),
    Picture("vorlagen", ADMIN, "vorlagen/ > main a:has-text('Dokumenttyp')"),
    Picture("organisation", ADMIN, "organisation/einheiten/ > main a:has-text('Bauordnung')"),
    Picture("personen", ADMIN, "organisation/personen/"),
    Picture(
        "rechte",
        ADMIN,
        "organisation/personen/ > main a:has-text('Beispiel') > a[href*='/rechte/personen/']",
    ),
    Picture("lesevermerke", "datenschutz", "datenschutz/lesevermerke/"),
)


def status(data: list[str]) -> dict:
    """Return what `status --json` tells about the running demo."""
    command = [str(ROOT / "verbundakte"), "status", "--json", *data]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    if not found["running"] or "demo_logins" not in found:
        sys.exit("Es läuft keine Demo; bitte zuerst `./verbundakte demo --background` aufrufen.")
    return found


def log_in(page: Page, address: str, login: dict) -> None:
    """Log in by the form."""
    page.goto(f"{address}{TOWN}/anmelden/")
    page.get_by_label("Anmeldename").fill(login["login"])
    page.get_by_label("Kennwort").fill(login["password"])
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(f"{address}{TOWN}/")


def follow(page: Page, address: str, path: str) -> None:
    """Go to a page, then through the links its selectors name."""
    first, *links = (part.strip() for part in path.split(">"))
    page.goto(f"{address}{TOWN}/{first}")
    for link in links:
        target = page.locator(link).first.evaluate("link => link.href")
        page.goto(target)


def save(picture: bytes, path: Path) -> None:
    """Write a picture with 256 colours: a third of the bytes, and nobody sees it."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(256, dither=0).save(path, optimize=True)


def main(data: list[str], names: list[str]) -> None:
    """Take all pictures, or those with the given names."""
    found = status(data)
    mine = [one for one in found["demo_logins"] if one["tenant"] == TOWN]
    logins = {one["role"]: one for one in reversed(mine)} | {one["login"]: one for one in mine}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--lang=de-DE"]
        )
        for picture in (one for one in PICTURES if not names or one.name in names):
            context = browser.new_context(
                viewport={"width": picture.width, "height": picture.height},
                color_scheme=picture.scheme,
                locale="de-DE",
            )
            page = context.new_page()
            log_in(page, found["url"], logins[picture.who])
            follow(page, found["url"], picture.path)
            page.locator(picture.shown).first.wait_for(timeout=120_000)
            page.wait_for_timeout(1500)
            save(page.screenshot(), Path(__file__).with_name(f"{picture.name}.png"))
            context.close()
            sys.stderr.write(f"{picture.name}\n")


if __name__ == "__main__":
    main(["--data", sys.argv[1]] if len(sys.argv) > 1 else [], sys.argv[2:])
