import io
import zipfile
from collections import defaultdict
from email import message_from_bytes
from email.policy import default

import pypdfium2
import pytest
from lxml import etree

from verbundakte import demo
from verbundakte.demo.files.pdf import text_width, wrap

SCALE = 0.3
WORLD = demo.build(seed=1, scale=SCALE)


@pytest.fixture(scope="module")
def rendered():
    """Every document of the world with its file, grouped by format."""
    files = defaultdict(list)
    for dokument in WORLD.dokumente():
        files[dokument.format].append((dokument, *dokument.render()))
    return files


def pdf_pages(content):
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def xml_text(content, part):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return "".join(etree.fromstring(archive.read(part)).itertext())


def test_the_same_seed_gives_the_same_bytes(rendered):
    again = {dokument.key: dokument for dokument in demo.build(seed=1, scale=SCALE).dokumente()}
    for files in rendered.values():
        for dokument, name, content in files:
            assert again[dokument.key].render() == (name, content)


def test_pdfs_open_and_hold_betreff_and_last_word(rendered):
    for dokument, _, content in rendered["pdf"]:
        text = " ".join(" ".join(pdf_pages(content)).split())
        assert dokument.betreff.split()[0] in text
        assert dokument.text.split()[-1] in text


def test_some_pdfs_have_several_pages(rendered):
    assert any(len(pdf_pages(content)) > 1 for _, _, content in rendered["pdf"])


@pytest.mark.parametrize(
    ("format_", "part"),
    [("docx", "word/document.xml"), ("odt", "content.xml"), ("xlsx", "xl/worksheets/sheet1.xml")],
)
def test_office_files_are_sound_zips_with_the_text(rendered, format_, part):
    for dokument, name, content in rendered[format_]:
        assert name.endswith(f".{format_}")
        text = xml_text(content, part)
        assert dokument.betreff in text
        assert all(block.text in text for block in dokument.blocks)


def test_odt_begins_with_its_uncompressed_media_type(rendered):
    for _, _, content in rendered["odt"]:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_mails_can_be_read_and_their_attachments_open(rendered):
    attached = 0
    for dokument, _, content in rendered["eml"]:
        mail = message_from_bytes(content, policy=default)
        assert mail["Subject"] == dokument.betreff
        assert dokument.blocks[0].text.split()[-1] in mail.get_body().get_content()
        for part in mail.iter_attachments():
            assert pdf_pages(part.get_content())
            attached += 1
    assert attached >= 5


def test_scans_have_page_images_without_text_and_are_at_most_20_pages(rendered):
    pages = [page for _, _, content in rendered["scan"] for page in pdf_pages(content)]
    assert 12 <= len(pages) <= 20
    assert not any(page.strip() for page in pages)


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_scans_stay_below_20_pages_with_other_seeds(seed):
    scans = [d for d in demo.build(seed=seed).dokumente() if d.format == "scan"]
    assert sum(len(pdf_pages(scan.render()[1])) for scan in scans) <= 20


def test_file_names_are_short_and_safe(rendered):
    for files in rendered.values():
        for _, name, _ in files:
            assert len(name.encode()) <= 120
            assert not set('/\\:*?"<>|\n') & set(name)


def test_long_words_stay_whole_when_lines_are_wrapped():
    lines = wrap("Eine Niederschlagswassergebührensatzung gilt", 10, 60)
    assert lines == ["Eine", "Niederschlagswassergebührensatzung", "gilt"]
    assert text_width("mm", 10) == pytest.approx(16.66)
