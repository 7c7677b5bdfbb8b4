"""Small documents made for the tests, and the shared sample folders where they exist."""

import io
import struct
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from verbundakte.core.converters import weasy

REPOSITORY = Path(__file__).resolve().parents[5]
SHARED = REPOSITORY.parent / "shared"
SENTENCE = "Die Gewerbeanmeldung der Bäckerei Müller ist vollständig."
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R %s >>"
FONT = b"/Resources << /Font << /F1 3 0 R >> >>"


def shared(folder: str) -> Path:
    """The shared folder, or the test is skipped with the reason."""
    path = SHARED / folder
    if not path.is_dir():
        pytest.skip(f"../shared/{folder} ist nicht vorhanden")
    return path


def pdf(*lines: str, catalog: bytes = b"") -> bytes:
    """A PDF with one page for each line of text (ASCII)."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(lines)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(lines)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, line in enumerate(lines):
        drawing = b"BT /F1 20 Tf 72 700 Td (%s) Tj ET" % line.encode("ascii")
        objects.append(PAGE % (5 + 2 * number, FONT))
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing))
    body, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return body + head + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """A zip of the given parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(text: str = SENTENCE, prolog: str = "") -> bytes:
    """A minimal Word file of one paragraph."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    packages = "http://schemas.openxmlformats.org/package/2006"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{packages}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship '
            f'Id="r1" Type="{relation}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"{prolog}<w:document {space}><w:body><w:p><w:r>"
            f"<w:t>{text}</w:t></w:r></w:p></w:body></w:document>",
        }
    )


def odt(text: str = SENTENCE) -> bytes:
    """A minimal OpenDocument text of one paragraph."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<o:document-content xmlns:o="{names}:office:1.0" '
            f'xmlns:t="{names}:text:1.0"><o:body><o:text><t:h>Bescheid</t:h><t:p>{text}'
            "<t:s/>Ende</t:p></o:text></o:body></o:document-content>",
        }
    )


def xlsx() -> bytes:
    """A minimal workbook: one sheet, a shared and an inline string, a number."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/sharedStrings.xml": f"<sst {space}><si><t>Haushaltsstelle</t></si></sst>",
            "xl/worksheets/sheet1.xml": f'<worksheet {space}><sheetData><row><c t="s"><v>0</v></c>'
            '<c t="inlineStr"><is><t>Ansatz</t></is></c><c><v>1250</v></c></row></sheetData>'
            "</worksheet>",
        }
    )


def pdfa(*lines: str, variant: str = weasy.ARCHIVAL) -> bytes:
    """A letter made as PDF/A."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<html lang='de'><title>Brief</title><body style='font-family: sans-serif'>{body}"
    return weasy.render(page, {}, variant=variant)


def wordperfect(text: str) -> bytes:
    """A WordPerfect 6 file of one paragraph (ASCII)."""
    index_at, index = 30, struct.pack("<HH10x", 2, 1)
    body = text.encode("ascii").replace(b" ", b"\x80") + b"\xcc"
    begins = index_at + len(index)
    head = b"\xffWPC" + struct.pack(
        "<IBBBBHHII", begins, 1, 10, 2, 1, 0, index_at, 5, begins + len(body)
    )
    return head.ljust(index_at, b"\0") + index + body


def eml(*, html: str = "", attachment: bytes = b"") -> bytes:
    """A mail with German headers, on demand with HTML and a PDF attached."""
    letter = EmailMessage()
    letter["From"] = "Jürgen Groß <gross@example.org>"
    letter["To"] = "poststelle@example.org"
    letter["Date"] = "Mon, 02 Mar 2026 09:30:00 +0100"
    letter["Subject"] = "Antrag auf Straßensperrung"
    letter.set_content(SENTENCE)
    if html:
        letter.add_alternative(html, subtype="html")
    if attachment:
        letter.add_attachment(
            attachment, maintype="application", subtype="pdf", filename="Lageplan Süd.pdf"
        )
    return letter.as_bytes()


def picture(
    size: tuple[int, int] = (800, 400), mode: str = "RGB", kind: str = "PNG", text: str = ""
) -> bytes:
    """A white picture, on demand with large text."""
    image = Image.new("RGB", size, "white")
    if text:
        font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 48)
        ImageDraw.Draw(image).text((40, 100), text, fill="black", font=font)
    stream = io.BytesIO()
    image.convert(mode).save(stream, kind)
    return stream.getvalue()
