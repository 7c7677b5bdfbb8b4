"""Pages of a scan are looked at and made straight before their text is recognised, so that text and
hit marks lie on what is shown."""

from pathlib import Path

from verbundakte.akten.actions.lage import record_lage
from verbundakte.akten.actions.verarbeitung import is_rendered
from verbundakte.akten.lage import SCANNED, askew, is_straightened, lage_of
from verbundakte.akten.models import Datei
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.converters.results import Ingested, Pdf
from verbundakte.core.converters.slant import Lage
from verbundakte.core.tenancy.context import current_tenant

LOOKED_AT = "looked_at"


def pages_to_look_at(row: Datei, pages: list[int]) -> list[int]:
    """Return the pages of which nobody knows yet how they lie."""
    known = lage_of(row)
    return [page for page in pages if page not in known] if row.format_name in SCANNED else []


def look_at(progress, source: Path, pages: list[int], most: int) -> dict[int, Lage] | None:
    """Look how pages lie, `most` at a time; None when others shall have their turn before the rest."""
    kept = progress.state().get(LOOKED_AT, {})
    found = {int(page): Lage(*one) for page, one in kept.items()}
    left = [page for page in pages if page not in found]
    progress.begin(len(pages), done=len(found))
    for page in left[:most]:
        try:
            found[page] = converters().look_at_page(current_tenant(), source, page=page)
        except ConversionFailed:  # recognising its text will tell why
            found[page] = Lage()
        progress.step()
    progress.keep(**{LOOKED_AT: found})
    return found if len(left) <= most else None


def straighten(actor, row: Datei, source: Path, lage: dict[int, Lage]) -> None:
    """Store how pages lie; where some lie askew with a Lesefassung that shows them straight.

    `source`: what is shown of a PDF now, or the picture.
    """
    made: tuple[Pdf, Ingested] | str = ""
    pages = askew(lage)
    if pages:
        try:
            if row.format_name == "image":
                pdf = make_lesefassung(row, source, pages)
            else:
                pdf = converters().straighten(current_tenant(), source, pages=pages)
            made = pdf, read_lesefassung(pdf)
        except ConversionFailed as failure:
            made = failure.message
    record_lage(actor, row.fassung.dokument, datei_id=row.pk, lage=lage, made=made, at=now())


def make_lesefassung(row: Datei, path: Path, pages: dict[int, Lage] | None = None) -> Pdf:
    """Make the Lesefassung from the original, with the pages straight that are known to lie askew.

    Raises ConversionFailed.
    """
    tenant = current_tenant()
    if pages is None:
        pages = askew(lage_of(row)) if is_straightened(row) else {}
    plain = None
    if is_rendered(row):
        plain = converters().to_pdf(tenant, path, row.file_name, kind=row.format_name)
        if not pages:
            return plain
    made = converters().straighten(tenant, plain.data if plain else path, pages=pages)
    if plain is None:
        return made
    tool, used = f"{plain.tool}, {made.tool}", plain.cpu_seconds + made.cpu_seconds
    return Pdf(made.data, tool, plain.notices, used, is_straight=True)


def has_lesefassung_made(row: Datei) -> bool:
    """Tell whether what is shown of a file was made from it (else it is shown itself)."""
    return is_rendered(row) or is_straightened(row)


def read_lesefassung(pdf: Pdf) -> Ingested:
    """Return text and first picture of a Lesefassung. Raises ConversionFailed."""
    return converters().ingest(current_tenant(), pdf.data, "lesefassung.pdf")
