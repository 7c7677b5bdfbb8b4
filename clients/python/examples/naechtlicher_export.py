"""A nightly export: all originals one may read, each with a line of metadata, into a folder.

    VERBUNDAKTE_URL=https://akten.example.org VERBUNDAKTE_TOKEN=va_... \\
        python naechtlicher_export.py ZIELORDNER

Files are named by their digest, so a second run fetches only what is new, and one that was broken off
goes on where it stopped.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from verbundakte_client import Datei, Dokument, NotFound, Verbundakte


def all_dokumente(akten: Verbundakte) -> Iterator[Dokument]:
    """Yield every Dokument with its Fassungen; what may not be seen any more is left out."""
    for akte in akten.akten():
        for vorgang in akten.vorgaenge(akte.id):
            for row in akten.dokumente(vorgang.id):
                try:
                    yield akten.dokument(row.id)
                except NotFound:
                    continue


def fetch(akten: Verbundakte, datei: Datei, folder: Path) -> bool:
    """Fetch a file unless it is there; tell whether it was new."""
    target = folder / "originale" / datei.sha256
    if target.exists():
        return False
    akten.download(datei, target)
    return True


def export(akten: Verbundakte, folder: Path) -> tuple[int, int]:
    """Write metadata and originals; return how many Dokumente there are and how many files were new."""
    (folder / "originale").mkdir(parents=True, exist_ok=True)
    count = fresh = 0
    draft = folder / "dokumente.jsonl.neu"
    with draft.open("w", encoding="utf-8") as lines:
        for dokument in all_dokumente(akten):
            dateien = [datei for fassung in dokument.fassungen for datei in fassung.dateien]
            fresh += sum(fetch(akten, datei, folder) for datei in dateien)
            told = {
                "id": str(dokument.id),
                "betreff": dokument.betreff,
                "vorgang": str(dokument.vorgang),
                "dateien": {datei.sha256: datei.file_name for datei in dateien},
            }
            lines.write(json.dumps(told, ensure_ascii=False) + "\n")
            count += 1
    draft.replace(folder / "dokumente.jsonl")
    return count, fresh


def main() -> None:
    """Export into the folder of the command line."""
    akten = Verbundakte(os.environ["VERBUNDAKTE_URL"], os.environ["VERBUNDAKTE_TOKEN"])
    count, fresh = export(akten, Path(sys.argv[1]))
    sys.stdout.write(f"{count} Dokumente, {fresh} neue Dateien\n")


if __name__ == "__main__":
    main()
