"""Turns a document of the demo world into a file, quickly and always with the same bytes."""

import re
from random import Random

from verbundakte.demo.files import office
from verbundakte.demo.files.layout import set_letter
from verbundakte.demo.files.letter import Letter, letter_of
from verbundakte.demo.files.mail import eml, plain_text
from verbundakte.demo.files.pdf import Pdf
from verbundakte.demo.files.scan import scan_of, stamp
from verbundakte.demo.world import Dokument, Town


def file_name(dokument: Dokument) -> str:
    """Return the name under which a clerk would have saved it."""
    if dokument.format == "scan":
        digits = Random(dokument.key).randrange(1, 9999)
        return f"Scan_{dokument.posteingangsdatum:%Y%m%d}_{digits:04d}.pdf"
    words = re.sub(r"[^\w.]+", "_", dokument.betreff).strip("_.")[:70].rstrip("_.")
    prefix = "" if dokument.format == "eml" else f"{dokument.datum_des_schreibens:%Y-%m-%d}_"
    return f"{prefix}{words}.{dokument.format}"


def render_dokument(town: Town, dokument: Dokument) -> tuple[str, bytes]:
    """Return file name and bytes of a document of the town."""
    return file_name(dokument), _content(town, dokument, letter_of(town, dokument))


def _content(town: Town, dokument: Dokument, letter: Letter) -> bytes:
    if dokument.format == "eml":
        files = [render_dokument(town, attachment) for attachment in dokument.attachments]
        return eml(dokument, letter, files)
    if dokument.format == "txt":
        return f"{letter.betreff}\n\n{plain_text(letter)}".encode()
    if dokument.format in ("pdf", "scan"):
        return _pdf(town, dokument, letter)
    return getattr(office, dokument.format)(letter)


def _pdf(town: Town, dokument: Dokument, letter: Letter) -> bytes:
    pages = set_letter(letter)
    pdf = Pdf(dokument.betreff, letter.head[0], dokument.datum_des_schreibens)
    if dokument.format == "scan":
        rng = Random(dokument.key)
        day = f"Eingang {dokument.posteingangsdatum:%d.%m.%Y}"
        stamp(pages[0], (town.name, day), rng)
        return scan_of(pages, Pdf("", "", dokument.posteingangsdatum), rng)
    for page in pages:
        pdf.add_page(page)
    return pdf.to_bytes()
