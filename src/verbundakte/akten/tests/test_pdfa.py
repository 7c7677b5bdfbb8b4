"""PDF/A in the Akte: the verdict stored with a file, shown in its details, and what may be fetched."""

from hashlib import sha256

import img2pdf
import pytest
from django.db import transaction
from django.utils import timezone

from verbundakte.akten.actions.papierkorb import erase
from verbundakte.akten.actions.pdfa import may_become_pdfa
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import PdfaErgebnis, PdfaUrteil, RenditionKind, Seitentext
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.test_anlagen import JOB
from verbundakte.akten.tests.test_views_datei import body
from verbundakte.core.conversion import converters
from verbundakte.core.converters.pool import Converters
from verbundakte.core.converters.results import OcrPage, Word
from verbundakte.core.converters.tests import samples
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job


def work(office, *kinds: str) -> None:
    """Run what waits, and what that orders."""
    for kind in kinds:
        for row in Job.objects.waiting().filter(kind=kind):
            run_job(office.town.tenant.pk, row.pk)


def filed(office, content: bytes, name: str = "brief.pdf"):
    """Return the file of a new Dokument after it was read."""
    dokument = make_dokument(office.amira, vorgang=office.vorgang, name=name, content=content)
    work(office, JobKind.INGEST)
    return dokument.fassungen.get().dateien.get()


def details(office, datei) -> str:
    """Return the page of the Dokument as text without line breaks."""
    address = office.at(f"dokumente/{datei.fassung.dokument_id}/")
    answer = office.browser().get(address, follow=True)
    return " ".join(answer.content.decode().split())


def test_a_pdf_a_is_judged_when_it_is_read_and_stays_as_it_is(office):
    datei = filed(office, samples.pdfa("Bescheid"))
    urteil = datei.pdfa_urteile.get()
    assert (urteil.kind, urteil.ergebnis, urteil.profil) == ("", "bestanden", "PDF/A-2b")
    assert urteil.sha256 == datei.blob.sha256
    assert "PDF/A-2b, geprüft" in details(office, datei)
    answer = office.browser().get(office.at(f"dateien/{datei.pk}/pdfa"))
    assert sha256(body(answer)).hexdigest() == datei.blob.sha256


def test_a_claim_that_is_not_kept_is_shown_with_clause_and_place(office):
    broken = samples.pdfa("Bescheid") + b"mehr"
    datei = filed(office, broken)
    assert datei.pdfa_urteile.get().ergebnis == PdfaErgebnis.NICHT_BESTANDEN
    page = details(office, datei)
    assert "PDF/A-2b, nicht bestanden" in page
    assert "Nach dem Ende der Datei stehen weitere Daten." in page
    assert "ISO 19005-2, Abschnitt 6.1.3" in page
    assert office.browser().get(office.at(f"dateien/{datei.pk}/pdfa")).status_code == 404


@pytest.mark.slow
def test_the_lesefassung_of_a_text_is_pdf_a_and_can_be_fetched(office):
    datei = filed(office, b"Sehr geehrte Damen und Herren", "brief.txt")
    work(office, JobKind.RENDER)
    urteil = datei.pdfa_urteile.get(kind=RenditionKind.PDF)
    assert (urteil.ergebnis, urteil.befunde) == (PdfaErgebnis.BESTANDEN, [])
    answer = office.browser().get(office.at(f"dateien/{datei.pk}/pdfa"))
    assert answer["Content-Type"] == "application/pdf"
    assert sha256(body(answer)).hexdigest() == urteil.sha256
    assert f"dateien/{datei.pk}/pdfa" in details(office, datei)


def test_a_verdict_on_other_bytes_lets_nothing_be_fetched(office):
    datei = filed(office, samples.pdfa("Bescheid"))
    PdfaUrteil.objects.filter(datei=datei).update(sha256="0" * 64)
    assert office.browser().get(office.at(f"dateien/{datei.pk}/pdfa")).status_code == 404


def test_how_sure_the_recognition_was_is_told_page_by_page(office):
    datei = filed(office, samples.pdfa("Scan"))
    for page, confidence in ((3, 87), (4, 41)):
        Seitentext.objects.update_or_create(
            datei=datei,
            page=page,
            defaults={"text": "x", "is_recognised": True, "confidence": confidence},
        )
    page = details(office, datei)
    assert "Texterkennung: 2 Seiten, 64 % sicher" in page
    assert "Seite 3, 87 % sicher" in page
    assert "im Original nachlesen: Seite 4 (41 %)" in page


def test_verdicts_go_when_the_content_is_deleted(office):
    datei = filed(office, samples.pdfa("Bescheid"))
    dokument = datei.fassung.dokument
    with transaction.atomic():
        erase(dokument, actor=JOB, at=timezone.now())
    assert not PdfaUrteil.objects.filter(datei=datei.pk).exists()


def recognise(monkeypatch, *, text: str = "Lageplan") -> None:
    """Let every page be recognised as one word, without a program."""

    def one(self, tenant, source, name="", *, page=1):
        word = Word(text, 91.0, 100, 100, 200, 40)
        return OcrPage(page, text, 91.0, (word,), "Texterkennung zum Testen")

    monkeypatch.setattr(Converters, "ocr_page", one)


@pytest.mark.slow
def test_a_picture_becomes_pdf_a_with_its_recognised_text_unseen(office, monkeypatch):
    recognise(monkeypatch)
    datei = filed(office, samples.picture(kind="JPEG"), "plan.jpg")
    work(office, JobKind.RENDER, JobKind.RECOGNISE, JobKind.ARCHIVE)
    results = dict(datei.pdfa_urteile.values_list("kind", "ergebnis"))
    assert results == {RenditionKind.PDF: "bestanden", RenditionKind.PDFA: "bestanden"}
    made = body(office.browser().get(office.at(f"dateien/{datei.pk}/pdfa")))
    assert "Lageplan" in converters().extract_text(office.town.tenant.pk, made)[0]


@pytest.mark.slow
def test_a_scan_in_a_pdf_becomes_pdf_a_and_the_original_stays(office, monkeypatch):
    recognise(monkeypatch)
    scan = img2pdf.convert(samples.picture(kind="JPEG"))
    datei = filed(office, scan, "scan.pdf")
    work(office, JobKind.RECOGNISE, JobKind.ARCHIVE)
    assert datei.pdfa_urteile.get(kind="").ergebnis == PdfaErgebnis.KEIN_PDFA
    assert datei.pdfa_urteile.get(kind=RenditionKind.PDFA).profil == "PDF/A-2b"
    original = office.browser().get(office.at(f"dateien/{datei.pk}/original"))
    assert body(original) == scan


@pytest.mark.slow
def test_where_no_pdf_a_is_possible_the_reason_is_shown(office):
    datei = filed(office, samples.pdf("Helvetica ist nicht eingebettet"))
    work(office, JobKind.ARCHIVE)
    rendition = datei.renditions.get(kind=RenditionKind.PDFA)
    assert rendition.blob is None
    assert "Eine Schrift ist nicht eingebettet." in rendition.problem
    assert rendition.problem in details(office, datei)
    assert office.browser().get(office.at(f"dateien/{datei.pk}/pdfa")).status_code == 404


def test_nothing_is_tried_with_what_is_pdf_a_or_signed(office):
    done = filed(office, samples.pdfa("Bescheid"))
    assert not may_become_pdfa(done, has_words=False)
    other = filed(office, samples.pdf("a"), "anders.pdf")
    assert may_become_pdfa(other, has_words=False)
    other.properties["notices"] = ["signed"]
    assert not may_become_pdfa(other, has_words=False)
