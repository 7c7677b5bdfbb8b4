"""What comes out of the converters, document by document."""

import pytest

from verbundakte.core.converters.errors import ConversionFailed, Damaged, Encrypted, Unsupported
from verbundakte.core.converters.pool import Converters
from verbundakte.core.converters.tests import samples


@pytest.fixture(scope="module")
def converters():
    pool = Converters(workers=1)
    yield pool
    pool.close()


def codes(found) -> set[str]:
    return {notice.code for notice in found.notices}


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (samples.pdf("a"), "brief.txt", "application/pdf"),
        (samples.docx(), "x", "application/vnd.openxmlformats-officedocument"),
        (samples.xlsx(), "x", "application/vnd.openxmlformats-officedocument.spreadsheetml"),
        (samples.odt(), "x", "application/vnd.oasis.opendocument.text"),
        (samples.picture(kind="JPEG"), "x.png", "image/jpeg"),
        (samples.picture(kind="TIFF"), "x", "image/tiff"),
        (samples.picture(kind="WEBP"), "x", "image/webp"),
        (samples.picture(kind="BMP"), "x", "image/bmp"),
        (samples.eml(), "x", "message/rfc822"),
        (samples.zipped({"a.txt": "a"}), "x.docx", "application/zip"),
        (b"<!DOCTYPE html><p>Hallo", "x", "text/html"),
        (b"<?xml version='1.0'?><a/>", "x", "text/xml"),
        (b"{\\rtf1 Hallo}", "x.doc", "application/rtf"),
        (b"a;b\n1;2\n", "x.csv", "text/csv"),
        (b"# Titel\n", "x.md", "text/markdown"),
        (b"MZ" + bytes(100), "x.pdf", "application/x-executable"),
        (b"\x7fELF" + bytes(100), "x", "application/x-executable"),
        (bytes(range(256)) * 8, "x.txt", "application/octet-stream"),
    ],
)
def test_the_type_comes_from_the_content(converters, data, name, media_type):
    assert converters.identify(1, data, name).media_type.startswith(media_type)


def test_a_wrong_ending_is_noticed(converters):
    assert "name_mismatch" in codes(converters.identify(1, samples.pdf("a"), "brief.docx"))


def test_an_empty_file_is_called_empty(converters):
    assert codes(converters.identify(1, b"", "leer.pdf")) == {"empty"}
    assert converters.ingest(1, b"", "leer.pdf").pages == ()


def test_javascript_in_a_pdf_is_noticed(converters):
    action = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    assert "active" in codes(converters.identify(1, samples.pdf("a", catalog=action)))


def test_macros_and_outside_references_are_noticed(converters):
    relation = '<Relationship Id="1" Type="t/image" TargetMode="External" Target="x"/>'
    data = samples.zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": "<a/>",
            "word/vbaProject.bin": "x",
            "word/_rels/document.xml.rels": f"<Relationships>{relation}</Relationships>",
        }
    )
    assert codes(converters.identify(1, data, "x.docx")) == {"macros", "external"}


def test_an_archive_that_points_outside_is_noticed(converters):
    assert "unsafe_names" in codes(converters.identify(1, samples.zipped({"../../a": "b"})))


def test_ingest_reads_every_page_and_pictures_the_first(converters):
    found = converters.ingest(1, samples.pdf("Antrag", "Bescheid"), "x.pdf", width=300)
    assert [page.strip() for page in found.pages] == ["Antrag", "Bescheid"]
    assert found.identified.pages == 2
    assert (found.thumbnail.width, found.thumbnail.media_type) == (300, "image/webp")
    assert found.ocr_pages == ()


def test_a_text_pdf_costs_little_processor_time(converters):
    converters.ingest(1, samples.pdf("warm"))
    assert converters.ingest(1, samples.pdf(*["Zeile"] * 20)).cpu_seconds < 0.3


def test_a_page_without_text_wants_ocr(converters):
    scan = converters.to_pdf(1, samples.picture(), "scan.png").data
    assert converters.ingest(1, scan).ocr_pages == (1,)
    assert converters.ingest(1, samples.picture()).ocr_pages == (1,)


def test_ocr_reads_words_with_boxes(converters):
    page = converters.ocr_page(1, samples.picture(text="Antrag auf Wohngeld"))
    assert page.text == "Antrag auf Wohngeld"
    assert page.confidence > 80
    first = page.words[0]
    assert first.text == "Antrag"
    assert 30 < first.left < 70 and 200 < first.top < 320


@pytest.mark.parametrize("document", [samples.docx(), samples.odt()])
def test_office_text_is_read_without_libreoffice(converters, document):
    found = converters.ingest(1, document, "x")
    assert samples.SENTENCE in found.pages[0]
    assert found.needs_pdf


def test_a_sheet_becomes_lines_of_cells(converters):
    assert converters.extract_text(1, samples.xlsx()) == ("Haushaltsstelle\tAnsatz\t1250",)


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_is_read_in_its_character_set(converters, name):
    text = f"{samples.SENTENCE}\r\nPreis: 5 §"
    pages = converters.extract_text(1, text.encode(name), "x.txt")
    assert pages == (text.replace("\r\n", "\n"),)


def test_rtf_is_read_without_libreoffice(converters):
    data = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator x;}B\'e4ckerei \u252?\par Ende}"
    assert converters.extract_text(1, data, "x.rtf") == ("Bäckerei ü\nEnde",)


