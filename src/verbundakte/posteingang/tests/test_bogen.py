"""A sheet as the product prints it is read from a bad scan of it."""

import io
import os
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageFilter

from verbundakte.core.converters import pdf, scans
from verbundakte.core.converters.source import Source
from verbundakte.posteingang.scan import bogen

CODE = "VA1:" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ:" + "234567ABCDEFGHIJKLMNOPQR"
AT_100_DPI = 827


def source(path: Path, data: bytes) -> Source:
    path.write_bytes(data)
    return Source(os.open(path, os.O_RDONLY), path.name, path.parent)


def scanned(printed: Source, *, turned: float) -> bytes:
    """Return a page as an old scanner sees it: crooked, blurred, pale, with dust and a streak."""
    with pdf.opened(printed) as document:
        picture = pdf.render(document, 1, AT_100_DPI).convert("L")
    picture = picture.rotate(turned, Image.Resampling.BICUBIC, fillcolor=255)
    picture = picture.filter(ImageFilter.GaussianBlur(0.7))
    picture = picture.point([60 + value * 170 // 255 for value in range(256)])
    dice = Random(7)
    for _ in range(9_000):
        at = dice.randrange(picture.width), dice.randrange(picture.height)
        picture.putpixel(at, dice.choice((40, 110, 240)))
    for row in range(picture.height):
        picture.putpixel((picture.width // 4, row), 90)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("turned", [0.0, 2.5, 180.0])
def test_a_printed_sheet_is_read_from_a_bad_scan(tmp_path, turned):
    data = bogen.sheets([("Deckblatt", ["Bauantrag Lindenstraße 4, 632.20-2026/0001-01"], CODE)])
    paper = scanned(source(tmp_path / "blatt.pdf", data), turned=turned)
    found, _ = scans.look_at_scan(source(tmp_path / "scan.png", paper), prefix="VA1:")
    assert found["found"] == [{"is_blank": False, "codes": [CODE]}]
