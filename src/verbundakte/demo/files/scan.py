"""Turns set pages into scans: grey, noisy, slightly skewed, with an entry stamp, no text."""

import io
import math
from random import Random

import pypdfium2
from PIL import Image

from verbundakte.demo.files.pdf import Page, Pdf, text_width

DPI = 150


def stamp(page: Page, lines: tuple[str, ...], rng: Random) -> None:
    """Put a frame with the lines below the head, right side, turned a little."""
    angle = math.radians(rng.uniform(-6, 6))
    cos, sin = math.cos(angle), math.sin(angle)
    width = max(text_width(line, 11, bold=True) for line in lines) + 20
    height = 16 * len(lines) + 10
    x, y = rng.uniform(300, 520 - width), rng.uniform(716, 721)
    page.raw(f"q 0.35 G 0.35 g {cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.1f} {y:.1f} cm")
    page.raw(f"1.6 w 0 0 {width:.1f} {height} re S")
    for index, line in enumerate(lines):
        page.text(10, height - 17 - 16 * index, line, 11, bold=True)
    page.raw("Q")


def _worn(image: Image.Image, rng: Random) -> Image.Image:
    """Return the page as a scanner sees it: skew, paper tone, dust."""
    image = image.rotate(rng.uniform(-0.7, 0.7), Image.Resampling.BILINEAR, fillcolor=255)
    noise = Image.frombytes("L", image.size, rng.randbytes(image.width * image.height))
    image = Image.blend(image, noise, 0.09)
    for _ in range(60):
        x, y = rng.randrange(image.width - 2), rng.randrange(image.height - 2)
        image.paste(rng.randrange(60, 140), (x, y, x + 2, y + rng.randrange(1, 3)))
    return image


def scan_of(pages: list[Page], pdf: Pdf, rng: Random) -> bytes:
    """Return `pdf` filled with one page image per page."""
    source = Pdf(pdf.title, pdf.author, pdf.created)
    for page in pages:
        source.add_page(page)
    rendered = pypdfium2.PdfDocument(source.to_bytes())
    try:
        for page in rendered:
            image = page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
            target = io.BytesIO()
            worn = _worn(image, rng)
            worn.save(target, "JPEG", quality=55)
            pdf.add_image(target.getvalue(), worn.width, worn.height)
            page.close()
    finally:
        rendered.close()
    return pdf.to_bytes()
