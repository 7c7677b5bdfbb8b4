"""Schwärzung: what was taken out of a copy cannot be got back by any reading of it."""

import io
import random

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont

from verbundakte.core.converters import programs
from verbundakte.core.converters.places import contains, touches
from verbundakte.core.converters.pool import Converters

TENANT = 1
LETTER = """Frau
Eva Müller-Schöndorf
Lindenallee 12, 31134 Hildesheim

Ihre Bankverbindung DE02 1203 0000 0000 2020 51, Telefon 05121 301-4711,
geboren am 3. März 1975, Wagen HI-AB 123, Post an eva.mueller@example.org.

Frau Müller hat den Straßenausbaubeitrag fristgerecht gezahlt."""
STAYS = ["Hildesheim", "Straßenausbaubeitrag", "fristgerecht"]


@pytest.fixture(scope="module")
def office():
    """The converters."""
    with_workers = Converters(workers=1)
    yield with_workers
    with_workers.close()


def text_of(pdf: bytes) -> str:
    """Return the text of all pages as pdfium reads it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


class Work:
    """One Schwärzung, step by step, as the job does it."""

    def __init__(self, office, pdf, *, terms=(), patterns=(), words=None, in_picture=False):
        self.office, self.pdf = office, pdf
        self.terms, self.patterns = list(terms), list(patterns)
        self.words, self.in_picture = words or {}, in_picture
        self.pages = list(range(1, len(pypdfium2.PdfDocument(pdf)) + 1))

    def run(self, operation, source, **options):
        return self.office.run(TENANT, operation, source, **options)[:2]

    def found(self) -> list[dict]:
        answer, _ = self.run(
            "find_places", self.pdf, terms=self.terms, patterns=self.patterns, pages=self.pages,
            words=self.words, in_picture=self.in_picture,
        )  # fmt: skip
        return answer["hits"]

    def burn(self, areas: dict) -> bytes:
        _, parts = self.run(
            "redact_pages", self.pdf, pages=self.pages, areas=areas, words=self.words,
            in_picture=self.in_picture,
        )  # fmt: skip
        return parts[0]

    def problems(self, copy: bytes, areas: dict, kept: dict | None = None) -> list[str]:
        whole, _ = self.run("prove_file", copy, terms=self.terms if not kept else [])
        pages, _ = self.run(
            "prove_pages", copy, pages=self.pages, terms=self.terms, patterns=self.patterns,
            areas=areas, kept=kept or {},
        )  # fmt: skip
        return whole["problems"] + pages["problems"]


def by_page(hits: list[dict]) -> dict:
    areas: dict = {}
    for hit in hits:
        areas.setdefault(str(hit["page"]), []).extend(hit["boxes"])
    return areas


@pytest.fixture(scope="module")
def letter(office) -> bytes:
    """A letter as PDF."""
    return office.to_pdf(TENANT, LETTER.encode(), "brief.txt", kind="text").data


def changed(pdf: bytes, change) -> bytes:
    """Return a PDF after `change(document)`."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def test_words_and_patterns_are_gone_and_the_rest_can_still_be_found(office, letter):
    work = Work(office, letter, terms=["Müller"], patterns=["iban", "telefon", "email", "kfz"])
    hits = work.found()
    assert {hit["what"] for hit in hits} == {"begriff:0", "iban", "telefon", "email", "kfz"}
    areas = by_page(hits)
    copy = work.burn(areas)
    assert work.problems(copy, areas) == []
    text = text_of(copy)
    for word in ("Müller", "DE02", "4711", "example.org", "HI-AB"):
        assert word not in text
    for word in STAYS:
        assert word in text, text


def test_a_place_left_out_stays_and_is_no_breach(office, letter):
    work = Work(office, letter, terms=["Müller"])
    first, *others = work.found()
    areas, kept = by_page(others), by_page([first])
    copy = work.burn(areas)
    assert work.problems(copy, areas, kept) == []
    assert work.problems(copy, areas) != []
    assert text_of(copy).count("Müller") == 1


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_are_turned(office, letter, turn):
    def rotate(document):
        document.pages[0].rotate(turn, relative=False)

    work = Work(office, changed(letter, rotate), terms=["Müller", "Lindenallee"])
    areas = by_page(work.found())
    copy = work.burn(areas)
    assert work.problems(copy, areas) == []
    text = text_of(copy)
    assert "Müller" not in text and "Lindenallee" not in text


