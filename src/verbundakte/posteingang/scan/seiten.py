"""From a batch to files: its pages are looked at and cut in the sandbox of the converters."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from verbundakte.core.conversion import converters
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.posteingang.scan.blaetter import PREFIX, read_code
from verbundakte.posteingang.scan.trennung import Blatt, Seite, Teil

AT_ONCE = 20
PART = "{stem} ({number}).pdf"


@dataclass(frozen=True)
class Befund:
    """What was seen on the pages of a batch: blank ones, and which carry which code."""

    leer: tuple[bool, ...]
    codes: tuple[tuple[str, ...], ...]
    has_symbols: bool

    def sheets(self, town: UUID) -> dict[int, UUID]:
        """Return on which page (from 1) lies which sheet of the town, by its signature."""
        found = {}
        for number, codes in enumerate(self.codes, 1):
            keys = {key for code in codes if (key := read_code(town, code))}
            if len(keys) == 1:
                found[number] = keys.pop()
        return found


def look(path: Path) -> Befund:
    """Return what lies on the pages of a PDF or a picture. Raises ConversionFailed."""
    leer: list[bool] = []
    codes: list[tuple[str, ...]] = []
    has_symbols, pages = False, 1
    while len(leer) < pages:
        options = {"first": len(leer) + 1, "count": AT_ONCE, "prefix": PREFIX}
        result, _, _ = converters().run(current_tenant(), "look_at_scan", path, **options)
        pages, has_symbols = result["pages"], has_symbols or result["has_symbols"]
        leer += [one["is_blank"] for one in result["found"]]
        codes += [tuple(one["codes"]) for one in result["found"]]
        if not result["found"]:
            break
    return Befund(tuple(leer), tuple(codes), has_symbols)


def laid(befund: Befund, sheets: dict[int, Blatt]) -> list[Seite]:
    """Return the pages as they lie, with the sheets that are known (page: sheet)."""
    return [
        Seite(number, is_blank, sheets.get(number))
        for number, is_blank in enumerate(befund.leer, 1)
    ]


def is_whole(teile: list[Teil], count: int) -> bool:
    """Tell whether a batch is one arrival with all its pages: then its file is taken as it is."""
    return len(teile) == 1 and teile[0].seiten == tuple(range(1, count + 1))


def cut(path: Path, is_picture: bool, parts: Iterable[Iterable[int]]) -> list[bytes]:
    """Return a PDF for each list of pages. Raises ConversionFailed."""
    tenant, source = current_tenant(), path
    if is_picture:
        source = converters().to_pdf(tenant, path, kind="image").data
    wanted = [list(pages) for pages in parts]
    return converters().run(tenant, "cut", source, parts=wanted)[1]


def name_of(file_name: str, number: int) -> str:
    """Return what a part of a batch is called."""
    stem = file_name.rpartition(".")[0] or file_name
    return PART.format(stem=stem[:200], number=number)
