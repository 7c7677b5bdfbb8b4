"""An Auskunft as files: a PDF to send, and the same as CSV and JSON for programs."""

import io
import json
import zipfile
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.timezone import localtime

from verbundakte.core.conversion import converters
from verbundakte.core.lists.tables import write_csv
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.datenschutz.models import Auskunft
from verbundakte.datenschutz.queries import Abschnitt

HEADS = ["Einheit", "Art", "Nummer", "Titel", "Angaben", "Gefunden als"]


def as_pdf(auskunft: Auskunft, found: list[Abschnitt], *, at: datetime) -> bytes:
    """Return the PDF. Raises ConversionFailed."""
    context = {"auskunft": auskunft, "abschnitte": found, "at": localtime(at)}
    markup = render_to_string("datenschutz/ausgabe/auskunft.html", context)
    return converters().sheet(current_tenant(), markup).data


def as_data(auskunft: Auskunft, found: list[Abschnitt], *, at: datetime) -> bytes:
    """Return a ZIP with the same as CSV and JSON."""
    table, packed = io.BytesIO(), io.BytesIO()
    write_csv(table, HEADS, (_row(part, line) for part in found for line in part.zeilen))
    content = {
        "auskunft": "Art. 15 DSGVO",
        "ueber": str(auskunft),
        "stand": localtime(at).isoformat(timespec="seconds"),
        "teile_fehlen": auskunft.missing_reason,
        "einheiten": [
            {
                "einheit": part.einheit,
                "angaben": part.zeilen,
                "ausgenommen": part.ausgenommen,
            }
            for part in found
        ],
    }
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("Auskunft.csv", table.getvalue())
        box.writestr("Auskunft.json", json.dumps(content, ensure_ascii=False, indent=1))
    return packed.getvalue()


def _row(part: Abschnitt, line: dict) -> list:
    told = "; ".join(f"{label}: {value}" for label, value in line["angaben"])
    return [part.einheit, line["art"], line["nummer"], line["titel"], told, line["grund"]]
