"""How a print job is put together: cover, letters with their codes, an address sheet where none shows.

Everything that touches a PDF runs in the converters' sandbox.
"""

import zipfile
from dataclasses import dataclass, field
from typing import BinaryIO

from django.template.loader import render_to_string

from verbundakte.akten.pages import pdf_of
from verbundakte.core.blobs import store
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.schriftverkehr.models import Druckauftrag, Versand, Weg
from verbundakte.schriftverkehr.versand_rules import CODE
from verbundakte.schriftverkehr.versandwege.papier import lines_of
from verbundakte.standards.fensterbrief import Zeile, problem_of

FRONT = "vorblatt.pdf"
NO_PAGES = "{name}: Davon gibt es keine Lesefassung. Legen Sie das Blatt selbst dazu."
PAPER = "{name}: als Papier beilegen."
AWAY = "Die Datei ist gerade nicht zu lesen."


@dataclass
class Brief:
    """One letter on its way into the job: digests of its parts, what must be put in by hand."""

    versand: Versand
    parts: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)
    problem: str = ""
    window: str = ""

    @property
    def hint(self) -> str:
        """Return what whoever prints it should know; "" when everything is as it should be."""
        if self.problem or not self.window:
            return self.problem
        return f"{self.window} Ein Anschriftblatt liegt voran."

    @property
    def needs_sheet(self) -> bool:
        """Tell whether a sheet with the address goes before it."""
        return bool(self.window) and not self.problem


def gather(versand: Versand, stuecke: list) -> Brief:
    """Return what is in an envelope, with the files of their Stücke; nothing is opened yet."""
    brief = Brief(versand)
    for stueck in stuecke:
        if stueck.datei is None:
            brief.by_hand.append(PAPER.format(name=stueck.bezeichnung))
            continue
        found = pdf_of(stueck.datei)
        if found is None:
            brief.by_hand.append(NO_PAGES.format(name=stueck.bezeichnung))
        else:
            brief.parts.append(found[0])
    if not brief.parts:
        brief.problem = "Davon gibt es keine Lesefassung; es kann nicht gedruckt werden."
    return brief


def look_through_window(brief: Brief) -> None:
    """Find out whether the address stands where the window of an envelope shows it."""
    versand = brief.versand
    if brief.problem or versand.weg != Weg.POST:
        return
    path = store.path_of(current_tenant(), brief.parts[0])
    try:
        found, _, _ = converters().run(current_tenant(), "page_lines", path, page=1)
    except ConversionFailed as failure:
        brief.problem = failure.message
        return
    except OSError:
        brief.problem = AWAY
        return
    lines = [Zeile(*row) for row in found["lines"]]
    brief.window = problem_of(lines, lines_of(versand.anschrift), tuple(found["size"]))


def write_job(out: BinaryIO, auftrag: Druckauftrag, briefe: list[Brief]) -> int:
    """Write the PDF of a print job into `out`; return its pages. Raises ConversionFailed, OSError."""
    tenant = current_tenant()
    good = [brief for brief in briefe if not brief.problem]
    sheets = [brief for brief in good if brief.needs_sheet]
    context = {"auftrag": auftrag, "briefe": briefe, "sheets": [_sheet(one) for one in sheets]}
    markup = render_to_string("schriftverkehr/druck/vorblatt.html", context)
    front = converters().sheet(tenant, markup)
    names = [FRONT, *dict.fromkeys(f"{part}.pdf" for one in good for part in one.parts)]
    with zipfile.ZipFile(out, "w") as box:
        box.writestr(FRONT, front.data)
        for name in names[1:]:
            box.write(store.path_of(tenant, name.removesuffix(".pdf")), name)
    out.flush()
    first_sheet = front.pages - len(sheets) + 1
    letters = [{"parts": [[0, page] for page in range(1, first_sheet)], "code": "", "label": ""}]
    for brief in good:
        sheet = [[0, first_sheet + sheets.index(brief)]] if brief.needs_sheet else []
        letters.append(_letter(brief, sheet, names))
    options = {"names": names, "letters": letters, "is_duplex": True}
    result, parts, _ = converters().run(tenant, "print_job", out.fileno(), **options)
    out.seek(0)
    out.truncate()
    out.write(parts[0])
    return sum(result["pages"])


def _letter(brief: Brief, sheet: list, names: list[str]) -> dict:
    """Return what the converter has to know of a letter."""
    code = CODE.format(number=brief.versand.number)
    parts = [*sheet, *(names.index(f"{part}.pdf") for part in brief.parts)]
    return {"parts": parts, "code": code, "label": code}


def _sheet(brief: Brief) -> dict:
    return {"versand": brief.versand, "lines": lines_of(brief.versand.anschrift)}
