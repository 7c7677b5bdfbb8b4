"""Scanned pages that lie askew are made straight in a copy, and read as they are shown then."""

import io

import img2pdf
import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from verbundakte.core.converters import images, picture_pdf, repair, straighten
from verbundakte.core.converters.errors import Unsupported
from verbundakte.core.converters.pdfa.verdict import PASSED
from verbundakte.core.converters.results import Word
from verbundakte.core.converters.slant import Lage, lage_from, laid_back
from verbundakte.core.converters.tests import samples
from verbundakte.core.converters.tests.test_conversions import converters

__all__ = ["converters"]
LETTER = (
    "Sehr geehrte Damen und Herren,",
    "die Gewerbeanmeldung der Bäckerei ist vollständig.",
    "Wir bitten um Bestätigung binnen zwei Wochen und",
    "um Auskunft über die Gebühr nach der Satzung.",
    "Die Unterlagen zum Grundstück liegen diesem Brief",
    "bei; der Lageplan folgt mit der nächsten Sendung.",
    "Das Kennwort der Sendung lautet Wacholderbeere.",
    "Mit freundlichen Grüßen aus dem Bürgerbüro",
)


def scan(turn: int = 0, skew: float = 0.0) -> Image.Image:
    """A page of 150 dpi that was laid on the glass turned (clockwise) and slanted."""
    page = Image.new("L", (1240, 1754), "white")
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 34)
    for number, line in enumerate(LETTER * 2):
        ImageDraw.Draw(page).text((130, 180 + 60 * number), line, fill="black", font=font)
    return page.rotate(skew - turn, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def as_file(picture: Image.Image, kind: str = "JPEG") -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, dpi=(150, 150))
    return stream.getvalue()


def as_pdf(*pages: Image.Image) -> bytes:
    return img2pdf.convert([as_file(page) for page in pages])


def place_of(page, word: str) -> tuple[float, float]:
    found = next(each for each in page.words if word in each.text)
    return found.left + found.width / 2, found.top + found.height / 2


def seen_at(converters, data: bytes, number: int, place: tuple[float, float]) -> bool:
    """Whether there is something dark at a place of a page as the viewer shows it."""
    drawn = converters.page_image(1, data, page=number, width=1000, image_format="png").data
    picture = Image.open(io.BytesIO(drawn)).convert("L")
    across, down = (
        round(value * side / 1000) for value, side in zip(place, picture.size, strict=True)
    )
    return picture.crop((across - 12, down - 4, across + 12, down + 4)).getextrema()[0] < 110


def test_a_turned_and_slanted_page_is_straightened_and_its_words_lie_on_what_is_shown(converters):
    data = as_pdf(scan(), scan(turn=90, skew=1.8))
    askew = converters.look_at_page(1, data, page=2)
    assert askew.turn == 270 and askew.skew == pytest.approx(-1.8, abs=0.2)
    made = converters.straighten(1, data, pages={2: askew})
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert pdf.pages[1].obj.Rotate == 270 and "/Rotate" not in pdf.pages[0].obj
    page = converters.ocr_page(1, data, page=2, lage=askew)
    assert "Kennwort der Sendung lautet Wacholderbeere" in page.text and page.confidence > 80
    assert seen_at(converters, made.data, 2, place_of(page, "Wacholderbeere"))
    rows = [[one.text, 0, one.left, one.top, one.width, one.height] for one in page.words]
    [back] = [Word(*row) for row in laid_back(rows, (1754, 1240), askew) if "Wachold" in row[0]][:1]
    middle = (back.left + back.width / 2, back.top + back.height / 2)
    assert seen_at(converters, data, 2, middle)


def test_the_words_of_a_straightened_picture_lie_on_it_in_its_pdfa_too(converters):
    data = as_file(scan(turn=180, skew=-2.5))
    lage = converters.look_at_page(1, data)
    assert lage.turn == 180 and lage.skew == pytest.approx(2.5, abs=0.2)
    base = converters.to_pdf(1, data, kind="image")
    made = converters.straighten(1, base.data, pages={1: lage})
    page = converters.ocr_page(1, data, lage=lage)
    words = [[word.text, word.left, word.top, word.width, word.height] for word in page.words]
    archived = converters.make_pdfa(1, made.data, words={1: words}, is_picture=True)
    assert archived.verdict.result == PASSED, archived.verdict
    found, _, _ = converters.run(
        1, "find_places", archived.data, terms=["Wacholderbeere"], patterns=[], pages=[1], words={},
        in_picture=False,
    )  # fmt: skip
    boxes = [hit["boxes"][0] for hit in found["hits"]]
    assert len(boxes) == 2
    for left, top, right, bottom in boxes:
        assert seen_at(converters, archived.data, 1, ((left + right) / 2, (top + bottom) / 2))


def test_a_photograph_and_a_page_with_few_letters_stay_as_they_are(converters):
    assert converters.look_at_page(1, samples.picture(text="Antrag")) == (0, 0.0)
    assert lage_from("Empty page!!", "Rotate: 90\nOrientation confidence: 9") == Lage()
    lines = "WritingDirection: 0\nTextlineOrder: 2\nDeskew angle: 0.0300"
    assert lage_from(lines, "Rotate: 90\nOrientation confidence: 9") == Lage()
    assert lage_from(lines, "Rotate: 180\nOrientation confidence: 2") == Lage(0, 1.7)


def test_a_protected_file_is_not_straightened_and_boxes_come_back_to_where_they_lie(converters):
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples.pdf("Seite"))) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(owner="wer", user=""))
    with pytest.raises(Unsupported):
        converters.straighten(1, stream.getvalue(), pages={1: (90, 0.0)})
    [found] = laid_back([["Wort", 90.0, 0, 0, 100, 50]], (200, 100), Lage(90, 0.0))
    assert found[2:] == [0.0, 900.0, 50.0, 100.0]


def test_the_stamp_of_a_straightened_lesefassung_fits_where_it_is_stored():
    for module in (picture_pdf, repair):
        assert len(f"{module.TOOL}, {straighten.TOOL}") <= 120
    assert images.TOOL in picture_pdf.TOOL
