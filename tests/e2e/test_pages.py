"""Every page of a town in a browser, found by the rows of the leak matrix.

Each page is loaded once, at the desk of somebody who may see it, and looked at in the light, at 200 %
(720 px) and on a small screen (320 px); in the dark a few stand for all, for the colours are tokens.
The frame around the pages is the same on all of them: it is tested on the first page of each person.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from playwright.sync_api import Error

from tests.leaks.addresses import fill, prepare
from tests.leaks.matrix import TOWN
from tests.leaks.world import CAST, Visitor, World
from verbundakte.core.search import indexes

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(1200)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LIGHT = {"runOnly": RULES, "resultTypes": ["violations"]}
DARK = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
IN_THE_DARK = {
    "web:schreibtisch",
    "web:suche",
    "akten:vorgang",
    "akten:aktenplan",
    "vorlagen:liste",
}
PARTS = {
    "web:suche-facetten",
    "web:suche-vorschlaege",
}  # asked for by a page, never opened by a person
KEY = re.compile(r"(?<!/)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
FOREIGN = re.compile(
    r"\b(the|and|of|with|None|True|False|null|undefined|Upload|Download|Login|Logout|Account|User"
    r"|Job|Token|Settings|Cancel|Save|Delete|Submit|Error|This field)\b"
)
FACTS = """() => {
  const shown = (one) => one.checkVisibility();
  const main = document.querySelector("main");
  const named = [...document.querySelectorAll("[title], [placeholder], [aria-label]")];
  const words = (one) => [one.title, one.placeholder, one.ariaLabel].filter(Boolean).join(" ");
  const programs = [...main.querySelectorAll("code, pre")];  // what a program reads is no German
  programs.forEach((one) => { one.style.display = "none"; });
  const text = [document.body.innerText, ...named.map(words)].join("\\n");
  programs.forEach((one) => { one.style.display = ""; });
  return {
    title: document.title,
    headings: [...document.querySelectorAll("h1")].filter(shown).map((one) => one.innerText.trim()),
    text,
    hollow: [...main.querySelectorAll("tbody, ul, ol, dl")].filter(
      (one) => shown(one) && !one.children.length
    ).length,
    forms: [...main.querySelectorAll("form.va-form")].filter(
      (one) => shown(one) && !one.querySelector("button")
    ).length,
  };
}"""
# What the head of a page and the foot of a form offer; it must not get lost when there is less room.
# The foot of a pane comes with the pane. A button of the head may be folded into the menu beside it.
OFFERED = """() => [...document.querySelectorAll(".va-head__actions, :not(.va-pane) > .va-actionbar")]
  .flatMap((one) => [...one.querySelectorAll("a, button")])
  .filter((one) => one.checkVisibility() || one.matches(".va-only-narrow")
    && getComputedStyle(one).display !== "none")
  .map((one) => one.pathname || one.ariaLabel || one.textContent.trim())"""


@pytest.fixture
def city(transactional_db, databases, live_server, chromium):
    """The world of the leak matrix behind a server; `open_desk` gives the page of a role."""
    from conftest import Town

    indexes.pool.cache_clear()
    with transaction.atomic():
        world = World({slug: Town(*town) for slug, town in databases.towns.items()})
        prepare(world)
    desks = {}

    def open_desk(role):
        if role not in desks:
            context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="de-DE")
            cookies = world.sessions[Visitor(role)] if role else {}
            context.add_cookies(
                [
                    {"name": name, "value": morsel.value, "url": live_server.url}
                    for name, morsel in cookies.items()
                ]
            )
            desks[role] = context.new_page()
        return desks[role]

    world.open_desk, world.address = open_desk, f"{live_server.url}/musterstadt/"
    yield world
    for page in desks.values():
        page.context.close()
    indexes.pool.cache_clear()


def visits():
    """Return (role, row, case) of every door of the town, each once, by the first who may enter."""
    found = {}
    for row in TOWN:
        case = row.cases[:1]
        if row.method != "GET" or row.is_api or row.status != 200 or row.name in PARTS:
            continue
        role = next((role for role in CAST if row.allowed(role, case)), None)
        role = "" if row.public and row.anonymous == 200 else role
        if role is not None:
            found.setdefault((row.name, row.path.partition("ansicht=")[2]), (role, row, case))
    return list(found.values())


def open_page(page, address):
    """Go to an address; tell whether it is a whole page, not a file or a part of one."""
    try:
        answer = page.goto(address)
    except Error as error:
        if "Download is starting" in str(error):
            return False
        raise
    assert answer.status == 200, address
    return page.locator("html[lang=de] main").count() == 1


def look_at(page, *, also_frame, also_dark):
    """Return what is wrong with the page as it stands, at 1440 px."""
    facts = page.evaluate(FACTS)
    found = [
        (text, what)
        for text, what in (
            ("heading", facts["headings"] if len(facts["headings"]) != 1 else None),
            ("title", facts["title"] if facts["title"].startswith(("–", " ")) else None),
            ("id", KEY.search(facts["text"])),
            ("English", FOREIGN.search(facts["text"])),
            ("hollow list", facts["hollow"]),
            ("form without a button", facts["forms"]),
        )
        if what
    ]
    offered = set(page.evaluate(OFFERED))
    part = None if also_frame else "main"
    for scheme, options in (("light", LIGHT), ("dark", DARK))[: 1 + also_dark]:
        if also_dark:
            page.emulate_media(color_scheme=scheme)
        answer = Axe().run(page, part, options=options).response["violations"]
        found += [(scheme, one["id"], one["nodes"][0]["html"][:120]) for one in answer]
    if also_dark:
        page.emulate_media(color_scheme="light")
    for width in (720, 320):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((width, "scrolls sideways"))
        if lost := offered - set(page.evaluate(OFFERED)):
            found.append((width, "lost", sorted(lost)))
    page.set_viewport_size({"width": 1440, "height": 900})
    return found


def test_every_page_is_accessible_in_german_and_fits_every_screen(city):
    found, seen, framed = {}, 0, set()
    noise = []
    for role, row, case in visits():
        page = city.open_desk(role)
        noise.clear()
        hear = lambda line: line.type == "error" and noise.append(line.text)  # noqa: E731
        page.on("console", hear)
        if open_page(page, city.address + fill(city, row, case)):
            seen += 1
            dark = row.name in IN_THE_DARK
            wrong = [*noise, *look_at(page, also_frame=role not in framed, also_dark=dark)]
            framed.add(role)
            if wrong:
                found[f"{role}: {row.path}"] = wrong
        page.remove_listener("console", hear)
    assert not found, "\n".join(f"{where}: {wrong}" for where, wrong in found.items())
    assert seen > 60
