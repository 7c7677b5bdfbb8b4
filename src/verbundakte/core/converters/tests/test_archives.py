"""Archives: what lies in them is listed and unpacked, within limits and without their names."""

import base64
import bz2
import gzip
import io
import random
import tarfile
import zipfile
import zlib

import pikepdf
import pytest

from verbundakte.core.converters import charset, libarchive, limits, programs
from verbundakte.core.converters.errors import ConversionFailed, Damaged, TooLarge, Unsupported
from verbundakte.core.converters.pool import Converters
from verbundakte.core.converters.tests import samples
from verbundakte.core.converters.tests.test_mails import envelope

# Two small texts, packed with LZMA.
SEVEN = base64.b64decode(
    "N3q8ryccAAMwXvjOngAAAAAAAAAhAAAAAAAAAINC60sAJhhI5m3d0Fsu7tCMXaluD5U54MWIUijpiLm9uhf+Rfan"
    "99D//6QUAAAAAIEzB64P0KYGvJ8/R0FY1v4CaiWo6ICFegIMyPXqXxbZy5nYZt5w2Q266J71DOuqoDIexHlbo8vT"
    "u7wSH5Ekoq8W6GV76so2Fj0+HxKjB/YXVdV7L+MfWkGxSf1NuHCLFkZRWXtkQi4CIH2VvH//9uJAABcGKgEJdAAH"
    "CwEAASMDAQEFXQAAgAAMgIwKAcongdMAAA=="
)


NOISE = random.Random(1).randbytes(9000)  # does not pack


@pytest.fixture(scope="module")
def converters():
    pool = Converters(workers=1)
    yield pool
    pool.close()


