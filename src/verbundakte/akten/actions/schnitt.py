"""Pages cut out of a file, for rooms above that make something new of them; the file stays."""

from collections.abc import Sequence

from verbundakte.akten.ausgaben.gesamt import MOST_BYTES, packed
from verbundakte.akten.ausgaben.inhalt import pdf_of
from verbundakte.akten.models import Datei
from verbundakte.akten.schwaerzung import NoLesefassung
from verbundakte.akten.seitenfolge import OWN, FolgeError, Page, read_folge, told
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs import store
from verbundakte.core.conversion import converters
from verbundakte.core.tenancy.context import current_tenant

__all__ = ["FolgeError", "Page", "TooLarge", "cut", "read_parts", "readable"]


class TooLarge(Refusal):
    """More than the sandbox takes."""

    message = "Die Datei ist dafür zu groß (über 400 MB)."


def readable(datei: Datei) -> tuple[str, int] | None:
    """Return digest and size of what can be read of a file as PDF, None when there is nothing."""
    return pdf_of(datei)


def read_parts(datei: Datei, texts: Sequence[str]) -> list[tuple[str, list[Page]]]:
    """Return for each text ("1-3", "4r") its shortest spelling and its pages. Raises FolgeError."""
    parts = [read_folge(text, {OWN: datei.pages or 0}) for text in texts]
    return [(told(pages), pages) for pages in parts]


def cut(datei: Datei, pages: Sequence[Sequence[int]]) -> bytes:
    """Return a PDF of some pages [number, degrees]; made in the sandbox, outside of a transaction.

    Raises NoLesefassung, TooLarge, ConversionFailed.
    """
    found = pdf_of(datei)
    if found is None:
        raise NoLesefassung
    sha256, size = found
    if size > MOST_BYTES:
        raise TooLarge
    tenant = current_tenant()
    with packed([store.read(tenant, sha256)]) as (box, names):
        wanted = [[0, number, turn] for number, turn in pages]
        _, parts, _ = converters().run(tenant, "arrange", box, names=names, pages=wanted)
    return parts[0]
