"""What files tell of themselves: by whom, with what, what would act, what is only named."""

import io
import wave
import zlib

import pytest
from PIL import Image

from verbundakte.core.converters import vba
from verbundakte.core.converters.pool import Converters
from verbundakte.core.converters.tests import samples


@pytest.fixture(scope="module")
def converters():
    pool = Converters(workers=1)
    yield pool
    pool.close()


def test_a_pdf_names_its_page_size_and_what_would_act(converters):
    action = b"/OpenAction << /S /Launch /F (x.exe) >> /AA << /S /JavaScript /JS (x) >>"
    found = converters.ingest(1, samples.pdf("a", catalog=action), "x.pdf")
    assert found.known["page_sizes"] == ["210 × 297"]
    assert found.active == {"javascript": [], "launch": []}


def test_bytes_of_a_picture_are_no_script(converters):
    scan = b"<< /Length 9 >>\nstream\n/JS /Laun\nendstream"
    data = samples.pdf("a").replace(b"5 0 obj\n", b"5 0 obj\n" + scan + b"\nendobj\n99 0 obj\n", 1)
    assert converters.ingest(1, data, "x.pdf").active == {}


def test_what_hides_in_an_object_stream_is_found(converters):
    packed = zlib.compress(b"<< /S /JavaScript /JS (x) >>")
    hidden = b"\n98 0 obj\n<< /Type /ObjStm /Length %d >>\nstream\n%s\nendstream\nendobj\n"
    data = samples.pdf("a") + hidden % (len(packed), packed)
    assert "javascript" in converters.ingest(1, data, "x.pdf").active


def test_a_long_pdf_is_read_to_its_last_page(converters):
    found = converters.ingest(1, samples.pdf(*(f"Blatt {n}" for n in range(1, 1003))), "x.pdf")
    assert len(found.pages) == found.identified.pages == 1002
    assert found.pages[-1].strip() == "Blatt 1002"


def core_of(author: str) -> str:
    return (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:t="t"><dc:creator>'
        f"{author}</dc:creator><cp:lastModifiedBy>Jonas Probst</cp:lastModifiedBy>"
        "<cp:revision>7</cp:revision><t:modified>2026-03-02T09:30:00Z</t:modified>"
        "</cp:coreProperties>"
    )


def test_a_word_file_names_author_template_and_what_it_brings_along(converters):
    outside = (
        '<Relationship Id="1" Type="x/attachedTemplate" TargetMode="External" Target="http://a/b"/>'
        '<Relationship Id="2" Type="x/hyperlink" TargetMode="External" Target="http://c/d"/>'
    )
    data = samples.zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "docProps/core.xml": core_of("Amira Öz"),
            "word/document.xml": "<a><instrText>DDEAUTO c:\\x</instrText></a>",
            "word/_rels/settings.xml.rels": f"<Relationships>{outside}</Relationships>",
            "word/embeddings/oleObject1.bin": b"MZ programm",
        }
    )
    found = converters.ingest(1, data, "x.docx")
    assert found.known["author"] == "Amira Öz"
    assert found.known["last_author"] == "Jonas Probst"
    assert found.known["revision"] == "7"
    assert found.known["changed_at"] == "2026-03-02T09:30"
    assert found.known["links"] == ["http://a/b"]
    assert set(found.active) == {"template", "dde", "programs"}


def container(source: bytes) -> bytes:
    """Source text as a compressed container of literals (MS-OVBA)."""
    tokens = b"".join(b"\0" + source[at : at + 8] for at in range(0, len(source), 8))
    header = 0xB000 | (len(tokens) + 2 - 3)
    return b"\x01" + header.to_bytes(2, "little") + tokens


def test_the_code_of_a_macro_is_unpacked_to_look_for_names():
    code = b'Attribute VB_Name = "Modul1"\r\nSub Document_Open()\r\nEnd Sub\r\n'
    assert vba.source_of(b"irgendetwas" + container(code)) == code
    assert vba.STARTERS.findall(code) == [b"Document_Open"]
    assert vba.source_of(b"kein Makro") == b""


def test_a_picture_tells_its_size_and_that_a_place_is_in_it_but_not_which(converters):
    picture, stream = Image.new("RGB", (80, 40)), io.BytesIO()
    exif = Image.Exif()
    exif[306] = "2026:03:02 09:30:00"
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 0.0)
    picture.save(stream, "JPEG", exif=exif, dpi=(300, 300))
    known = converters.ingest(1, stream.getvalue(), "x.jpg").known
    assert (known["pixels"], known["resolution"]) == ([80, 40], 300)
    assert known["taken_at"] == "2026-03-02T09:30"
    assert known["has_location"] is True
    assert "52" not in str(known)


def test_every_maker_has_a_stamp_with_its_version_and_revision(converters):
    tools = converters.tools(1)
    page = converters.ingest(1, samples.pdf("a"))
    text = converters.to_pdf(1, b"Hallo", "x.txt")
    assert {page.tool, page.thumbnail.tool, text.tool} <= set(tools)
    assert all(len(tool) <= 120 for tool in tools)


def test_a_recording_is_told_by_its_content_and_its_length_named(converters):
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000 * 65))
    found = converters.ingest(1, stream.getvalue(), "x.doc")
    assert (found.identified.kind, found.known["duration"]) == ("media", "0:01:05")


def test_a_page_tree_that_leads_to_itself_is_damaged_not_a_million_pages(converters):
    pages = b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1000000>>endobj\n"
    data = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + pages
    found = converters.ingest(1, data + b"trailer<</Root 1 0 R>>", "x.pdf")
    assert "damaged" in {notice.code for notice in found.identified.notices}
    assert (found.pages, found.identified.pages) == ((), None)
