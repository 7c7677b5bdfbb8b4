"""Identify, read and picture a document in one go, so that it is parsed once."""

from dataclasses import replace

from verbundakte.core.converters import (
    archives,
    facts,
    facts_office,
    facts_pdf,
    hints,
    images,
    invoice,
    invoice_page,
    mail,
    media,
    office_text,
    pdf,
    rtf,
    sounds,
    text,
)
from verbundakte.core.converters.errors import ConversionFailed, Damaged, Unsupported
from verbundakte.core.converters.facts import Facts
from verbundakte.core.converters.pdfa import gate
from verbundakte.core.converters.results import Identified
from verbundakte.core.converters.source import Source

READABLE_OFFICE = {"docx", "xlsx", "pptx", "odt", "ods", "odp"}
OPENED = ("pdf", "archive")  # asked even when encrypted: an archive still shows its names
NO_TEXT = "Der Text dieser Datei ist nur über die Lesefassung zugänglich."
NO_PICTURE = "Eine Ansicht dieser Datei gibt es nur über die Lesefassung."
UNREADABLE = "Dateien dieser Art lassen sich nicht lesen."


def identify(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: what is it, with page count and notices."""
    found = media.identify(source)
    if found.kind == "pdf":
        try:
            with pdf.opened(source) as document:
                found, _ = _with_pdf(found, source, document)
        except ConversionFailed as failure:
            found = _with_codes(found, [failure.code])
    elif found.kind == "image":
        found = _with_image(found, source)
    return media.as_json(found), []


def ingest(source: Source, *, width: int) -> tuple[dict, list[bytes]]:
    """Operation: type, text per page, picture of page one; problems become sentences."""
    found = media.identify(source)
    answer = {
        "pages": [], "thumbnail": None, "ocr_pages": [], "needs_pdf": False, "problems": [],
        "tool": found.tool, "facts": Facts().as_json(), "inside": None, "pdfa": None,
    }  # fmt: skip
    parts: list[bytes] = []
    is_closed = any(notice.code in ("encrypted", "empty") for notice in found.notices)
    reader = None if is_closed and found.kind not in OPENED else READERS.get(found.kind)
    try:
        if reader:
            found = reader(source, found, width, answer, parts)
    except ConversionFailed as failure:
        answer["problems"].append(failure.message)
        if failure.code in hints.NOTICES:
            found = _with_codes(found, [failure.code])
    answer["identified"] = media.as_json(found)
    return answer, parts


def extract_text(source: Source, *, first: int = 1) -> tuple[dict, list[bytes]]:
    """Operation: the text of each page; of a PDF a piece from page `first` on, with its length.

    Raises Unsupported when only a rendition has it.
    """
    found = media.identify(source)
    if found.kind == "pdf":
        with pdf.opened(source) as document:
            pages, without = pdf.texts(document, first)
            count = len(document)
        return {"pages": pages, "tool": pdf.TOOL, "ocr_pages": without, "count": count}, []
    pages, tool = _text_of(source, found)
    return {"pages": pages, "tool": tool, "ocr_pages": [], "count": len(pages)}, []


def page_image(
    source: Source, *, page: int, width: int, image_format: str
) -> tuple[dict, list[bytes]]:
    """Operation: one page as picture."""
    found = media.identify(source)
    width = max(16, min(width, 4000))
    if found.kind == "pdf":
        with pdf.opened(source) as document:
            picture, tool = pdf.render(document, page, width), pdf.TOOL
    elif found.kind == "image":
        picture, tool = images.shrink(source, page, width), images.TOOL
    else:
        raise Unsupported(NO_PICTURE)
    description, data = images.encode(picture, image_format)
    return {**description, "tool": tool}, [data]


def _ingest_pdf(source, found, width, answer, parts) -> Identified:
    answer["tool"] = pdf.TOOL
    try:
        return _read_pdf(source, found, width, answer, parts)
    except Damaged:
        answer["needs_pdf"] = True  # a repaired one may be readable
        raise


def _read_pdf(source, found, width, answer, parts) -> Identified:
    with pdf.opened(source) as document:
        found, told = _with_pdf(found, source, document)
        answer["facts"] = told.as_json()
        try:
            _add_thumbnail(answer, parts, pdf.render(document, 1, width), pdf.TOOL)
        except ConversionFailed as failure:
            answer["problems"].append(failure.message)
        answer["pages"], answer["ocr_pages"] = pdf.texts(document)
    inside = archives.describe(source, found.media_type)
    answer["inside"] = inside if inside["files"] else None
    answer["pdfa"] = gate.verdict_on(source)
    return found


def _ingest_archive(source, found, width, answer, parts) -> Identified:
    inside = archives.describe(source, found.media_type)
    answer["tool"], answer["inside"] = archives.TOOL, inside
    answer["problems"] += inside.pop("told")
    answer["pages"] = ["\n".join(file["name"] for file in inside["files"])]
    return found


def _ingest_image(source, found, width, answer, parts) -> Identified:
    answer["tool"] = images.TOOL
    found = _with_image(found, source)
    answer["facts"] = _told(facts.of_picture, source)
    answer["pages"] = [""] * (found.pages or 1)
    _add_thumbnail(answer, parts, images.shrink(source, 1, width), images.TOOL)
    answer["ocr_pages"] = list(range(1, (found.pages or 1) + 1))
    return found


def _ingest_media(source, found, width, answer, parts) -> Identified:
    answer["facts"] = _told(sounds.of_media, source, found.media_type)
    return found


def _invoice(source: Source, found: Identified) -> invoice.Invoice | None:
    return invoice.read(source.data) if found.media_type == "text/xml" else None


def _ingest_text(source, found, width, answer, parts) -> Identified:
    answer["needs_pdf"] = True
    if found.kind == "office":
        answer["facts"] = _told(facts_office.of_office, source, found)
    if letter := _invoice(source, found):
        answer["problems"].append(f"Elektronische Rechnung ({letter.label}), nicht geprüft.")
        answer["inside"] = archives.describe(source, found.media_type)
    try:
        answer["pages"], answer["tool"] = _text_of(source, found)
    except Unsupported:
        answer["pages"] = []
    return found


READERS = {
    "pdf": _ingest_pdf,
    "image": _ingest_image,
    "office": _ingest_text,
    "text": _ingest_text,
    "html": _ingest_text,
    "mail": _ingest_text,
    "media": _ingest_media,
    "archive": _ingest_archive,
}


def _text_of(source: Source, found: Identified) -> tuple[list[str], str]:
    source.require_bytes()
    if any(notice.code == "encrypted" for notice in found.notices):
        raise hints.encrypted()
    if found.kind == "office" and found.extension in READABLE_OFFICE:
        return office_text.extract(source, found.extension), office_text.TOOL
    if found.extension == "rtf":
        return [rtf.to_text(source.data)], rtf.TOOL
    if found.kind == "html":
        return [text.from_html(source.data)], text.TOOL
    if found.kind == "text":
        if letter := _invoice(source, found):
            return [invoice_page.as_text(letter)], invoice.TOOL
        return [text.plain(source)], text.TOOL
    if found.kind == "mail":
        return [mail.as_text(source, found)], mail.TOOL
    raise Unsupported(NO_TEXT if found.kind == "office" else UNREADABLE)


def _add_thumbnail(answer: dict, parts: list[bytes], picture, tool: str) -> None:
    description, data = images.encode(picture, "webp")
    answer["thumbnail"] = {**description, "tool": tool}
    parts.append(data)


def _told(tell, *given) -> dict:
    """What a file tells of itself; a broken part of it costs nothing else."""
    try:
        return tell(*given).as_json()
    except Exception:  # foreign bytes may break any parser in any way
        return Facts().as_json()


def _with_pdf(found: Identified, source: Source, document) -> tuple[Identified, Facts]:
    told = facts_pdf.of_pdf(document, facts_pdf.marks(source))
    codes = pdf.notice_codes(document, told)
    return replace(_with_codes(found, codes), pages=len(document)), told


def _with_image(found: Identified, source: Source) -> Identified:
    try:
        return replace(found, pages=images.frame_count(images.opened(source)))
    except ConversionFailed as failure:
        return _with_codes(found, [failure.code])


def _with_codes(found: Identified, codes: list[str]) -> Identified:
    new = [hints.notice(code) for code in codes if code in hints.NOTICES]
    return replace(found, notices=tuple(dict.fromkeys([*found.notices, *new])))
