"""Hostile files, names and questions through the product's own doors."""

import base64
import json
import socket
import time
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from verbundakte.akten.models import Datei, Dokument, Rendition
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.test_views_upload import Sender
from verbundakte.api.tests.test_api import client_of
from verbundakte.core.blobs import store
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job
from verbundakte.core.tests.clamd import running_clamd

MARK = "<script>window.__xss=1</script>"
UNSEEN = {"archive", "unknown"}  # nothing of them can be shown, and no reason is needed
NAMES = [
    "n" * 251 + ".txt",
    "a\x00b\x07c.txt",
    "gnp.\u202etxt.pdf",
    "../../etc/passwd",
    "..\\..\\boot.ini",
    'x"; filename="y.html',
    "Zeile\r\nSet-Cookie: a=b.txt",
    "CON",
    " .txt",
]


def read(answer) -> bytes:
    """Return all bytes of an answer."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def run_all_jobs(office) -> list[Job]:
    """Run every waiting job of the town in this process; return all jobs."""
    for _ in range(20):
        waiting = list(Job.objects.waiting())
        if not waiting:
            break
        for row in waiting:
            run_job(office.town.tenant.pk, row.pk)
    return list(Job.objects.all())


def named(name: str) -> SimpleUploadedFile:
    """Return a file whose name travels as it is."""
    file = SimpleUploadedFile("x", b"Inhalt")
    file._name = name
    return file


def disk_names() -> str:
    """Return all names in the data folder."""
    return "\n".join(str(path) for path in settings.DATA_DIR.rglob("*"))


@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.parametrize("door", ["parts", "form", "api"])
def test_a_hostile_name_is_shown_cleanly_and_never_reaches_the_disk(office, name, door):
    if door == "parts":
        answer = Sender(office).send(b"Inhalt", name=name)
        assert answer.status_code in (201, 422)
    elif door == "api":
        address = f"/api/v1/vorgaenge/{office.vorgang.pk}/dokumente"
        client = client_of(office.town, "sachbearbeiterin")
        assert client.post(address, {"file": named(name)}).status_code in (201, 400, 422)
    else:
        file = named(name)
        address = office.at(f"vorgaenge/{office.vorgang.pk}/dokumente/")
        assert office.browser().post(address, {"dateien": file}).status_code in (302, 400)
    for datei in Datei.objects.all():
        assert not any(char in datei.file_name for char in "/\\\x00\r\n\u202e")
        answer = office.browser().get(office.at(f"dateien/{datei.pk}/original"))
        header = answer["Content-Disposition"]
        assert header.startswith("attachment") and "\n" not in header
        if "utf-8''" in header:
            assert unquote(header.partition("utf-8''")[2]) == datei.file_name
        assert read(answer) == b"Inhalt"
    names = disk_names()
    assert not any(part in names for part in ("passwd", "boot", "nnnn", "CON", "filename"))


def test_hostile_words_are_text_on_every_page_of_a_vorgang(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang, name=f"{MARK}.txt", betreff=MARK)
    place = f"dokumente/{dokument.pk}"
    browser = office.browser()
    edit = {"revision": 1, "betreff": MARK, "dokumenttyp": "bescheid", "absender": MARK}
    edit |= {"bemerkung": MARK, "bezug": MARK, "empfaenger": MARK}
    assert browser.post(office.at(f"{place}/bearbeiten/"), edit).status_code == 302
    change = {"revision": office.vorgang.revision, "betreff": MARK, "bemerkung": MARK}
    vorgang = f"vorgaenge/{office.vorgang.pk}"
    assert browser.post(office.at(f"{vorgang}/bearbeiten/"), change).status_code == 302
    pages = [
        "",
        "suche/?q=" + MARK,
        f"akten/{office.akte.pk}/",
        f"{vorgang}/",
        f"{vorgang}/verlauf/",
    ]
    pages += [f"{vorgang}/{part}/" for part in ("bearbeiten", "zugriff", "zda-verfuegung")]
    pages += [f"{place}/{part}/" for part in ("bearbeiten", "verlauf", "zeile", "ansicht")]
    pages += [f"{vorgang}/?ansicht={view}" for view in ("verlauf", "zugriff")]
    for page in pages:
        answer = browser.get(office.at(page))
        assert answer.status_code == 200, page
        assert MARK not in answer.content.decode(), page
    assert "&lt;script&gt;" in browser.get(office.at(f"{vorgang}/")).content.decode()


@pytest.mark.parametrize("name", ["svg-script.svg", "html-als-txt.txt", "polyglot-pdf-html.pdf"])
def test_an_active_file_is_sent_so_that_it_cannot_run(office, shared, name):
    content = (shared / "hostile" / name).read_bytes()
    Sender(office).send(content, name=name)
    datei = Datei.objects.get()
    answer = office.browser().get(office.at(f"dateien/{datei.pk}/original"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Content-Type"] not in ("text/html", "image/svg+xml")
    assert read(answer) == content


@pytest.fixture
def callers():
    """Count who connects where the hostile files call (127.0.0.1:9777)."""
    with socket.socket() as listener:
        listener.settimeout(0)
        try:
            listener.bind(("127.0.0.1", 9777))
        except OSError:
            pytest.skip("Der Port 9777 ist belegt")
        listener.listen()
        yield listener


@pytest.mark.slow
def test_every_hostile_file_is_kept_or_refused_and_its_jobs_end(office, shared, callers):
    sender, refused = Sender(office), {}
    for path in sorted((shared / "hostile").iterdir()):
        answer = sender.send(path.read_bytes(), name=path.name)
        assert answer.status_code in (201, 422), path.name
        if answer.status_code == 422:
            refused[path.name] = answer.json()["detail"]
    assert set(refused) <= {"exe-als-pdf.pdf"}
    began = time.monotonic()
    jobs = run_all_jobs(office)
    assert [job.label for job in jobs if job.error or not job.finished_at] == []
    assert time.monotonic() - began < 240
    for datei in Datei.objects.select_related("blob", "fassung"):
        content = (shared / "hostile" / datei.file_name).read_bytes()
        assert store.read(office.town.tenant.pk, datei.blob.sha256) == content
        page = office.browser().get(office.at(f"dateien/{datei.pk}/text"))
        assert page.status_code == 200
        assert b"root:x:0" not in page.content
        assert MARK.encode() not in page.content
        assert _is_shown_or_explained(office, datei), datei.file_name
    assert "passwd" not in disk_names()
    with pytest.raises(BlockingIOError):
        callers.accept()


def _is_shown_or_explained(office, datei: Datei) -> bool:
    """Tell whether the page of a file comes up with pages, or with the reason why there are none."""
    page = office.browser().get(office.at(f"dokumente/{datei.fassung.dokument_id}/ansicht/"))
    pdf = Rendition.objects.filter(datei=datei, kind="pdf").first()
    told = datei.pages or datei.hinweise or (pdf and pdf.problem) or datei.format_name in UNSEEN
    return page.status_code == 200 and bool(told)


@pytest.mark.slow
def test_broken_real_files_are_registered_with_a_notice(office, shared):
    names = {
        "verschluesselt",
        "abgeschnitten",
        "leer",
        "defekt",
        "kaputt",
        "encrypted",
        "truncated",
    }
    found = [
        path
        for path in sorted((shared / "korpus").rglob("*"))
        if path.is_file() and any(name in path.name.lower() for name in names)
    ][:12]
    if not found:
        pytest.skip("im Korpus ist nichts Beschädigtes am Namen zu erkennen")
    sender = Sender(office)
    for path in found:
        assert sender.send(path.read_bytes(), name=path.name).status_code == 201, path.name
    assert [job.label for job in run_all_jobs(office) if job.error] == []
    assert Dokument.objects.count() == len(found)
    assert any(datei.hinweise for datei in Datei.objects.all())


def test_hostile_questions_are_answered_quickly(office, shared):
    asked = json.loads((shared / "hostile/regex-dos.json").read_text())
    texts = asked if isinstance(asked, list) else list(asked.values())
    browser = office.browser()
    for text in texts:
        began = time.process_time()
        with transaction.atomic():
            answer = browser.get(office.at("suche/"), {"q": str(text)})
        assert answer.status_code in (200, 302, 400), str(text)[:60]
        assert time.process_time() - began < 2, str(text)[:60]


@pytest.fixture
def clamd(settings):
    """A virus scanner that knows one signature: the test file of EICAR."""
    with running_clamd(eicar()[:40]) as settings.CLAMD:
        yield


def eicar() -> bytes:
    """Return the harmless test file every virus scanner knows; it never lies on the disk here."""
    text = "WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo="
    return base64.b64decode(text)


@pytest.mark.slow
def test_a_virus_is_refused_with_one_sentence_and_left_nowhere(office, clamd):
    answer = Sender(office).send(eicar(), name="Rechnung.txt")
    assert answer.status_code == 422
    assert "Schad" in answer.json()["detail"] or "Vir" in answer.json()["detail"]
    assert not Dokument.objects.exists()
    assert Sender(office).send(b"harmlos", name="Brief.txt").status_code == 201
