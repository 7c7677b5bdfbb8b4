"""The hostile files and the broken ones of the corpus, where the shared folder exists."""

import socket
import threading

import pytest

from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.converters.pool import Converters
from verbundakte.core.converters.tests import samples

LISTENER = ("127.0.0.1", 9777)
SECRET_MARKS = ("root:x:", "/bin/bash", "uid=")
SLOW = {"regex-dos.json", "xml-tief.xml"}
BROKEN = ("pdf/invalid.pdf", "pdf/bug1250079.pdf", "office/testWORD_truncated.docx")
ENCRYPTED = ("pdf/issue6010_2.pdf", "office/testWORD_protected_passtika.docx")


@pytest.fixture(scope="module")
def converters():
    pool = Converters(workers=1)
    yield pool
    pool.close()


@pytest.fixture
def visits():
    """Connections to the port the hostile files point to."""
    seen: list[object] = []
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(LISTENER)
    except OSError:
        pytest.skip("Der Port 9777 ist belegt")
    listener.listen()

    def accept() -> None:
        while True:
            try:
                seen.append(listener.accept())
            except OSError:
                return

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield seen
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def outcome(act) -> str:
    try:
        return repr(act())
    except ConversionFailed as refused:
        return refused.message


def test_no_hostile_file_crashes_a_worker_or_shows_a_foreign_file(converters):
    for path in sorted(samples.shared("hostile").iterdir()):
        found = outcome(lambda path=path: converters.ingest(1, path, path.name))
        assert "abgestürzt" not in found, path.name
        assert not any(mark in found for mark in SECRET_MARKS), path.name


@pytest.mark.slow
def test_no_hostile_file_reaches_the_network_in_its_lesefassung(converters, visits):
    for path in sorted(samples.shared("hostile").iterdir()):
        if path.name in SLOW or path.suffix in (".odt", ".docx"):
            continue
        found = outcome(lambda path=path: converters.to_pdf(1, path, path.name))
        assert "abgestürzt" not in found, path.name
    assert visits == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["odt-fernes-bild.odt", "docx-xxe.docx"])
def test_libreoffice_loads_nothing_from_outside(converters, visits, name):
    path = samples.shared("hostile") / name
    found = outcome(lambda: converters.to_pdf(1, path, path.name))
    assert "abgestürzt" not in found
    assert visits == []


def test_the_limits_speak_plainly(converters):
    folder = samples.shared("hostile")
    bomb = converters.ingest(1, folder / "png-30000x30000.png", "x.png")
    assert "Millionen Bildpunkte" in bomb.problems[0]
    flat = converters.identify(1, folder / "zipbombe-flach.zip", "x.zip")
    assert "bomb" in {notice.code for notice in flat.notices}


def test_a_deep_mail_stays_readable_on_top(converters):
    mail = converters.split_mail(1, samples.shared("hostile") / "eml-300-ebenen.eml", "x.eml")
    assert mail.headers["Subject"] == "tief"
    assert "truncated" in {notice.code for notice in mail.notices}


def test_a_mail_header_is_one_line(converters):
    for path in sorted(samples.shared("korpus").joinpath("mail").glob("*.eml")):
        mail = converters.split_mail(1, path, path.name)
        assert all("\n" not in value and "\r" not in value for value in mail.headers.values())


@pytest.mark.parametrize(("names", "code"), [(BROKEN, "damaged"), (ENCRYPTED, "encrypted")])
def test_broken_and_locked_files_of_the_corpus_say_so(converters, names, code):
    for name in names:
        path = samples.shared("korpus") / name
        found = converters.ingest(1, path, path.name)
        assert code in {notice.code for notice in found.identified.notices}, name