def test_html_text_has_no_scripts(converters):
    page = b"<html><style>a{}</style><body><p>Hallo <b>Welt</b></p><script>x()</script>"
    assert converters.extract_text(1, page) == ("Hallo Welt",)


def test_a_page_image_keeps_to_the_wanted_width_and_format(converters):
    image = converters.page_image(1, samples.pdf("a", "b"), page=2, width=500, image_format="png")
    assert (image.width, image.media_type) == (500, "image/png")
    assert image.data.startswith(b"\x89PNG")


def test_a_cmyk_picture_becomes_rgb(converters):
    data = samples.picture(mode="CMYK", kind="JPEG")
    assert converters.page_image(1, data, width=100, image_format="jpeg").width == 100
    assert converters.to_pdf(1, data, "x.jpg").data.startswith(b"%PDF-")


def test_a_page_that_does_not_exist_is_refused(converters):
    with pytest.raises(Damaged, match="gibt es"):
        converters.page_image(1, samples.pdf("a"), page=2)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (samples.SENTENCE.encode(), "x.txt"),
        (samples.SENTENCE.encode(), "x.md"),
        (f"<p>{samples.SENTENCE}</p>".encode(), "x.html"),
        (samples.eml(), "x.eml"),
        (samples.eml(html=f"<p>{samples.SENTENCE}</p>"), "x.eml"),
    ],
)
def test_the_lesefassung_shows_the_text(converters, data, name):
    pages = converters.ingest(1, converters.to_pdf(1, data, name).data).pages
    assert samples.SENTENCE in " ".join(pages[0].split())


@pytest.mark.slow
def test_libreoffice_makes_the_lesefassung_of_an_office_file(converters):
    made = converters.to_pdf(1, samples.docx(), "x.docx")
    assert made.tool.startswith("LibreOffice ")
    assert samples.SENTENCE in converters.extract_text(1, made.data)[0]


@pytest.mark.slow
def test_a_letter_from_wordperfect_is_read(converters):
    made = converters.to_pdf(1, samples.wordperfect("Bescheid vom Mai"), "x.wpd")
    assert "Bescheid vom Mai" in converters.extract_text(1, made.data)[0]


def test_the_lesefassung_of_a_mail_begins_with_its_headers(converters):
    made = converters.to_pdf(1, samples.eml(attachment=samples.pdf("a")), "x.eml")
    text = converters.extract_text(1, made.data)[0]
    for expected in (
        "Jürgen Groß",
        "poststelle@",
        "Antrag auf Straßensperrung",
        "Lageplan Süd.pdf",
    ):
        assert expected in text


def test_foreign_markup_cannot_script_or_load(converters):
    page = b'<p>Hallo<script>x()</script><img src="file:///etc/passwd"><link href="http://a/b">'
    made = converters.to_pdf(1, page, "x.html")
    assert {notice.code for notice in made.notices} == {"active", "external"}


def test_a_mail_is_taken_apart(converters):
    mail = converters.split_mail(1, samples.eml(html="<p>x</p>", attachment=samples.pdf("Plan")))
    assert mail.headers["From"] == "Jürgen Groß <gross@example.org>"
    assert mail.headers["Subject"] == "Antrag auf Straßensperrung"
    assert mail.sent_at == "2026-03-02T09:30:00+01:00"
    assert mail.text.strip() == samples.SENTENCE
    (attachment,) = mail.attachments
    assert (attachment.name, attachment.media_type) == ("Lageplan Süd.pdf", "application/pdf")
    assert attachment.data == samples.pdf("Plan")


def test_broken_headers_do_not_cost_the_mail(converters):
    data = (
        b"From: \xc4mter <a@example.org>\nkein Kopf\nSubject: =?utf-8?Q?=C3=9Cber?=\n sicht\x01\n"
        b"To: a@@b\nDate: gestern\nContent-Type: text/plain; charset=kaputt\n\nT\xe4xt"
    )
    mail = converters.split_mail(1, data, "x.eml")
    assert mail.headers["From"] == "Ämter <a@example.org>"
    assert mail.headers["Subject"] == "Über sicht"
    assert (mail.text, mail.sent_at) == ("Täxt", None)


def test_an_attachment_name_is_never_a_path(converters):
    letter = samples.eml(attachment=b"x").replace(b"Lageplan", b"../../Lageplan")
    assert "/" not in converters.split_mail(1, letter).attachments[0].name


def test_what_is_no_document_has_no_lesefassung(converters):
    with pytest.raises(Unsupported):
        converters.to_pdf(1, b"MZ" + bytes(100), "x.exe")


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\nkaputt", b"PK\x03\x04kaputt", b"\xff\xd8\xff\xe0kaputt", b"\x89PNG\r\n\x1a\n"],
)
def test_broken_files_are_called_damaged(converters, data):
    found = converters.ingest(1, data, "x")
    assert "damaged" in codes(found.identified)
    with pytest.raises(ConversionFailed) as failure:
        converters.to_pdf(1, data, "x")
    assert failure.value.message.endswith(".")


def test_a_document_with_a_doctype_is_not_read(converters):
    evil = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    found = converters.ingest(1, samples.docx("&x;", prolog=evil), "x.docx")
    assert found.pages == ()
    assert "Dokumenttypdefinition" in found.problems[0]


def test_an_encrypted_archive_is_refused_with_a_reason(converters):
    manifest = "<m><encryption-data/></m>"
    data = samples.zipped(
        {"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": manifest}
    )
    with pytest.raises(Encrypted, match="verschlüsselt"):
        converters.to_pdf(1, data, "x.odt")