def hiding(document) -> None:
    """Put a name everywhere a PDF can hide one."""
    name, page = "Ingeborg Geheimrat", document.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/Geheim"))
    hidden = document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String(name))
    )
    page.obj.Resources.Properties = pikepdf.Dictionary(Ebene=hidden)
    document.Root.OCProperties = pikepdf.Dictionary(
        OCGs=[hidden], D=pikepdf.Dictionary(OFF=[hidden])
    )
    drawing = (
        f"BT /Geheim 12 Tf 3 Tr 1 0 0 1 80 300 Tm (unsichtbar {name}) Tj ET "
        f"BT /Geheim 12 Tf 0 Tr 1 g 1 0 0 1 80 280 Tm (weiss {name}) Tj ET "
        f"BT /Geheim 12 Tf 0 g 1 0 0 1 80 260 Tm (verdeckt {name}) Tj ET 70 255 400 18 re f "
        f"/OC /Ebene BDC BT /Geheim 12 Tf 0 g 1 0 0 1 80 230 Tm (Ebene {name}) Tj ET EMC "
        f"BT /Geheim 12 Tf 1 0 0 1 -400 200 Tm (daneben {name}) Tj ET "
    )
    page.contents_add(b"q " + drawing.encode() + b" Q")
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[50, 100, 70, 120],
        Contents=name, T=name,
    )  # fmt: skip
    page.obj.Annots = document.make_indirect([note])
    page.obj.PieceInfo = pikepdf.Dictionary(X=pikepdf.Dictionary(Private=pikepdf.String(name)))
    document.docinfo["/Author"] = name
    with document.open_metadata() as xmp:
        xmp["dc:title"] = name
    document.attachments["geheim.txt"] = name.encode()
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(name, 0))


def test_nothing_hidden_comes_along_even_when_nobody_looked_for_it(office, letter):
    work = Work(office, changed(letter, hiding))
    copy = work.burn({"1": [[0, 0, 10, 10]]})
    work.terms = ["Geheimrat", "Ingeborg"]
    assert work.problems(copy, {"1": [[0, 0, 10, 10]]}) == []
    plain = b"".join(
        one.read_bytes() if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != "/Image"
        else repr(one).encode()
        for one in pikepdf.open(io.BytesIO(copy)).objects
    )  # fmt: skip
    assert b"Geheimrat" not in plain and b"Geheimrat" not in copy


def test_what_an_annotation_shows_is_found_and_goes(office, letter):
    def write(document):
        form = document.make_stream(
            b"BT /F 14 Tf 5 5 Td (Nachtrag Waldemar) Tj ET", Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form, BBox=[0, 0, 300, 30],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica))),
        )  # fmt: skip
        free = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[100, 100, 400, 130],
            Contents="Nachtrag Waldemar", F=4, AP=pikepdf.Dictionary(N=form),
        )  # fmt: skip
        document.pages[0].obj.Annots = document.make_indirect([document.make_indirect(free)])

    work = Work(office, changed(letter, write), terms=["Waldemar"])
    areas = by_page(work.found())
    assert areas
    copy = work.burn(areas)
    assert work.problems(copy, areas) == []
    assert "Nachtrag" in text_of(copy) and "Waldemar" not in text_of(copy)


def scan(kind: str = "PDF") -> tuple[bytes, dict]:
    """A scanned page without text (PDF, or a picture), and its recognised words."""
    picture = Image.new("L", (1240, 1754), "white")
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 40)
    draw, words = ImageDraw.Draw(picture), []
    for row, line in enumerate(("Antrag von Herbert", "Zimmer-", "mann aus Celle")):
        x = 150
        for word in line.split():
            box = draw.textbbox((x, 300 + 70 * row), word, font=font)
            draw.text((x, 300 + 70 * row), word, fill=20, font=font)
            left, top, right, bottom = box
            words.append([word, left / 1.24, top / 1.754, (right - left) / 1.24,
                          (bottom - top) / 1.754])  # fmt: skip
            x = right + 20
    out = io.BytesIO()
    picture.save(out, kind, resolution=150)
    return out.getvalue(), {"1": words}


