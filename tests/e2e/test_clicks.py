"""The everyday acts with their budget of clicks: counted in a browser, by mouse and by keyboard.

Counted is every click, drop and key that is not typing of text. Each act begins where a clerk is:
at the desk, or in the open Vorgang.
"""

import re
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.akten.tests.factories import make_akte, make_dokument, make_vorgang
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.geschaeftsgang import actions as gang
from verbundakte.geschaeftsgang.bausteine import VERFUEGUNGSVORLAGE
from verbundakte.geschaeftsgang.models import Erledigung, SchrittArt
from verbundakte.geschaeftsgang.samples import standard_vorlagen
from verbundakte.organisation.models import Person
from verbundakte.organisation.tests.cast import install_silently

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BUDGET = {
    "Akte über das Aktenzeichen öffnen": 2,
    "Mit einem Wort finden und lesen": 2,
    "Drei Dateien ablegen": 1,
    "Vorgang in bekannter Akte anlegen": 3,
    "Neue Fassung ablegen": 2,
    "Vermerk schreiben": 2,
    "E-Mail ablegen": 1,
    "Z. d. A. verfügen": 2,
    "Wer darf das sehen": 1,
}
GANG = {
    "Mitzeichnen": 1,
    "Mitzeichnen mit Bemerkung": 2,
    "Wiedervorlage": 2,
    "Verfügung aus einer Vorlage": 2,
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MAIL = "\r\n".join(
    [
        "From: Yannis Zaun <yannis@post.example>",
        "Subject: Nachfrage zum Carport",
        "Date: Mon, 23 Nov 2026 08:15:00 +0100",
        "",
        "Guten Tag",
    ]
)
CHOSEN = [
    {"name": f"Anlage {number}.txt", "mimeType": "text/plain", "buffer": b"Inhalt"}
    for number in (1, 2, 3)
] + [{"name": "Nachfrage.eml", "mimeType": "message/rfc822", "buffer": MAIL.encode()}]
DROP = """([selector, files]) => {
  const data = new DataTransfer();
  for (const [name, text, type] of files) data.items.add(new File([text], name, { type }));
  const zone = document.querySelector(selector);
  for (const name of ["dragenter", "dragover", "drop"])
    zone.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: data }));
}"""

RING = """(one) => [one, one.closest(".va-drop, .va-row, .va-search, label") ?? one].some((part) => {
  const style = getComputedStyle(part);
  return style.outlineStyle !== "none" || style.boxShadow !== "none";
})"""


@dataclass
class Hand:
    """Does things on a page and counts them."""

    page: Page
    count: int = 0

    def click(self, locator) -> None:
        """Click something."""
        self.count += 1
        locator.click()

    def press(self, key: str) -> None:
        """Press a key that is not text."""
        self.count += 1
        self.page.keyboard.press(key)

    def reach(self, locator) -> None:
        """Go to something with Tab alone; its ring must be seen there."""
        for _ in range(200):
            if locator.evaluate("one => one === document.activeElement"):
                assert locator.evaluate(RING), "no focus ring"
                return
            self.press("Tab")
        pytest.fail(f"Tab does not reach {locator}")

    def drop(self, selector: str, *files: tuple[str, str, str]) -> None:
        """Drop files (name, text, type) on a part of the page."""
        self.count += 1
        self.page.wait_for_selector("form[data-upload-on]", state="attached")
        self.page.evaluate(DROP, [selector, [list(file) for file in files]])


@dataclass
class Desk:
    """The clerk Amira with one Akte, a Vorgang and a Dokument in it."""

    office: object
    page: Page
    vorgang: Vorgang
    used: dict[str, int] = field(default_factory=dict)
    files: list[dict] = field(default_factory=list)

    def answer_file_dialogs(self) -> None:
        """Choose `files` whenever the page opens the dialog for files."""
        self.page.on("filechooser", lambda chooser: chooser.set_files(self.files))

    def hand(self, *, vorgang: bool = False) -> Hand:
        """Begin an act at the desk, or in the open Vorgang."""
        place = f"vorgaenge/{self.vorgang.pk}/" if vorgang else ""
        self.page.goto(f"{self.office.address}/musterstadt/{place}")
        return Hand(self.page)

    def done(self, act: str, hand: Hand) -> None:
        """Note what an act took, and hold it against its budget."""
        self.used[act] = hand.count
        assert hand.count <= (BUDGET | GANG)[act], (act, hand.count)


@pytest.fixture
def desk(office, request):
    """See Desk; the width of the screen may be given (720 px is 200 % of 1440)."""
    town = office.towns["musterstadt"]
    with use_tenant(town.tenant.pk), transaction.atomic():
        amira = lambda: town.sachbearbeiterin  # noqa: E731 (rights are read anew each time)
        vorgang = make_vorgang(amira, akte=make_akte(amira))
        make_dokument(amira, vorgang=vorgang, content=b"Der Carport steht an der Grenze.")
    office.work_off()
    return Desk(
        office, office.log_in("sachbearbeiterin", width=getattr(request, "param", 1440)), vorgang
    )


def by_number(desk: Desk) -> None:
    hand = desk.hand()
    hand.press("/")
    desk.page.keyboard.type(desk.vorgang.aktenzeichen)
    hand.press("Enter")
    desk.page.wait_for_url(re.compile(str(desk.vorgang.pk)))
    desk.done("Akte über das Aktenzeichen öffnen", hand)


def by_word(desk: Desk) -> None:
    hand = desk.hand()
    desk.page.locator("#suche-oben").focus()
    desk.page.keyboard.type("Grenze")
    hand.press("Enter")
    hand.click(desk.page.locator("#treffer .va-hit").first.get_by_role("link").first)
    expect(desk.page.locator("[data-viewer] canvas").first).to_be_visible(timeout=20_000)
    desk.done("Mit einem Wort finden und lesen", hand)


def three_files(desk: Desk) -> None:
    hand = desk.hand(vorgang=True)
    files = [(f"Anlage {number}.txt", "Inhalt", "text/plain") for number in (1, 2, 3)]
    hand.drop("#liste", *files)
    expect(desk.page.locator("#dokumente .va-docrow")).to_have_count(4, timeout=30_000)
    desk.done("Drei Dateien ablegen", hand)


def mail(desk: Desk) -> None:
    hand = desk.hand(vorgang=True)
    before = desk.page.locator("#dokumente .va-docrow").count()
    hand.drop("#liste", ("Nachfrage.eml", MAIL, "message/rfc822"))
    rows = desk.page.locator("#dokumente .va-docrow")
    expect(rows).to_have_count(before + 1, timeout=30_000)
    desk.done("E-Mail ablegen", hand)


def new_fassung(desk: Desk) -> None:
    hand = desk.hand(vorgang=True)
    hand.drop("#angaben", ("Bescheid.txt", "Neu", "text/plain"))
    expect(desk.page.get_by_role("link", name="Fassung 2", exact=True)).to_be_visible(
        timeout=30_000
    )
    desk.done("Neue Fassung ablegen", hand)


def vermerk(desk: Desk) -> None:
    hand = desk.hand(vorgang=True)
    hand.press("t")
    desk.page.wait_for_url(re.compile("vermerk"))
    desk.page.keyboard.type("Anruf der Bauherrin, Unterlagen kommen am Montag.")
    hand.press("Control+Enter")
    desk.page.wait_for_url(re.compile(rf"vorgaenge/{desk.vorgang.pk}/\?"))
    desk.done("Vermerk schreiben", hand)


def who_sees_it(desk: Desk) -> None:
    hand = desk.hand(vorgang=True)
    hand.click(desk.page.locator(".va-head").get_by_role("link", name=re.compile("Zugriff")))
    expect(desk.page.locator("main")).to_contain_text("Amira Beispiel")
    desk.done("Wer darf das sehen", hand)


def wait_for_field(desk: Desk) -> None:
    """A hand is slower than the field that is chosen when a page opens; this one is not."""
    desk.page.wait_for_function("document.activeElement.matches('input, textarea')")


def new_vorgang(desk: Desk) -> None:
    desk.page.goto(f"{desk.office.address}/musterstadt/akten/{desk.vorgang.akte_id}/")
    desk.page.get_by_role("button", name=re.compile("Favorit")).first.click()
    hand = desk.hand()
    hand.click(desk.page.locator("nav").get_by_role("link", name=re.compile("Linden|Akte")).last)
    desk.page.wait_for_url(f"**/akten/{desk.vorgang.akte_id}/**")
    hand.press("d")
    desk.page.wait_for_url(re.compile("vorgaenge/neu"))
    wait_for_field(desk)
    desk.page.keyboard.type("Gartenhaus")
    hand.press("Enter")
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("Gartenhaus")
    desk.done("Vorgang in bekannter Akte anlegen", hand)


def z_d_a(desk: Desk) -> None:
    hand = desk.hand(vorgang=True)
    hand.click(desk.page.get_by_role("link", name=re.compile("Z. d. A.")))
    hand.click(desk.page.get_by_role("button", name="Zu den Akten verfügen"))
    expect(desk.page.locator(".va-head")).to_contain_text("Wieder aufnehmen")
    desk.done("Z. d. A. verfügen", hand)


ACTS = (
    by_number,
    by_word,
    who_sees_it,
    three_files,
    mail,
    new_fassung,
    vermerk,
    new_vorgang,
    z_d_a,
)


def test_everyday_acts_stay_within_their_clicks(desk, capsys):
    for act in ACTS:
        act(desk)
    assert set(desk.used) == set(BUDGET)
    with capsys.disabled():
        for name, budget in BUDGET.items():
            print(f"\n{name:40} {desk.used[name]} von {budget}", end="")


def step_for(desk: Desk, art: str) -> None:
    """Ask the clerk for something about the Dokument of her Vorgang."""
    town = desk.office.towns["musterstadt"]
    with use_tenant(town.tenant.pk), transaction.atomic():
        person = Person.objects.get(pk=town.persons["sachbearbeiterin"])
        zeile = gang.Zeile(SchrittArt(art), gang.Ziel(person=person))
        rahmen = gang.Rahmen(dokument=Dokument.objects.get(vorgang=desk.vorgang))
        gang.create_verfuegung(
            town.leitung, desk.vorgang, zeilen=[zeile], rahmen=rahmen, at=timezone.now()
        )


def agree(desk: Desk) -> None:
    step_for(desk, "mitzeichnung")
    desk.page.goto(f"{desk.office.address}/musterstadt/geschaeftsgang/")
    check(desk.page)
    hand = Hand(desk.page)
    hand.press("m")
    expect(desk.page.locator("main")).to_contain_text("Nichts zu zeichnen")
    desk.done("Mitzeichnen", hand)


def agree_with_remark(desk: Desk) -> None:
    step_for(desk, "mitzeichnung")
    desk.page.goto(f"{desk.office.address}/musterstadt/geschaeftsgang/")
    hand = Hand(desk.page)
    hand.press("r")
    desk.page.keyboard.type("Im Norden fehlt die Maßzahl")  # m and N would answer by themselves
    hand.press("Control+Enter")
    expect(desk.page.locator("main")).to_contain_text("Nichts zu zeichnen")
    with use_tenant(desk.office.towns["musterstadt"].tenant.pk), transaction.atomic():
        assert Erledigung.objects.latest("pk").bemerkung == "Im Norden fehlt die Maßzahl"
    desk.done("Mitzeichnen mit Bemerkung", hand)


def come_up_again(desk: Desk) -> None:
    for place in (f"akten/{desk.vorgang.akte_id}/", f"vorgaenge/{desk.vorgang.pk}/"):
        desk.page.goto(f"{desk.office.address}/musterstadt/{place}")
        hand = Hand(desk.page)
        hand.press("w")
        desk.page.wait_for_url(re.compile("termine/von/"))
        hand.click(desk.page.get_by_role("button", name="2 Wochen"))
        expect(desk.page.locator("main")).to_contain_text("Verschieben")
        desk.done("Wiedervorlage", hand)
    check(desk.page)


def from_vorlage(desk: Desk) -> None:
    with use_tenant(desk.office.towns["musterstadt"].tenant.pk), transaction.atomic():
        for key, data in standard_vorlagen().items():
            install_silently(VERFUEGUNGSVORLAGE, key, data)
    hand = desk.hand(vorgang=True)
    hand.press("v")
    desk.page.wait_for_url(re.compile("verfuegungen/neu"))
    check(desk.page)
    expect(desk.page.locator(".va-offer [data-key='1']")).to_be_visible()
    hand.press("1")  # the key it shows
    desk.page.wait_for_url(re.compile(r"/verfuegungen/[0-9a-f-]{36}/"))
    check(desk.page)
    desk.done("Verfügung aus einer Vorlage", hand)


def check(page: Page) -> None:
    """Fail for whatever axe finds on the page."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert results.violations_count == 0, results.generate_report()


def test_the_acts_of_the_geschaeftsgang_stay_within_their_clicks(desk):
    for act in (agree, agree_with_remark, come_up_again, from_vorlage):
        act(desk)
    assert set(desk.used) == set(GANG)


def keys_by_word(desk: Desk) -> None:
    hand = desk.hand()
    hand.press("/")
    desk.page.keyboard.type("Grenze")
    hand.press("Enter")
    desk.page.wait_for_url(re.compile("/suche/"))
    expect(desk.page.locator("#treffer .va-hit").first).to_be_visible(timeout=20_000)
    hand.press("Escape")
    hand.press("j")
    hand.press("Enter")
    desk.page.wait_for_url(re.compile(rf"vorgaenge/{desk.vorgang.pk}/"))
    page = desk.page.locator("[data-viewer] canvas").locator("visible=true")
    expect(page.first).to_be_visible(timeout=20_000)


def keys_who_sees_it(desk: Desk) -> None:
    hand = desk.hand(vorgang=True)
    hand.reach(desk.page.locator(".va-head").get_by_role("link", name=re.compile("Zugriff")))
    hand.press("Enter")
    expect(desk.page.locator("main")).to_contain_text("Amira Beispiel")


def keys_files(desk: Desk) -> None:
    desk.files = CHOSEN
    hand = desk.hand(vorgang=True)
    desk.page.wait_for_selector("form[data-upload-on]", state="attached")
    hand.press("d")
    expect(desk.page.locator("#dokumente .va-docrow")).to_have_count(5, timeout=30_000)


def keys_new_fassung(desk: Desk) -> None:
    hand = desk.hand(vorgang=True)
    chosen = desk.page.locator("#fassung-datei")
    if not desk.page.locator("#angaben").is_visible():
        hand.reach(desk.page.locator("#liste").get_by_role("link", name="Angaben"))
        hand.press("Enter")
        expect(desk.page.locator("#angaben")).to_be_visible()
    hand.reach(chosen)
    desk.files = [{"name": "Bescheid.txt", "mimeType": "text/plain", "buffer": b"Neu"}]
    hand.press("Enter")
    expect(desk.page.get_by_role("link", name="Fassung 2", exact=True)).to_be_visible(
        timeout=30_000
    )


def keys_new_vorgang(desk: Desk) -> None:
    desk.page.goto(f"{desk.office.address}/musterstadt/akten/{desk.vorgang.akte_id}/")
    hand = Hand(desk.page)
    hand.press("d")
    desk.page.wait_for_url(re.compile("vorgaenge/neu"))
    wait_for_field(desk)
    desk.page.keyboard.type("Gartenhaus")
    hand.press("Enter")
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("Gartenhaus")


def keys_z_d_a(desk: Desk) -> None:
    hand = desk.hand(vorgang=True)
    hand.press("A")
    desk.page.wait_for_url(re.compile("zda-verfuegung"))
    hand.press("Control+Enter")
    expect(desk.page.locator(".va-head")).to_contain_text("Wieder aufnehmen")


KEYS = (by_number, keys_by_word, keys_who_sees_it, keys_new_fassung, keys_files, vermerk,
        keys_new_vorgang, keys_z_d_a)  # fmt: skip


@pytest.mark.parametrize("desk", [1440, 720], indirect=True)
def test_everyday_acts_go_by_keyboard_alone_and_at_200_percent(desk):
    desk.answer_file_dialogs()
    for act in KEYS:
        act(desk)
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
