"""Text recognition of one page with tesseract: text, confidence and a box for each word."""

import functools
import subprocess

from PIL import Image

from verbundakte.core.converters import images, media, pdf, programs, slant
from verbundakte.core.converters.errors import (
    ConversionFailed,
    MissingProgram,
    TookTooMuch,
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
LOOK_WIDTH, LOOK_DPI, LOOK_SECONDS = 1240, 150, 20
LINES, ORIENTATION = "2", "0"  # what tesseract is asked (--psm)
WORD_LEVEL = "5"
NO_LANGUAGE = (
    "Texterkennung: keine Sprache vorhanden. Abhilfe: apt-get install -y tesseract-ocr-deu"
)


def ocr_page(
    source: Source, *, page: int, lage: tuple = (0, 0.0), is_shown_straight: bool = True
) -> tuple[dict, list[bytes]]:
    """Operation: recognise page `page` (from 1) of a PDF or picture.

    `lage`: how it is made straight before (`slant.Lage`). The boxes lie on the straight page, or,
    where it is shown as it lies, on that.
    """
    _check(page)
    program, found = programs.require("tesseract"), slant.Lage(*lage)
    languages = _languages(program.path)
    lying = _picture(source, page).convert("L")
    picture = slant.straight(lying, found)
    path = _saved(source, picture)
    table = _run([*_command(program, path, DPI), "-l", "+".join(languages), "tsv"], SECONDS)
    text, words = _read_table(table, *picture.size)
    if not is_shown_straight:
        words = slant.laid_back(words, lying.size, found)
    sure = [word[1] for word in words]
    result = {
        "text": text,
        "confidence": round(sum(sure) / len(sure), 1) if sure else 0.0,
        "words": words,
        "tool": stamp(program),
    }
    return result, []


def look_at_page(source: Source, *, page: int) -> tuple[dict, list[bytes]]:
    """Operation: how page `page` (from 1) of a PDF or picture lies (`slant.Lage`)."""
    _check(page)
    program = programs.require("tesseract")
    picture = _picture(source, page).convert("L")
    if picture.width > LOOK_WIDTH:
        high = max(1, round(picture.height * LOOK_WIDTH / picture.width))
        picture = picture.resize((LOOK_WIDTH, high), Image.Resampling.BOX)
    command = _command(program, _saved(source, picture), LOOK_DPI)
    lines, orientation = (_looked([*command, "--psm", mode]) for mode in (LINES, ORIENTATION))
    return {"lage": slant.lage_from(lines, orientation)}, []


def _check(page: int) -> None:
    if page > MAX_OCR_PAGES:
        raise TooLarge(f"Texterkennung nur für die ersten {MAX_OCR_PAGES} Seiten.")


def _saved(source: Source, picture: Image.Image) -> str:
    path = source.folder / "page.png"
    picture.save(path, "PNG", compress_level=1)
    return str(path)


def _command(program: programs.Program, path: str, dpi: int) -> list[str]:
    return [program.path, path, "-", "--dpi", str(dpi)]


def _looked(command: list[str]) -> str:
    try:
        return _run(command, LOOK_SECONDS)
    except ConversionFailed:  # too few letters to say anything
        return ""


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
        raise TookTooMuch(f"Die Texterkennung dauerte länger als {seconds} Sekunden.") from None
    if done.returncode:
        raise ConversionFailed("Die Texterkennung ist an dieser Seite gescheitert.")
    return (done.stdout or done.stderr).decode("utf-8", "replace")


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