def test_a_scan_loses_recognised_words_and_what_they_show(office):
    pdf, words = scan()
    work = Work(office, pdf, terms=["Zimmermann", "Herbert"], words=words)
    hits = work.found()
    assert [hit["text"] for hit in hits] == ["Herbert", "Zimmer- mann"]
    areas = by_page(hits)
    copy = work.burn(areas)
    assert work.problems(copy, areas) == []
    text = text_of(copy)
    assert "Antrag" in text and "Celle" in text and "Zimmer" not in text


def test_a_picture_that_became_a_page_loses_the_words_where_they_are_shown(office):
    picture, words = scan("JPEG")
    pdf = office.to_pdf(TENANT, picture, "foto.jpg", kind="image").data
    work = Work(office, pdf, terms=["Herbert"], words=words, in_picture=True)
    areas = by_page(work.found())
    copy = work.burn(areas)
    assert work.problems(copy, areas) == []
    page = pypdfium2.PdfDocument(copy)[0]
    seen = page.render(scale=2).to_pil().convert("L")
    left, top, right, bottom = areas["1"][0]
    around = (left - 2, top - 2, right + 2, bottom + 2)
    wide, high = seen.width / 1000, seen.height / 1000
    box = [round(side * (high if at % 2 else wide)) for at, side in enumerate(around)]
    tones = seen.crop(tuple(box)).histogram()
    assert sum(tones[:60]) > 0.6 * sum(tones), "the area lies where the word was"
    assert "Herbert" not in text_of(copy) and "Antrag" in text_of(copy)


def test_an_area_takes_every_letter_it_touches(office, letter):
    work = Work(office, letter)
    area = [0, 150, 1000, 200]
    copy = work.burn({"1": [area]})
    assert work.problems(copy, {"1": [area]}) == []
    read = Work(office, copy, terms=list("aeinrst"))
    assert not any(touches(box, area) for hit in read.found() for box in hit["boxes"])


def test_the_proof_finds_what_a_bad_copy_still_tells(office, letter):
    work = Work(office, letter, terms=["Müller"])
    areas = by_page(work.found())
    told = " ".join(work.problems(letter, areas))
    assert "noch zu lesen" in told and "noch Text" in told and "deckt nicht" in told
    assert "mehr als Seitenbilder" in told
    copy = work.burn(areas)
    with_note = changed(copy, lambda document: document.docinfo.update({"/Title": "x"}))
    assert work.problems(with_note, areas) == [
        "In der Datei steht mehr als Seitenbilder und ihr Text."
    ]


def test_random_words_of_random_letters_can_never_be_read_again(office):
    chance = random.Random(20261128)
    syllables = ["ber", "lin", "müh", "ße", "tor", "ach", "ei", "fin", "schö", "zug", "ga", "ffi"]
    for _ in range(4):
        words = ["".join(chance.choices(syllables, k=chance.randint(2, 5))) for _ in range(120)]
        body = " ".join(word + chance.choice(["", "", ",", ".", "\n", "-\n"]) for word in words)
        pdf = office.to_pdf(TENANT, body.encode(), "wirr.txt", kind="text").data
        work = Work(office, pdf, terms=chance.sample(sorted(set(words)), 5))
        areas = by_page(work.found())
        assert all(box[3] - box[1] < 25 for boxes in areas.values() for box in boxes)
        copy = work.burn(areas)
        assert work.problems(copy, areas) == []
        text = text_of(copy).replace("\u2588", " ")
        assert not any(contains(text, term) for term in work.terms)


def test_poppler_reads_the_same_where_it_is_installed(office, letter):
    if not programs.find("poppler").is_present:
        pytest.skip("pdftotext (poppler-utils) ist nicht installiert")
    work = Work(office, letter, terms=["Müller"])
    areas = by_page(work.found())
    answer, _ = work.run("prove_file", work.burn(areas), terms=["Müller"])
    assert answer["problems"] == [] and "poppler" in answer["tool"]
    bad, _ = work.run("prove_file", work.burn({}), terms=["Müller"])
    assert bad["problems"]
