"""Work on files that fails, is tried again, and is done anew with better programs."""

import pytest
from django.utils import timezone

from verbundakte.akten import begradigung, jobs, rules
from verbundakte.akten.actions import erneuerung
from verbundakte.akten.actions.verarbeitung import (
    order_ocr,
    record_ingest,
    record_lesefassung,
    record_unreadable,
)
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Datei, Rendition, Seitentext
from verbundakte.akten.queries.erneuerung import Wanted, wanted_dateien
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.views.dateiangaben import notices_of
from verbundakte.core.actor import SystemActor
from verbundakte.core.blobs import store
from verbundakte.core.converters.errors import ConversionFailed, TooLarge
from verbundakte.core.converters.results import Identified, Ingested, OcrPage, PageImage, Pdf
from verbundakte.core.converters.tests import samples
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Blob, Job
from verbundakte.core.tenancy.context import current_tenant

SYSTEM = SystemActor(id="test", permissions=frozenset({"akten.dokument:process"}))
REASON = "Die Umwandlung ist abgestürzt."


def reading(tool: str = "neu", kind: str = "office", **more) -> Ingested:
    picture = PageImage(f"bild {tool}".encode(), "image/webp", 10, 10, tool)
    found = Identified("application/msword", kind, "doc", "x", pages=more.pop("count", None))
    values = {"pages": ("Antrag",), "thumbnail": picture, "ocr_pages": (), "needs_pdf": False}
    return Ingested(identified=found, tool=tool, **{**values, **more})


class Fake:
    """Converters that answer what the test wants, and count."""

    def __init__(self, *, tool="neu", failure: Exception | None = None, bad_page=0):
        self.tool, self.failure, self.bad_page, self.asked = tool, failure, bad_page, []

    def ingest(self, tenant, source, name="", **more):
        return reading(self.tool)

    def to_pdf(self, tenant, source, name="", **more):
        if self.failure:
            raise self.failure
        return Pdf(f"pdf {self.tool}".encode(), self.tool)

    def ocr_page(self, tenant, source, name="", *, page):
        self.asked.append(page)
        if page == self.bad_page:
            raise TooLarge("Die Texterkennung dauerte länger als 50 Sekunden.")
        return OcrPage(page, f"Seite {page}", 90.0, (), self.tool)


def use(monkeypatch, fake: Fake) -> None:
    """Let renewal ask these converters."""
    for module in (erneuerung, begradigung):
        monkeypatch.setattr(module, "converters", lambda: fake)


@pytest.fixture
def dokument(office):
    """A Dokument whose first job is over."""
    made = make_dokument(office.amira, vorgang=office.vorgang, name="alt.doc")
    Job.objects.all().delete()
    return made


def datei_of(dokument) -> Datei:
    return Datei.objects.get(fassung__dokument=dokument)


def park(dokument) -> Datei:
    key = datei_of(dokument).pk
    record_unreadable(SYSTEM, dokument, datei_id=key, reason=REASON, at=timezone.now())
    return datei_of(dokument)


def fill(dokument, tool: str) -> Datei:
    key, at = datei_of(dokument).pk, timezone.now()
    record_ingest(SYSTEM, dokument, datei_id=key, ingested=reading(tool), at=at)
    pdf = Pdf(f"pdf {tool}".encode(), tool)
    record_lesefassung(SYSTEM, dokument, datei_id=key, pdf=pdf, ingested=None, at=at)
    Job.objects.all().delete()
    return datei_of(dokument)


def outdated() -> list[Datei]:
    return list(wanted_dateien(SYSTEM, Wanted(), ("neu",)))


def test_a_parked_file_says_why_and_one_click_starts_it_again(office, dokument):
    datei, browser = park(dokument), office.browser()
    address = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={dokument.pk}")
    page = browser.get(address).content.decode()
    assert REASON in page and "Noch einmal versuchen" in page
    answer = browser.post(office.at(f"dateien/{datei.pk}/verarbeitung/"))
    assert answer.status_code == 302
    assert Job.objects.open().get().kind == JobKind.INGEST
    assert AuditEvent.objects.filter(name="akten.datei.retried").count() == 1
    assert "Noch einmal versuchen" not in browser.get(address).content.decode()


