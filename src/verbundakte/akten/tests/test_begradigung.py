"""Scans that lie askew: shown straight in the Lesefassung, the original as it came."""

import json

import pytest
from django.utils import timezone

from verbundakte.akten import begradigung, jobs
from verbundakte.akten.actions.ableitung import put_recognised
from verbundakte.akten.actions.lage import MARKED, record_lage
from verbundakte.akten.actions.verarbeitung import order_ocr, record_lesefassung
from verbundakte.akten.ausgaben.inhalt import pdf_of
from verbundakte.akten.lage import lying, told_lage
from verbundakte.akten.models import Anmerkung, Datei, Rendition
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.test_verarbeitung import SYSTEM, Fake, datei_of, processed, reading
from verbundakte.core.blobs import store
from verbundakte.core.converters.errors import Unsupported
from verbundakte.core.converters.results import OcrPage, Pdf
from verbundakte.core.converters.slant import Lage
from verbundakte.core.converters.tests.test_slant import as_pdf, scan
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant

ASKEW = {3: Lage(90, 1.8)}
STRAIGHT = Pdf(b"gerade", "x", is_straight=True)


class Askew(Fake):
    """Converters that see page 3 askew."""

    signed = False

    def look_at_page(self, tenant, source, *, page):
        return ASKEW.get(page, Lage())

    def straighten(self, tenant, source, *, pages):
        assert pages == ASKEW
        if self.signed:
            raise Unsupported("Die Datei trägt eine Unterschrift.")
        return STRAIGHT

    def ocr_page(self, tenant, source, name="", *, page, **lying):
        self.asked.append((page, lying))
        return super().ocr_page(tenant, source, name, page=page)


@pytest.fixture
def datei(office) -> Datei:
    """A PDF of three pages without text; its first job is over."""
    made = make_dokument(office.amira, vorgang=office.vorgang, name="scan.pdf")
    Job.objects.all().delete()
    Datei.objects.update(media_type="application/pdf", format_name="pdf", pages=3)
    return datei_of(made)


def recognised(datei: Datei, fake: Askew, monkeypatch) -> Datei:
    for module in (jobs, begradigung):
        monkeypatch.setattr(module, "converters", lambda: fake)
    order_ocr(SYSTEM, datei.fassung.dokument, datei, [2, 3])
    run_job(current_tenant(), Job.objects.get().pk)
    return datei_of(datei.fassung.dokument)


def test_pages_that_lie_askew_are_shown_straight_and_named(office, datei, monkeypatch):
    original = datei.blob.sha256
    found = recognised(datei, fake := Askew(), monkeypatch)
    assert fake.asked[0] == (2, {}) and fake.asked[2] == (3, {})
    assert store.read(current_tenant(), pdf_of(found)[0]) == b"gerade"
    assert found.blob.sha256 == original
    told = "Seite 3: um 90° nach rechts gedreht, um 1,8° begradigt"
    assert told_lage(found) == told
    address = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={found.fassung.dokument_id}")
    assert told in office.browser().get(address).content.decode()


def test_a_signed_scan_is_shown_as_it_lies_and_read_as_if_straight(office, datei, monkeypatch):
    fake = Askew()
    fake.signed = True
    found = recognised(datei, fake, monkeypatch)
    assert pdf_of(found)[0] == found.blob.sha256
    assert told_lage(found) == "nein: Die Datei trägt eine Unterschrift."
    assert lying(found, 3) == {"lage": ASKEW[3], "is_shown_straight": False}


def test_marks_stay_where_they_are_and_a_late_lesefassung_does_not_undo_the_work(office, datei):
    dokument, at = datei.fassung.dokument, timezone.now()
    told = {"datei_id": datei.pk, "lage": ASKEW, "made": (STRAIGHT, reading())}
    mark = Anmerkung.objects.create(
        dokument=dokument, datei=datei, page=3, areas=[[1, 2, 3, 4]], created_at=at,
        created_by=office.amira().person_id,
    )  # fmt: skip
    record_lage(SYSTEM, dokument, **told, at=at)
    assert told_lage(datei_of(dokument)) == f"nein: {MARKED}"
    mark.delete()
    Datei.objects.update(properties={})
    for page in (2, 3):
        put_recognised(datei, OcrPage(page, "Wort", 90.0, (), "alt"), SYSTEM, at)
    record_lage(SYSTEM, dokument, **told, at=at)
    words = Rendition.objects.filter(datei=datei, kind="words")
    assert [row.page for row in words] == [2]  # those of page 3 would point beside the words now
    late = Pdf(b"schief", "x")
    record_lesefassung(SYSTEM, dokument, datei_id=datei.pk, pdf=late, ingested=None, at=at)
    assert store.read(current_tenant(), pdf_of(datei_of(dokument))[0]) == b"gerade"


def test_a_scan_from_the_glass_to_its_pdfa(office, tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(as_pdf(scan(turn=90, skew=1.8)))
    found = processed(office, path)
    assert told_lage(found) == "Seite 1: um 90° nach links gedreht, um 1,8° begradigt"
    words = Rendition.objects.get(datei=found, kind="words")
    read = json.loads(store.read(current_tenant(), words.blob.sha256))
    assert any("Wacholderbeere" in word[0] for word in read)
    assert Rendition.objects.get(datei=found, kind="pdfa").blob is not None
    assert office.browser().get(office.at(f"dateien/{found.pk}/lesefassung")).status_code == 200
