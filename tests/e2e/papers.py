"""PDFs for the viewer's tests: a few pages of text, and a long scan."""

import io

import pikepdf
from PIL import Image, ImageDraw

DIFFERENT = 20


def _page(pdf: pikepdf.Pdf, resources: pikepdf.Dictionary, content: bytes) -> pikepdf.Page:
    return pikepdf.Page(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, 595, 842],
            Resources=resources,
            Contents=pikepdf.Stream(pdf, content),
        )
    )


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def text_pdf(title: str, pages: int = 3) -> bytes:
    """Return a PDF whose pages say what they are."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)))
    for number in range(1, pages + 1):
        line = f"BT /F1 24 Tf 72 720 Td ({title}, Seite {number}, Bauantragsunterlagen) Tj ET"
        pdf.pages.append(_page(pdf, resources, line.encode()))
    return _saved(pdf)


def scan_pdf(pages: int) -> bytes:
    """Return a PDF of pictures, each with its own bytes, as a scanner makes it."""
    pdf, pictures = pikepdf.new(), []
    for number in range(DIFFERENT):
        picture = Image.new("L", (1240, 1754), 250)
        draw = ImageDraw.Draw(picture)
        for line in range(40):
            wide = 400 + (line * 137 + number * 61) % 700
            draw.rectangle((100, 120 + 40 * line, 100 + wide, 135 + 40 * line), fill=60)
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=40)
        pictures.append(out.getvalue())
    for number in range(pages):
        image = pikepdf.Stream(
            pdf,
            pictures[number % DIFFERENT],
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=1240,
            Height=1754,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        pdf.pages.append(_page(pdf, resources, b"q 595 0 0 842 0 0 cm /I Do Q"))
    return _saved(pdf)