def tar(**files: bytes) -> bytes:
    """Return a tar of these files and one link."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name.replace("_", "."))
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return stream.getvalue()


def told(converters, data: bytes, name: str = "x") -> tuple[list[str], list[bytes], list[str]]:
    """Return names as listed, bytes as unpacked, names that stay inside."""
    listed = converters.ingest(1, data, name)
    files, left = converters.unpack(1, data, name)
    names = [file["name"] for file in listed.inside["files"]]
    assert listed.pages == ("\n".join(names),)
    return names, [file.data for file in files], [file["name"] for file in left]


def test_a_zip_is_listed_and_unpacked_with_folders_and_old_names(converters):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Ordner/", "")
        archive.writestr("Ordner/Plan.txt", "Plan")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("Ordner/Plan.txt", "zweiter")
        archive.writestr("Gr__e Stra_e.txt", "Name")
    data = stream.getvalue().replace(b"Gr__e Stra_e", "Grüße Straße".encode("cp850"))
    names, found, left = told(converters, data)
    assert names == ["Ordner/Plan.txt", "Ordner/Plan.txt", "Grüße Straße.txt"]
    assert found == [b"Plan", b"zweiter", b"Name"]
    assert left == []


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
def test_a_tar_is_read_packed_or_not_and_links_stay_in_it(converters, pack):
    names, found, left = told(converters, pack(tar(a_txt=b"A", b_txt=b"B")), "x.tar.gz")
    assert (names, found, left) == (["a.txt", "b.txt", "link"], [b"A", b"B"], ["link"])


def test_one_packed_file_has_its_name_without_the_ending(converters):
    names, found, _ = told(converters, gzip.compress(b"Text"), "brief.txt.gz")
    assert (names, found) == (["brief.txt"], [b"Text"])


def test_a_mailbox_gives_its_mails(converters):
    one = b"From a@x Mon Mar 02 09:15:00 2026\nFrom: a@x\nSubject: 1\nTo: b@x\n\nHallo\n\n"
    names, found, _ = told(converters, one + one.replace(b"1\n", b"2\n"), "x.mbox")
    assert names == ["1. 1.eml", "2. 2.eml"]
    assert found[1].startswith(b"From: a@x\nSubject: 2")


def test_an_envelope_of_a_signature_gives_its_file_or_is_the_mail_in_it(converters):
    data = envelope(2, samples.pdf("Rechnung"))
    found = converters.identify(1, data, "Rechnung.pdf.p7m")
    assert (found.kind, [notice.code for notice in found.notices]) == ("archive", ["signed"])
    names, inside, _ = told(converters, data, "Rechnung.pdf.p7m")
    assert names == ["Rechnung.pdf"] and inside == [samples.pdf("Rechnung")]
    letter = converters.ingest(1, envelope(2, samples.eml()), "smime.p7m")
    assert letter.identified.kind == "mail" and samples.SENTENCE in letter.pages[0]
    mail = converters.split_mail(1, envelope(2, samples.eml()), "smime.p7m")
    assert mail.headers["Subject"] == "Antrag auf Straßensperrung"
    assert [notice.code for notice in mail.notices] == ["signed"]
    sealed = converters.identify(1, envelope(3, b"geheim"), "smime.p7m")
    assert (sealed.kind, sealed.notices[0].code) == ("certificate", "encrypted")


def test_text_of_an_old_macintosh_is_read_and_paragraph_signs_are_no_umlauts():
    old = "Die Prüfung der Bäckerei Müller ergab: größere Mängel.".encode("mac-roman")
    assert charset.decode(old) == "Die Prüfung der Bäckerei Müller ergab: größere Mängel."
    law = "Nach §§ 3, 4 und 5 sowie §§ 7 ff. gilt dies."
    assert charset.decode(law.encode("cp1252")) == law
    german = "Größe, Straße, Mühe, Fläche: § 5, Öl und Äste"
    for name in ("cp1252", "cp850", "utf-8"):
        assert charset.decode(german.encode(name)) == german


@pytest.mark.skipif(
    not programs._library("libarchive.so.13"), reason="libarchive13 ist nicht installiert"
)
def test_a_7z_is_read_with_the_library_of_the_system(converters):
    names, found, _ = told(converters, SEVEN)
    assert names == ["Pläne/lageplan.txt", "notiz.txt"]
    assert found == ["Lageplan der Grünfläche".encode(), b"Notiz"]
    with pytest.raises(Damaged):
        converters.unpack(1, SEVEN[:-30] + bytes(30), "x.7z")


def test_without_the_library_a_7z_says_what_to_install(monkeypatch):
    monkeypatch.setattr(programs, "_library", lambda name: "")
    libarchive._library.cache_clear()
    with pytest.raises(ConversionFailed, match="apt-get install -y libarchive13"):
        libarchive._library()


def test_files_that_a_pdf_carries_are_listed_and_taken_out(converters):
    stream = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["daten.csv"] = b"a;b\n"
        document.save(stream)
    found = converters.ingest(1, stream.getvalue(), "x.pdf")
    assert [(file["name"], file["size"]) for file in found.inside["files"]] == [("daten.csv", 4)]
    files, _ = converters.unpack(1, stream.getvalue())
    assert [(file.name, file.data) for file in files] == [("daten.csv", b"a;b\n")]


def test_a_pdf_whose_files_alone_are_locked_is_read_all_the_same(converters):
    found = converters.ingest(1, samples.shared("korpus") / "pdf" / "auth-event-ef-open.pdf")
    assert (found.identified.pages, found.inside) == (1, None)


def test_a_bomb_is_listed_and_not_unpacked(converters):
    packed = zlib.compress(bytes(2 << 20), 9)
    assert len(packed) * limits.MAX_ZIP_RATIO < 2 << 20
    data = samples.zipped({"null.bin": bytes(2 << 20)})
    assert converters.ingest(1, data).inside["files"][0]["size"] == 2 << 20
    for bomb in (data, gzip.compress(bytes(2 << 20))):
        with pytest.raises(TooLarge, match="ungewöhnlich groß"):
            converters.unpack(1, bomb)


def test_too_many_files_are_refused_as_a_whole(converters):
    many = {f"{number}.txt": b"x" for number in range(limits.MAX_UNPACKED_FILES + 1)}
    with pytest.raises(TooLarge, match="mehr als 300"):
        converters.unpack(1, samples.zipped(many))


def test_an_encrypted_zip_shows_its_names_and_says_that_it_is_closed(converters):
    data = bytearray(samples.zipped({"geheim.txt": b"x"}))
    for at in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    found = converters.ingest(1, bytes(data))
    assert found.inside["files"][0]["remark"] == "verschlüsselt"
    assert "encrypted" in [notice.code for notice in found.identified.notices]
    with pytest.raises(Unsupported, match="verschlüsselt"):
        converters.unpack(1, bytes(data))


@pytest.mark.parametrize("cut", [40, 100, 150])
def test_a_cut_archive_is_called_damaged(converters, cut):
    for data in (samples.zipped({"a": b"a" * 50, "b": b"b"}), gzip.compress(tar(a=NOISE))):
        found = converters.ingest(1, data[:cut])
        assert found.problems or found.identified.notices
        with pytest.raises(ConversionFailed):
            converters.unpack(1, data[:cut])


def test_hostile_archives_end_with_a_sentence(converters):
    folder = samples.shared("hostile")
    for path in sorted(folder.glob("*.zip")):
        assert converters.ingest(1, path, path.name).inside is not None
        try:
            files, _ = converters.unpack(1, path, path.name)
        except ConversionFailed as failure:
            assert failure.message.endswith(".")
        else:
            assert all(len(file.data) < limits.MAX_UNPACKED_BYTES for file in files)
