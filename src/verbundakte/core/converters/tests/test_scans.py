"""What is seen on scanned pages: blank ones, codes of ours, pictures coded by symbols."""

import io
import random

import img2pdf
import pytest
import segno
from PIL import Image, ImageDraw, ImageFont

from verbundakte.core.converters import jbig2, scans
from verbundakte.core.converters.pool import Converters
from verbundakte.core.converters.tests import samples

SIZE = (826, 600)  # a part of a page at 100 dpi: enough to be seen


@pytest.fixture(scope="module")
def converters():
    pool = Converters(workers=1)
    yield pool
    pool.close()


def page(*, paper=244, noise=14, seed=1) -> Image.Image:
    """A grey page as scanners make them: not white, grainy, with dust and a dark edge."""
    chance = random.Random(seed)
    picture = Image.effect_noise(SIZE, noise).point(lambda value: min(255, value - 128 + paper))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 8, SIZE[1]), fill=60)
    for _ in range(40):
        x, y = chance.randrange(60, 760), chance.randrange(60, 540)
        draw.point((x, y), fill=120)
    return picture


def written(text: str, **more) -> Image.Image:
    picture = page(**more)
    draw = ImageDraw.Draw(picture)
    draw.text((200, 300), text, fill=60, font=ImageFont.load_default(16))
    return picture


def with_code(text: str, *, turned=0.0) -> Image.Image:
    picture = page()
    stream = io.BytesIO()
    segno.make(text, error="h", micro=False).save(stream, kind="png", scale=5, border=4)
    picture.paste(Image.open(stream).convert("L"), (250, 150))
    return picture.rotate(turned, Image.Resampling.BICUBIC, fillcolor=244)


def scanned(*pictures: Image.Image) -> bytes:
    streams = []
    for picture in pictures:
        stream = io.BytesIO()
        picture.save(stream, "PNG", dpi=(100, 100), compress_level=1)
        streams.append(stream.getvalue())
    return img2pdf.convert(streams)


def tiff(*pictures: Image.Image) -> bytes:
    stream = io.BytesIO()
    pictures[0].save(stream, "TIFF", save_all=True, append_images=pictures[1:])
    return stream.getvalue()


def looked(converters, content: bytes, **options) -> dict:
    result, _, _ = converters.run(1, "look_at_scan", content, prefix="VA1", **options)
    return result


@pytest.mark.parametrize("made", [scanned, tiff])
def test_blank_pages_and_codes_are_seen_in_pdf_and_tiff(converters, made):
    found = looked(
        converters,
        made(
            written("Sehr geehrte Damen und Herren"), page(seed=2), with_code("VA1:ABC", turned=3)
        ),
    )
    assert found["pages"] == 3
    assert [one["is_blank"] for one in found["found"]] == [False, True, False]
    assert [one["codes"] for one in found["found"]] == [[], [], ["VA1:ABC"]]


def test_a_short_word_or_a_pale_page_is_not_blank(converters):
    pale = written("gesehen, i. A.", paper=225, noise=20)
    found = looked(converters, scanned(written("Ja"), pale))
    assert not any(one["is_blank"] for one in found["found"])


def test_codes_of_others_are_passed_over(converters):
    assert looked(converters, scanned(with_code("https://example.org")))["found"][0]["codes"] == []


def test_a_long_scan_is_looked_at_in_pieces(converters):
    content = scanned(*[page()] * 3)
    found = looked(converters, content, first=3, count=2)
    assert (found["pages"], len(found["found"])) == (3, 1)


def test_white_and_black_pages_are_told_apart():
    assert scans.dark_cells(Image.new("L", SIZE, 255)) == 0
    assert scans.dark_cells(Image.new("L", SIZE, 0)) == 0  # the lid was open: nothing is on it


def segment(number: int, kind: int, data: bytes = b"") -> bytes:
    return number.to_bytes(4, "big") + bytes([kind, 0, 1]) + len(data).to_bytes(4, "big") + data


def test_symbols_are_told_from_whole_pictures():
    whole = segment(0, 48, b"page") + segment(1, 38, b"region") + segment(2, 49)
    symbols = segment(0, 0, b"dictionary") + segment(1, 6, b"text")
    assert not jbig2.has_symbols(whole)
    assert jbig2.has_symbols(symbols)
    assert jbig2.has_symbols(whole + segment(3, 6))
    assert not jbig2.has_symbols(b"\x00")
    assert not jbig2.has_symbols(b"")


def test_a_pdf_with_a_symbol_dictionary_is_found(converters):
    import pikepdf

    document = pikepdf.open(io.BytesIO(scanned(page())))
    shared = document.make_stream(segment(0, 0, b"dictionary"))
    picture = next(iter(document.pages[0].get_images().values()))
    picture.write(
        segment(1, 48), filter=pikepdf.Name.JBIG2Decode,
        decode_parms=pikepdf.Dictionary(JBIG2Globals=shared),
    )  # fmt: skip
    stream = io.BytesIO()
    document.save(stream)
    assert looked(converters, stream.getvalue())["has_symbols"]


def test_a_real_scan_coded_by_jbig2_is_read(converters):
    content = (samples.shared("korpus") / "pdf" / "jbig2.pdf").read_bytes()
    assert looked(converters, content)["pages"] >= 1