def test_a_file_that_is_being_worked_on_or_whole_is_left_alone(office, dokument):
    datei, browser = fill(dokument, "neu"), office.browser()
    again = office.at(f"dateien/{datei.pk}/verarbeitung/")
    told = browser.post(again, follow=True).content.decode()
    assert "ist alles da" in told
    park(dokument)
    browser.post(again)
    assert "wird gerade verarbeitet" in browser.post(again, follow=True).content.decode()
    assert Job.objects.count() == 1


def test_a_page_that_hangs_is_tried_twice_then_marked_and_the_others_are_kept(
    office, dokument, monkeypatch
):
    fake = Fake(bad_page=2)
    monkeypatch.setattr(jobs, "converters", lambda: fake)
    datei = datei_of(dokument)
    order_ocr(SYSTEM, dokument, datei, [1, 2, 3])
    run_job(current_tenant(), Job.objects.get().pk)
    assert fake.asked == [1, 2, 2, 3]
    assert set(Seitentext.objects.values_list("page", flat=True)) == {1, 3}
    assert set(datei_of(dokument).properties["unrecognised"]) == {"2"}
    assert Job.objects.get().item_errors[0]["item"] == "Seite 2"


def test_recognising_many_pages_lets_others_have_their_turn(office, dokument, monkeypatch):
    fake = Fake()
    monkeypatch.setattr(jobs, "converters", lambda: fake)
    monkeypatch.setattr(jobs, "OCR_PART", 2)
    order_ocr(SYSTEM, dokument, datei_of(dokument), [1, 2, 3])
    row = Job.objects.get()
    run_job(current_tenant(), row.pk)
    row.refresh_from_db()
    assert (row.done, row.total, row.finished_at) == (2, 3, None)
    run_job(current_tenant(), row.pk)
    row.refresh_from_db()
    assert (row.done, row.finished_at is None, fake.asked) == (3, False, [1, 2, 3])


def test_what_older_programs_made_is_made_anew_and_the_old_bytes_go(
    office, dokument, monkeypatch, django_capture_on_commit_callbacks
):
    fill(dokument, "alt")
    assert outdated() == [datei_of(dokument)]
    old = Rendition.objects.get(kind="pdf").blob
    use(monkeypatch, Fake())
    with django_capture_on_commit_callbacks(execute=True):
        assert erneuerung.renew(SYSTEM, datei_of(dokument).pk, ("neu",)) == ""
    assert outdated() == []
    assert set(Rendition.objects.values_list("tool", flat=True)) == {"neu"}
    assert not Blob.objects.filter(pk=old.pk).exists()
    assert not store.path_of(current_tenant(), old.sha256).exists()


def test_the_old_lesefassung_stays_when_the_new_one_fails(office, dokument, monkeypatch):
    fill(dokument, "alt")
    use(monkeypatch, Fake(failure=ConversionFailed(REASON)))
    assert erneuerung.renew(SYSTEM, datei_of(dokument).pk, ("neu",)) == REASON
    kept = Rendition.objects.get(kind="pdf")
    assert (kept.tool, kept.blob is not None) == ("alt", True)
    assert Seitentext.objects.get().tool == "alt"


def test_renewal_goes_on_where_it_was_interrupted(office, dokument, monkeypatch):
    for number in range(2):
        other = make_dokument(office.amira, vorgang=office.vorgang, name=f"{number}.doc")
        fill(other, "alt")
    fill(dokument, "alt")
    seen = []
    monkeypatch.setattr(jobs, "RENEW_PART", 1)
    monkeypatch.setattr(jobs, "current_tools", lambda: ("neu",))
    monkeypatch.setattr(jobs, "renew", lambda actor, key, tools, **more: seen.append(key) or "")
    keeper = SystemActor(id="keeper", permissions=frozenset({"akten.erneuerung:run"}))
    row = erneuerung.start_renewal(keeper, None, kinds=[], everything=False)
    with pytest.raises(erneuerung.RenewalRuns):
        erneuerung.start_renewal(keeper, None, kinds=[], everything=False)
    for _ in range(3):
        run_job(current_tenant(), row.pk)
    row.refresh_from_db()
    assert len(set(seen)) == len(seen) == 3
    assert (row.done, row.total, row.error) == (3, 3, "")


