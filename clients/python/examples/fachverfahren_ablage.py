"""A Fachverfahren files a document with metadata: one Vorgang per case number, one Dokument per file.

    VERBUNDAKTE_URL=https://akten.example.org VERBUNDAKTE_TOKEN=va_... \\
        python fachverfahren_ablage.py AKTE FALLNUMMER BESCHEID.pdf

It may be run again after any failure: the same case gives the same Vorgang and the same Dokument.
"""

import os
import sys
from datetime import datetime
from pathlib import Path

from verbundakte_client import Dokument, Verbundakte, Vorgang


def vorgang_of(akten: Verbundakte, akte: str, case: str) -> Vorgang:
    """Return the Vorgang of a case; it is made the first time."""
    for vorgang in akten.vorgaenge(akte):
        if vorgang.betreff.endswith(f"({case})"):
            return vorgang
    return akten.create_vorgang(
        akte, f"Gewerbeanmeldung ({case})", fremdes_geschaeftszeichen=case, key=f"fall-{case}"
    )


def file_bescheid(akten: Verbundakte, akte: str, case: str, path: Path) -> Dokument:
    """File a Bescheid into the Vorgang of its case, with its date."""
    vorgang = vorgang_of(akten, akte, case)
    betreff, day = f"Bescheid zu {case}", datetime.now().astimezone().date()
    for there in akten.dokumente(vorgang.id):
        if there.betreff == betreff:
            return there
    dokument = akten.file_dokument(vorgang.id, path, betreff=betreff, dokumenttyp="bescheid")
    return akten.change_dokument(dokument, datum_des_schreibens=day.isoformat())


def main() -> None:
    """Read the command line and say where the document lies."""
    akte, case, path = sys.argv[1:4]
    akten = Verbundakte(os.environ["VERBUNDAKTE_URL"], os.environ["VERBUNDAKTE_TOKEN"])
    dokument = file_bescheid(akten, akte, case, Path(path))
    sys.stdout.write(f"Abgelegt: {dokument.betreff} ({dokument.id})\n")


if __name__ == "__main__":
    main()
