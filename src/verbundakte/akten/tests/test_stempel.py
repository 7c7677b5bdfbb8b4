"""A stamp is burnt into a copy; the original stays and the history tells of it."""

import io
from datetime import date

import pikepdf
import pypdfium2
import pytest

from verbundakte.akten.models import Datei
from verbundakte.akten.stempel import Stempel, stamp_lines
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.blobs import store

WANTED = {"stempel": "eingegangen", "tag": "2026-11-23", "ecke": "top-right", "alle_seiten": "on"}


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


def test_each_stamp_has_its_lines():
    on = date(2026, 11, 23)
    assert stamp_lines(Stempel.KOPIE, on=on) == ["KOPIE"]
    assert stamp_lines(Stempel.ERLEDIGT, on=on) == ["ERLEDIGT", "23.11.2026"]
    assert stamp_lines(Stempel.EIGENER, on=on, text=" Nur für den Dienst ") == [
        "Nur für den Dienst"
    ]
