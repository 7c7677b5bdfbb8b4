"""A package: the originals of an Akte or a Vorgang as ZIP, with a table of contents and the history."""

import io
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from django.db import transaction
from django.utils.timezone import localtime

from verbundakte.akten import queries
from verbundakte.akten.ausgaben.inhalt import Abschnitt, Eintrag, Inhalt
from verbundakte.akten.rules import safe_name
from verbundakte.core.blobs import store
from verbundakte.core.lists.tables import write_csv
from verbundakte.core.models import LeseArt
from verbundakte.core.tenancy.context import current_tenant

CHUNK = 1 << 20
HEADS = ["Vorgang", "Nr.", "Betreff", "Art", "Absender", "Abgelegt", "Datei im Paket", "SHA-256",
         "Berichtigung"]  # fmt: skip


def write_package(actor, inhalt: Inhalt, out: BinaryIO, step: Callable[..., None]) -> int:
    """Write the ZIP and return the number of files; `step(error, item)` is called for each Dokument.

    Each file is read through the actor's rights once more.
    """
    lines, count = [], 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as box:
        for abschnitt in inhalt.abschnitte:
            folder = safe_name(f"{abschnitt.vorgang.aktenzeichen} {abschnitt.vorgang.betreff}")
            for eintrag in abschnitt.eintraege:
                problem = ""
                for at, datei in enumerate(eintrag.dateien):
                    name = f"{folder}/{_file_name(eintrag, datei.file_name, at)}"
                    try:
                        digest = _write(actor, box, name, datei.pk)
                    except store.BytesMissing as missing:
                        name, digest, problem = missing.message, "", missing.message
                    else:
                        count += 1
                    lines.append(_line(abschnitt, eintrag, name, digest))
                if eintrag.ausgenommen:
                    lines.append(_line(abschnitt, eintrag, eintrag.ausgenommen, ""))
                step(error=problem, item=eintrag.title)
        box.writestr("Inhaltsverzeichnis.csv", _csv(HEADS, lines))
        box.writestr("Verlauf.csv", _csv(["Wann", "Wer", "Was", "Einzelheiten"], _verlauf(inhalt)))
    return count


def _file_name(eintrag: Eintrag, original: str, at: int) -> str:
    stem, dot, ending = original.rpartition(".")
    more = f"-{at + 1}" if at else ""
    number = eintrag.nummer.rjust(3, "0")
    ending = safe_name(ending, 12) if dot and stem else ""
    return f"{number}{more} {safe_name(eintrag.dokument.betreff)}{f'.{ending}' if ending else ''}"


def _write(actor, box: zipfile.ZipFile, name: str, datei_id) -> str:
    with transaction.atomic():
        datei = queries.get_datei(actor, datei_id, art=LeseArt.AUSGABE)
    digest = datei.blob.sha256
    with (
        store.open_blob(current_tenant(), digest) as source,
        box.open(name, "w", force_zip64=True) as file,
    ):
        while chunk := source.read(CHUNK):
            file.write(chunk)
    return digest


def _line(abschnitt: Abschnitt, eintrag: Eintrag, name: str, digest: str) -> list:
    dokument = eintrag.dokument
    return [
        abschnitt.vorgang.aktenzeichen,
        eintrag.nummer,
        dokument.betreff,
        dokument.dokumenttyp.bezeichnung,
        dokument.absender,
        localtime(dokument.created_at).date(),
        name,
        digest,
        "; ".join(eintrag.berichtigungen),
    ]


def _verlauf(inhalt: Inhalt) -> list[list]:
    return [
        [
            entry.at,
            entry.who,
            f"{entry.text}{f': {entry.about}' if entry.about else ''}",
            "; ".join(
                f"{change.label}: {change.before} > {change.after}" for change in entry.changes
            ),
        ]
        for entry in inhalt.verlauf
    ]


def _csv(heads: list[str], rows: list[list]) -> bytes:
    out = io.BytesIO()
    write_csv(out, heads, rows)
    return out.getvalue()
