"""Bytes of files: whole, in ranges, never active, only for who may read the Dokument."""

import json

import pytest
from django.utils import timezone

from verbundakte.akten.models import Rendition, Seitentext
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.core.blobs.register import keep
from verbundakte.core.models import Lesevermerk

CONTENT = bytes(range(256)) * 4


def body(response) -> bytes:
    """Return everything a streamed answer sends."""
    return b"".join(response.streaming_content)


@pytest.fixture
def datei(office):
    """A file with 1024 bytes whose name needs encoding."""
    dokument = make_dokument(
        office.amira, vorgang=office.vorgang, name='Bäume "alt".bin', content=CONTENT
    )
    return dokument.fassungen.get().dateien.get()


def test_the_original_is_a_download_that_cannot_run(office, datei):
    answer = office.browser().get(office.at(f"dateien/{datei.pk}/original"))
    assert body(answer) == CONTENT
    assert (
        answer["Content-Disposition"] == "attachment; filename*=utf-8''B%C3%A4ume%20%22alt%22.bin"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Length"] == "1024"


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=1000-", 1000, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=1000-9999", 1000, 1023),
    ],
)
def test_a_range_is_answered_with_its_part(office, datei, wanted, start, end):
    address = office.at(f"dateien/{datei.pk}/original")
    answer = office.browser().get(address, headers={"Range": wanted})
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {start}-{end}/1024"
    assert body(answer) == CONTENT[start : end + 1]


def test_a_range_outside_is_refused_and_nonsense_gives_the_whole(office, datei):
    browser, address = office.browser(), office.at(f"dateien/{datei.pk}/original")
    outside = browser.get(address, headers={"Range": "bytes=2000-"})
    assert (outside.status_code, outside["Content-Range"]) == (416, "bytes */1024")
    for nonsense in ("bytes=5-2", "zeilen=1-2", "bytes=0-1,5-6", "bytes=-"):
        assert browser.get(address, headers={"Range": nonsense}).status_code == 200


def test_an_unchanged_file_is_not_sent_again(office, datei):
    browser, address = office.browser(), office.at(f"dateien/{datei.pk}/original")
    etag = browser.get(address)["ETag"]
    assert etag == f'"{datei.blob.sha256}"'
    assert browser.get(address, headers={"If-None-Match": etag}).status_code == 304
    assert browser.head(address)["Content-Length"] == "1024"
    changed = browser.get(address, headers={"Range": "bytes=0-1", "If-Range": '"anders"'})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    "part", ["original", "lesefassung", "text", "vorschau", "seiten/1.webp", "woerter/1"]
)
def test_who_may_not_read_the_dokument_gets_nothing_of_its_file(
    office, datei, beispielhausen, part
):
    address = office.at(f"dateien/{datei.pk}/{part}")
    for role in ("sachbearbeiter_ordnung", "systemverwaltung", "datenschutz"):
        assert office.browser(role).get(address).status_code == 404
    foreign = f"/beispielhausen/dateien/{datei.pk}/{part}"
    assert beispielhausen.client("sachbearbeiterin").get(foreign).status_code == 404


def test_there_is_no_lesefassung_before_it_is_made(office, datei):
    browser, address = office.browser(), office.at(f"dateien/{datei.pk}/lesefassung")
    assert browser.get(address).status_code == 404
    Rendition.objects.create(
        datei=datei, kind="pdf", blob=keep(b"%PDF-1.7 x"), created_at=timezone.now()
    )
    answer = browser.get(address)
    assert body(answer) == b"%PDF-1.7 x"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    download = browser.get(f"{address}?laden")
    assert download["Content-Disposition"].startswith("attachment")


def test_text_and_words_of_a_recognised_page(office, datei):
    Seitentext.objects.create(datei=datei, page=1, text="Stellplatz <b>", is_recognised=True)
    words = [["Stellplatz", 10.0, 20.0, 30.0, 5.0]]
    Rendition.objects.create(
        datei=datei, kind="words", page=1, blob=keep(json.dumps(words).encode()),
        created_at=timezone.now(),
    )  # fmt: skip
    browser = office.browser()
    page = browser.get(office.at(f"dateien/{datei.pk}/text")).content.decode()
    assert "Stellplatz &lt;b&gt;" in page
    assert browser.get(office.at(f"dateien/{datei.pk}/woerter/1")).json() == words
    assert browser.get(office.at(f"dateien/{datei.pk}/woerter/2")).status_code == 404


def test_a_secret_file_read_in_many_ranges_is_recorded_once(office):
    unit = make_planeinheit("922.52", titel="Hundesteuer", geheimnisklasse="steuer")
    vorgang = make_vorgang(office.amira, akte=make_akte(office.amira, planeinheit=unit))
    dokument = make_dokument(office.amira, vorgang=vorgang, content=CONTENT)
    datei = dokument.fassungen.get().dateien.get()
    browser, address = office.browser(), office.at(f"dateien/{datei.pk}/original")
    for start in (0, 100, 200):
        browser.get(address, headers={"Range": f"bytes={start}-{start + 99}"})
    assert Lesevermerk.objects.get().art == "ausgabe"
    history = browser.get(office.at(f"dokumente/{dokument.pk}/verlauf/")).content.decode()
    assert "gelesen" not in history and "heruntergeladen" not in history


def test_the_text_of_a_very_long_file_comes_in_parts(office, datei):
    type(datei).objects.filter(pk=datei.pk).update(pages=10_000)
    for page in (1, 500, 501, 9_999):
        Seitentext.objects.create(datei=datei, page=page, text=f"Blatt {page}.")
    browser, address = office.browser(), office.at(f"dateien/{datei.pk}/text")
    first = browser.get(address).content.decode()
    assert "Blatt 500." in first and "Blatt 501." not in first and "?seite=501" in first
    last = browser.get(f"{address}?seite=9501").content.decode()
    assert "Blatt 9999." in last and "?seite=10001" not in last and "?seite=9001" in last
