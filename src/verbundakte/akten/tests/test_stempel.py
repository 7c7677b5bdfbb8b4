"""A stamp is burnt into a copy; the original stays and the history tells of it."""

import io
from datetime import date
from uuid import UUID

import pikepdf
import pypdfium2
import pytest

from verbundakte.akten import queries
from verbundakte.akten.models import Datei
from verbundakte.akten.stempel import DELIVERED, STEMPEL
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.blobs import store
from verbundakte.organisation.tests.cast import install_silently

KOPIE, EINGEGANGEN, _, ERLEDIGT = DELIVERED
WANTED = {"stempel": EINGEGANGEN, "tag": "2026-11-23", "ecke": "top-right", "alle_seiten": "on"}


def two_pages() -> bytes:
    """Return a PDF of an upright page and a turned one, with a script that must not come along."""
    pdf = pikepdf.new()
    for turned in (0, 90):
        pdf.add_blank_page(page_size=(595, 842))
        pdf.pages[-1].obj.Rotate = turned
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.fixture
def datei(office):
    """A PDF of two pages, as if read in."""
    dokument = make_dokument(
        office.amira, vorgang=office.vorgang, name="A.pdf", content=two_pages()
    )
    Datei.objects.filter(fassung__dokument=dokument).update(
        pages=2, media_type="application/pdf", size=len(two_pages())
    )
    return Datei.objects.select_related("blob").get(fassung__dokument=dokument)


def test_the_copy_carries_the_stamp_and_the_original_does_not(office, datei):
    before = store.read(office.town.tenant.pk, datei.blob.sha256)
    answer = office.browser().post(office.at(f"dateien/{datei.pk}/stempel/"), WANTED)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    pages = pypdfium2.PdfDocument(answer.content)
    for page in pages:
        text = page.get_textpage().get_text_range()
        assert "EINGEGANGEN" in text
        assert "23.11.2026" in text
    assert b"app.alert" not in answer.content
    assert store.read(office.town.tenant.pk, datei.blob.sha256) == before
    place = office.at(f"dokumente/{datei.fassung.dokument_id}/verlauf/")
    history = office.browser().get(place).content.decode()
    assert "hat eine Kopie mit Stempel ausgegeben" in history
    assert "EINGEGANGEN 23.11.2026" in history


def test_an_own_stamp_wants_words_and_what_is_wrong_is_said(office, datei):
    address = office.at(f"dateien/{datei.pk}/stempel/")
    answer = office.browser().post(address, {**WANTED, "stempel": "eigener", "text": " "})
    assert answer.status_code == 422
    assert "was auf dem Stempel stehen soll" in answer.content.decode()
    assert office.browser().post(address, {**WANTED, "ecke": "mitte"}).status_code == 422


def test_an_own_text_is_the_stamp(office, datei):
    wanted = {**WANTED, "stempel": "eigener", "text": " Nur für den Dienst "}
    answer = office.browser().post(office.at(f"dateien/{datei.pk}/stempel/"), wanted)
    page = pypdfium2.PdfDocument(answer.content)[0]
    assert "Nur für den Dienst" in page.get_textpage().get_text_range()


def test_what_is_delivered_holds_until_the_town_has_its_own(office):
    on = date(2026, 11, 23)
    before = {one.key: one for one in queries.stempel_on(office.amira, on)}
    assert list(before) == list(DELIVERED)
    assert before[KOPIE].lines(on) == ["KOPIE"]
    assert before[ERLEDIGT].lines(on) == ["ERLEDIGT", "23.11.2026"]
    own = {"bezeichnung": "Abschrift", "aufschrift": "ABSCHRIFT", "zusatz": "Bauamt"}
    install_silently(STEMPEL, KOPIE, {**own, "reihenfolge": 99})
    install_silently(STEMPEL, UUID(int=7), {**own, "bezeichnung": "Zweitschrift", "has_tag": True})
    after = queries.stempel_on(office.amira, on)
    assert [one.bezeichnung for one in after][-2:] == ["Abschrift", "Zweitschrift"]
    assert after[-1].lines(on) == ["ABSCHRIFT", "23.11.2026", "Bauamt"]
    assert len(after) == len(DELIVERED) + 1
    page = office.browser().get(office.at("vorlagen/?art=akten.stempel")).content.decode()
    assert "Zweitschrift" in page
