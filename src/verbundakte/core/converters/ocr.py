"""Text recognition of one page with tesseract: text, confidence and a box for each word."""

import functools
import subprocess

from PIL import Image

from verbundakte.core.converters import images, media, pdf, programs
from verbundakte.core.converters.errors import (
    ConversionFailed,
    MissingProgram,
    TooLarge,
    Unsupported,
)
from verbundakte.core.converters.limits import MAX_OCR_PAGES
from verbundakte.core.converters.revision import stamped
from verbundakte.core.converters.source import Source

WANTED_LANGUAGES = ("deu", "eng")
SECONDS = 50
DPI = 300
MAX_WIDTH, MIN_WIDTH = 3500, 1000
LIST_SECONDS = 10
WORD_LEVEL = "5"
NO_LANGUAGE = (
    "Texterkennung: keine Sprache vorhanden. Abhilfe: apt-get install -y tesseract-ocr-deu"
)


def ocr_page(source: Source, *, page: int) -> tuple[dict, list[bytes]]:
    """Operation: recognise page `page` (from 1) of a PDF or picture."""
    if page > MAX_OCR_PAGES:
        raise TooLarge(f"Texterkennung nur für die ersten {MAX_OCR_PAGES} Seiten.")
    program = programs.require("tesseract")
    languages = _languages(program.path)
    picture = _picture(source, page)
    path = source.folder / "page.png"
    picture.convert("L").save(path, "PNG", compress_level=1)
    table = _run(
        [program.path, str(path), "-", "--dpi", str(DPI), "-l", "+".join(languages), "tsv"], SECONDS
    )
    text, words = _read_table(table, *picture.size)
    sure = [word[1] for word in words]
    result = {
        "text": text,
        "confidence": round(sum(sure) / len(sure), 1) if sure else 0.0,
        "words": words,
        "tool": stamp(program),
    }
    return result, []


def stamp(program: programs.Program) -> str:
    """Return version, languages and our revision, as stored with what was recognised."""
    languages = "+".join(_languages(program.path))
    return stamped("ocr", f"tesseract {program.version} ({languages})")


@functools.cache
def _languages(tesseract: str) -> list[str]:
    listed = _run([tesseract, "--list-langs"], LIST_SECONDS).split()
    languages = [name for name in WANTED_LANGUAGES if name in listed]
    if not languages:
        raise MissingProgram(NO_LANGUAGE)
    return languages


def _picture(source: Source, page: int) -> Image.Image:
    found = media.identify(source)
    if found.kind == "image":
        picture = images.frame(source, page)
        if picture.width > MAX_WIDTH:
            height = round(picture.height * MAX_WIDTH / picture.width)
            picture = picture.resize((MAX_WIDTH, max(1, height)))
        return picture
    if found.kind != "pdf":
        raise Unsupported("Texterkennung gibt es nur für PDF und Bilder.")
    with pdf.opened(source) as document:
        width, _ = pdf.page_points(document, min(page, len(document)))
        wanted = round(width / 72 * DPI)
        return pdf.render(document, page, max(MIN_WIDTH, min(MAX_WIDTH, wanted)))


def _run(command: list[str], seconds: int) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise TooLarge(f"Die Texterkennung dauerte länger als {seconds} Sekunden.") from None
    if done.returncode:
        raise ConversionFailed("Die Texterkennung ist an dieser Seite gescheitert.")
    return done.stdout.decode("utf-8", "replace")


def _read_table(table: str, width: int, height: int) -> tuple[str, list[list]]:
    """Return the text in lines and paragraphs, and the words with boxes in thousandths."""
    words, pieces, last = [], [], None
    for row in table.splitlines()[1:]:
        cells = row.split("\t", 11)
        if len(cells) < 12 or cells[0] != WORD_LEVEL or not cells[11].strip():
            continue
        block, paragraph, line = cells[2:5]
        if last is not None:
            same_paragraph = last[:2] == (block, paragraph)
            pieces.append(" " if last == (block, paragraph, line) else "\n" * (2 - same_paragraph))
        last = (block, paragraph, line)
        pieces.append(cells[11])
        left, top, wide, high = (int(cell) for cell in cells[6:10])
        box = (left / width, top / height, wide / width, high / height)
        words.append([cells[11], float(cells[10]), *(round(1000 * value, 1) for value in box)])
    return "".join(pieces), words