def test_the_page_tells_programs_and_starts_the_work(office, dokument, monkeypatch):
    fill(dokument, "alt")
    view = "verbundakte.akten.views.erneuerung.current_tools"
    monkeypatch.setattr(view, lambda: ("LibreOffice 99",))
    browser, address = office.browser("systemverwaltung"), office.at("lesefassungen/")
    page = browser.get(address).content.decode()
    assert "LibreOffice 99" in page and "alt.doc" not in page
    answer = browser.post(address, {"umfang": "alles", "formate": ["office"]})
    row = Job.objects.get()
    assert answer["Location"].endswith(f"auftraege/{row.pk}/")
    assert row.args == {"kinds": ["office"], "everything": True}
    assert browser.post(address, {"umfang": "alles"}).status_code == 422
    assert office.browser().get(address).status_code == 404


def test_the_panel_of_a_file_names_what_is_known_and_what_would_act(office, dokument):
    datei = fill(dokument, "neu")
    datei.properties |= {
        "known": {"author": "Amira Öz", "has_location": True, "page_sizes": ["210 × 297"]},
        "active": {"auto_macros": ["Document_Open"]},
        "notices": ["name_mismatch"],
    }
    datei.save()
    address = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={dokument.pk}")
    page = office.browser().get(address).content.decode()
    for expected in ("Amira Öz", "Ein Makro startet von selbst", "Document_Open", "„.doc“ passt"):
        assert expected in page
    assert "wird hier nicht gezeigt" in page


def test_what_is_not_printed_is_found_all_the_same():
    own = ["Haushalt 2027\tAnsatz", "Notiz: Rücksprache mit der Kämmerei"]
    printed = ["Haushalt 2027 An-\nsatz", "Seite zwei"]
    assert rules.unprinted(own, printed) == "Notiz: Rücksprache mit der Kämmerei"


def test_the_end_of_the_searched_text_is_named(office, dokument):
    long = tuple("x" * 1_000_000 for _ in range(5))
    key, at = datei_of(dokument).pk, timezone.now()
    ingested = reading("neu", kind="pdf", pages=long)
    record_ingest(SYSTEM, dokument, datei_id=key, ingested=ingested, at=at)
    assert "bis Seite 3;" in datei_of(dokument).hinweise[0]


def test_a_repaired_file_says_so_once(office, dokument):
    datei = datei_of(dokument)
    datei.hinweise = [
        "Die Datei ist beschädigt.",
        "Die Datei ist elektronisch signiert.",
        "Die Datei ist beschädigt. Die Lesefassung ist ein reparierter Nachbau.",
    ]
    assert [row["title"] for row in notices_of(datei)] == datei.hinweise[1:]


def processed(office, path) -> Datei:
    """File one file and do all its work; nothing of it may be left over or end with an error."""
    made = make_dokument(
        office.amira, vorgang=office.vorgang, name=path.name, content=path.read_bytes()
    )
    for _ in range(4):
        for row in Job.objects.waiting().filter(subject_id=made.pk):
            run_job(current_tenant(), row.pk)
    assert not Job.objects.open().filter(subject_id=made.pk).exists(), path.name
    assert not Job.objects.filter(subject_id=made.pk).exclude(error="").exists(), path.name
    return datei_of(made)


SAMPLE = (
    "anlagen/agrarzahlverpflv__banz_2014_j3511-1_0010.jpg",
    "mail/raw_email2.eml",
    "office/testComment.pptx",
    "office/testODTMacro.odt",
    "office/testWORD_macros.doc",
    "pdf/bug1250079.pdf",
    "pdf/bug1815476.pdf",
    "recht/bmg.md",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLE)
def test_a_file_of_the_corpus_is_readable_with_text_and_preview(office, name):
    datei = processed(office, samples.shared("korpus") / name)
    assert Seitentext.objects.filter(datei=datei).exclude(text="").exists()
    assert Rendition.objects.filter(datei=datei, kind="thumbnail").exclude(blob=None).exists()
    address = office.at(f"dateien/{datei.pk}/seiten/1.webp")
    assert office.browser().get(address).status_code == 200
