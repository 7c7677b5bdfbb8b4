"""Complete PDFs, packages and covers: in them is what one may see, and nothing acts by itself."""

import io
import zipfile

import pikepdf
import pytest
from django.utils import timezone

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.ausgabe import export_file, forget_dokument
from verbundakte.akten.ausgaben.deckel import qr_code
from verbundakte.akten.ausgaben.paket import safe_name
from verbundakte.akten.models import Datei
from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.core.ausgaben import drop_expired
from verbundakte.core.conversion import converters
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Ausgabe, Job


def pdf(pages: int = 1, *, rotate: int = 0, script: bool = False) -> bytes:
    """Return a small PDF."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            page = document.add_blank_page(page_size=(420, 595))
            page.Rotate = rotate
            if script:
                page.obj.AA = pikepdf.Dictionary(
                    O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
                )
        if script:
            document.Root.OpenAction = pikepdf.Dictionary(
                S=pikepdf.Name.JavaScript, JS="app.alert(1)"
            )
        document.save(out)
    return out.getvalue()


def file_pdf(office, betreff: str, content: bytes, vorgang=None):
    """File a PDF as a Dokument, as the job that looks into it would leave it."""
    row = make_dokument(
        office.amira,
        vorgang=vorgang or office.vorgang,
        name=f"{betreff}.pdf",
        content=content,
        betreff=betreff,
    )
    Datei.objects.filter(fassung__dokument=row).update(media_type="application/pdf", pages=1)
    return row


def made(office, subject, art: str, role="sachbearbeiterin") -> tuple[Job, bytes]:
    """Order a file, run its job and fetch it."""
    export_file(getattr(office.town, role), subject, art=art, at=timezone.now())
    job = Job.objects.filter(kind="akten.akte.export").latest("created_at")
    run_job(office.town.tenant.pk, job.pk)
    job.refresh_from_db()
    if job.error:
        return job, b""
    place = office.at(f"auftraege/ausgaben/{job.result['ausgabe']}")
    return job, b"".join(office.browser(role).get(place).streaming_content)


def texts(content: bytes) -> list[str]:
    """Return the text of each page."""
    return list(converters().extract_text(1, content, "a.pdf"))


@pytest.mark.slow
def test_the_complete_pdf_is_numbered_through_and_its_contents_agree(office):
    file_pdf(office, "Lageplan", pdf(3, rotate=90))
    make_dokument(
        office.amira,
        vorgang=office.vorgang,
        name="Notiz.bin",
        content=b"\x00",
        betreff="Ohne Ansicht",
    )
    file_pdf(office, "Kaputt", b"%PDF-1.4 nichts")
    job, content = made(office, office.vorgang, "pdf")
    with pikepdf.open(io.BytesIO(content)) as document:
        count = len(document.pages)
        with document.open_outline() as outline:
            marks = {item.title: item for item in outline.root}
    pages = texts(content)
    assert [f"Seite {number} von {count}" in text for number, text in enumerate(pages, 1)] == [
        True
    ] * count
    assert list(marks) == [
        "Deckblatt und Inhalt",
        "1 Lageplan",
        "2 Ohne Ansicht",
        "3 Kaputt",
        "Verlauf",
    ]
    assert office.vorgang.aktenzeichen in pages[0]
    at = next(number for number, text in enumerate(pages, 1) if "Fehlblatt" in text)
    assert "2 Ohne Ansicht" in pages[at - 1]
    assert any(
        line.rstrip().endswith(str(at)) for line in pages[0].splitlines() if "Ohne Ansicht" in line
    )
    assert "beschädigt" in "".join(pages)
    assert len(job.item_errors) == 2
    assert job.result["message"] == f"{count}\u00a0Seiten"


@pytest.mark.slow
def test_nothing_in_the_complete_pdf_acts_by_itself(office):
    file_pdf(office, "Falle", pdf(script=True))
    _, content = made(office, office.vorgang, "pdf")
    with pikepdf.open(io.BytesIO(content)) as document:
        assert "/OpenAction" not in document.Root
        assert all("/AA" not in page.obj for page in document.pages)


def test_a_file_is_not_fetched_any_more_when_the_right_is_lost(office):
    file_pdf(office, "Gutachten", pdf())
    hidden = make_vorgang(office.amira, akte=office.akte, betreff="Später verengt")
    job, _ = made(office, queries.get_akte(office.amira(), office.akte.pk), "zip", "leitung")
    place = office.at(f"auftraege/ausgaben/{job.result['ausgabe']}")
    boss, me = office.browser("leitung"), [office.amira().person_id]
    assert boss.get(place).status_code == 200
    actions.change_zugriff(office.amira(), hidden, choice=actions.Choice.NUR, persons=me)
    assert boss.get(place).url == office.at("auftraege/")
    office.akte.refresh_from_db()
    actions.change_zugriff(office.amira(), office.akte, choice=actions.Choice.NUR, persons=me)
    assert boss.get(place).status_code == 404


@pytest.mark.slow
def test_a_file_holds_only_what_its_starter_may_see(office):
    open_one = file_pdf(office, "Für alle", pdf())
    hidden = make_vorgang(office.amira, akte=office.akte, betreff="Verborgener Vorgang")
    file_pdf(office, "Verborgenes", pdf(), vorgang=hidden)
    actions.change_zugriff(
        office.amira(), hidden, choice=actions.Choice.NUR, persons=[office.amira().person_id]
    )
    akte = queries.get_akte(office.amira(), office.akte.pk)
    _, own = made(office, akte, "zip")
    names = zipfile.ZipFile(io.BytesIO(own)).namelist()
    assert any("Verborgenes" in name for name in names)
    _, bosses = made(office, akte, "zip", "leitung")
    package = zipfile.ZipFile(io.BytesIO(bosses))
    told = str(package.namelist()) + "".join(
        package.read(name).decode("utf-8", "replace") for name in package.namelist()
    )
    assert "Verborgen" not in told
    assert open_one.betreff in told
    _, volume = made(office, akte, "pdf", "leitung")
    assert "Verborgen" not in "".join(texts(volume))


def test_the_package_holds_the_originals_byte_by_byte(office):
    make_dokument(
        office.amira,
        vorgang=office.vorgang,
        name="a=b?.txt",
        content=b"Inhalt",
        betreff="=1+1/../x",
    )
    job, content = made(office, office.vorgang, "zip")
    package = zipfile.ZipFile(io.BytesIO(content))
    file = next(name for name in package.namelist() if name.endswith(".txt"))
    assert package.read(file) == b"Inhalt"
    assert file.count("/") == 1 and not file.startswith((".", "/"))
    listed = package.read("Inhaltsverzeichnis.csv").decode("utf-8-sig")
    assert "'=1+1/../x" in listed
    assert "hat das Dokument abgelegt" in package.read("Verlauf.csv").decode("utf-8-sig")
    assert job.result["message"] == "1\u00a0Datei"


def test_who_lost_the_right_meanwhile_gets_nothing(office):
    actor = office.amira()
    export_file(actor, office.vorgang, art="zip", at=timezone.now())
    other = office.town.leitung
    actions.change_zugriff(
        other, office.vorgang, choice=actions.Choice.NUR, persons=[other.person_id]
    )
    job = Job.objects.get(kind="akten.akte.export")
    run_job(office.town.tenant.pk, job.pk)
    job.refresh_from_db()
    assert job.error == "Das dürfen Sie nicht mehr sehen."
    assert Ausgabe.objects.get().blob is None


def test_what_is_erased_lives_on_in_no_file_that_was_made(office):
    row = make_dokument(office.amira, vorgang=office.vorgang, content=b"Geheim")
    export_file(office.amira(), office.vorgang, art="zip", at=timezone.now())
    forget_dokument(office.amira(), row)
    assert drop_expired(timezone.now()) == 1


def test_the_page_orders_a_file_and_the_history_names_it(office):
    place = office.at(f"vorgaenge/{office.vorgang.pk}/ausgabe/")
    browser = office.browser()
    assert "Gesamt-PDF" in browser.get(place).content.decode()
    assert browser.post(place, {"art": "exe"}).status_code == 422
    assert browser.post(place, {"art": "pdf"}).url == office.at("auftraege/")
    assert AuditEvent.objects.filter(
        name="akten.akte.exported", subject_id=office.vorgang.pk
    ).exists()
    assert office.browser("sachbearbeiter_ordnung").post(place, {"art": "pdf"}).status_code == 404


def test_the_cover_carries_a_code_of_the_lasting_address(office):
    page = office.browser().get(office.at(f"akten/{office.akte.pk}/deckel/"))
    text = page.content.decode()
    address = f"http://testserver{office.at(f'akten/{office.akte.pk}/')}"
    assert page.context["cover"].code == qr_code(address)
    assert address in text and 'class="va-qr"' in text and "style=" not in text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a/b\\c", "a_b_c"),
        ("..", "ohne Namen"),
        ("con.txt", "_con.txt"),
        (" x. ", "x"),
        ("", "ohne Namen"),
    ],
)
def test_names_in_a_package_fit_every_system(text, name):
    assert safe_name(text) == name
