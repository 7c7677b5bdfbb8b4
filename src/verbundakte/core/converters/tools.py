"""With which programs, versions and own revisions each conversion would be made here and now."""

from verbundakte.core.converters import (
    archival,
    archives,
    eml,
    images,
    invoice,
    msg,
    ocr,
    office_pdf,
    office_text,
    pdf,
    picture_pdf,
    programs,
    repair,
    rtf,
    straighten,
    text,
    tnef,
    weasy,
)
from verbundakte.core.converters.errors import MissingProgram
from verbundakte.core.converters.pdfa import verdict
from verbundakte.core.converters.source import Source

READERS = (archives, eml, images, invoice, msg, office_text, pdf, rtf, text, tnef)
MAKERS = (archival, picture_pdf, repair, straighten)
STRAIGHTENED = (picture_pdf, repair)


def tools(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: the stamps as they are stored with what is made, and programs that are missing."""
    found = [module.TOOL for module in (*READERS, *MAKERS)]
    found += [f"{module.TOOL}, {straighten.TOOL}" for module in STRAIGHTENED]
    found += [weasy.LESEFASSUNG, verdict.TOOL]
    missing = []
    for name, stamp in (("libreoffice", office_pdf.stamp), ("tesseract", ocr.stamp)):
        try:
            found.append(stamp(programs.require(name)))
        except MissingProgram:
            missing.append(name)
    return {"tools": found, "missing": missing}, []
