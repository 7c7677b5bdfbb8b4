"""The files of a Vorlage for the system of a Gremium: a ZIP with what the Vorlage is in `vorlage.json`."""

import json
import zipfile
from typing import BinaryIO

from verbundakte.akten.rules import safe_name
from verbundakte.core.blobs import store
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.geschaeftsgang.models import Schritt, Sitzungsvorlage
from verbundakte.geschaeftsgang.queries.sitzung import dateien_of

CHUNK = 1 << 20


def write_paket(actor, schritt: Schritt, vorlage: Sitzungsvorlage, out: BinaryIO) -> None:
    """Write the package of what was handed over; each file is read through the actor's rights. Raises
    Http404 where she may not read one of them any more."""
    listed = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, allowZip64=True) as box:
        for number, datei in enumerate(dateien_of(actor, vorlage), 1):
            betreff = datei.fassung.dokument.betreff
            ending = datei.file_name.rpartition(".")[2] if "." in datei.file_name else ""
            name = f"{number:02d} {safe_name(betreff)}{f'.{safe_name(ending, 12)}' if ending else ''}"
            _copy(box, name, datei.blob.sha256)
            listed.append({"datei": name, "betreff": betreff, "sha256": datei.blob.sha256})
        told = {**_told(schritt, vorlage), "dateien": listed}
        box.writestr("vorlage.json", json.dumps(told, ensure_ascii=False, indent=1))


def _copy(box: zipfile.ZipFile, name: str, digest: str) -> None:
    with (
        store.open_blob(current_tenant(), digest) as source,
        box.open(name, "w", force_zip64=True) as file,
    ):
        while chunk := source.read(CHUNK):
            file.write(chunk)


def _told(schritt: Schritt, vorlage: Sitzungsvorlage) -> dict:
    verfuegung = schritt.verfuegung
    subject = schritt.dokument or verfuegung.dokument or verfuegung.vorgang
    return {
        "vorlagennummer": vorlage.nummer,
        "gremium": schritt.aussen,
        "sitzung": schritt.frist_on.isoformat() if schritt.frist_on else None,
        "oeffentlich": vorlage.is_oeffentlich,
        "betreff": verfuegung.betreff or subject.betreff,
        "aktenzeichen": verfuegung.vorgang.aktenzeichen,
        "federfuehrung": str(verfuegung.vorgang.federfuehrung),
        "uebergeben_von": vorlage.person_name,
        "uebergeben_am": vorlage.at.isoformat(),
    }
